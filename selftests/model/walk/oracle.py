# SPDX-License-Identifier: GPL-2.0
"""The oracle: a real QEMU without a guest. Its firmware is called through qtest, its host speaks QMP."""

import base64
import json
import os
import re
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any, IO

import negotiate
from side import ANSWER_TIMEOUT, Crash, Lines
from steps import CONNECTOR, Step

MACHINE = [
    "-machine", "pseries,cap-cfpc=broken,cap-sbbc=broken,cap-ibs=broken,cap-ccf-assist=off,nvdimm=on",
    "-cpu", "power9_v2.0", "-accel", "tcg", "-S", "-m", "1G,slots=8,maxmem=8G", "-smp", "1,maxcpus=4",
    "-nodefaults", "-display", "none", "-vga", "none",
]
# Without it, a QEMU that lost a core soon dies or uses memory that was freed. See keep.c.
KEEP = Path(__file__).resolve().parents[3] / "build/model/keep.so"
LMB_BYTES = 256 << 20
LABEL_BYTES = 128 << 10
# The NVDIMM lies at the end, where no DIMM of a walk reaches.
NVDIMM_ADDRESS = 6 << 30
NVDIMM_UUID = "75a3cdd7-6a2f-4791-8d15-fe0a920e8e9e"
READ = "read "
ZERO = f"OK 0x{0:016x}"
EVENTS = ("DEVICE_DELETED", "MEM_UNPLUG_ERROR", "DEVICE_UNPLUG_GUEST_ERROR")
# A QEMU that dies of an assertion in the compared code has no excuse.
NO_EXCUSE = "ppc/spapr"
# Assertions at which QEMU dies when a DIMM is given in part and refused; A3 is A2 by the other call.
ASSERTIONS = {"A1": "spapr_drc_unplug_request: assertion failed: (drc->dev)",
              "A2": "spapr_memory_unplug_rollback: assertion failed: (ds)"}


# Most questions before something that takes QEMU a while must be done. Not a time, so a slow machine only answers
# later, and a QEMU that answers but hangs in its work is found on any machine.
QUESTIONS = 6000
PAUSE = 0.005


