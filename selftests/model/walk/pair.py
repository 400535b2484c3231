# SPDX-License-Identifier: GPL-2.0
"""Two platforms that take the same steps, up to the first difference."""

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterable

from side import Crash, Side
from steps import LOG, LOG_BYTES, WORK_BYTES, Step, configure_lines, guest_lines, status_of

sys.path.append(str(Path(__file__).resolve().parents[2] / "lib"))
from papr import LOG_HOTPLUG, LOG_POWER, LOG_TIME  # noqa: E402  pylint: disable=wrong-import-position

# Looks for an event that the other side has already had. Not a time, so a slow machine makes no difference.
EVENT_LOOKS = 250
# Looks when a missing event is only reproduced.
REPLAY_LOOKS = 40
# Seconds that each look waits.
LOOK = 0.02
# Seconds that an unexpected event may be late.
LAST_PATIENCE = 0.15
# The time in an event log, as digits.
CLOCK = slice(2 * LOG_TIME, 2 * (LOG_TIME + 8))


@dataclass(frozen=True)
class Difference:
    """Two answers that should be the same; `kind` identifies the difference while a sequence is shrunk."""
    kind: str
    text: str


@dataclass
class Outcome:
    """The answers of both sides to a step, or their difference."""
    answers: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    difference: Difference | None = None

    @property
    def abort(self) -> str:
        """A1..A3 if both sides died of this step."""
        last = self.answers[-1] if self.answers else ""
        return last.removeprefix("ABORT ") if last.startswith("ABORT") else ""


class OracleCrash(Exception):
    """A QEMU that was to remove a core ended for a reason outside of the comparison."""


class Pair:
    """Two sides at work; the first may choose, the second does the same."""

    def __init__(self, first: Side, second: Side) -> None:
        self._sides = first, second
        self._late = first.late or second.late
        self.looks = EVENT_LOOKS if self._late else 0

    @property
    def core_removed(self) -> bool:
        return any(side.core_removed for side in self._sides)

    def run(self, step: Step) -> Outcome:
        """Do a step on both sides and compare everything that was answered."""
        try:
            return self._run(step)
        except Crash as err:
            return Outcome(difference=crashed(step.verb, err))

    def finish(self) -> Difference | None:
        """Look for an unexpected event after the last step."""
        try:
            timeout = LAST_PATIENCE if self._late else 0
            return self._settle("end", *(side.events(timeout) for side in self._sides))
        except Crash as err:
            return crashed("the last step", err)

    def close(self) -> None:
        for side in self._sides:
            side.close()

    def _run(self, step: Step) -> Outcome:
        if step.by_host:
            lines = [str(step)]
            answers = [[side.host(step)] for side in self._sides]
        elif step.verb == "configure":
            lines, answers = self._configure(step)
        else:
            lines = guest_lines(step)
            for side in self._sides:
                side.send(lines)
            answers = [side.receive() for side in self._sides]
        outcome = Outcome(answers[0], difference=self._compare(step, lines, *answers))
        if not outcome.difference and not outcome.abort:
            outcome.events, others = (side.events() for side in self._sides)
            outcome.difference = self._settle(step.verb, outcome.events, others)
        return outcome

    def _configure(self, step: Step) -> tuple[list[str], list[list[str]]]:
        """A whole sequence: the first side to its end, then the second at once."""
        first, second = self._sides
        lines: list[str] = []
        answers: list[str] = []
        for part in configure_lines(step.cell(0)):
            first.send(part)
            lines += part
            answers += first.receive()
            if answers[-1].startswith("ABORT") or status_of(answers[-2]) <= 0:
                break
        second.send(lines)
        return lines, [answers, second.receive()]

    def _compare(self, step: Step, lines: list[str], first: list[str], second: list[str]) -> Difference | None:
        for line, one, other in zip(lines, first, second):
            if masked(line, one) != masked(line, other):
                return self._differ(step.verb, role(step, line), line[:60], one, other)
        return None

    def _settle(self, verb: str, first: list[str], second: list[str]) -> Difference | None:
        """Events of devices that leave come a moment later, so wait on each side for the other's events."""
        for _ in range(self.looks):
            if same_events(first, second):
                return None
            first += self._sides[0].events()
            second += self._sides[1].events(LOOK)
        if same_events(first, second):
            return None
        return self._differ(verb, "events", "events", " ".join(first), " ".join(second))

    def _differ(self, verb: str, what: str, line: str, one: str, other: str) -> Difference:
        text = [f"{what}, in answer to {line}"]
        for side, answer in zip(self._sides, difference_of(one, other)):
            text.append(f"  {side.name}:")
            text += [f"    {row}" for row in answer]
        return Difference(f"{verb}: {what}", "\n".join(text))


def crashed(verb: str, crash: Crash) -> Difference:
    """A side that ends or hangs is a difference, unless it is a QEMU that has an excuse."""
    if crash.excused:
        raise OracleCrash(str(crash)) from crash
    return Difference(f"{verb}: end", str(crash))


def role(step: Step, line: str) -> str:
    """The visible part of the answer to a line."""
    if step.by_host:
        return "QMP answer"
    word, *rest = line.split()
    if word != "read":
        return "call"
    return {str(LOG_BYTES): "event log", str(WORK_BYTES): "work area"}.get(rest[1], "return cells")


def masked(line: str, answer: str) -> str:
    """An answer without the time of day at which QEMU made an event log."""
    head = "OK 0x"
    marks = head + LOG_HOTPLUG.hex(), head + LOG_POWER.hex()
    if line != f"read {LOG:#x} {LOG_BYTES}" or not answer.startswith(marks):
        return answer
    digits = list(answer.removeprefix(head))
    digits[CLOCK] = "-" * (CLOCK.stop - CLOCK.start)
    return head + "".join(digits)


def same_events(first: list[str], second: list[str]) -> bool:
    """Sort the events of devices that left: hash tables and RCU decide that order, but not that of refusals."""
    return sorted(first) == sorted(second) and in_order(first) == in_order(second)


def in_order(events: list[str]) -> list[str]:
    return [event for event in events if not event.startswith("DEVICE_DELETED")]


def difference_of(one: str, other: str) -> tuple[list[str], list[str]]:
    """Both answers as lines: bytes as rows of sixteen, the first two (of a work area: what it is about) and what
    differs."""
    if not all(text.startswith("OK 0x") for text in (one, other)) or len(one) != len(other):
        return [one or "(nothing)"], [other or "(nothing)"]
    rows = [list(dump(bytes.fromhex(text.removeprefix("OK 0x")))) for text in (one, other)]
    shown = [number for number, (a, b) in enumerate(zip(*rows)) if number < 2 or a != b][:16]
    return [rows[0][n] for n in shown], [rows[1][n] for n in shown]


def dump(data: bytes) -> Iterable[str]:
    for offset in range(0, len(data), 16):
        row = data[offset:offset + 16]
        text = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in row)
        yield f"{offset:04x}: {row.hex(' ', 4):35}  {text}"
