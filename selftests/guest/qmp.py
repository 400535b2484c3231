# SPDX-License-Identifier: GPL-2.0
"""Speaks QMP, QEMU's control protocol, and keeps every event with the time it came."""

import json
import socket
import threading
import time
from dataclasses import dataclass, field
from typing import Any, Callable, Iterable, TypeVar

ANSWER_TIMEOUT = 60.0

T = TypeVar("T")


class QmpError(Exception):
    """QEMU refused a command; `error_class` and the message are QEMU's own."""

    def __init__(self, command: str, error: dict[str, str]) -> None:
        super().__init__(f"{command}: {error.get('desc', error)}")
        self.error_class = error.get("class", "")


class QmpClosed(Exception):
    """QEMU is gone."""


@dataclass(frozen=True)
class Event:
    """One event; `when` is time.monotonic() at its arrival."""
    name: str
    when: float
    data: dict[str, Any] = field(default_factory=dict)


class Qmp:
    """One connection. Events are never dropped: `events` is everything since the connection was made."""

    def __init__(self, connection: socket.socket, slower: float = 1.0, before: Iterable[Event] = ()) -> None:
        """Each wait may take SLOWER times as long as its caller says. BEFORE are the events of an earlier QEMU."""
        self._slower = slower
        self.events: list[Event] = list(before)
        self._socket = connection
        self._changed = threading.Condition()
        self._answers: dict[int, dict[str, Any]] = {}
        self._next_id = 0
        self._closed = False
        self._reader = threading.Thread(target=self._read, name="qmp", daemon=True)
        self._reader.start()
        self.execute("qmp_capabilities")

    def execute(self, command: str, arguments: dict[str, Any] | None = None) -> Any:
        """Run COMMAND and return what it returned; keys of ARGUMENTS are QMP's own."""
        with self._changed:
            self._next_id += 1
            number = self._next_id
        request: dict[str, Any] = {"execute": command, "id": number}
        if arguments:
            request["arguments"] = arguments
        try:
            self._socket.sendall(json.dumps(request).encode() + b"\n")
        except OSError as err:
            raise QmpClosed(f"{command}: {err.strerror}") from err
        answer = self._await(lambda: self._answers.pop(number, None), ANSWER_TIMEOUT)
        if answer is None:
            raise QmpClosed(f"{command}: no answer")
        if "error" in answer:
            raise QmpError(command, answer["error"])
        return answer["return"]

    def mark(self) -> int:
        """A place in the event list, for `since` of wait_event()."""
        with self._changed:
            return len(self.events)

    def wait_event(self, predicate: Callable[[Event], bool], timeout: float, since: int = 0) -> Event | None:
        """The first event from `since` on for which PREDICATE is true, once it has come; None when time is up."""
        return self._await(lambda: next((e for e in self.events[since:] if predicate(e)), None), timeout)

    def close(self) -> None:
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._reader.join()
        self._socket.close()

    def _await(self, ready: Callable[[], T | None], timeout: float) -> T | None:
        deadline = time.monotonic() + timeout * self._slower
        with self._changed:
            while True:
                found = ready()
                left = deadline - time.monotonic()
                if found is not None or self._closed or left <= 0:
                    return found
                self._changed.wait(left)

    def _read(self) -> None:
        try:
            with self._socket.makefile("rb") as lines:
                for line in lines:
                    self._take(json.loads(line))
        except OSError:
            pass
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _take(self, message: dict[str, Any]) -> None:
        with self._changed:
            if "event" in message:
                self.events.append(Event(message["event"], time.monotonic(), message.get("data", {})))
            elif "id" in message:
                self._answers[message["id"]] = message
            self._changed.notify_all()