class Died(Exception):
    """QEMU has ended; `reason` is A1 or A2, or its last words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotFound(Exception):
    """There is no such QEMU; the words say why."""


class Monitor:
    """QMP, one command at a time.

    The guest runner's client reads in a thread of its own. Here what came before an answer on another socket must be
    known when that answer is, so the caller reads itself.
    """

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._events: list[dict[str, Any]] = []

    def execute(self, command: str, arguments: dict[str, Any] | None = None) -> dict[str, Any] | None:
        """The whole answer, a `return` or an `error`; None when QEMU is gone."""
        self._lines.send(json.dumps({"execute": command, "arguments": arguments or {}}) + "\n")
        while (line := self._lines.receive()) is not None:
            message: dict[str, Any] = json.loads(line)
            if "return" in message or "error" in message:
                return message
            self._take(message)
        return None

    def await_event(self, name: str) -> bool:
        """Read until the event comes, and remove it; false when QEMU is gone."""
        while True:
            found = next((event for event in self._events if event["event"] == name), None)
            if found:
                self._events.remove(found)
                return True
            line = self._lines.receive()
            if line is None:
                return False
            self._take(json.loads(line))

    def events(self, timeout: float) -> list[dict[str, Any]]:
        """The events that came; QEMU may be gone."""
        for line in self._lines.pending(timeout):
            self._take(json.loads(line))
        events, self._events = self._events, []
        return events

    def _take(self, message: dict[str, Any]) -> None:
        if "event" in message:
            self._events.append(message)


class Process:
    """One QEMU process and its two sockets."""

    def __init__(self, command: list[str]) -> None:
        self.errors: IO[bytes] = tempfile.TemporaryFile()
        ours, theirs = zip(*(socket.socketpair() for _ in range(2)))
        qtest, monitor = (end.fileno() for end in theirs)
        self.process = subprocess.Popen([
            *command, "-chardev", f"socket,fd={qtest},id=q", "-object", "qtest,id=qtest,chardev=q,log=/dev/null",
            "-chardev", f"socket,fd={monitor},id=m", "-mon", "chardev=m,mode=control",
        ], pass_fds=(qtest, monitor), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=self.errors,
            env={**os.environ, "LD_PRELOAD": str(KEEP), "PDR_STARTED_BY": str(os.getpid())})
        for end in theirs:
            end.close()
        self.qtest = Lines(ours[0])
        self.control = Lines(ours[1])
        self.monitor = Monitor(self.control)
        if self.monitor.execute("qmp_capabilities") is None:
            raise Crash(f"QEMU does not start: {self.death()}")

    def death(self) -> str:
        """Why QEMU ended: A1, A2, or its status and last words."""
        try:
            status = self.process.wait(ANSWER_TIMEOUT)
        except subprocess.TimeoutExpired as err:
            raise Crash("QEMU closed its sockets and does not end") from err
        self.errors.seek(0)
        text = self.errors.read().decode(errors="replace")
        if status == -6:
            for name, words in ASSERTIONS.items():
                if words in text:
                    return name
        return f"status {status}, saying {(text.strip().splitlines() or ['nothing'])[-1]}"

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self.qtest.close()
        self.control.close()
        self.errors.close()


class Qemu:
    """A QEMU and its plugged devices, which the command line of a migration's destination has to name."""

    def __init__(self, program: str, version: str) -> None:
        self.name = f"QEMU {version}"
        self.late = True
        self.core_removed = False
        # The host asked for a core, which may have gone before its event comes.
        self._frail = False
        self._command = [program, *MACHINE]
        self._backends: dict[str, dict[str, Any]] = {}
        self._devices: dict[str, dict[str, Any]] = {}
        self._lines: list[str] = []
        self._qemu = Process(self._command)

    def send(self, lines: list[str]) -> None:
        # QEMU takes longer to print memory as hexadecimal digits than for all else.
        self._lines = [f"b64{line}" if line.startswith(READ) else line for line in lines]
        self._qemu.qtest.send("\n".join(self._lines) + "\n")

    def receive(self) -> list[str]:
        answers: list[str] = []
        for line in self._lines:
            answer = self._qemu.qtest.receive()
            if answer is None:
                answers.append(self._abort(line))
                break
            answers.append(as_digits(answer) if line.startswith(f"b64{READ}") else answer)
        return answers

    def host(self, step: Step) -> str:
        try:
            match step.verb:
                case "add":
                    return self._add(step.args)
                case "del":
                    self._frail |= "core-id" in self._devices.get(str(step.args[0]), {})
                    return self._answer("device_del", {"id": step.args[0]})
                case "reset":
                    return self._do_later("system_reset", "RESET")
                case "powerdown":
                    return self._do_later("system_powerdown", "POWERDOWN")
                case "cas":
                    return self._negotiate(bool(step.cell(0)), bool(step.cell(1)))
            return self._migrate()
        except Died as death:
            return self._named(death.reason)

    def events(self, timeout: float = 0) -> list[str]:
        found = []
        if timeout:
            # When it answers, QEMU's main loop has had a turn.
            self._qemu.monitor.execute("query-status")
        came = self._qemu.monitor.events(timeout)
        if self._qemu.control.closed:
            raise self._ended(self._qemu.death())
        for event in came:
            device = event.get("data", {}).get("device")
            if event["event"] in EVENTS and device is not None:
                found.append(f"{event['event']}:{device}")
                if event["event"] == "DEVICE_DELETED":
                    self._forget(device)
        return found

    def close(self) -> None:
        self._qemu.close()

    def _forget(self, device: str) -> None:
        gone = self._devices.pop(device, {})
        self.core_removed |= "core-id" in gone

    def _abort(self, line: str) -> str:
        reason = self._qemu.death()
        return self._named("A3" if reason == "A2" and CONNECTOR in line else reason)

    def _named(self, reason: str) -> str:
        """The answer for an abort that the model has a name for; any other end is not an answer."""
        if re.fullmatch("A[123]", reason):
            return f"ABORT {reason}"
        raise self._ended(reason)

    def _ended(self, reason: str) -> Crash:
        """A QEMU that lost a core, whose memory it still uses, may be ended by a signal; nothing else is excused."""
        by_signal = reason.startswith("status -")
        return Crash(f"{self.name} ended: {reason}", self._frail and by_signal and NO_EXCUSE not in reason)

    def _answer(self, command: str, arguments: dict[str, Any]) -> str:
        answer = self._qemu.monitor.execute(command, arguments)
        if answer is None:
            raise Died(self._qemu.death())
        return f"FAIL {answer['error']['desc']}" if "error" in answer else "OK"

    def _add(self, words: tuple[int | str, ...]) -> str:
        backend, device = device_properties(words)
        if "bus" in device and words[2]:
            device["bus"] = f"{self._bridge(words[2])}.0"
        if backend and backend["id"] not in self._backends:
            answer = self._answer("object-add", backend)
            if answer != "OK":
                raise Crash(f"object-add {backend}: {answer}")
            self._backends[backend["id"]] = backend
        answer = self._answer("device_add", device)
        if answer == "OK":
            self._devices[device["id"]] = device
        return answer

    def _bridge(self, number: int | str) -> str:
        """The name of a bridge that is there; its bus has the same name."""
        return next((name for name, device in self._devices.items() if device.get("index") == number), f"p{number}")

    def _do_later(self, command: str, event: str) -> str:
        """A command that QEMU answers first and carries out a little later."""
        answer = self._answer(command, {})
        if not self._qemu.monitor.await_event(event):
            raise Died(self._qemu.death())
        return answer

    def _negotiate(self, events: bool, form2: bool) -> str:
        """Let the guest run until it has negotiated, then stop it."""
        for line in negotiate.begin_lines(events, form2):
            self._line(line)
        self._answer("cont", {})
        for _ in range(QUESTIONS):
            if self._line(f"readl {negotiate.ASKED:#x}") == ZERO:
                break
            time.sleep(PAUSE)
        else:
            raise Crash(f"{self.name}: the guest does not negotiate")
        self._answer("stop", {})
        answer = self._line(f"readl {negotiate.ANSWERED:#x}")
        return "OK" if answer == ZERO else f"FAIL {answer}"

    def _line(self, line: str) -> str:
        """One qtest line beside those of a step."""
        self.send([line])
        return self.receive()[0]

    def _migrate(self) -> str:
        """Migrate to a second QEMU with all devices on its command line; bridges come before their functions."""
        more = [f for backend in self._backends.values() for f in ("-object", json.dumps(backend))]
        for device in sorted(self._devices.values(), key=lambda properties: "index" not in properties):
            more += ["-device", json.dumps(device)]
        with tempfile.TemporaryDirectory(prefix="pdr-walk-") as folder:
            uri = f"unix:{folder}/migration"
            target = Process([*self._command, *more, "-incoming", uri])
            try:
                answer = self._answer("migrate", {"uri": uri})
                self._await_migrated(target)
            except BaseException:
                target.close()
                raise
        self._qemu.close()
        self._qemu = target
        return answer

    def _await_migrated(self, target: Process) -> None:
        for process, command, busy in ((self._qemu, "query-migrate", ("setup", "active", "device")),
                                       (target, "query-status", ("inmigrate",))):
            for _ in range(QUESTIONS):
                answer = process.monitor.execute(command)
                if answer is None:
                    raise Crash(f"migration: {process.death()}")
                status = answer["return"].get("status", "setup")
                if status not in busy:
                    break
                time.sleep(PAUSE)
            if status in (*busy, "failed"):
                raise Crash(f"migration: {command} says {answer['return']}")


