# SPDX-License-Identifier: GPL-2.0
"""The acts of scenarios about a guest that is full of memory, one function for each; acts.py has the others.

    with hog(guest, f"anon {BRIM}"), nobody_killed(guest):
        refused(guest, SMALL.device)
"""

from contextlib import contextmanager
from typing import Any, Iterator

from acts import WITH_MODULE, Dimm
from guest import Guest

# MiB that stay available in a guest that is full.
BRIM = 40
FILL_TIMEOUT = 120.0
# A guest of which half is in the DIMM, and that is soon full.
SMALL = Dimm("d1", lmbs=2)
BRIMFUL: dict[str, Any] = {**WITH_MODULE, "files": (*WITH_MODULE["files"], "build/guest/hog:/bin/hog"), "mem": "512M",
                           "timeout": 60 + 2 * FILL_TIMEOUT}


def killed(guest: Guest) -> int:
    return int(guest.check("grep oom_kill /proc/vmstat").split()[1])


def available(guest: Guest) -> int:
    """MemAvailable in MiB."""
    return int(guest.check("grep MemAvailable: /proc/meminfo").split()[1]) // 1024


@contextmanager
def nobody_killed(guest: Guest) -> Iterator[None]:
    before = killed(guest)
    yield
    assert killed(guest) == before, f"{killed(guest) - before} tasks were killed"


@contextmanager
def hog(guest: Guest, arguments: str) -> Iterator[None]:
    """A process holds nearly all memory in the block."""
    holder = guest.spawn(f"hog {arguments}")
    holder.wait_line(lambda line: line.startswith("full"), FILL_TIMEOUT)
    yield
    holder.kill()
    assert holder.wait().ok
