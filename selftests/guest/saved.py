# SPDX-License-Identifier: GPL-2.0
"""Keeps the state of a guest that has booted, or is prepared, so that the next such guest starts from there.

A guest boots in seconds, and starts from a saved state in a fraction of one. The state is a stream that QEMU writes as
for a migration. It is kept for one run of the scenarios, whose processes share the folder, and only if more than one
guest of the run can start from it.
"""

import re
import shlex
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Iterable

from qmp import Qmp

TIMEOUT = 60.0
POLL_INTERVAL = 0.01
# Bytes per second: QEMU's own limit is that of a network.
BANDWIDTH = 1 << 40
# An interrupt that a CPU has yet to take, as "info pic" shows it: XIVE signals an exception, or XICS has a source.
CPU_LINE = re.compile(r"^CPU\[\w+\]: +OS +(?P<xive>\w\w) |^CPU \d+ XIRR=\w\w(?P<xics>\w{6}) ", re.MULTILINE)


class StateError(Exception):
    """QEMU could not write or read a state."""


@dataclass(frozen=True)
class State:
    """The files of one saved state."""
    folder: Path

    @property
    def stream(self) -> Path:
        """QEMU's part; it is there once the state is whole."""
        return self.folder / "stream"

    @property
    def initramfs(self) -> Path:
        """The file that the guest booted from, as it does again after a reset."""
        return self.folder / "initrd"

    @property
    def console(self) -> Path:
        """All that the console said before the state was saved."""
        return self.folder / "console"

    def save(self, qmp: Qmp) -> None:
        """Write the stream; the guest stands still meanwhile."""
        self.write(qmp)
        qmp.execute("cont")

    def write(self, qmp: Qmp) -> None:
        """Write the stream; the guest stands still from now on."""
        part = self.stream.with_suffix(".part")
        stop_between_interrupts(qmp)
        qmp.execute("migrate-set-parameters", {"max-bandwidth": BANDWIDTH})
        qmp.execute("migrate", {"uri": f"exec:cat >{shlex.quote(str(part))}"})
        await_status(qmp, "postmigrate")
        part.rename(self.stream)

    def restore(self, qmp: Qmp) -> None:
        """Let a QEMU that was started with "-incoming defer" read the stream."""
        qmp.execute("migrate-incoming", {"uri": f"exec:cat {shlex.quote(str(self.stream))}"})
        await_status(qmp, "paused")
        qmp.execute("cont")


def has_interrupt(qmp: Qmp) -> bool:
    """Some CPU of a guest that stands still has an interrupt to take."""
    shown = qmp.execute("human-monitor-command", {"command-line": "info pic"})
    pending = [match["xive"] or match["xics"] for match in CPU_LINE.finditer(shown)]
    if not pending:
        raise StateError(f"QEMU does not say in a known way which interrupts its CPUs have:\n{shown}")
    return any(int(each, 16) for each in pending)


def stop_between_interrupts(qmp: Qmp) -> None:
    """
    Stop the guest where no CPU has an interrupt to take.

    QEMU saves the state of the interrupt controller, but not that it has signalled an interrupt. A CPU that slept would
    never wake up again in a guest that starts from such a state, as the controller signals no second one.
    """
    deadline = time.monotonic() + TIMEOUT
    qmp.execute("stop")
    while has_interrupt(qmp):
        if time.monotonic() > deadline:
            raise StateError("the guest's CPUs always have an interrupt to take")
        qmp.execute("cont")
        time.sleep(POLL_INTERVAL)
        qmp.execute("stop")


def await_status(qmp: Qmp, status: str) -> None:
    """Wait until QEMU has this status, with which it ends a migration."""
    deadline = time.monotonic() + TIMEOUT
    while qmp.execute("query-status")["status"] != status:
        migration = qmp.execute("query-migrate")
        if migration.get("status") == "failed" or time.monotonic() > deadline:
            raise StateError(f"QEMU cannot move the guest's state: {migration}")
        time.sleep(POLL_INTERVAL)


class SavedStates:
    """The saved states of one run, each known by a name."""

    def __init__(self, folder: Path, wanted: Iterable[str]) -> None:
        """WANTED are the names of states worth their time; no other is saved."""
        self._folder = folder
        self._wanted = frozenset(wanted)

    def find(self, name: str) -> State | None:
        """The state of this name if it is whole."""
        state = State(self._folder / name)
        return state if state.stream.exists() else None

    def claim(self, name: str) -> State | None:
        """The place for a state; None if it is not wanted, or if another guest has it or saves it at the moment."""
        state = State(self._folder / name)
        if name not in self._wanted:
            return None
        try:
            state.folder.mkdir()
        except FileExistsError:
            return None
        return state
