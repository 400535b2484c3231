# SPDX-License-Identifier: GPL-2.0
"""pdrctl: each outcome has its exit status and its sentence, and a failure changes nothing."""

import signal
import time
from typing import Any

import pciacts
from acts import D1, SOON, WITH_MODULE, jobs_since, newest_event, online_cpus, parameter, pdrctl_json, pinned, plug
from acts import plug_stock_in_vain, plugged, refused, unchanged, unplug, usages, veto, wait_job, wait_step
from acts import without_module
from guest import Guest
from kernels import STOCK
from link import Handle, Result
from scenario import scenario

DONE, FAILED, USAGE, NO_MODULE, PERMISSION = 0, 1, 2, 3, 5
NOT_FOUND, TIMEOUT, NOT_TAKEN, CANCELLED, BUSY, PARTIAL = 6, 7, 8, 9, 10, 64

# Commands that must fail, and their exit statuses.
IMPOSSIBLE = (
    ("frobnicate", USAGE),
    ("remove", USAGE),
    ("remove mem", USAGE),
    ("remove disk --count 1", USAGE),
    ("remove mem --count 0", USAGE),
    ("remove mem --count -1", USAGE),
    ("remove mem --count 1 --size 1G", USAGE),
    ("remove mem --count 1 --count 1", USAGE),
    ("remove mem --size 100M", USAGE),
    ("remove mem --index 80000004", USAGE),
    ("remove mem --index 0x80000004 --timeout 0", USAGE),
    ("remove mem --index 0x80000004 --force", USAGE),
    ("remove cpu --size 1G", USAGE),
    ("remove mem --index 0x7ffffffe", NOT_FOUND),
    ("remove mem --index 0x8000001f --count 2", NOT_FOUND),
    ("remove mem --index 0x80000004", NOT_FOUND),
    ("remove mem --count 99", FAILED),
    ("remove cpu --index 0x7ffffffe", NOT_FOUND),
    ("remove cpu --count 2", BUSY),
    ("remove cpu --count 9", FAILED),
    ("add mem --index 0x7ffffffe", NOT_FOUND),
    ("add cpu --index 0x10000000", BUSY),
    ("cancel", USAGE),
    ("cancel one", USAGE),
    ("cancel 999999", NOT_FOUND),
    ("list drives", USAGE),
    ("watch --count 0", USAGE),
)
NEED_THE_MODULE = ("status", "list", "jobs", "cancel 1", "remove mem --count 1", "add cpu --index 0x10000002")
# The debug kernel is for the module: the tools do nothing there that other scenarios do not.
TOOL: dict[str, Any] = {**WITH_MODULE, "kernels": STOCK}


def ends(result: Result, status: int) -> None:
    """The command ended with this status, and a failure gave its reason in few lines on stderr."""
    assert result.status == status, f"status {status} was expected: {result}"
    assert status == DONE or (0 < result.errors.count("\n") < 5 and not result.output), result


def pdrctl(guest: Guest, arguments: str, status: int = DONE) -> None:
    ends(guest.run(f"pdrctl {arguments}"), status)


def listed(guest: Guest, kind: str) -> dict[str, str]:
    """The sense value of each connector of a kind, as pdrctl tells it."""
    return {drc["index"]: drc["sense"] for drc in pdrctl_json(guest, f"list {kind}")["drc"]}


@scenario("an impossible request ends with a status that says why, and nothing is touched", **TOOL)
def impossible(guest: Guest) -> None:
    with unchanged(guest):
        for arguments, status in IMPOSSIBLE:
            pdrctl(guest, arguments, status)


@scenario("removing memory: the platform does not take it, Linux cannot move it, or it goes once the host asks", **TOOL)
def memory(guest: Guest) -> None:
    with unchanged(guest), parameter(guest, "refuse_by", "off"):
        plug(guest, D1)
        with unchanged(guest):
            pdrctl(guest, "remove mem --size 512M", NOT_TAKEN)
            pdrctl(guest, "remove mem --size 512M --best-effort", NOT_TAKEN)
            with veto(guest, D1.address(3)):
                pdrctl(guest, f"remove mem --index {D1.index(3):#x}", BUSY)
                since = newest_event(guest)
                mark = guest.device_del(D1.device)
                assert wait_job(guest, since)["state"] == "failed"
        pdrctl(guest, f"remove mem --index {D1.index():#x} --size 1G")
        guest.wait_deleted(D1.device, SOON, since=mark)
        guest.free_dimm(D1.device)


@scenario("a core is given back and taken again", **TOOL)
def core(guest: Guest) -> None:
    before = online_cpus(guest)
    pdrctl(guest, "remove cpu --index 0x10000001")
    pdrctl(guest, "remove cpu --index 0x10000001", NOT_FOUND)
    pdrctl(guest, "add cpu --index 0x10000001")
    assert online_cpus(guest) == before


@scenario("cores are listed with their threads as Linux has them, here and from a recording", **TOOL)
def cores(guest: Guest) -> None:
    def listed_cores(words: str = "") -> Any:
        return pdrctl_json(guest, f"list cpu {words}")["cpu"]

    found = [core for core in listed_cores() if core["state"] == "in-use"]
    assert sum(core["online"] for core in found) == int(guest.check("grep -c ^processor /proc/cpuinfo")), found
    last = found[-1]
    guest.check(f"pdrctl remove cpu --name '{last['name']}'")
    assert listed_cores(f"--index {last['index']}")[0]["state"] == "unused"
    assert listed_cores(f"--index {last['index']} -o +SENSE")[0]["state"] == "absent"
    guest.check(f"pdrctl add cpu --index {last['index']}")
    guest.check("rm -rf /tmp/recorded; pdrctl record /tmp/recorded")
    assert listed_cores("-o +SENSE --sysroot /tmp/recorded") == listed_cores("-o +SENSE")


