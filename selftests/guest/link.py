# SPDX-License-Identifier: GPL-2.0
"""The host's end of the guest's second vty: commands, their output and their end. init.c documents the frames."""

import signal
import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from itertools import islice
from typing import Callable

START = 0xD5
HEADER = struct.Struct(">BcHH")
COMMAND_MAX = 32768
PROTOCOL = "2"
ID_MAX = 0xFFFF


class LinkError(Exception):
    """The guest no longer answers, or answers nonsense."""


class CommandTimeout(Exception):
    """A command did not end in time; it goes on running in the guest unless killed."""


@dataclass(frozen=True)
class Result:
    """How a command ended: status as a shell says it (128 + n for signal n), stdout, stderr."""
    status: int
    output: str
    errors: str = ""

    @property
    def ok(self) -> bool:
        return self.status == 0


@dataclass
class _Command:
    """The state of a command so far; guarded by the link's condition."""
    output: bytearray = field(default_factory=bytearray)
    errors: bytearray = field(default_factory=bytearray)
    status: int | None = None
    refused: str = ""


class Handle:
    """A command running in the guest."""

    def __init__(self, link: "Link", number: int, text: str) -> None:
        self.text = text
        self._link = link
        self._number = number

    @property
    def running(self) -> bool:
        return self._link.command(self._number).status is None

    @property
    def output(self) -> str:
        """All of stdout so far."""
        return bytes(self._link.command(self._number).output).decode(errors="replace")

    @property
    def lines(self) -> list[str]:
        """The whole lines of stdout so far."""
        return self.output.rpartition("\n")[0].splitlines()

    def wait_line(self, wanted: Callable[[str], bool], timeout: float = 30, count: int = 1) -> str:
        """The COUNT-th line for which WANTED is true; CommandTimeout, or LinkError if the command ends before."""
        def found() -> str | None:
            return next(islice(filter(wanted, self.lines), count - 1, None), None)

        self._link.await_change(lambda: found() is not None or not self.running, timeout)
        line = found()
        if line is not None:
            return line
        if self.running:
            raise CommandTimeout(f"{self.text}: the line waited for did not come in {timeout:g} s")
        raise LinkError(f"{self.text}: ended without the line waited for: {self.wait(0)}")

    def wait(self, timeout: float = 60) -> Result:
        """Wait for the end."""
        self._link.await_change(lambda: not self.running, timeout)
        command = self._link.command(self._number)
        if command.status is None:
            raise CommandTimeout(f"{self.text}: still running after {timeout:g} s")
        if command.refused:
            raise LinkError(f"{self.text}: {command.refused}")
        return Result(command.status, self.output, bytes(command.errors).decode(errors="replace"))

    def kill(self, number: int = signal.SIGTERM) -> None:
        """Send a signal to the command's whole process group."""
        self._link.send(b"S", self._number, bytes([number]))


