# SPDX-License-Identifier: GPL-2.0
"""Makes a list of steps shorter while it still shows the same difference (Zeller's ddmin, and a bit more)."""

import itertools
import time
from typing import Callable, Iterable, TypeVar

T = TypeVar("T")
# Runs a list. Returns how many of its steps showed the difference, None if it does not show.
Shows = Callable[[list[T]], int | None]


def shrink(steps: list[T], shows: Shows[T], seconds: float) -> list[T]:
    """The shortest list found in so many seconds; with enough time, no two steps of it can be left out."""
    deadline = time.monotonic() + seconds
    parts = 2
    while len(steps) > 1 and time.monotonic() < deadline:
        shorter = _without_a_part(steps, parts, shows, deadline)
        if shorter is None and parts >= len(steps):
            shorter = _without_two(steps, shows, deadline)
            if shorter is None:
                break
        if shorter is not None:
            steps, parts = shorter, max(parts - 1, 2)
        else:
            parts = min(2 * parts, len(steps))
    return steps


def _without_a_part(steps: list[T], parts: int, shows: Shows[T], deadline: float) -> list[T] | None:
    """The steps without one of so many parts: the first such list that still shows the difference."""
    size = -(-len(steps) // parts)
    return _first((steps[:start] + steps[start + size:] for start in range(0, len(steps), size)), shows, deadline)


def _without_two(steps: list[T], shows: Shows[T], deadline: float) -> list[T] | None:
    """The same without any two steps, because some, as an event and its fetch, can only go together."""
    pairs = itertools.combinations(range(len(steps)), 2)
    return _first((steps[:a] + steps[a + 1:b] + steps[b + 1:] for a, b in pairs), shows, deadline)


def _first(lists: Iterable[list[T]], shows: Shows[T], deadline: float) -> list[T] | None:
    for steps in lists:
        if time.monotonic() > deadline:
            return None
        took = shows(steps) if steps else None
        if took is not None:
            return steps[:took]
    return None
