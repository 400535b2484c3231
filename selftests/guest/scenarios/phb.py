# SPDX-License-Identifier: GPL-2.0
"""PCI host bridges come and go with the functions below them, and nothing of either is left."""

from typing import Any

from acts import pdrctl_json
from guest import Guest
from pciacts import BRIDGES, NET, NET_DRIVERS, driver_of, function_index, left_as_found, pci_scenario, plug, unplug

BRIDGE: dict[str, Any] = {"driver": "spapr-pci-host-bridge", "index": 1}
# The address of its first function in Linux.
FUNCTION = "0001:00:00.0"


def connectors(guest: Guest) -> set[int]:
    return {int(row["index"], 16) for row in pdrctl_json(guest, "list drc")["drc"]}


@pci_scenario("a host bridge comes with its connectors and leaves with them, three times, and nothing is left of it",
              *NET_DRIVERS)
def bridge(guest: Guest) -> None:
    for _ in range(3):
        with left_as_found(guest):
            job = plug(guest, "phb1", **BRIDGE)
            assert job["request"] == f"add PCI host bridge {BRIDGES + 1:#010x}", job
            assert function_index(31, 7, bridge=1) in connectors(guest)
            unplug(guest, "phb1")


@pci_scenario("a function below a new host bridge works, and leaves before the bridge does",
              *NET_DRIVERS)
def function_below(guest: Guest) -> None:
    with left_as_found(guest):
        plug(guest, "phb1", **BRIDGE)
        with left_as_found(guest):
            plug(guest, "net1", **NET, bus="phb1.0", addr="0")
            assert driver_of(guest, FUNCTION) == "virtio-pci"
            unplug(guest, "net1")
        unplug(guest, "phb1")


@pci_scenario("a host bridge leaves with three functions below it in one job, and comes again",
              *NET_DRIVERS)
def bridge_with_functions(guest: Guest) -> None:
    for _ in range(2):
        with left_as_found(guest):
            plug(guest, "phb1", **BRIDGE)
            for slot in range(3):
                plug(guest, f"net{slot}", **NET, bus="phb1.0", addr=str(slot))
            job = unplug(guest, "phb1")
            assert (job["moved"], job["total"]) == (1, 1), job
