# SPDX-License-Identifier: GPL-2.0
"""Others are at it at the same time: they read, they write to the same files, and nothing comes of it."""

from contextlib import contextmanager
from typing import Iterator

from acts import D1, SOON, WITH_MODULE, plugged
from guest import Guest
from scenario import scenario

ENOUGH = "/tmp/enough"
ROUNDS = 2
# All LMBs and all connectors, each with what the platform senses.
READS = ("pdrctl list", "pdrctl list drc")


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
