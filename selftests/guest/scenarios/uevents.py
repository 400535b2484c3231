# SPDX-License-Identifier: GPL-2.0
"""Uevents of memory that comes and goes: at each one a listener finds the device tree true already."""

from collections import Counter
from contextlib import contextmanager
from typing import Any, Iterator

from acts import ALWAYS, D1, SOON, WITH_FAIL, WITH_MODULE, Dimm, at_rest, lock_never_free, newest_event, parameter
from acts import plug, refused, states, unchanged, unplug, unplug_stock, veto, veto_after, wait_job
from guest import Guest
from link import Handle
from scenario import scenario

ROUNDS = 4
# 3 GiB, so that there are many LMBs and uevents. KASAN's shadow of more would leave the debug kernel without room.
BIG = Dimm("big", lmbs=12)
HEARING: dict[str, Any] = {**WITH_MODULE, "files": (*WITH_MODULE["files"], "build/guest/hear:/bin/hear")}
# And a platform, and calls of the kernel, that fail.
FAILING: dict[str, Any] = {
    **HEARING,
    "files": (*WITH_FAIL["files"], "build/guest/hear:/bin/hear",
              "build/{kernel}/selftests/kmod/pdr_firmware.ko:/pdr_firmware.ko"),
    "prepare": (*WITH_FAIL["prepare"], "insmod /pdr_firmware.ko")}
BUSY, HARDWARE = -2, -1
# Longer than any wait here.
LONG_MS = 60000
# Whether the device tree must list an LMB as assigned at each uevent of its block.
TRUE = {"add": "1", "online": "1", "remove": "0"}


@contextmanager
def hearing(guest: Guest) -> Iterator[Handle]:
    """Uevents of memory blocks are printed in the block."""
    ear = guest.spawn("hear")
    ear.wait_line(lambda line: line == "ready", SOON)
    yield ear
    ear.kill()
    ear.wait()


def heard(ear: Handle) -> list[tuple[str, str, str]]:
    """Action, block and what the device tree said of each uevent so far."""
    return [(action, block, listed) for action, block, listed in (line.split() for line in ear.lines[1:])]


def all_true(events: list[tuple[str, str, str]]) -> None:
    wrong = [event for event in events if event[0] in TRUE and event[2] != TRUE[event[0]]]
    assert not wrong, f"wrong at {len(wrong)} of {len(events)}: {wrong[:8]}"


def heard_all(guest: Guest, ear: Handle, action: str, wanted: int) -> list[tuple[str, str, str]]:
    """All uevents, once there are so many of one action."""
    def counted() -> int:
        return sum(event[0] == action for event in heard(ear))

    guest.poll(lambda: counted() == wanted, f"{wanted} uevents of {action}", SOON)
    return heard(ear)


@scenario("a listener that reads the device tree at each uevent finds it true: four times 3 GiB come and go",
          fresh=True, timeout=240, **HEARING)
def true_at_each(guest: Guest) -> None:
    with unchanged(guest), hearing(guest) as ear:
        for _ in range(ROUNDS):
            plug(guest, BIG)
            unplug(guest, BIG)
        wanted = ROUNDS * BIG.lmbs
        events = heard_all(guest, ear, "remove", wanted)
    assert Counter(action for action, _, _ in events)["add"] == wanted, Counter(events)
    all_true(events)


@scenario("the only uevents of a refused removal are of blocks that go offline and come back", **HEARING)
def refusal(guest: Guest) -> None:
    with unchanged(guest):
        plug(guest, D1)
        with hearing(guest) as ear, veto_after(guest, 2, D1):
            refused(guest, D1.device)
            at_rest(guest)
            events = heard(ear)
        unplug(guest, D1)
    assert events and {action for action, _, _ in events} <= {"offline", "online", "change"}, events
    assert {listed for _, _, listed in events} == {"1"}, events


def isolation_gives(guest: Guest, status: int, times: int = ALWAYS) -> None:
    """The platform's answer to the isolation of one LMB of the DIMM."""
    guest.check(f"echo isolate {D1.index(2):#x} {status} {times} >/sys/module/pdr_firmware/parameters/fail")


# The platform is busy, and the lock is held, until the listener has looked at the tree: it looks after the event.
@scenario("the platform does not isolate an LMB, and a removal is undone whose LMBs were all detached: at each uevent "
          "the device tree is true", **FAILING)
def undone_removal(guest: Guest) -> None:
    with unchanged(guest):
        plug(guest, D1)
        with hearing(guest) as ear, unchanged(guest):
            def fail() -> None:
                heard_all(guest, ear, "remove", D1.lmbs)
                isolation_gives(guest, HARDWARE)

            isolation_gives(guest, BUSY)
            job = refused(guest, D1.device, fail)
            isolation_gives(guest, HARDWARE, times=0)
            assert job["step"] == "isolate" and not job["undo_failed"], job
            events = heard_all(guest, ear, "online", D1.lmbs)
        unplug(guest, D1)
    counts = Counter(action for action, _, _ in events)
    assert (counts["remove"], counts["add"]) == (D1.lmbs, D1.lmbs), counts
    all_true(events)


@scenario("a block of a new DIMM does not come online, and the add is undone: at each uevent the device tree is true",
          **FAILING)
def undone_add(guest: Guest) -> None:
    with unchanged(guest):
        since = newest_event(guest)
        with hearing(guest) as ear, parameter(guest, "stall_timeout_ms", LONG_MS), \
             veto(guest, D1.address(3), way="online"):
            with lock_never_free(guest):
                guest.plug_dimm(D1.device, D1.size)
                heard_all(guest, ear, "online", D1.lmbs - 1)
                heard_all(guest, ear, "add", D1.lmbs)
            job = wait_job(guest, since)
            assert (job["state"], job["step"]) == ("failed", "online"), job
            events = heard_all(guest, ear, "remove", D1.lmbs)
        assert set(states(guest, D1)) == {"absent"}
        unplug_stock(guest, D1)
        at_rest(guest)
    all_true(events)
