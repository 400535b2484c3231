# SPDX-License-Identifier: GPL-2.0
"""The zone of new memory, the settings that decide it, and the words for memory that a zone keeps."""

from typing import Any

from acts import AT_BOOT, AUTO_ONLINE, D1, D2, LOCK_IS_FREE, SOON, UNDECIDED, WITH_FAIL, WITH_MODULE, Dimm
from acts import block_state, lmbs, lock_never_free, newest_event, outcome, parameter, pinned, plug, refused, states
from acts import unchanged, unplug, veto, veto_after, veto_held, wait_job
from guest import Guest
from kernels import slower
from scenario import scenario

# A module whose calls of the kernel can fail, and a kernel that puts nothing online by itself.
HELPED: dict[str, Any] = {**WITH_FAIL, "prepare": (f"echo offline >{AUTO_ONLINE}", *WITH_FAIL["prepare"])}
STALL_MS = 3000
# Longer than any wait here.
LONG_MS = 60000


def zones(guest: Guest, dimm: Dimm) -> set[str]:
    return {row["zone"] for row in lmbs(guest, dimm)}


def plugged_job(guest: Guest, dimm: Dimm) -> dict[str, Any]:
    """Plug; the job that takes it in."""
    since = newest_event(guest)
    guest.plug_dimm(dimm.device, dimm.size)
    job = wait_job(guest, since, "add")
    assert job["state"] == "done" and states(guest, dimm) == dimm.lmbs * ["online"], job
    return job


def helped_job(guest: Guest, dimm: Dimm) -> dict[str, Any]:
    """Plug; before the module does, a helper puts the first block online in the kernel's zone, as by a rule of udev."""
    since = newest_event(guest)
    state = block_state(dimm.numbers[0])
    with parameter(guest, "stall_timeout_ms", LONG_MS), lock_never_free(guest):
        guest.plug_dimm(dimm.device, dimm.size)
        # The module goes on at once, as it would after a race: before the kernel needs pages for the next LMB.
        guest.poll(lambda: guest.run(f"echo online >{state} && {LOCK_IS_FREE}").ok, "a helper that is first", SOON)
    job = wait_job(guest, since, "add")
    assert job["state"] == "done" and states(guest, dimm) == dimm.lmbs * ["online"], job
    return job


@scenario("a rule of udev has put a block online before the module does: the zone that was set wins", fresh=True,
          **HELPED)
def helper_and_policy(guest: Guest) -> None:
    with parameter(guest, "online_type", "movable"):
        job = helped_job(guest, D1)
    assert zones(guest, D1) == {"Movable"} and job["reason"] is None, (zones(guest, D1), job)
    unplug(guest, D1)


@scenario("the same without a zone that was set: that of the helper stands, and the outcome says so", fresh=True,
          **HELPED)
def helper_and_auto(guest: Guest) -> None:
    job = helped_job(guest, D1)
    assert [row["zone"] for row in lmbs(guest, D1)] == ["Normal"] + (D1.lmbs - 1) * ["Movable"]
    assert (job["reason"], job["error"]) == ("other-zone", None), job
    assert "another zone" in outcome(guest, job), outcome(guest, job)


@scenario("with auto_online_blocks=online, as 7.2 boots, a zone that was set is the zone of all new blocks; without "
          "one the kernel's choice stands, and the outcome says so", fresh=True, **UNDECIDED)
def online_at_boot(guest: Guest) -> None:
    guest.check(f"echo online >{AUTO_ONLINE}")
    with parameter(guest, "online_type", "movable"):
        plugged_job(guest, D1)
        assert zones(guest, D1) == {"Movable"}
        with unchanged(guest), veto_after(guest, 3, D1):
            refused(guest, D1.device)
        unplug(guest, D1)
    job = plugged_job(guest, D1)
    assert zones(guest, D1) == {"Normal"} and job["reason"] == "other-zone", (zones(guest, D1), job)
    assert "another zone" in outcome(guest, job), outcome(guest, job)


# A block in a zone of the kernel's may get pages that do not move, so the host asks for none of it afterwards.
@scenario("the module follows the zone that auto_online_blocks names, also where the kernel leaves the choice to it",
          fresh=True, **UNDECIDED)
def named_zone(guest: Guest) -> None:
    for dimm, name, zone in ((D1, "online_movable", "Movable"), (D2, "online_kernel", "Normal")):
        guest.check(f"echo {name} >{AUTO_ONLINE}")
        plugged_job(guest, dimm)
        assert zones(guest, dimm) == {zone}, (name, zones(guest, dimm))
    unplug(guest, D1)


# That movable_node helps is shown where a machine reboots (shutdown.py).
@scenario("a DIMM that was there at boot is in zone Normal: refused, and the outcome names movable_node", fresh=True,
          qemu_args=AT_BOOT, **UNDECIDED)
def boot_memory(guest: Guest) -> None:
    assert zones(guest, D1) == {"Normal"}
    with unchanged(guest):
        job = refused(guest, D1.device)
    assert job["reason"] == "boot-memory", job
    words = outcome(guest, job)
    assert "boot memory" in words and "zone Normal" in words and "movable_node" in words, words


@scenario("a pinned page, a listener that objects, another task that holds the lock: each refusal tells its reason",
          fresh=True, **WITH_MODULE)
def reasons(guest: Guest) -> None:
    plug(guest, D1)
    before = len(guest.console)
    with unchanged(guest):
        # All other pages have to be gone before the job counts as stalled.
        with pinned(guest, D1.address(1)), parameter(guest, "stall_timeout_ms", int(STALL_MS * slower(guest.kernel))):
            job = refused(guest, D1.device)
            assert (job["reason"], job["reason_value"]) == ("pages-stay", 1), job
        with veto(guest, D1.address(2)):
            job = refused(guest, D1.device)
            assert job["reason"] == "vetoed", job
        with veto(guest, D1.address(3)), veto_held(guest, 15000), parameter(guest, "stall_timeout_ms", 1000):
            taker = guest.spawn(f"echo offline >{block_state(D1.numbers[3])}")
            # An error at once, unless it has to wait for the lock.
            question = f"timeout 1 sh -c 'echo online >{block_state(D1.numbers[0])}'"
            guest.poll(lambda: guest.run(question).status > 1, "a lock that is held", SOON)
            job = refused(guest, D1.device)
            assert (job["reason"], job["error"]) == ("lock-held", "ETIMEDOUT"), job
            assert not taker.wait().ok
    log = guest.console[before:]
    for reason in ("-ETIMEDOUT, pages-stay 1, ", "-EBUSY, vetoed, ", "-ETIMEDOUT, lock-held, "):
        assert reason in log, f"no {reason} in {log}"
    unplug(guest, D1)
