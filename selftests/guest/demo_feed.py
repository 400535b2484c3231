# SPDX-License-Identifier: GPL-2.0
"""Lines of the guest and events of the host, as they come, on one time axis.

The host's time of an event is when it arrived here. A line of the guest arrives some time after it was written, so it
is placed by the guest's own clock. The offset of that clock to ours is learned from causes: the first line of the guest
after a request of the host cannot have been written before the request.
"""

import math
import re
import time
from dataclasses import dataclass, field
from typing import Any, Callable

from demo_screen import Cell, Screen
from guest import REFUSALS, Guest, about
from link import Handle
from qmp import Event, QmpError

# Lines that belong before one another arrive within this time.
SETTLE = 0.15
POLL = 0.02

STATE_TONES = {"queued": "cyan", "running": "cyan", "undoing": "yellow", "committing": "cyan", "done": "green",
               "refused": "yellow", "refusal": "yellow", "failed": "red", "cancelled": "yellow"}
# With these lines the guest reports a call to the platform that it has made before.
ENDS = ("refusal", "refused", "done")
EVENT_TONES = {"DEVICE_DELETED": "green", **dict.fromkeys(REFUSALS, "yellow")}

WATCH = re.compile(r"(\d\d):(\d\d):(\d\d\.\d+)\s+\S+\s+(\S+)\s+(\S+)\s+(.*)")
KMSG = re.compile(r"\d+,\d+,(\d+),[^;]*;(pseries-hotplug\S*|dlpar): (.*)")


@dataclass
class Clock:
    """A clock of the guest, beside ours."""
    ahead: float | None = None

    def not_before(self, cause: float, said: float) -> None:
        """The guest's time SAID was not before our time CAUSE."""
        if self.ahead is None or said - cause < self.ahead:
            self.ahead = said - cause

    def ours(self, said: float) -> float | None:
        return None if self.ahead is None else said - self.ahead


@dataclass(frozen=True)
class Entry:
    """Something said or heard; WHEN is time.monotonic() at its arrival, SAID the time by the guest's own clock."""
    when: float
    cell: Cell
    by_guest: bool = False
    said: float | None = None

    def place(self, clock: Clock) -> float:
        """Its place on our time axis, which is not after its arrival."""
        ours = None if self.said is None else clock.ours(self.said)
        return self.when if ours is None else min(self.when, ours)


# Turns a line into the guest's time and a cell; None for a line that is not shown.
Parser = Callable[[str], tuple[float | None, Cell] | None]


def parse_watch(line: str) -> tuple[float | None, Cell] | None:
    """A line of pdrctl watch, without its time and its job: the demo has one job at a time."""
    found = WATCH.fullmatch(line)
    if not found:
        return None, Cell("", line)
    hours, minutes, seconds, kind, state, text = found.groups()
    word = state if kind == "state" else kind
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds), Cell(word, text, STATE_TONES.get(word, ""))


def parse_kmsg(line: str) -> tuple[float | None, Cell] | None:
    """A record of the kernel's log, if it comes from the stock kernel's code that moves memory."""
    found = KMSG.fullmatch(line)
    return (int(found[1]) / 1e6, Cell("", f"{found[2]}: {found[3]}")) if found else None


@dataclass
class GuestFeed:
    """Lines of a command that runs in the guest."""
    handle: Handle
    parse: Parser
    clock: Clock = field(default_factory=Clock)
    taken: int = 0

    def poll(self) -> list[Entry]:
        now = time.monotonic()
        lines = self.handle.lines[self.taken:]
        self.taken += len(lines)
        parsed = [self.parse(line) for line in lines]
        return [Entry(now, cell, True, said) for said, cell in filter(None, parsed)]


