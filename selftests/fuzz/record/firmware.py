# SPDX-License-Identifier: GPL-2.0
"""QEMU without a guest: its RTAS calls, made over -qtest while QMP plugs devices.

    with Platform() as platform:
        platform.qmp.execute("device_add", {...})
        event = platform.event()
        answers = platform.configure(index)
"""

import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import BinaryIO

from guest import MACHINE, QEMU, listen
from papr import AREA_SIZE, be32, cut_to_length, read32
from qmp import Qmp

# Where RTAS finds its cells, its answers, and what it writes into.
ARGS, RETS, BUFFER = 0x100000, 0x100100, 0x200000
LOG_MAX = 2048
ISOLATION, ALLOCATION = 9001, 9003
# Before a guest has negotiated anything, hot-plug events are of this class.
EPOW = 0x40000000

# An answer of ibm,configure-connector: its status and the work area.
Answer = tuple[int, bytes]


class Platform:
    """One QEMU whose CPUs never run."""

    def __init__(self) -> None:
        self._folder = folder = Path(tempfile.mkdtemp(prefix="pdr-qtest-"))
        with listen(folder / "qtest") as qtest, listen(folder / "monitor") as monitor:
            qtest.settimeout(60)
            monitor.settimeout(60)
            self._process = subprocess.Popen([
                "setpriv", "--pdeathsig", "KILL", QEMU, "-nodefaults", "-display", "none", "-vga", "none", "-S",
                "-machine", f"{MACHINE},nvdimm=on", "-cpu", "power9_v2.0", "-accel", "tcg",
                "-m", "1G,slots=8,maxmem=8G", "-smp", "1,maxcpus=4",
                "-qtest", "unix:qtest", "-qtest-log", "none",
                "-chardev", "socket,path=monitor,id=m", "-mon", "chardev=m,mode=control"], cwd=folder)
            self._lines = self._accept(qtest)
            self.qmp = Qmp(monitor.accept()[0])

    def __enter__(self) -> "Platform":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._lines.close()
        self.qmp.close()
        shutil.rmtree(self._folder)

    def event(self) -> bytes | None:
        """The next event of the platform, as a guest gets it; None when there is no more."""
        if self._call("check-exception", 0x500, 0, EPOW, 0, BUFFER, LOG_MAX):
            return None
        return cut_to_length(self._read(BUFFER, LOG_MAX))

    def acquire(self, index: int, logical: bool = True) -> list[Answer]:
        """Take a connector over; what was answered for its configuration."""
        if logical:
            self._set(ALLOCATION, index)
        self._set(ISOLATION, index)
        return self._configure(index)

    def _set(self, indicator: int, index: int) -> None:
        status = self._call("set-indicator", indicator, index, 1)
        assert status == 0, f"set-indicator {indicator} of {index:#x}: {status}"

    def _configure(self, index: int) -> list[Answer]:
        answers = []
        self._write(BUFFER, be32(index) + bytes(AREA_SIZE - 4))
        while True:
            status = self._call("ibm,configure-connector", BUFFER, 0)
            assert status >= 0, f"ibm,configure-connector of {index:#x}: {status}"
            answers.append((status, self._read(BUFFER, AREA_SIZE)))
            if not status:
                return answers

    def _call(self, name: str, *cells: int) -> int:
        """An RTAS call with one answer; its status."""
        self._write(ARGS, be32(*cells))
        self._say(f"rtas {name} {len(cells)} {ARGS:#x} 1 {RETS:#x}")
        status = read32(self._read(RETS, 4))
        return status - (1 << 32) if status >> 31 else status

    def _write(self, address: int, data: bytes) -> None:
        self._say(f"write {address:#x} {len(data)} 0x{data.hex()}")

    def _read(self, address: int, size: int) -> bytes:
        return bytes.fromhex(self._say(f"read {address:#x} {size}")[2:])

    def _say(self, command: str) -> str:
        self._lines.write(command.encode() + b"\n")
        self._lines.flush()
        word, _, rest = self._lines.readline().decode().strip().partition(" ")
        assert word == "OK", f"{command[:60]}: {word} {rest}"
        return rest

    @staticmethod
    def _accept(listener: socket.socket) -> BinaryIO:
        connection, _ = listener.accept()
        connection.settimeout(60)
        return connection.makefile("rwb")  # type: ignore[return-value]
