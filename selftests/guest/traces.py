# SPDX-License-Identifier: GPL-2.0
"""The kernel's trace of the module, as text."""

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
