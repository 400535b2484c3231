# SPDX-License-Identifier: GPL-2.0
"""Plans: pdrctl --dry-run says what a job would do, the job then does it, and the plan itself does nothing."""

import json
from contextlib import contextmanager
from typing import Any, Callable, Iterator

import pciacts
from acts import AT_BOOT, D1, SOON, WITH_FAIL, WITH_MODULE, Dimm, at_rest, jobs_since, newest_event, parameter, pinned
from acts import plug, plugged, unchanged, unplug_stock, veto, wait_job, wait_step
from coreacts import CORES, CPU, FEW_CORES, INDEX, TICKLESS, core, plug_core, reserved_time, unplug_core
from guest import Guest
from roomacts import BRIM, BRIMFUL, FILL_TIMEOUT, SMALL, hog, nobody_killed
from scenario import scenario
from traces import calls

# As enum pseries_dr_step numbers it.
OFFLINE = 2
STEPS = "pseries_dr:run_advance step=%gpr4:u8 drc=%gpr5:x32"
NOBODY = "su -s /bin/sh nobody -c "
SLOT = 4
# More than the guest has.
MANY = 99


def plan(guest: Guest, request: str, user: str = "") -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The plan of a request as a whole, and of each connector in order."""
    command = f"pdrctl {request} --dry-run --json"
    result = guest.run(f"{user}'{command}'" if user else command)
    whole, *taken = map(json.loads, result.output.splitlines())
    assert (result.status == 0) == (whole["error"] is None) and whole["type"] == "plan", result
    return whole, taken


def indexes(taken: list[dict[str, Any]]) -> list[int]:
    return [int(one["drc_index"], 16) for one in taken]


@contextmanager
def offline_order(guest: Guest) -> Iterator[Callable[[], list[int]]]:
    """Gives the connectors that jobs in the block took offline, in order."""
    def order() -> list[int]:
        steps = [line.split(" step=")[1].split(" drc=") for line in lines()]
        return list(dict.fromkeys(int(index, 16) for step, index in steps if int(step) == OFFLINE))

    with calls(guest, STEPS) as lines:
        yield order


def does_as_planned(guest: Guest, request: str, count: int, ordered: bool = True) -> None:
    """Nothing stands in the way of a removal, and the job takes the plan's connectors, ORDERED as there."""
    whole, taken = plan(guest, request)
    assert (whole["error"], whole["total"], len(taken)) == (None, count, count), whole
    with offline_order(guest) as order:
        guest.check(f"pdrctl {request}")
        took, foreseen = order(), indexes(taken)
    assert took == foreseen if ordered else sorted(took) == sorted(foreseen), (took, foreseen)


def fails_as_planned(guest: Guest, request: str) -> dict[str, Any]:
    """The plan fails as the job then does: in the same step, of the same connector, for the same reason."""
    with unchanged(guest):
        whole, _ = plan(guest, request)
        since = newest_event(guest)
        result = guest.run(f"pdrctl {request}")
        job = wait_job(guest, since)
    foreseen = tuple(whole.get(key) for key in ("error", "step", "drc_index"))
    assert foreseen == (job["error"], job["step"], job["drc"] or "0x00000000"), (whole, job)
    assert (whole.get("reason") or "none") == (job["reason"] or "none"), (whole, job)
    assert guest.run(f"pdrctl {request} --dry-run").status == result.status, result
    return whole


@contextmanager
def asked_in_vain(guest: Guest, dimm: Dimm) -> Iterator[int]:
    """The host has asked for a DIMM and was not told, so it takes each LMB that the guest gives by itself."""
    with parameter(guest, "refuse_by", "off"):
        plug(guest, dimm)
        since = newest_event(guest)
        with veto(guest, dimm.address(0)):
            mark = guest.device_del(dimm.device)
            assert wait_job(guest, since)["state"] == "failed"
        yield mark


# The emptiest LMB goes first, and pages move between the plan and the job.
@scenario("memory goes as its plan says, by index, as a range and by count: the same LMBs", **WITH_MODULE)
def memory_goes(guest: Guest) -> None:
    dimm = Dimm("d1", lmbs=8)
    with unchanged(guest), asked_in_vain(guest, dimm) as mark:
        does_as_planned(guest, f"remove mem --index {dimm.index(3):#x}", 1)
        does_as_planned(guest, f"remove mem --index {dimm.index(4):#x} --count 3", 3, ordered=False)
        does_as_planned(guest, "remove mem --count 4", 4, ordered=False)
        guest.wait_deleted(dimm.device, SOON, since=mark)
        guest.free_dimm(dimm.device)


@scenario("cores go and come as their plans say, by index and by count", **CORES)
def cores_move(guest: Guest) -> None:
    with core(guest):
        # the nodes of cores that were there at boot do not come back as they were
        assert plug_core(guest, "c3", 3)["state"] == "done"
        for request, count in ((f"cpu --index {INDEX:#x}", 1), ("cpu --count 2", 2)):
            does_as_planned(guest, f"remove {request}", count)
            whole, taken = plan(guest, f"add {request}")
            assert (whole["error"], whole["total"], len(taken)) == (None, count, count), whole
            guest.check(f"pdrctl add {request}")
        unplug_core(guest, "c3")