@dataclass
class Dialogue:
    """One act: the host asks, the guest works, and both are drawn from device_del on."""
    screen: Screen
    guest: Guest
    feed: GuestFeed
    device: str
    begin: float = 0.0
    asked: float | None = None
    mark: int = 0
    shown: int = 0
    waiting: list[Entry] = field(default_factory=list)

    def open(self, left: str, right: str) -> None:
        self.screen.columns(left, right)
        self.feed.poll()
        self.mark = self.guest.qmp.mark()

    def ask(self) -> str:
        """Send device_del; returns QEMU's error, or nothing when it was accepted."""
        self.asked = time.monotonic()
        self.begin = self.begin or self.asked
        self.waiting.append(Entry(self.asked, Cell("device_del", self.device, "bold")))
        try:
            self.guest.device_del(self.device)
        except QmpError as err:
            self.waiting.append(Entry(time.monotonic(), Cell("error", str(err), "red")))
            return str(err)
        return ""

    def watch(self, seconds: float, until: Callable[[], bool] | None = None, waiting_for: str = "") -> None:
        """Draw lines and events for that long, or until all that are awaited have come."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not (until and until()):
            self._poll(time.monotonic() - SETTLE)
            if waiting_for:
                left = math.ceil(deadline - time.monotonic())
                self.screen.status(f"{time.monotonic() - self.begin:7.1f}  {waiting_for}: {left} s")
            time.sleep(POLL)
        time.sleep(SETTLE)
        self.screen.status("")
        self._poll(time.monotonic())

    def say(self, left: Cell, right: Cell) -> None:
        """A row of our own: something that did not happen."""
        self.screen.row(time.monotonic() - self.begin, left, right)

    def answers(self) -> list[Event]:
        """The events about the device that the host has got since the act began."""
        concerns = about(self.device)
        return [event for event in self.guest.qmp.events[self.mark:] if concerns(event)]

    def heard(self, *names: str) -> float | None:
        """Seconds from device_del until the first of these events; None when there is none."""
        return next((event.when - self.begin for event in self.answers() if event.name in names), None)

    def _poll(self, settled: float) -> None:
        """Take new lines and events, and draw those older than SETTLED: nothing can come before them any more."""
        fresh = self.feed.poll()
        events = self.answers()
        self.waiting += [Entry(event.when, event_cell(event)) for event in events[self.shown:]]
        self.shown = len(events)
        self._learn(fresh, events)
        self.waiting = sorted(self.waiting + fresh, key=lambda entry: (round(self._place(entry), 4), entry.by_guest))
        ready = [entry for entry in self.waiting if self._place(entry) <= settled]
        self.waiting = self.waiting[len(ready):]
        for entry, times in counted(ready):
            self._draw(entry, times)

    def _learn(self, fresh: list[Entry], events: list[Event]) -> None:
        """The first line after a request answers it; the guest reports the end of a job after its firmware call."""
        for entry in fresh:
            if entry.said is None:
                continue
            if self.asked is not None:
                self.feed.clock.not_before(self.asked, entry.said)
                self.asked = None
            if entry.cell.label in ENDS and events:
                self.feed.clock.not_before(events[0].when, entry.said)

    def _place(self, entry: Entry) -> float:
        return entry.place(self.feed.clock)

    def _draw(self, entry: Entry, times: int) -> None:
        cell = entry.cell
        if times > 1:
            cell = Cell(cell.label, f"{cell.text} ({times} times)", cell.tone)
        when = max(0.0, self._place(entry) - self.begin)
        self.screen.row(when, cell if entry.by_guest else Cell(), Cell() if entry.by_guest else cell)


def event_cell(event: Event) -> Cell:
    data: dict[str, Any] = event.data
    text = data.get("msg") or data.get("device") or data.get("path", "")
    return Cell(event.name, text, EVENT_TONES.get(event.name, ""))


def counted(entries: list[Entry]) -> list[tuple[Entry, int]]:
    """QEMU says the same thing twice: equal neighbours as one."""
    groups: list[tuple[Entry, int]] = []
    for entry in entries:
        if groups and groups[-1][0].cell == entry.cell:
            groups[-1] = (groups[-1][0], groups[-1][1] + 1)
        else:
            groups.append((entry, 1))
    return groups