def as_digits(answer: str) -> str:
    """The answer to a read of memory as the model gives it."""
    word, _, text = answer.partition(" ")
    return f"{word} 0x{base64.b64decode(text).hex()}" if word == "OK" else answer


def device_properties(words: tuple[int | str, ...]) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """The arguments of QMP for `add WORDS`: the memory backend, if there is one, and the device."""
    kind, name, *rest = words
    number = [value for value in rest if isinstance(value, int)]
    backend = {"qom-type": "memory-backend-ram", "id": f"m-{name}-{'-'.join(map(str, number))}"}
    match kind:
        case "dimm":
            first, count = number
            return ({**backend, "size": count * LMB_BYTES},
                    {"driver": "pc-dimm", "id": name, "memdev": backend["id"], "addr": first * LMB_BYTES})
        case "core":
            return None, {"driver": "power9_v2.0-spapr-cpu-core", "id": name, "core-id": number[0]}
        case "phb":
            return None, {"driver": "spapr-pci-host-bridge", "id": name, "index": number[0]}
        case "pci":
            phb, slot, function = number
            return None, {"driver": "pci-testdev", "id": name, "bus": "pci.0",
                          "addr": f"{slot:x}.{function}", "multifunction": True}
        case "nvdimm":
            return ({**backend, "size": LMB_BYTES + LABEL_BYTES},
                    {"driver": "nvdimm", "id": name, "memdev": backend["id"], "slot": number[0],
                     "addr": NVDIMM_ADDRESS + number[0] * LMB_BYTES, "uuid": NVDIMM_UUID,
                     "label-size": LABEL_BYTES})
    raise ValueError(f"no device is called {kind}")


def find(wanted: str, cache: Path) -> tuple[str, str]:
    """Program and version of `7.2`, `10.0` or a path: this machine's QEMU, or the cache's."""
    for program in ("qemu-system-ppc64", str(cache / "qemu" / wanted / "run"), wanted):
        try:
            text = subprocess.run([program, "-version"], capture_output=True, text=True, check=True).stdout
        except (OSError, subprocess.CalledProcessError):
            continue
        found = re.search(r"QEMU emulator version (\d+\.\d+)", text)
        if found and wanted in (found[1], program):
            return program, found[1]
    where = "no program of QEMU" if "/" in wanted else f"neither on this machine nor in {cache}"
    raise NotFound(f"QEMU {wanted}: {where}")