@pciacts.pci_scenario("a function and a host bridge are given back and taken again, and listed with their sense value",
                      *pciacts.NET_DRIVERS)
def functions(guest: Guest) -> None:
    bridge, function = pciacts.BRIDGES + 1, pciacts.function_index(3, bridge=1)
    with pciacts.left_as_found(guest):
        pciacts.plug(guest, "phb1", driver="spapr-pci-host-bridge", index=1)
        pciacts.plug(guest, "net0", **pciacts.NET, bus="phb1.0", addr="3")
        for request in (f"pci --index {function:#x}", f"phb --index {bridge:#x}"):
            pdrctl(guest, f"remove {request}")
        pdrctl(guest, f"remove pci --index {pciacts.function_index(4, bridge=1):#x}", NOT_FOUND)
        assert listed(guest, "phb")[f"{bridge:#010x}"] == "unusable"
        for request in (f"phb --index {bridge:#x}", f"pci --index {function:#x}"):
            pdrctl(guest, f"add {request}")
            pdrctl(guest, f"add {request}", BUSY)
        assert listed(guest, "pci")[f"{function:#010x}"] == "present"
        assert pciacts.driver_of(guest, "0001:00:03.0") == "virtio-pci"
        pciacts.unplug(guest, "phb1")


@scenario("the settings of the module are shown and changed, all that are named or none", **TOOL)
def settings(guest: Guest) -> None:
    before = guest.check("pdrctl set")
    pdrctl(guest, "set refuse-by=off stall-timeout=nothing", USAGE)
    ends(guest.run("su -s /bin/sh nobody -c 'pdrctl set refuse-by=off'"), PERMISSION)
    assert guest.check("pdrctl set") == before
    pdrctl(guest, "set refuse-by=off stall-timeout=0.5 online-type=movable")
    assert guest.check("pdrctl set").split() == ["stall-timeout=0.5", "online-type=movable", "refuse-by=off"]
    pdrctl(guest, f"set {' '.join(before.split())}")
    assert guest.check("pdrctl set") == before


@scenario("a removal without progress ends at its deadline, by pdrctl cancel, and by an interrupt", **TOOL)
def stopped(guest: Guest) -> None:
    def start() -> tuple[Handle, int]:
        since = newest_event(guest)
        return guest.spawn(remove), wait_step(guest, since, "offline", D1.index(1))

    remove = f"pdrctl remove mem --index {D1.index(1):#x}"
    with plugged(guest, D1), pinned(guest, D1.address(1)), unchanged(guest):
        started = time.monotonic()
        ends(guest.run(f"{remove} --timeout 1"), TIMEOUT)
        assert 1 < time.monotonic() - started < 5
        removal, job = start()
        pdrctl(guest, f"cancel {job}")
        ends(removal.wait(SOON), CANCELLED)
        pdrctl(guest, f"cancel {job}", FAILED)
        removal, job = start()
        removal.kill(signal.SIGINT)
        ends(removal.wait(SOON), CANCELLED)


@scenario("a removal that the host asked for is refused when it is cancelled", **TOOL)
def host_cancelled(guest: Guest) -> None:
    def cancel() -> None:
        pdrctl(guest, f"cancel {wait_step(guest, since, 'offline', D1.index(1))}")

    with plugged(guest, D1), pinned(guest, D1.address(1)), unchanged(guest):
        since = newest_event(guest)
        assert refused(guest, D1.device, meanwhile=cancel)["error"] == "ECANCELED"


@scenario("a user other than root can look and cannot change anything", **TOOL)
def permission(guest: Guest) -> None:
    def as_nobody(arguments: str, status: int) -> None:
        ends(guest.run(f"su -s /bin/sh nobody -c 'pdrctl {arguments}'"), status)

    with plugged(guest, D1), unchanged(guest):
        for arguments in ("status", "list", "list drc", "jobs"):
            as_nobody(arguments, DONE)
        since = newest_event(guest)
        for arguments in ("remove mem --count 1", "add cpu --count 1", "cancel 1"):
            as_nobody(arguments, PERMISSION)
        assert not jobs_since(guest, since)


@scenario("without the module pdrctl says so", **TOOL)
def no_module(guest: Guest) -> None:
    with without_module(guest):
        for arguments in NEED_THE_MODULE:
            pdrctl(guest, arguments, NO_MODULE)


@scenario("pdrctl says that an undo has failed, and the resource is not lost", **TOOL)
def partial(guest: Guest) -> None:
    with unchanged(guest):
        with without_module(guest):
            plug_stock_in_vain(guest, D1)
        with veto(guest, D1.address(2), way="online"):
            pdrctl(guest, f"add mem --index {D1.index(2):#x}", PARTIAL)
        assert usages(guest, D1)[2] == "unused"
        pdrctl(guest, f"add mem --index {D1.index(2):#x}")
        assert usages(guest, D1)[2] == "in-use"
        unplug(guest, D1)
