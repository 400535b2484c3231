# SPDX-License-Identifier: GPL-2.0
"""The guest's own times of a job: when its kernel began and ended to move each block of memory.

Both sides have the same probes in the same functions of the stock kernel, so they are measured alike.
"""

import re
from dataclasses import dataclass

from guest import Guest

FOLDER = "/tracing"
# Function of the kernel, and its effect on one block.
PROBES = {
    "offline_pages": "offline",
    "online_pages": "online",
    "arch_remove_memory": "remove",
    "add_memory_resource": "add",
}
LINE = re.compile(r"\s(\d+\.\d+): (begin|end)_(\w+): \(")


@dataclass(frozen=True)
class Span:
    """One call of one of the functions: its effect, and its begin and end by the guest's clock."""
    what: str
    begin: float
    end: float

    @property
    def seconds(self) -> float:
        return self.end - self.begin


def prepare(guest: Guest) -> None:
    """Set the probes; they cost microseconds a block."""
    lines = [f"p:bench/begin_{what} {function}\nr:bench/end_{what} {function}" for function, what in PROBES.items()]
    probes = "\n".join(lines)
    guest.check(f"mkdir -p {FOLDER} && mount -t tracefs none {FOLDER} && echo '{probes}' >{FOLDER}/kprobe_events &&"
                f" echo 1 >{FOLDER}/events/bench/enable")


def clear(guest: Guest) -> None:
    guest.check(f"echo >{FOLDER}/trace")


def read(guest: Guest) -> list[Span]:
    """All calls since clear(). A call within another (online within add) has a span of its own."""
    spans: list[Span] = []
    begun: dict[str, float] = {}
    for when, edge, what in LINE.findall(guest.check(f"cat {FOLDER}/trace")):
        if edge == "begin":
            begun[what] = float(when)
        elif what in begun:
            spans.append(Span(what, begun.pop(what), float(when)))
    return spans


def duration(spans: list[Span]) -> float:
    """From the first begin to the last end."""
    return max(span.end for span in spans) - min(span.begin for span in spans)


def total(spans: list[Span], what: str) -> float:
    return sum(span.seconds for span in spans if span.what == what)
