# SPDX-License-Identifier: GPL-2.0
"""The guest asks by itself: memory that the platform does not take stays. The grammar: suites/dlpar_grammar.sh."""

from acts import D1, SOON, WITH_MODULE, WITHOUT_MODULE, at_rest, console_says, dlpar_fails, jobs_pending, jobs_since
from acts import load, newest_event, online_cpus, parameter, pinned, plug, plug_stock, plugged, unchanged, unload
from acts import unplug, veto, wait_step
from guest import REFUSALS, Guest
from scenario import scenario

# Both fail on this platform: it takes only memory that it asked for.
REMOVALS = (
    f"memory remove indexed-count 2 {D1.index(0):#x}",
    f"memory remove indexed-count 4 {D1.index(0):#x}",
    f"memory remove index {D1.index(3):#x}",
    "memory remove count 1",
    "memory remove count 4",
)


@scenario("removing memory that the platform does not take fails with EPERM, and each block keeps its zone",
          **WITH_MODULE)
def memory(guest: Guest) -> None:
    with plugged(guest, D1), unchanged(guest):
        for request in REMOVALS:
            dlpar_fails(guest, request, "Operation not permitted")


@scenario("a removal that the stock kernel never answered is refused before any of it goes, and the host can ask again",
          **WITHOUT_MODULE)
def never_answered(guest: Guest) -> None:
    plug_stock(guest, D1)
    with veto(guest, D1.address(0)), console_says(guest, "Memory indexed-count-remove failed"):
        mark = guest.device_del(D1.device)
    load(guest)
    for request in ("memory remove count 1", f"memory remove indexed-count 2 {D1.index(1):#x}"):
        dlpar_fails(guest, request, "Operation not permitted")
    answer = guest.wait_answer(D1.device, SOON, since=mark)
    assert answer and answer.name in REFUSALS, answer
    unplug(guest, D1)
    unload(guest)


@scenario("the host asks for a DIMM while the guest is about to give a part of it: the host gets it, and no refusal",
          **WITH_MODULE)
def asked_meanwhile(guest: Guest) -> None:
    plug(guest, D1)
    since = newest_event(guest)
    with parameter(guest, "stall_timeout_ms", int(SOON * 1000)):
        with pinned(guest, D1.address(1)):
            removal = guest.spawn(f"echo memory remove index {D1.index(1):#x} >/sys/kernel/dlpar")
            wait_step(guest, since, "offline", D1.index(1))
            mark = guest.device_del(D1.device)
            guest.poll(lambda: jobs_pending(guest) == 2, "the host's job behind the guest's", SOON)
        guest.wait_deleted(D1.device, SOON, since=mark)
    assert not removal.wait().ok
    at_rest(guest)
    ends = {job["origin"]: (job["state"], job["error"]) for job in jobs_since(guest, since)}
    assert ends == {"sysfs": ("failed", "EBUSY"), "platform": ("done", None)}, ends
    guest.free_dimm(D1.device)


@scenario("Debian's drmgr fails on memory that the platform does not take, and nothing is lost", **WITH_MODULE)
def drmgr_memory(guest: Guest) -> None:
    with plugged(guest, D1), unchanged(guest):
        for operation in (f"-r -s {D1.index(0):#x}", f"-a -s {D1.index(0):#x}"):
            result = guest.run(f"drmgr -c mem {operation}")
            assert not result.ok and "DR_TOTAL_RESOURCES=0" in result.output, result


@scenario("Debian's drmgr takes a core away and brings it back", **WITH_MODULE)
def drmgr_core(guest: Guest) -> None:
    before = online_cpus(guest)
    guest.check("drmgr -c cpu -r -q 1")
    assert online_cpus(guest) == "0"
    guest.check("drmgr -c cpu -a -q 1")
    assert online_cpus(guest) == before
