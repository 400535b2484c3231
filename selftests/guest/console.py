# SPDX-License-Identifier: GPL-2.0
"""Finds the lines of a guest's console that fail a run even if its verdict was good: patterns, and pardons for some."""

import re
from dataclasses import dataclass
from typing import Iterable

BAD = re.compile("|".join((
    r"\bBUG\b[: ]",
    r"\bWARNING: ",
    r"\bOops\b",
    r"\bKASAN:",
    r"\bUBSAN:",
    r"\bKFENCE:",
    r"general protection fault",
    r"Unable to handle kernel",
    r"kernel tried to ",
    r"Kernel panic",
    r"Call Trace:",
    r"Kernel attempted to ",
    r"possible (circular|recursive|irq) lock",
    r"possible irq lock inversion",
    r"inconsistent lock state",
    r"suspicious RCU usage",
    r"Invalid wait context",
    r"held lock freed",
    r"still has locks held",
    r"lock held when returning to user space",
    r"bad unlock balance",
    r"unreferenced object",
    r"new suspected memory leaks",
    r"scheduling while atomic",
    r"sleeping function called from invalid context",
    r"rcu.*detected (expedited )?stalls?",
    r"rcu.*self-detected stall",
    r"blocked for more than \d+ seconds",
    r"(soft|hard) lockup",
    r"hard LOCKUP",
    r"Bad page state",
    r"list_(add|del) corruption",
    r"refcount_t: ",
    r"ODEBUG:",
    r"sysfs: cannot create duplicate",
    r"Attempted to kill init",
    r"^init: ",
    r"^checkers: ",
    # If it has no memory to note a part of an object, it reads all of the object, and misses nothing.
    r"kmemleak: .*(disabled|annot allocate a kmemleak_object|pool empty)",
)))


@dataclass(frozen=True)
class Pardon:
    """A bad line that is not the module's fault, and why it is pardoned."""
    pattern: re.Pattern[str]
    reason: str


PARDONS = (
    Pardon(re.compile(r"WARNING: nvram corruption detected: 0-length partition$"),
           "QEMU's NVRAM is empty, and the firmware that boots fast does not format it"),
)


# A warning with all that the kernel says of it. A line that only says WARNING has no such end.
REPORT_HEAD = r"\bWARNING: CPU: \d+ "
REPORT_END = r"---\[ end trace [0-9a-f]+ \]---"
REPORT = re.compile(rf"^[^\n]*{REPORT_HEAD}(?:(?!{REPORT_HEAD}).)*?{REPORT_END}", re.DOTALL | re.MULTILINE)
# Each must have all of these in it.
PARDONED_REPORTS = (
    ((re.compile(r"mmu_context\.c:\d+ switch_mm_irqs_off\+"), re.compile(r"\bidle_task_exit\+")),
     "a CPU of a kernel with DEBUG_VM that goes offline in the memory of the program that ran last, module or not"),
    ((re.compile(r"smp\.c:\d+ start_secondary\+"),),
     "such a CPU that comes online again: going off, it entered init_mm's mask after __cpu_die() had cleared it"),
)


def without_pardoned_reports(text: str) -> str:
    def let_pass(report: re.Match[str]) -> str:
        pardoned = any(all(part.search(report[0]) for part in parts) for parts, _reason in PARDONED_REPORTS)
        return "" if pardoned else report[0]
    return REPORT.sub(let_pass, text)


def finished_part(text: str) -> str:
    """The whole text without a last report that the kernel has not finished yet."""
    heads = [head.start() for head in re.finditer(REPORT_HEAD, text)]
    return text[:heads[-1]] if heads and not re.search(REPORT_END, text[heads[-1]:]) else text


def bad_lines(text: str, extra: Iterable[Pardon] = ()) -> list[str]:
    """The lines that fail a run; EXTRA are the pardons of one scenario, for lines that it provokes on purpose."""
    pardons = (*PARDONS, *extra)
    return [line for line in without_pardoned_reports(text).splitlines()
            if BAD.search(line) and not any(pardon.pattern.search(line) for pardon in pardons)]
