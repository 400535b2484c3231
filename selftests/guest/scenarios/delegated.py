# SPDX-License-Identifier: GPL-2.0
"""Requests for dt about a connector that the module does not move: the stock kernel carries them out, or fails.

QEMU has no such connector. So the device tree calls a core's connector a slot of virtual I/O, and the stock kernel
removes and makes the node of the core.
"""

import sys
from contextlib import contextmanager
from typing import Iterator

import pciacts
from acts import CPUS, SOON, STOCK_REMOVES, WITH_SLOW, add_node, answered, at_rest, console_says, dlpar, dlpar_fails
from acts import held_up, is_in, jobs_since, newest_event, parameter, property_bytes, remove_node, set_property
from acts import unchanged, wait_in, wait_job
from coreacts import CPU, INDEX, MANY_CORES, NUMBER, core
from guest import Guest
from initramfs import TOP
from scenario import scenario

sys.path.append(str(TOP / "selftests/lib"))
from papr import LIVE_INSERTION, be32, drc_info  # noqa: E402  pylint: disable=wrong-import-position

STALL_MS = 2000
SLOW_CORES = {**MANY_CORES, "files": WITH_SLOW["files"], "prepare": WITH_SLOW["prepare"]}
SLOTS = "/slots"
# A connector that the platform does not have.
ELSEWHERE = 0x1000ff02
REQUEST = f"index {INDEX:#x}"


@contextmanager
def slot(guest: Guest) -> Iterator[None]:
    """The connector of the core that came is one of virtual I/O in the block."""
    name = "ibm,drc-indexes"
    indexes = property_bytes(guest, f"{CPUS}/{name}")
    info = drc_info([("SLOT", "V1-C", INDEX, NUMBER, 1, 1, LIVE_INSERTION)])
    set_property(guest, CPUS, name, indexes.replace(be32(INDEX), be32(ELSEWHERE)))
    add_node(guest, SLOTS, {"device_type": b"vdevice\0", "ibm,drc-info": info})
    yield
    remove_node(guest, SLOTS)
    set_property(guest, CPUS, name, indexes)


def present(guest: Guest) -> str:
    return guest.check("cat /sys/devices/system/cpu/present")


def delegated(guest: Guest, action: str) -> None:
    since = newest_event(guest)
    dlpar(guest, f"dt {action} {REQUEST}")
    job = wait_job(guest, since)
    assert (job["state"], job["resource"], job["moved"]) == ("done", "dt", 1), job


def fails(guest: Guest, action: str, name: str, error: str) -> None:
    since = newest_event(guest)
    dlpar_fails(guest, f"dt {action} {REQUEST}", error)
    job = wait_job(guest, since)
    assert (job["state"], job["resource"], job["error"]) == ("failed", "dt", name), job


@scenario("the stock kernel removes and makes the node of a connector of virtual I/O; if it fails, so does the request",
          kernels=("6.12", "debug"), **STOCK_REMOVES, **MANY_CORES)
def carried_out(guest: Guest) -> None:
    with core(guest):
        guest.check(f"echo 0 >{CPU}{NUMBER}/online")
        with slot(guest):
            delegated(guest, "remove")
            assert present(guest) == "0-1"
            delegated(guest, "add")
            assert present(guest) == "0-2"
            with console_says(guest, "already exists in the device tree"):
                fails(guest, "add", "EIO", "Input/output error")
            delegated(guest, "remove")
        dlpar(guest, f"cpu add {REQUEST}")


@scenario("a stock kernel that knows no dt is not asked, and the request says so", kernels=("6.1",), **MANY_CORES)
def not_known(guest: Guest) -> None:
    with core(guest), unchanged(guest), slot(guest):
        for action in ("add", "remove"):
            fails(guest, action, "EOPNOTSUPP", "Operation not supported")


@scenario("the stock kernel does not come back from a request for dt: a removal of a host bridge behind it is answered "
          "twice, and done once it has come back", kernels=("6.12",), **SLOW_CORES)
def held(guest: Guest) -> None:
    with core(guest):
        guest.check(f"echo 0 >{CPU}{NUMBER}/online")
        with pciacts.left_as_found(guest):
            pciacts.plug(guest, "phb1", driver="spapr-pci-host-bridge", index=1)
            with slot(guest), parameter(guest, "stall_timeout_ms", STALL_MS):
                since = newest_event(guest)
                with held_up(guest, "detach"):
                    writer = guest.spawn(f"echo dt remove {REQUEST} >/sys/kernel/dlpar")
                    wait_in(guest, "pdr_io", "pdr_stock_carry_out")
                    answered(guest, "phb1", STALL_MS)
                    answered(guest, "phb1", STALL_MS)
                    assert is_in(guest, "pdr_io", "pdr_stock_carry_out")
                assert writer.wait(SOON).ok
                at_rest(guest)
                assert sorted(job["state"] for job in jobs_since(guest, since)) == ["done", "refused", "refused"]
            pciacts.unplug(guest, "phb1")
        dlpar(guest, f"cpu add {REQUEST}")