@scenario("what is not there, is there already, or is too much, is foreseen with the error of the job", **CORES)
def impossible(guest: Guest) -> None:
    with core(guest):
        for request in ("remove cpu --count 9", f"remove mem --count {MANY}", f"add cpu --index {INDEX:#x}",
                        "remove cpu --count 3", "remove mem --index 0x80000005"):
            fails_as_planned(guest, request)
        guest.check(f"pdrctl remove cpu --index {INDEX:#x}")
        fails_as_planned(guest, f"remove cpu --index {INDEX:#x}")
        guest.check(f"pdrctl add cpu --index {INDEX:#x}")
        assert guest.run("pdrctl remove cpu --index 0x7ffffffe --dry-run").status == 6


@scenario("that a core has the last CPU is foreseen, also if it is the last one only once others have gone",
          **CORES)
def last_cpu(guest: Guest) -> None:
    assert fails_as_planned(guest, "remove cpu --count 2")["reason"] == "last-cpu"
    guest.check(f"echo 0 >{CPU}0/online")
    assert fails_as_planned(guest, "remove cpu --index 0x10000001")["reason"] == "last-cpu"
    guest.check(f"echo 1 >{CPU}0/online")


@scenario("that tasks under SCHED_DEADLINE need a core is foreseen", **CORES)
def deadline_tasks(guest: Guest) -> None:
    with core(guest), reserved_time(guest):
        assert fails_as_planned(guest, f"remove cpu --index {INDEX:#x}")["reason"] == "deadline-tasks"


@scenario("that a CPU keeps the time of nohz_full CPUs is foreseen", **TICKLESS)
def tick_cpu(guest: Guest) -> None:
    assert fails_as_planned(guest, "remove cpu --index 0x10000001")["reason"] == "tick-cpu"


@scenario("that the kernel has no room for a core is foreseen", **FEW_CORES)
def cpu_limit(guest: Guest) -> None:
    with unchanged(guest):
        plug_core(guest)
        assert fails_as_planned(guest, f"add cpu --index {INDEX:#x}")["reason"] == "cpu-limit"
        unplug_core(guest)


@scenario("that the pages of memory have no room elsewhere is foreseen, with the MiB that are missing", fresh=True,
          **BRIMFUL)
def no_room(guest: Guest) -> None:
    plug(guest, SMALL)
    with hog(guest, f"anon {BRIM}"), nobody_killed(guest):
        request = f"remove mem --index {SMALL.index():#x} --count {SMALL.lmbs}"
        assert fails_as_planned(guest, request)["reason"] == "no-room"
    unplug_stock(guest, SMALL, FILL_TIMEOUT)


@scenario("that boot memory in a kernel zone stays is foreseen", fresh=True, qemu_args=AT_BOOT, **WITH_MODULE)
def boot_memory(guest: Guest) -> None:
    kept = [one for one in (D1.index(place) for place in range(D1.lmbs))
            if plan(guest, f"remove mem --index {one:#x}")[0]["error"]]
    assert kept, "no LMB is foreseen to stay"
    for index in kept:
        assert fails_as_planned(guest, f"remove mem --index {index:#x}")["reason"] == "boot-memory"


@pciacts.pci_scenario("that a disk in use keeps its function and its host bridge is foreseen", *pciacts.DISK_DRIVERS)
def disk_in_use(guest: Guest) -> None:
    bridge, function = pciacts.BRIDGES + 1, pciacts.function_index(SLOT, bridge=1)
    with pciacts.left_as_found(guest):
        pciacts.plug(guest, "phb1", driver="spapr-pci-host-bridge", index=1)
        pciacts.plug_disk(guest, "disk", bus="phb1.0", addr=str(SLOT))
        for request in (f"remove pci --index {function:#x}", f"remove phb --index {bridge:#x}"):
            whole, taken = plan(guest, request)
            assert whole["error"] is None and indexes(taken)[0] == function, (whole, taken)
            with pciacts.mounted(guest):
                assert fails_as_planned(guest, request)["reason"] == "disk-in-use"
        pciacts.unplug(guest, "phb1")
    pciacts.free_disk(guest, "disk")


@scenario("while a job is at work there is no plan of its kind: pdrctl names the job, and others have theirs",
          **WITH_MODULE)
def busy(guest: Guest) -> None:
    with plugged(guest, D1), pinned(guest, D1.address(1)), unchanged(guest):
        since = newest_event(guest)
        removal = guest.spawn(f"pdrctl remove mem --index {D1.index(1):#x}")
        job = wait_step(guest, since, "offline", D1.index(1))
        whole, taken = plan(guest, "remove mem --count 1")
        assert (whole["error"], whole["id"], taken) == ("EBUSY", job, []), whole
        assert plan(guest, "remove cpu --count 1")[0]["error"] is None
        guest.check(f"pdrctl cancel {job}")
        removal.wait(SOON)
        assert plan(guest, f"remove mem --index {D1.index(2):#x}")[0]["error"] is None


@scenario("plans change nothing and make no job; without CAP_SYS_ADMIN they make no call to firmware",
          **WITH_FAIL)
def nothing_happens(guest: Guest) -> None:
    requests = (f"remove mem --index {D1.index():#x} --count 4", "remove mem --count 2", "add mem --count 2",
                "remove cpu --count 1", f"remove mem --count {MANY}")
    with plugged(guest, D1), unchanged(guest):
        since = newest_event(guest)
        with calls(guest, "rtas_call") as lines:
            theirs = [plan(guest, request, NOBODY) for request in requests]
            assert not [line for line in lines() if "pdr_" in line], lines()
        mine = [plan(guest, request) for request in requests]
        assert [(whole["error"], indexes(taken)) for whole, taken in mine if whole["action"] == "remove"] == \
               [(whole["error"], indexes(taken)) for whole, taken in theirs if whole["action"] == "remove"]
        at_rest(guest)
        assert newest_event(guest) == since and not jobs_since(guest, since)
