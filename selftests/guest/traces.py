# SPDX-License-Identifier: GPL-2.0
"""The kernel's trace of the module, as text, and calls of the kernel's functions."""

from contextlib import contextmanager
from typing import Callable, Iterator

from guest import Guest

TRACING = "/sys/kernel/tracing"
EVENTS = f"{TRACING}/events/pseries_dr"


@contextmanager
def traced(guest: Guest) -> Iterator[Callable[[str], list[str]]]:
    """The module's tracepoints are on; gives the sentences of one of them."""
    def sentences(name: str) -> list[str]:
        lines = guest.check(f"cat {TRACING}/trace").splitlines()
        return [line.split(f" {name}: ", 1)[1] for line in lines if f" {name}: " in line]

    guest.check(f"echo 1 >{EVENTS}/enable")
    try:
        yield sentences
    finally:
        guest.check(f"echo 0 >{EVENTS}/enable; echo >{TRACING}/trace")


@contextmanager
def calls(guest: Guest, function: str) -> Iterator[Callable[[], list[str]]]:
    """Gives the calls of a function in the block: the caller's name, and the arguments that stand behind FUNCTION."""
    def lines() -> list[str]:
        return [line for line in guest.check(f"cat {TRACING}/trace").splitlines() if " called: " in line]

    guest.check(f"echo 'p:called {function}' >{TRACING}/kprobe_events; echo 1 >{TRACING}/events/kprobes/called/enable")
    try:
        yield lines
    finally:
        guest.check(f"echo 0 >{TRACING}/events/kprobes/called/enable; echo >{TRACING}/kprobe_events; "
                    f"echo >{TRACING}/trace")


@contextmanager
def called(guest: Guest, function: str) -> Iterator[Callable[[], int]]:
    """Gives how often the kernel has called one of its functions in the block."""
    with calls(guest, function) as lines:
        yield lambda: len(lines())
