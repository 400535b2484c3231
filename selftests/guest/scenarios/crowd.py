# SPDX-License-Identifier: GPL-2.0
"""Others are at it at the same time: they read, they write to the same files, and nothing comes of it."""

from contextlib import contextmanager
from typing import Any, Iterator

from acts import D1, SOON, WITH_MODULE, Dimm, block_state, plug, plugged, unplug
from guest import Guest
from scenario import scenario

ENOUGH = "/tmp/enough"
ROUNDS = 2
# All LMBs and all connectors, each with what the platform senses.
READS = ("pdrctl list", "pdrctl list drc")
# The kernel puts no memory online by itself.
NOT_BY_ITSELF: dict[str, Any] = {**WITH_MODULE, "append": "memhp_default_state=offline"}


@contextmanager
def over_and_over(guest: Guest, *commands: str) -> Iterator[None]:
    """In the block each of these is carried out again and again; it must never fail."""
    loops = [guest.spawn(f"while [ ! -e {ENOUGH} ]; do {command} >/dev/null || exit; done") for command in commands]
    yield
    guest.check(f"touch {ENOUGH}")
    assert all([loop.wait(SOON).ok for loop in loops])
    guest.check(f"rm {ENOUGH}")


@scenario("who reads all the time disturbs no DIMM that comes and goes, nor is disturbed by one",
          **WITH_MODULE)
def readers(guest: Guest) -> None:
    with over_and_over(guest, *READS):
        for _ in range(ROUNDS):
            with plugged(guest, D1):
                pass


def put_online(dimm: Dimm) -> str:
    """What a rule of udev does, and does again: each block that is there is put online, if it is not."""
    files = " ".join(map(block_state, dimm.numbers))
    return f"for file in {files}; do echo online_movable >$file; done 2>/dev/null; true"


@scenario("a rule of udev that puts new blocks online at the same time makes no add fail", **NOT_BY_ITSELF)
def rule(guest: Guest) -> None:
    for _ in range(ROUNDS):
        with over_and_over(guest, *2 * [put_online(D1)]):
            plug(guest, D1)
        unplug(guest, D1)
