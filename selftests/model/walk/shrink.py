# SPDX-License-Identifier: GPL-2.0
"""Makes a list of steps shorter while it still shows the same difference (Zeller's ddmin)."""

import time
from typing import Callable, TypeVar

T = TypeVar("T")
# Runs a list and says how many of its steps it took to show the difference; None when it does not show.
Shows = Callable[[list[T]], int | None]


def shrink(steps: list[T], shows: Shows[T], seconds: float) -> list[T]:
    """The shortest list found in so many seconds; no single step can be left out of it, if they were enough."""
    deadline = time.monotonic() + seconds
    parts = 2
    while len(steps) > 1 and time.monotonic() < deadline:
        shorter = _without_a_part(steps, parts, shows, deadline)
        if shorter is not None:
            steps, parts = shorter, max(parts - 1, 2)
        elif parts >= len(steps):
            break
        else:
            parts = min(2 * parts, len(steps))
    return steps


def _without_a_part(steps: list[T], parts: int, shows: Shows[T], deadline: float) -> list[T] | None:
    """The steps without one of so many parts, the first that still shows it."""
    size = -(-len(steps) // parts)
    for start in range(0, len(steps), size):
        if time.monotonic() > deadline:
            return None
        rest = steps[:start] + steps[start + size:]
        took = shows(rest) if rest else None
        if took is not None:
            return rest[:took]
    return None
