# SPDX-License-Identifier: GPL-2.0
"""Other programs read, and write to the same files, while the module works: neither disturbs the other."""

import re
from contextlib import contextmanager
from typing import Any, Iterator

from acts import D1, LMB, SOON, WITH_MODULE, WITH_SLOW, Dimm, block_state, held_up, is_in
from acts import newest_event, parameter, plug, plugged, refused, unchanged, unplug, veto, veto_after, veto_held
from acts import vetoes, wait_job
from guest import REFUSALS, Guest
from scenario import scenario

ENOUGH = "/tmp/enough"
ROUNDS = 2
# All LMBs and all connectors, each with its sense.
READS = ("pdrctl list", "pdrctl list drc")
# The kernel puts no memory online by itself.
NOT_BY_ITSELF: dict[str, Any] = {**WITH_MODULE, "append": "memhp_default_state=offline"}

WITH_OWNER: dict[str, Any] = {
    **WITH_SLOW, "files": (*WITH_SLOW["files"], "build/{kernel}/selftests/kmod/pdr_owner.ko:/pdr_owner.ko")}
LARGE = Dimm("large", lmbs=8)
# No DIMM is at this address.
FREE = LARGE.address() + LARGE.size
HOLD_MS, LONG_MS, STALL_MS = 4000, 61000, 1000
# The listener that sleeps, and the kernel's own function that calls all listeners, that one included.
SLOW_LISTENER, ALL_LISTENERS = "slow_memory_notify", "memory_notify"
# This many blocks go offline, and the next one is kept.
GO = LARGE.lmbs - 2


@contextmanager
def over_and_over(guest: Guest, *commands: str) -> Iterator[None]:
    """In the block each of these is carried out again and again; it must never fail."""
    loops = [guest.spawn(f"while [ ! -e {ENOUGH} ]; do {command} >/dev/null || exit; done") for command in commands]
    yield
    guest.check(f"touch {ENOUGH}")
    assert all([loop.wait(SOON).ok for loop in loops])
    guest.check(f"rm {ENOUGH}")


@scenario("programs that read all the time do not disturb a DIMM that comes and goes, nor does the DIMM disturb them",
          **WITH_MODULE)
def readers(guest: Guest) -> None:
    with over_and_over(guest, *READS):
        for _ in range(ROUNDS):
            with plugged(guest, D1):
                pass


@scenario("a program kills the worker of memory all the time: a DIMM comes, is refused while a listener objects, and "
          "goes", **WITH_MODULE)
def killer(guest: Guest) -> None:
    with over_and_over(guest, "kill -9 $(pidof pdr_memory)"), plugged(guest, D1):
        with unchanged(guest), veto(guest, D1.address()):
            assert refused(guest, D1.device)["reason"] == "vetoed"


def put_online(dimm: Dimm) -> str:
    """In the block each block that is offline is put online again and again, as by a rule of udev."""
    files = " ".join(map(block_state, dimm.numbers))
    return f"for file in {files}; do echo online_movable >$file; done 2>/dev/null; true"


@scenario("a rule of udev that puts new blocks online at the same time makes no add fail", **NOT_BY_ITSELF)
def rule(guest: Guest) -> None:
    for _ in range(ROUNDS):
        with over_and_over(guest, *2 * [put_online(D1)]):
            plug(guest, D1)
        unplug(guest, D1)


def undo_of_job(guest: Guest, start: int) -> tuple[int, int]:
    """The numbers of steps that a job undid, and could not undo, by the console's text from START on."""
    def said() -> list[tuple[str, str]]:
        return re.findall(r"(\d+) steps undone, (\d+) not", guest.console[start:])

    guest.poll(lambda: bool(said()), "the end of the undo on the console", LONG_MS / 1000 + SOON)
    done, stuck = said()[-1]
    return int(done), int(stuck)


@contextmanager
def nobody_overtakes(guest: Guest) -> Iterator[None]:
    """
    A task that begins to queue for the lock in the block gets it before the undo has ended.

    The undo sleeps with the lock when it puts its first block online, unless the other task has the lock by then. In
    the meantime that task has been woken in vain, so the kernel hands the lock to it next.
    """
    with held_up(guest, "online"):
        yield
        # Both go online with a block in the end, so the other task is stopped by the same listener.
        guest.poll(lambda: is_in(guest, "pdr_memory", SLOW_LISTENER) or is_in(guest, "insmod", ALL_LISTENERS),
                   "one that has the lock", SOON)


# The driver queues for the lock, and then holds it for LONG_MS. The job only tries to take it now and then.
@scenario("another driver holds the hot-plug lock for more than a minute: refused in time, and no block stays offline",
          timeout=180, **WITH_OWNER)
def undo(guest: Guest) -> None:
    plug(guest, LARGE)
    with parameter(guest, "stall_timeout_ms", STALL_MS), veto_after(guest, GO, LARGE), \
         veto(guest, FREE, way="online"), veto_held(guest, HOLD_MS), unchanged(guest):
        before, start, since = vetoes(guest), len(guest.console), newest_event(guest)
        mark = guest.device_del(LARGE.device)
        guest.poll(lambda: vetoes(guest) > before, "a block that is kept", SOON)
        with veto_held(guest, LONG_MS):
            with nobody_overtakes(guest):
                owner = guest.spawn(f"insmod /pdr_owner.ko address={FREE:#x} size={LMB:#x} managed=1")
            answer = guest.wait_answer(LARGE.device, SOON, since=mark)
            assert answer and answer.name in REFUSALS, f"the host was told {answer}"
            done, stuck = undo_of_job(guest, start)
        job = wait_job(guest, since, "remove")
        assert done >= GO and not stuck and job["time"] > LONG_MS / 1000, (job, done, stuck)
        assert owner.wait(SOON).ok
        guest.check("rmmod pdr_owner")
    unplug(guest, LARGE)
