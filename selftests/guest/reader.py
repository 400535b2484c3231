# SPDX-License-Identifier: GPL-2.0
"""A reader of records: of the standard output of pdrd or pdrctl, or of a client of pdrd's socket."""

import json
import signal
from typing import Any

from guest import Guest
from link import Handle
from scenario import fail

Record = dict[str, Any]


class Reader:
    """A program in the guest that writes one record a line."""

    def __init__(self, guest: Guest, command: str = "pdrd --no-history") -> None:
        self._command = command
        self._handle: Handle = guest.spawn(f"exec {command}")

    @property
    def running(self) -> bool:
        return self._handle.running

    def records(self) -> list[Record]:
        return [json.loads(line) for line in self._handle.lines]

    def events(self) -> list[Record]:
        return [record for record in self.records() if record["type"] == "event"]

    def sequence(self) -> list[int]:
        """The numbers of the events."""
        return [record["seq"] for record in self.events()]

    def wait(self, timeout: float = 30, count: int = 1, **wanted: Any) -> Record:
        """The first record with all these values, or the one that makes them so many."""
        def fits(line: str) -> bool:
            return wanted.items() <= json.loads(line).items()

        return json.loads(self._handle.wait_line(fits, timeout, count))

    def stop(self) -> None:
        self._handle.kill(signal.SIGSTOP)

    def go_on(self) -> None:
        self._handle.kill(signal.SIGCONT)

    def terminate(self) -> None:
        self._handle.kill(signal.SIGTERM)

    def kill(self) -> None:
        """End a program that dies of the signal, as pdrctl does, and wait until it is gone."""
        self.terminate()
        self._handle.wait()

    def finish(self) -> list[Record]:
        """Wait until the program has ended with the right status, and return all records."""
        result = self._handle.wait()
        if result.status or result.errors:
            fail(f"{self._command} ended with {result.status}: {result.errors}")
        return self.records()

    def end(self) -> list[Record]:
        self.terminate()
        return self.finish()
