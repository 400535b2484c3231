# SPDX-License-Identifier: GPL-2.0
"""Checks the checker: models with one small lie each, which the walk has to find and shrink."""

from typing import Callable

from side import Side
from steps import Step, cells

Falsify = Callable[[str, str], str]


def other_status(line: str, answer: str) -> str:
    """configure-connector on a connector that cannot be configured is a parameter error."""
    return answer.replace(cells(-9003 & 0xFFFFFFFF), cells(-3 & 0xFFFFFFFF))


def other_sense(line: str, answer: str) -> str:
    """get-sensor-state says 1 for an empty connector."""
    return answer.replace("OK 0x0000000000000002", "OK 0x0000000000000001")


def other_byte(line: str, answer: str) -> str:
    """One letter of a property's name is wrong, in a core's stream alone."""
    return answer.replace(b"ibm,pft-size".hex(), b"ibm,pft-sise".hex())


def other_event(line: str, answer: str) -> str:
    """An event that removes memory says that it adds some."""
    return answer.replace("4850001401000000" + "0202", "4850001401000000" + "0201")


def other_shutdown(line: str, answer: str) -> str:
    """The event of a normal shutdown says that the machine has lost its power."""
    return answer.replace("4550001402000000" + "0301", "4550001402000000" + "0302")


def other_refusal(line: str, answer: str) -> str:
    """One of the two events of a refused DIMM is lost."""
    return answer.replace(" DEVICE_UNPLUG_GUEST_ERROR:d2", "", 1)


def other_words(line: str, answer: str) -> str:
    """A pending unplug has another error message."""
    return answer.replace("unplug already in progress", "removal already in progress")


def no_abort(line: str, answer: str) -> str:
    """The model does not report that QEMU aborts."""
    return answer.replace("ABORT A1", "OK")


# Name, the lie about an answer, and the most steps that show it.
LIES: dict[str, tuple[Falsify, int]] = {
    "status": (other_status, 1), "sense": (other_sense, 1), "stream": (other_byte, 4), "event": (other_event, 4),
    "shutdown": (other_shutdown, 2), "silence": (other_refusal, 5), "words": (other_words, 5), "abort": (no_abort, 8),
}
# Rules in which `serve --wrong` is wrong, so that states differ; and the most steps that show it, with any
# device.
WRONG = {"unasked": 5, "refusal": 5, "strict": 2, "back": 4, "again": 8, "form2": 5, "isolated": 2,
         "end": 1}
# This one ends when a core has gone, as some QEMUs do; beside such a QEMU it must not be excused.
BESIDE_QEMU = "death"


def longest(lie: str) -> int:
    return WRONG[lie] if lie in WRONG else LIES[lie][1]


class Liar:
    """A side whose answers a lie changes."""

    def __init__(self, side: Side, falsify: Falsify) -> None:
        self.name = f"{side.name}, lying"
        self.core_removed = False
        self.late = side.late
        self._side = side
        self._falsify = falsify
        self._lines: list[str] = []

    def send(self, lines: list[str]) -> None:
        self._lines = lines
        self._side.send(lines)

    def receive(self) -> list[str]:
        return [self._falsify(line, answer) for line, answer in zip(self._lines, self._side.receive())]

    def host(self, step: Step) -> str:
        return self._falsify(str(step), self._side.host(step))

    def events(self, timeout: float = 0) -> list[str]:
        self.core_removed = self._side.core_removed
        found = "".join(f" {event}" for event in self._side.events(timeout))
        return self._falsify("events", found).split()

    def close(self) -> None:
        self._side.close()
