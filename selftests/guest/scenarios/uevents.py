# SPDX-License-Identifier: GPL-2.0
"""Uevents of memory that comes and goes: at each one a listener finds the device tree true already."""

from collections import Counter
from contextlib import contextmanager
from typing import Any, Iterator

from acts import D1, SOON, WITH_MODULE, Dimm, at_rest, plug, refused, unchanged, unplug, veto
from guest import Guest
from link import Handle
from scenario import scenario

ROUNDS = 3
# 4 GiB, so that there are many LMBs and uevents.
D4 = Dimm("d4", lmbs=16)
HEARING: dict[str, Any] = {**WITH_MODULE, "files": (*WITH_MODULE["files"], "build/guest/hear:/bin/hear")}
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


@scenario("a listener that reads the device tree at each uevent finds it true: three times 4 GiB come and go",
          fresh=True, timeout=240, **HEARING)
def true_at_each(guest: Guest) -> None:
    with unchanged(guest), hearing(guest) as ear:
        for _ in range(ROUNDS):
            plug(guest, D4)
            unplug(guest, D4)
        wanted = ROUNDS * D4.lmbs
        guest.poll(lambda: sum(action == "remove" for action, _, _ in heard(ear)) == wanted, "all uevents", SOON)
        events = heard(ear)
    assert Counter(action for action, _, _ in events)["add"] == wanted, Counter(events)
    wrong = [event for event in events if event[0] in TRUE and event[2] != TRUE[event[0]]]
    assert not wrong, f"wrong at {len(wrong)} of {len(events)}: {wrong[:8]}"


@scenario("the only uevents of a refused removal are of blocks that go offline and come back", **HEARING)
def refusal(guest: Guest) -> None:
    with unchanged(guest):
        plug(guest, D1)
        with hearing(guest) as ear, veto(guest, D1.address(2)):
            refused(guest, D1.device)
            at_rest(guest)
            events = heard(ear)
        unplug(guest, D1)
    assert events and {action for action, _, _ in events} <= {"offline", "online", "change"}, events
    assert {listed for _, _, listed in events} == {"1"}, events
