# SPDX-License-Identifier: GPL-2.0
"""A host asks for a DIMM of which one LMB cannot be moved: it is told so, and the guest loses nothing."""

from acts import D1, D2, D3, SOON, WITH_MODULE, WITHOUT_MODULE, block_state, console_says, dlpar
from acts import dlpar_fails, jobs_pending, kept, newest_event, parameter, pinned, plug, plug_stock, plugged
from acts import refused, states, unchanged, unplug, veto, veto_after, wait_job, wait_states, wait_step
from guest import REFUSALS, Guest
from qmp import QmpError
from scenario import fail, scenario

# Jobs that the module can have at a time, and a request whose job fails at once.
JOBS = 1024
NO_SUCH = "memory remove index 0x7ffffffe"
# Seconds until that many jobs were made, each by a shell of its own.
FULL_WITHIN = 120


def immovable(guest: Guest, place: int) -> None:
    """Refused while one LMB cannot be moved, asked again at once, given as soon as it can."""
    with plugged(guest, D1), unchanged(guest), veto(guest, D1.address(place)):
        for _ in range(2):
            job = refused(guest, D1.device)
            assert (job["drc"], job["step"], job["error"]) == (f"{D1.index(place):#010x}", "offline", "EBUSY"), job


@scenario("the first LMB of a DIMM cannot be moved: the host is told, all is as before, and later the DIMM goes",
          **WITH_MODULE)
def first(guest: Guest) -> None:
    immovable(guest, 0)


@scenario("the same with an LMB in the middle", **WITH_MODULE)
def middle(guest: Guest) -> None:
    immovable(guest, 2)


@scenario("the same with the last LMB", **WITH_MODULE)
def last(guest: Guest) -> None:
    immovable(guest, 3)


@scenario("the same with refuse_by=configure", **WITH_MODULE)
def configure(guest: Guest) -> None:
    with parameter(guest, "refuse_by", "configure"):
        immovable(guest, 3)


# A block in a zone of the kernel's may get pages that do not move, so the host does not ask for the DIMM afterwards.
@scenario("after a refusal each block is in the zone that it had, or offline as before", fresh=True, **WITH_MODULE)
def zones(guest: Guest) -> None:
    plug(guest, D1)
    guest.check(f"echo offline >{block_state(D1.numbers[0])}; echo offline >{block_state(D1.numbers[1])};"
                f"echo online_kernel >{block_state(D1.numbers[0])}")
    # Two of the three that are online go offline before one stays.
    with unchanged(guest), veto_after(guest, 2, D1):
        assert states(guest, D1) == ["online", "offline", "online", "online"]
        refused(guest, D1.device)


@scenario("with refuse_by=off the host hears nothing, and the guest can give the DIMM later by itself", **WITH_MODULE)
def off(guest: Guest) -> None:
    with unchanged(guest), parameter(guest, "refuse_by", "off"):
        plug(guest, D1)
        with unchanged(guest), veto(guest, D1.address(0)):
            since = newest_event(guest)
            mark = guest.device_del(D1.device)
            job = wait_job(guest, since)
            assert (job["state"], job["refusals"]) == ("failed", 0), job
            assert not guest.answers(D1.device, mark)
        dlpar(guest, f"memory remove {D1.request()}")
        guest.wait_deleted(D1.device, SOON, since=mark)
        guest.free_dimm(D1.device)


@scenario("a refused DIMM is still the guest's: adding it is an error, another DIMM comes and goes", **WITH_MODULE)
def after(guest: Guest) -> None:
    with plugged(guest, D1):
        with veto(guest, D1.address(1)):
            refused(guest, D1.device)
            dlpar_fails(guest, f"memory add index {D1.index(1):#x}", "Device or resource busy")
            with plugged(guest, D2):
                refused(guest, D1.device)


@scenario("when no job can be queued any more, a removal is refused, not forgotten, also behind an add, which comes "
          "once there is room", timeout=400, **WITH_MODULE)
def full(guest: Guest) -> None:
    with parameter(guest, "stall_timeout_ms", FULL_WITHIN * 1000), plugged(guest, D1):
        plug(guest, D2)
        with pinned(guest, D2.address(1)):
            since = newest_event(guest)
            mark = guest.device_del(D2.device)
            wait_step(guest, since, "offline", D2.index(1))
            crowd = guest.spawn(f"for n in $(seq {JOBS}); do echo {NO_SUCH} >/sys/kernel/dlpar & done; wait")
            guest.poll(lambda: jobs_pending(guest) == JOBS, "a full queue", FULL_WITHIN)
            dlpar_fails(guest, NO_SUCH, "Device or resource busy")
            guest.plug_dimm(D3.device, D3.size)
            for _ in range(2):
                kept(guest, D1.device)
            assert jobs_pending(guest) == JOBS and set(states(guest, D3)) == {"absent"}
        guest.wait_deleted(D2.device, SOON, since=mark)
        guest.free_dimm(D2.device)
        assert crowd.wait().ok
        wait_states(guest, D3, "online")
        unplug(guest, D3)


@scenario("why we exist: if the first LMB stays, the stock kernel never tells, and the DIMM is lost to the host",
          fresh=True, **WITHOUT_MODULE)
def stock(guest: Guest) -> None:
    plug_stock(guest, D1)
    with veto(guest, D1.address(3)):
        answer = guest.wait_answer(D1.device, SOON, since=guest.device_del(D1.device))
        assert answer and answer.name in REFUSALS, answer
    wait_states(guest, D1, "online")
    with veto(guest, D1.address(0)):
        with console_says(guest, "Memory indexed-count-remove failed"):
            mark = guest.device_del(D1.device)
        assert guest.wait_answer(D1.device, 2, since=mark) is None
    wait_states(guest, D1, "online")
    try:
        guest.device_del(D1.device)
    except QmpError as error:
        assert "already in progress" in str(error), error
    else:
        fail("a second device_del was taken")