class Link:
    """One connection to PID 1 of a guest."""

    def __init__(self, connection: socket.socket, log: Callable[[str], None], slower: float) -> None:
        """Each wait may take SLOWER times as long as its caller says."""
        self._socket = connection
        self._log = log
        self._slower = slower
        self._changed = threading.Condition()
        self._writing = threading.Lock()
        self._commands: dict[int, _Command] = {}
        self._hellos: list[str] = []
        self._received = bytearray()
        self._moving = False
        self._closed = False
        self._error = ""
        self._last_id = 0
        self._reader = threading.Thread(target=self._read, name="guest link", daemon=True)
        self._reader.start()

    @property
    def boots(self) -> int:
        """How often PID 1 came up."""
        return len(self._hellos)

    def wait_hello(self, timeout: float, boots: int = 1) -> bool:
        """True once PID 1 takes commands, for the first time or after BOOTS boots; False when it does not in time."""
        self.await_change(lambda: self.boots >= boots, timeout)
        if any(hello != PROTOCOL for hello in self._hellos):
            raise LinkError(f"PID 1 speaks protocol {self._hellos[-1]}, this side {PROTOCOL}")
        return self.boots >= boots

    def hail(self) -> None:
        """Ask PID 1 of a guest that has started from a saved state for its hello; no other guest needs it."""
        self.send(b"H", 0, b"")

    def start(self, text: str) -> Handle:
        encoded = text.encode()
        if len(encoded) > COMMAND_MAX or b"\0" in encoded:
            raise ValueError("command too long, or with a zero byte")
        with self._changed:
            number = self._free_id()
            self._commands[number] = _Command()
        self._log(f"[{number}] $ {text}")
        self.send(b"R", number, encoded)
        return Handle(self, number, text)

    def kill_all(self) -> None:
        """Kill each command that still runs, with its process group."""
        for number in [number for number, command in self._commands.items() if command.status is None]:
            self.send(b"S", number, bytes([signal.SIGKILL]))

    def power_off(self) -> None:
        self.send(b"P", 0, b"")

    def send(self, kind: bytes, number: int, payload: bytes) -> None:
        try:
            with self._writing:
                self._socket.sendall(HEADER.pack(START, kind, number, len(payload)) + payload)
        except OSError as err:
            raise LinkError(f"the guest is gone: {err.strerror}") from err

    def command(self, number: int) -> _Command:
        return self._commands[number]

    def await_change(self, done: Callable[[], bool], timeout: float) -> None:
        """Wait until DONE, or for TIMEOUT; raises when the guest goes away first."""
        deadline = time.monotonic() + timeout * self._slower
        with self._changed:
            while not done():
                left = deadline - time.monotonic()
                if self._closed:
                    raise LinkError(self._error or "the guest is gone")
                if left <= 0:
                    return
                self._changed.wait(left)

    def expect_move(self) -> None:
        """The guest will be reached by another connection, once this one has ended."""
        with self._changed:
            self._moving = True

    def move_to(self, connection: socket.socket) -> None:
        """The guest goes on in another QEMU, maybe in the middle of a frame."""
        with self._changed:
            self._socket.close()
            self._socket = connection
            self._moving = False
            self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self._moving = False
            self._changed.notify_all()
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._reader.join()
        self._socket.close()

    def _free_id(self) -> int:
        """Ids are not used again while their numbers last, so a late frame cannot reach another command."""
        self._last_id = self._last_id % ID_MAX + 1
        return self._last_id

    def _read(self) -> None:
        try:
            self._read_frames()
        except (OSError, EOFError):
            pass
        except LinkError as err:
            self._error = str(err)
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _read_frames(self) -> None:
        while True:
            header = self._receive(HEADER.size)
            start, kind, number, length = HEADER.unpack(header)
            if start != START:
                raise LinkError(f"no frame where one was expected: {header!r}")
            payload = self._receive(length)
            with self._changed:
                self._take(kind, number, payload)
                self._changed.notify_all()

    def _receive(self, count: int) -> bytes:
        while len(self._received) < count:
            connection = self._socket
            part = connection.recv(1 << 16)
            self._received += part
            if not part:
                self._follow_move(connection)
        taken = bytes(self._received[:count])
        del self._received[:count]
        return taken

    def _follow_move(self, ended: socket.socket) -> None:
        """A connection has ended; wait for the next one if there will be one."""
        with self._changed:
            self._changed.wait_for(lambda: not self._moving)
            if self._socket is ended:
                raise EOFError

    def _take(self, kind: bytes, number: int, payload: bytes) -> None:
        if kind == b"H":
            self._hellos.append(payload.decode())
            return
        command = self._commands.setdefault(number, _Command())
        if kind == b"O":
            command.output += payload
        elif kind == b"E":
            command.errors += payload
        elif kind == b"N":
            command.refused = payload.decode(errors="replace")
            command.status = command.status if command.status is not None else 255
        elif kind == b"X":
            command.status = payload[1] + (128 if payload[:1] == b"s" else 0)
            self._log_end(number, command)
        else:
            raise LinkError(f"unknown frame {kind!r}")

    def _log_end(self, number: int, command: _Command) -> None:
        for line in (command.output + command.errors).decode(errors="replace").splitlines():
            self._log(f"[{number}] {line}")
        if command.status:
            self._log(f"[{number}] exit status {command.status}")
