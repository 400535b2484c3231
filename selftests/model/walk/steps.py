# SPDX-License-Identifier: GPL-2.0
"""The steps of a walk, each one a line of text, and the qtest lines that carry out a guest's step."""

from dataclasses import dataclass
from typing import Iterator

# Guest memory: argument cells, return cells behind them, the buffer of event logs, the work area.
ARGS = 0x100000
RETS = 0x100040
LOG = 0x100800
WORK = 0x101000
ARG_CELLS = (RETS - ARGS) // 4
RET_CELLS = 8
LOG_BYTES = 256
WORK_BYTES = 4096
# Filler, which shows a byte that was written too many.
UNTOUCHED = 0xA5
UNTOUCHED_CELL = 0xA5A5A5A5

# RTAS indicators and sensors, and the names of their values in remarks.
ISOLATION, DR_INDICATOR, ALLOCATION = 9001, 9002, 9003
WORDS = {
    (ISOLATION, 0): "isolate", (ISOLATION, 1): "unisolate", (ALLOCATION, 0): "unusable", (ALLOCATION, 1): "usable",
    (DR_INDICATOR, 0): "indicator off", (DR_INDICATOR, 1): "indicator on",
}
CONNECTOR = "ibm,configure-connector"
EPOW, HOT_PLUG = 0x40000000, 0x10000000
# A stream longer than this has no end.
CALLS_MAX = 400

# Steps that no qtest line does, so each side has words of its own. The guest negotiates, the host does the others.
HOST_VERBS = ("add", "del", "reset", "powerdown", "migrate", "cas")


@dataclass(frozen=True)
class Step:
    """One step of the guest or the host; any list of steps can be walked."""
    verb: str
    args: tuple[int | str, ...] = ()

    def __str__(self) -> str:
        return " ".join([self.verb, *(show(arg) for arg in self.args)])

    @property
    def by_host(self) -> bool:
        return self.verb in HOST_VERBS

    def cell(self, number: int) -> int:
        value = self.args[number]
        assert isinstance(value, int)
        return value

    @classmethod
    def parse(cls, line: str) -> "Step":
        verb, *args = line.split("#")[0].split()
        return cls(verb, tuple(int(arg, 0) if arg[0].isdigit() else arg for arg in args))


def show(arg: int | str) -> str:
    if isinstance(arg, str):
        return arg
    return f"{arg:#010x}" if arg > 0xFFFF else str(arg)


def parse_file(text: str) -> list[Step]:
    """The steps of a replay file: one a line, with remarks behind `#`."""
    return [Step.parse(line) for line in text.splitlines() if line.split("#")[0].strip()]


def remark(step: Step) -> str:
    """The numbers of a step in words, or nothing if they need none."""
    if step.verb == "set-indicator":
        kind, index, value = (step.cell(i) for i in range(3))
        return f"{name_of(index)}: {WORDS.get((kind, value), 'no such value')}"
    if step.verb == "get-sensor":
        return f"{name_of(step.cell(1))}: sense"
    if step.verb == "cas":
        return f"hot-plug events {step.cell(0)}, associativity of form {1 + step.cell(1)}"
    if step.verb in ("connector", "configure"):
        return f"{name_of(step.cell(0))}: {'one call' if step.verb == 'connector' else 'to the end'}"
    return ""


def name_of(index: int) -> str:
    """A connector's name as QEMU gives it, of which the first four bits are the type."""
    kinds = {1: "CPU", 2: "PHB", 4: "C", 8: "LMB", 9: "PMEM"}
    kind = kinds.get(index >> 28)
    return f"{kind} {index & 0xfffffff}" if kind else "no connector"


def cells(*values: int) -> str:
    return "".join(f"{value:08x}" for value in values)


def call(name: str, nret: int, *args: int, nargs: int | None = None) -> list[str]:
    """The lines of one RTAS call: arguments, the call, and all cells it may have written."""
    before = [*args, *[UNTOUCHED_CELL] * (ARG_CELLS - len(args)), *[UNTOUCHED_CELL] * RET_CELLS]
    count = len(args) if nargs is None else nargs
    return [
        f"write {ARGS:#x} {4 * len(before)} 0x{cells(*before)}",
        f"rtas {name} {count} {ARGS:#x} {nret} {RETS:#x}",
        f"read {RETS:#x} {4 * RET_CELLS}",
    ]


def fill(address: int, length: int, *first: int) -> str:
    """A line that writes the cells FIRST, and filler behind them."""
    return f"write {address:#x} {length} 0x{cells(*first)}{f'{UNTOUCHED:02x}' * (length - 4 * len(first))}"


def read_work() -> str:
    return f"read {WORK:#x} {WORK_BYTES}"


def connector_call(extent: int = 0) -> list[str]:
    """One configure-connector call on the work area as it is."""
    return [*call(CONNECTOR, 1, WORK, extent), read_work()]


def status_of(answer: str) -> int:
    """The first return cell, in the answer to the line that read the cells."""
    word = int(answer.removeprefix("OK 0x")[:8], 16)
    return word - (1 << 32) if word >> 31 else word


def guest_lines(step: Step) -> list[str]:
    """The qtest lines of a guest's step, except `configure`, whose length is not known before."""
    arg = [value for value in step.args if isinstance(value, int)]
    match step.verb:
        case "set-indicator":
            return call("set-indicator", 1, *arg)
        case "get-sensor":
            return call("get-sensor-state", 2, *arg)
        case "connector":
            return [f"write {WORK:#x} 8 0x{cells(arg[0], 0)}", *connector_call(*arg[1:])]
        case "check-exception":
            return [fill(LOG, LOG_BYTES), *call("check-exception", 1, 0x500, 0x1001, arg[0], 0, LOG, arg[1]),
                    f"read {LOG:#x} {LOG_BYTES}"]
        case "event-scan":
            return [fill(LOG, LOG_BYTES), *call("event-scan", 1, arg[0], 0, LOG, LOG_BYTES),
                    f"read {LOG:#x} {LOG_BYTES}"]
        case "set-power":
            return call("set-power-level", 2, *arg)
        case "get-power":
            return call("get-power-level", 2, *arg)
        case "odd":
            nargs, nret, *values = arg
            return call(str(step.args[0]), nret, *values, nargs=nargs)
    raise ValueError(f"no step is called {step.verb}")


def configure_lines(index: int) -> Iterator[list[str]]:
    """The lines of each call of a whole sequence; the caller stops when the sequence ends."""
    yield [fill(WORK, WORK_BYTES, index, 0), *connector_call()]
    for _ in range(CALLS_MAX - 1):
        yield connector_call()
