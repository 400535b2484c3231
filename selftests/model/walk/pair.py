# SPDX-License-Identifier: GPL-2.0
"""Two platforms that do the same steps, and the first place where they differ."""

from dataclasses import dataclass, field
from typing import Iterable

from side import Crash, Side
from steps import LOG, LOG_BYTES, WORK_BYTES, Step, configure_lines, guest_lines, status_of

# How often an event is looked for that the other side had already. It is not a time: a slow machine is no difference.
EVENT_LOOKS = 250
# The same where a lack of events is only shown again.
REPLAY_LOOKS = 40
# Seconds that each look waits for something to come.
LOOK = 0.02
# How long one may be late that nobody expects.
LAST_PATIENCE = 0.15
# In an event log, of hot-plug or of power: what is first, and where it says what time it is.
LOG_MARKS = "063460e5", "06340040"
CLOCK = slice(2 * 0x20, 2 * 0x28)


@dataclass(frozen=True)
class Difference:
    """Two answers that should be one; `kind` tells differences apart while a walk is made shorter."""
    kind: str
    text: str


@dataclass
class Outcome:
    """What both sides said of a step, or in what they differ."""
    answers: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    difference: Difference | None = None

    @property
    def abort(self) -> str:
        """A1..A3 when the platform died of this step, as both said."""
        last = self.answers[-1] if self.answers else ""
        return last.removeprefix("ABORT ") if last.startswith("ABORT") else ""


class OracleCrash(Exception):
    """A QEMU that was to remove a core ended in a way that has nothing to do with what is compared."""


class Pair:
    """Two sides at work; the first may be adaptive, the second is told to do the same."""

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
        """An event that comes after the last step, though nobody expects it."""
        try:
            patience = LAST_PATIENCE if self._late else 0
            return self._settle("end", *(side.events(patience) for side in self._sides))
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
        """A whole sequence: as long as the first side has more, and then the second at a stroke."""
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
        """Events of devices that go come a moment later: what one side has is waited for on the other."""
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
    """That a side ended, or hangs, is a difference; unless it is a QEMU that has an excuse."""
    if crash.excused:
        raise OracleCrash(str(crash)) from crash
    return Difference(f"{verb}: end", str(crash))


def role(step: Step, line: str) -> str:
    """What the answer to a line shows."""
    if step.by_host:
        return "QMP answer"
    word, *rest = line.split()
    if word != "read":
        return "call"
    return {str(LOG_BYTES): "event log", str(WORK_BYTES): "work area"}.get(rest[1], "return cells")


def masked(line: str, answer: str) -> str:
    """An answer without the time of day at which QEMU made an event log."""
    head = "OK 0x"
    if line != f"read {LOG:#x} {LOG_BYTES}" or not answer.startswith(tuple(head + mark for mark in LOG_MARKS)):
        return answer
    digits = list(answer.removeprefix(head))
    digits[CLOCK] = "-" * (CLOCK.stop - CLOCK.start)
    return head + "".join(digits)


def same_events(first: list[str], second: list[str]) -> bool:
    """In what order devices go is left to hash tables and to RCU; in what order they refuse is not."""
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
