# SPDX-License-Identifier: GPL-2.0
"""The common part of the model and a real QEMU: a process that answers lines, for guest and host."""

import select
import socket
from typing import Protocol

from steps import Step

ANSWER_TIMEOUT = 30.0


class Crash(Exception):
    """A side ended, or no longer answers, in a way that has no name in the model.

    `excused`: the side knows of itself that this has nothing to do with what is compared.
    """

    def __init__(self, text: str, excused: bool = False) -> None:
        super().__init__(text)
        self.excused = excused


class Side(Protocol):
    """One of the two platforms that are compared."""
    name: str
    # Events may come later than the answer to their cause.
    late: bool
    # A core has gone. QEMU still uses its memory, and some versions die of it, see keep.c.
    core_removed: bool

    def send(self, lines: list[str]) -> None:
        """Begin the guest's lines; receive() must follow."""

    def receive(self) -> list[str]:
        """The answers to the lines sent; if the platform died in one of them, that one is the last: ABORT A1..A3."""

    def host(self, step: Step) -> str:
        """Do a step of the host. Returns OK, FAIL and QEMU's words, or ABORT."""

    def events(self, timeout: float = 0) -> list[str]:
        """The QMP events that came since the last time, NAME:ID each.

        With a timeout, what is under way gets a chance to end, and a first event so much time to come.
        """

    def close(self) -> None:
        """End the process; may be called again."""


class Lines:
    """A socket of lines to a process. Lines that have come can be read even after the other end is gone."""

    def __init__(self, connection: socket.socket) -> None:
        self.socket = connection
        self.closed = False
        self._buffer = bytearray()
        connection.settimeout(ANSWER_TIMEOUT)

    def send(self, text: str) -> None:
        try:
            self.socket.sendall(text.encode())
        except (BrokenPipeError, ConnectionResetError):
            pass  # who reads the answer sees that there is none

    def receive(self) -> str | None:
        """The next line; None when the other end is gone."""
        while (end := self._buffer.find(b"\n")) < 0:
            if not self._fill():
                return None
        return self._cut(end)

    def pending(self, timeout: float) -> list[str]:
        """The complete lines, after waiting so long for the first."""
        while select.select([self.socket], [], [], timeout)[0] and self._fill():
            timeout = 0
        found = []
        while (end := self._buffer.find(b"\n")) >= 0:
            found.append(self._cut(end))
        return found

    def close(self) -> None:
        self.socket.close()

    def _cut(self, end: int) -> str:
        line = self._buffer[:end].decode()
        del self._buffer[:end + 1]
        return line

    def _fill(self) -> bool:
        try:
            data = self.socket.recv(1 << 18)
        except ConnectionResetError:
            data = b""
        except TimeoutError as err:
            raise Crash(f"no answer in {ANSWER_TIMEOUT:g} s") from err
        self._buffer += data
        self.closed = not data
        return bool(data)
