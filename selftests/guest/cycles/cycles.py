# SPDX-License-Identifier: GPL-2.0
"""A hundred times each kind of device comes and goes: the kernel's checkers find no fault, and nothing is left.

The allocator checks each object of a stock kernel, and the objects are counted. The debug kernel has its own checkers;
KASAN keeps freed objects for a while, so there kmemleak looks for those that were forgotten.
"""

from contextlib import contextmanager
from typing import Any, Iterator

from acts import newest_event
from guest import Guest
from kernels import DEBUG, KERNELS, STOCK
from leftacts import CHECKED, ROUNDS, Act, device, left_by, repeat, slot
from pciacts import NET, NET_DRIVERS, create_disk, left_as_found, pci_scenario, plug, unplug

CYCLES: dict[str, Any] = {**CHECKED, "kernels": KERNELS, "fresh": True}
# Of a kernel with a host bridge that has come, kmemleak would find what the kernel itself loses.
BRIDGED: dict[str, Any] = {**CYCLES, "leaks": "init_phb_dynamic() allocates two objects that it never frees"}
# Eight times as long as one function takes.
EIGHT: dict[str, Any] = {**CYCLES, "timeout": 8 * CYCLES["timeout"]}
BRIDGE: dict[str, Any] = {"driver": "spapr-pci-host-bridge", "index": 1}


def nothing_left(guest: Guest, act: Act) -> None:
    with left_as_found(guest):
        if guest.kernel == DEBUG:
            repeat(guest, act, ROUNDS, newest_event(guest))
        else:
            left = left_by(guest, act)
            assert not left, left


@contextmanager
def disk(guest: Guest) -> Iterator[None]:
    create_disk(guest, "file")
    yield
    guest.qemu("blockdev-del", node_name="file")


@pci_scenario("a hundred times a network function comes and goes, and nothing is left", *NET_DRIVERS, **CYCLES)
def network(guest: Guest) -> None:
    nothing_left(guest, device(id="net0", **NET, bus="pci.0", addr="4"))


@pci_scenario("a hundred times a disk comes and goes, and nothing is left", "virtio_pci", "virtio_blk", **CYCLES)
def virtio_disk(guest: Guest) -> None:
    with disk(guest):
        nothing_left(guest, device(id="disk", driver="virtio-blk-pci", drive="file", bus="pci.0", addr="4"))


@pci_scenario("a hundred times an NVMe controller comes and goes, and nothing is left", "nvme", **CYCLES)
def nvme(guest: Guest) -> None:
    with disk(guest):
        nothing_left(guest, device(id="disk", driver="nvme", drive="file", serial="1", bus="pci.0", addr="4"))


@pci_scenario("a hundred times a USB controller comes and goes, and nothing is left", "xhci_pci",
              **{**CYCLES, "kernels": STOCK})
def usb(guest: Guest) -> None:
    nothing_left(guest, device(id="usb", driver="qemu-xhci", bus="pci.0", addr="4"))


@pci_scenario("a hundred times a host bridge comes and goes, and no checker finds a fault", *NET_DRIVERS,
              **{**BRIDGED, "kernels": (DEBUG,)})
def bridge(guest: Guest) -> None:
    nothing_left(guest, device(id="phb1", **BRIDGE))


@pci_scenario("a hundred times a network function comes and goes below a new host bridge, and nothing is left",
              *NET_DRIVERS, **BRIDGED)
def below_bridge(guest: Guest) -> None:
    plug(guest, "phb1", **BRIDGE)
    nothing_left(guest, device(id="net0", **NET, bus="phb1.0", addr="4"))
    unplug(guest, "phb1")


@pci_scenario("a hundred times a network function comes and goes below a bridge that the machine has from the start, "
              "and nothing is left", *NET_DRIVERS, **{**CYCLES, "variants": ("slof",)})
def below_cold_bridge(guest: Guest) -> None:
    nothing_left(guest, device(id="net0", **NET, bus="cold", addr="1"))


@pci_scenario("a hundred times eight functions of a slot come and go, and nothing is left", *NET_DRIVERS, **EIGHT)
def eight_functions(guest: Guest) -> None:
    nothing_left(guest, slot(5))
