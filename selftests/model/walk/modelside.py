# SPDX-License-Identifier: GPL-2.0
"""The model's side of a walk: the program build/model/serve."""

import socket
import subprocess
from pathlib import Path

from side import Crash, Lines
from steps import Step

HOST_WORDS = {"add": "device_add", "del": "device_del", "reset": "system_reset", "powerdown": "system_powerdown",
              "migrate": "migrate", "cas": "cas"}


class Fake:
    """The model as a process, perhaps wrong on purpose in one rule; it answers at once."""

    def __init__(self, program: Path, version: str, wrong: str = "") -> None:
        self.name = f"model {version}"
        self.late = False
        self.core_removed = False
        ours, theirs = socket.socketpair()
        with theirs:
            rule = ["--wrong", wrong] if wrong else []
            self._process = subprocess.Popen([program, "--qemu", version, *rule], stdin=theirs, stdout=theirs)
        self._lines = Lines(ours)
        self._waiting = 0

    def send(self, lines: list[str]) -> None:
        self._lines.send("\n".join(lines) + "\n")
        self._waiting = len(lines)

    def receive(self) -> list[str]:
        answers: list[str] = []
        while len(answers) < self._waiting:
            answers.append(self._answer())
            if answers[-1].startswith("ABORT"):
                break
        return answers

    def host(self, step: Step) -> str:
        self.send([" ".join([HOST_WORDS[step.verb], *(str(arg) for arg in step.args)])])
        return self._answer()

    def events(self, timeout: float = 0) -> list[str]:
        self.send(["events"])
        return self._answer().split()[1:]

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._lines.close()

    def _answer(self) -> str:
        line = self._lines.receive()
        if line is None:
            raise Crash(f"the model ended with status {self._process.wait()}")
        return line
