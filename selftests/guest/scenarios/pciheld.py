# SPDX-License-Identifier: GPL-2.0
"""A driver does not let go of its function: only jobs of I/O wait for it, and the host is told if it can be told."""

from contextlib import contextmanager
from typing import Any, Iterator

from acts import D1, SOON, WITH_MODULE, add_node, answered, console_says, dlpar, held_up, is_in, newest_event, parameter
from acts import remove_node, wait_in, wait_job, wait_step
from acts import plug as plug_dimm
from guest import Guest
from pciacts import driver_of, function_index, left_as_found, plug, unplug
from scenario import scenario

STALL_MS = 2000
HELD = "/sys/module/pdr_function/parameters"
SLOT = 3
CORE = 0x10000001
WITH_HOLDER: dict[str, Any] = {
    **WITH_MODULE,
    "files": (*WITH_MODULE["files"], "build/{kernel}/selftests/kmod/pdr_function.ko:/pdr_function.ko"),
    "prepare": (*WITH_MODULE["prepare"], "insmod /pdr_function.ko"), "kernels": ("6.1", "6.12")}
# And a listener that can be held up while a node leaves.
WITH_BOTH: dict[str, Any] = {
    **WITH_HOLDER, "files": (*WITH_HOLDER["files"], "build/{kernel}/selftests/kmod/pdr_slow.ko:/pdr_slow.ko"),
    "prepare": ("insmod /pdr_slow.ko", *WITH_HOLDER["prepare"])}
FUNCTION: dict[str, Any] = {"driver": "pci-testdev", "addr": str(SLOT)}


def times_bound(guest: Guest) -> int:
    return int(guest.check(f"cat {HELD}/bound"))


@contextmanager
def held(guest: Guest) -> Iterator[None]:
    """In the block the driver lets no function go."""
    guest.check(f"echo 1 >{HELD}/hold")
    yield
    guest.check(f"echo 0 >{HELD}/hold")


def others_move(guest: Guest) -> None:
    """Memory comes and goes, and a core goes and comes."""
    plug_dimm(guest, D1)
    mark = guest.device_del(D1.device)
    guest.wait_deleted(D1.device, SOON, since=mark)
    guest.free_dimm(D1.device)
    dlpar(guest, f"cpu remove index {CORE:#x}")
    dlpar(guest, f"cpu add index {CORE:#x}")


@scenario("a function's driver does not let go: the job shows its step, the kernel's log says that it is stuck, memory "
          "and cores move on, and the function goes later", **WITH_HOLDER)
def function(guest: Guest) -> None:
    stuck = f"makes no progress in step unbind at {function_index(SLOT):#010x}, and nobody else can end it"
    with left_as_found(guest):
        plug(guest, "held", **FUNCTION, bus="pci.0")
        since = newest_event(guest)
        with held(guest), parameter(guest, "stall_timeout_ms", STALL_MS), console_says(guest, stuck):
            mark = guest.device_del("held")
            wait_step(guest, since, "unbind", function_index(SLOT))
            others_move(guest)
        guest.wait_deleted("held", SOON, since=mark)
        job = wait_job(guest, since, "remove PCI")
        assert (job["state"], job["refusals"]) == ("done", 0), job


@scenario("a program scans all buses while the node of a function leaves: the function is not found again", **WITH_BOTH)
def scanned(guest: Guest) -> None:
    with left_as_found(guest):
        plug(guest, "held", **FUNCTION, bus="pci.0")
        since = newest_event(guest)
        with held_up(guest, "detach"):
            mark = guest.device_del("held")
            wait_in(guest, "pdr_io", "slow_notify")
            scan = guest.spawn("echo 1 | tee /sys/bus/pci/rescan")
            guest.poll(lambda: not scan.running or is_in(guest, "tee", "pci_lock_rescan_remove"),
                       "a scan that ends, or waits for the removal", SOON)
        guest.wait_deleted("held", SOON, since=mark)
        assert scan.wait(SOON).ok and wait_job(guest, since, "remove PCI")["state"] == "done"


@contextmanager
def held_below_bridge(guest: Guest, refuses: bool = False) -> Iterator[int]:
    """In the block the driver of a function below a host bridge has let go, after the host was told that it had not.

    If it REFUSES, the driver does not take the function again. Gives the event before the removal.
    """
    plug(guest, "phb1", driver="spapr-pci-host-bridge", index=1)
    plug(guest, "held", **FUNCTION, bus="phb1.0")
    since = newest_event(guest)
    with parameter(guest, "stall_timeout_ms", STALL_MS):
        with held(guest):
            answered(guest, "phb1", STALL_MS)
            others_move(guest)
            guest.check(f"echo {int(refuses)} >{HELD}/refuse")
        yield since
        guest.check(f"echo 0 >{HELD}/refuse")


@scenario("the driver of a function below a host bridge does not let go: the host is told in time, memory moves on, "
          "and all is as it was", **WITH_HOLDER)
def below_bridge(guest: Guest) -> None:
    bound = times_bound(guest)
    with left_as_found(guest):
        with held_below_bridge(guest) as since:
            job = wait_job(guest, since, "remove PCI")
            assert (job["state"], job["reason"], job["undo_failed"]) == ("refused", "answered", 0), job
            assert driver_of(guest, f"0001:00:{SLOT:02x}.0") == "pdr_function"
            assert times_bound(guest) == bound + 2
        unplug(guest, "phb1")


@scenario("a driver lets go too late and does not take its function again: the job says that it is not as before",
          **WITH_HOLDER)
def no_driver_again(guest: Guest) -> None:
    with left_as_found(guest):
        with console_says(guest, "is back, but no driver has it"):
            with held_below_bridge(guest, refuses=True) as since:
                job = wait_job(guest, since, "remove PCI")
                assert (job["state"], job["undo_failed"]) == ("refused", 1), job
        unplug(guest, "phb1")


@scenario("another program attaches a node below a host bridge that is leaving: the bridge stays, and leaves once the "
          "node is gone", **WITH_HOLDER)
def child_meanwhile(guest: Guest) -> None:
    other = "/pci@800000020000001/other"
    plug(guest, "phb1", driver="spapr-pci-host-bridge", index=1)
    plug(guest, "held", **FUNCTION, bus="phb1.0")
    since = newest_event(guest)
    with held(guest):
        guest.device_del("phb1")
        wait_step(guest, since, "unbind", function_index(SLOT, bridge=1))
        add_node(guest, other, {"name": b"other\0"})
    job = wait_job(guest, since, "remove PCI")
    assert (job["state"], job["step"], job["reason"], job["undo_failed"]) == ("refused", "detach", "in-use", 0), job
    assert driver_of(guest, f"0001:00:{SLOT:02x}.0") == "pdr_function"
    remove_node(guest, other)
    unplug(guest, "phb1")
