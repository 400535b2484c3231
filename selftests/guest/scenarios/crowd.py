# SPDX-License-Identifier: GPL-2.0
"""Other programs read, and write to the same files, while the module works: neither disturbs the other."""

import re
from contextlib import contextmanager
from typing import Any, Iterator

from acts import D1, LMB, SOON, WITH_MODULE, Dimm, block_state, parameter, plug, plugged, refused
from acts import unchanged, unplug, veto, veto_after, veto_held, vetoes
from guest import Guest
from link import Handle
from scenario import scenario

ENOUGH = "/tmp/enough"
ROUNDS = 2
# All LMBs and all connectors, each with its sense.
READS = ("pdrctl list", "pdrctl list drc")
# The kernel puts no memory online by itself.
NOT_BY_ITSELF: dict[str, Any] = {**WITH_MODULE, "append": "memhp_default_state=offline"}

WITH_OWNER: dict[str, Any] = {
    **WITH_MODULE, "files": (*WITH_MODULE["files"], "build/{kernel}/selftests/kmod/pdr_owner.ko:/pdr_owner.ko")}
LARGE = Dimm("large", lmbs=8)
# Where no DIMM is.
FREE = LARGE.address() + LARGE.size
HOLD_MS, STALL_MS = 4000, 1000
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

    guest.poll(lambda: bool(said()), "the end of the undo on the console", SOON)
    done, stuck = said()[-1]
    return int(done), int(stuck)


# The driver queues for the lock, and then holds it for HOLD_MS. The job only tries to take it now and then.
@scenario("another driver holds the hot-plug lock for longer than a job may stall: refused, and no block stays offline",
          **WITH_OWNER)
def undo(guest: Guest) -> None:
    def own() -> None:
        guest.poll(lambda: vetoes(guest) > before, "a block that is kept", SOON)
        owners.append(guest.spawn(f"insmod /pdr_owner.ko address={FREE:#x} size={LMB:#x} managed=1"))

    owners: list[Handle] = []
    plug(guest, LARGE)
    with parameter(guest, "stall_timeout_ms", STALL_MS), veto_after(guest, GO, LARGE), \
         veto(guest, FREE, way="online"), veto_held(guest, HOLD_MS), unchanged(guest):
        before, start = vetoes(guest), len(guest.console)
        job = refused(guest, LARGE.device, meanwhile=own)
        done, stuck = undo_of_job(guest, start)
        assert done >= GO and not stuck, (job, done, stuck)
        assert owners[0].wait(SOON).ok
        guest.check("rmmod pdr_owner")
    unplug(guest, LARGE)
