# SPDX-License-Identifier: GPL-2.0
"""Boots a pseries guest with a stock kernel under QEMU and plays the host for it.

    with Guest("6.12", files=["build/6.12/kmod/pseries_dr.ko:/pseries_dr.ko"]) as guest:
        guest.check("insmod /pseries_dr.ko")
        guest.plug_dimm("d1", GIB)
        guest.device_del("d1")
        guest.wait_deleted("d1", timeout=10)

Leaving the block powers the guest off and reads its console; a bad line there is a BadConsole.
"""

import hashlib
import re
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Callable, Iterable, Iterator

from checkers import last_look
from console import Pardon, bad_lines, finished_part
from initramfs import TOP, cache, kernel_folder, parse_file, write_initramfs
from kernels import DEBUG, NEWER, slower
from link import Handle, Link, LinkError, Result
from moving import Plugged
from qmp import Event, Qmp, QmpClosed, QmpError
from saved import SavedStates, State, StateError

MIB = 1 << 20
GIB = 1 << 30

BOOT_TIMEOUT = 120.0
DISK_BOOT_TIMEOUT = 600.0
COMMAND_TIMEOUT = 60.0
POWER_OFF_TIMEOUT = 30.0
POLL_INTERVAL = 0.02
NOTE_MAX = 400
QEMU = "qemu-system-ppc64"
INIT = TOP / "build/guest/init"
# TCG has no mitigations to offer, and says so unless told not to try.
MACHINE = "pseries,cap-cfpc=broken,cap-sbbc=broken,cap-ibs=broken,cap-ccf-assist=off"
# QEMU's own minimal firmware boots in a third of SLOF's time and gives the same device tree where it concerns us. It
# assigns no addresses to PCI devices present at boot, so a scenario with such devices asks for "slof".
FIRMWARE = {"vof": ",x-vof=on", "slof": ""}
# Warnings show from the first moment, the rest of the boot does not; PID 1 then lets every pr_info() through.
# The kernel's tests of its own ciphers and certificates take a sixth of the boot, and nothing here needs them.
UNTESTED = ("cryptomgr.notests initcall_blacklist=crypto_kdf108_init,load_system_certificate_list,init_encrypted,"
            "jent_mod_init")
# QEMU keeps the code that it has translated by its address. A program that lies elsewhere each time is translated anew
# each time, which takes most of the time of a short command.
# IPv6 takes a tenth of the boot, and nothing here needs it.
APPEND = f"console=hvc0 loglevel=5 panic=-1 oops=panic norandmaps ipv6.disable=1 {UNTESTED}"
# Of QEMU's look at its CPUs: where each is, the interrupts that wait for it, and how far its queue of interrupts is.
CPU_FACTS = re.compile(r"^(?:CPU|NIP|MSR| ?TB|GPR12|  [0-9a-f]{8} [ML]SI [P-][Q-]   ).*", re.MULTILINE)
# Where a CPU's struct paca_struct is, and the part of it that says which interrupts the kernel has yet to replay: 6.12
# has irq_happened at 0x153.
PACA = re.compile(r"^GPR12 \w{16} c0(\w{14})", re.MULTILINE)
PACA_PART = "xp /32xb 0x{}+0x140"
# Seconds: a timer that is over in two looks so far from each other has not woken its CPU.
LOOKS_APART = 0.25
OVERLAY = "overlay"
REFUSALS = ("MEM_UNPLUG_ERROR", "DEVICE_UNPLUG_GUEST_ERROR")


class GuestError(Exception):
    """The guest did not boot, or died, or cannot be had."""


class CommandFailed(Exception):
    """check() of a command that did not exit with 0."""


class BadConsole(Exception):
    """The console has lines that fail a run."""


def about(device: str) -> Callable[[Event], bool]:
    """Does an event concern the device with this id? A refusal may name its path alone."""
    def concerns(event: Event) -> bool:
        return event.data.get("device") == device or event.data.get("path", "").endswith(f"/{device}")
    return concerns


def is_answer(event: Event) -> bool:
    return event.name == "DEVICE_DELETED" or event.name in REFUSALS


def qemu_program(version: str) -> str:
    """The command that starts the QEMU of a version that selftests/setup/qemu fetches, or the machine's own."""
    folder = cache() / "qemu" / version
    if version and not (folder / "stamp").exists():
        raise GuestError(f"no QEMU {version} in the cache: run selftests/setup/qemu {version}")
    return str(folder / "run") if version else QEMU


def disk_arguments(image: str, form: str) -> tuple[str, ...]:
    """QEMU's for a disk in the guest, as PowerVM has them; what the guest writes is kept in the image."""
    return ("-device", "spapr-vscsi,id=scsi", "-device", "scsi-hd,bus=scsi.0,drive=root",
            "-drive", f"if=none,id=root,format={form},file={image}")


def create_overlay(disk: Path, image: Path) -> None:
    """An image for what a guest writes to a disk that others have, too; it moves with the guest to another QEMU."""
    if not disk.exists():
        raise GuestError(f"there is no disk {disk}: run selftests/setup/{disk.parent.name}")
    subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw", "-b", disk, image], check=True)


def listen(path: Path) -> socket.socket:
    """We listen and QEMU connects, so no byte is sent before we can read it."""
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.listen(1)
    listener.settimeout(0.5)
    return listener


class Guest:
    """One QEMU process and the guest in it."""

    def __init__(self, kernel: str, *, cpu: str = "power9", mem: str = "1G", smp: str = "2,maxcpus=4",
                 slots: int = 8, maxmem: str = "8G", machine: str = "", firmware: str = "vof", append: str = "",
                 files: Iterable[str] = (), modules: Iterable[str] = (), qemu_args: Iterable[str] = (),
                 pardons: Iterable[Pardon] = (), vmlinux: Path | None = None, qemu: str = "",
                 prepare: Iterable[str] = (), saved: SavedStates | None = None, leaks: str = "",
                 disk: Path | None = None) -> None:
        """KERNEL is one of kernels.KERNELS; FILES are "SRC:/DEST"; MODULES are the stock kernel's, for modprobe.

        QEMU is the version of one in the cache, or "" for the machine's own. PREPARE are commands that the guest runs
        once it is up. It starts from one of the SAVED states if there is one of such a guest. LEAKS says why the
        kernel without the module leaks memory in this guest. DISK is what it boots from after its initramfs.
        """
        self.kernel = kernel
        self.transcript: list[str] = []
        self.boot_seconds = 0.0
        self.release = (kernel_folder(kernel) / "release").read_text().strip()
        self._pardons = tuple(pardons)
        self._started = time.monotonic()
        self._scanned = 0
        self._last_console = ""
        self._last_look = ""
        self._bad_end = ""
        self._ended = False
        self._folder: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._link: Link | None = None
        self._qmp: Qmp | None = None
        self._initramfs = (INIT, kernel, [parse_file(text) for text in files], tuple(modules))
        # Run in a folder of its own, so that names of files are relative.
        self._command = [
            # The guest must not outlive its test, however that ends.
            "setpriv", "--pdeathsig", "KILL", qemu_program(qemu),
            "-nodefaults", "-no-user-config", "-vga", "none", "-display", "none", "-no-reboot",
            "-machine", MACHINE + FIRMWARE[firmware] + (f",{machine}" if machine else ""),
            "-accel", "tcg,thread=multi", "-cpu", cpu, "-smp", smp, "-m", f"{mem},slots={slots},maxmem={maxmem}",
            "-kernel", str(vmlinux or kernel_folder(kernel) / "vmlinux"),
            "-initrd", "initrd", "-append", f"{APPEND} {append}".strip(),
            "-chardev", "file,id=console,path=console,append=on",
            "-device", "spapr-vty,chardev=console",
            "-chardev", "socket,id=control,path=control",
            "-device", "spapr-vty,chardev=control",
            "-chardev", "socket,id=monitor,path=monitor", "-mon", "chardev=monitor,mode=control",
            *qemu_args, *(disk_arguments(OVERLAY, "qcow2") if disk else ())]
        self.disk = disk
        self._boot_timeout = DISK_BOOT_TIMEOUT if disk else BOOT_TIMEOUT
        self._plugged = Plugged()
        self._leaks = leaks
        self._prepare = tuple(prepare)
        # A CPU that QEMU 10.0 restored takes no interrupts, and a disk is not saved. QEMU 7.2 does not restore a CPU's
        # timer, which the newer kernels do not set again where they poll. Such guests boot.
        self._saved = None if qemu or disk or kernel in NEWER else saved
        # The names of the states in which the guest is when it has booted, and after each command that prepares it.
        # Guests whose machines are equal, and that were prepared alike, are in the same state.
        self.stages = tuple(hashlib.sha256(repr((self._command, self._initramfs, self._prepare[:count])).encode())
                            .hexdigest() for count in range(len(self._prepare) + 1))

    # -- life --------------------------------------------------------------------------------------------------

    def __enter__(self) -> "Guest":
        if not self._process:
            try:
                self.boot()
            except BaseException:
                self._end()
                raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        bad = self.close()
        if bad and error is None:
            raise BadConsole("\n".join(bad))

    def boot(self) -> None:
        """Start QEMU, from a saved state if there is one, wait until PID 1 takes commands, and prepare the guest."""
        stage, state = self._latest_state()
        reason = ""
        try:
            self._start_qemu(state)
            if state:
                state.restore(self.qmp)
                self.link.hail()
            up = self.link.wait_hello(self._boot_timeout)
        except (LinkError, QmpClosed, StateError) as err:
            up, reason = False, f": {err}"
        if not up:
            raise GuestError(f"PID 1 did not come up{reason}; the console ends with\n"
                             f"{self.console_tail()}{self._qemu_log()}")
        self.boot_seconds = time.monotonic() - self._started
        self.note(f"kernel {self.release} up after {self.boot_seconds:.1f} s{', from a saved state' if state else ''}")
        if not state:
            self._save_state(self.stages[0])
        for command, name in zip(self._prepare[stage:], self.stages[stage + 1:]):
            self.check(command)
            self._save_state(name)

    @contextmanager
    def reboot(self) -> Iterator[None]:
        """The guest reboots in the block, by itself; after it, its programs have ended and nothing is prepared."""
        boots = self.link.boots + 1
        self.qemu("set-action", reboot="reset")
        yield
        if not self.link.wait_hello(self._boot_timeout, boots):
            raise GuestError(f"PID 1 did not come up again; the console ends with\n{self.console_tail()}")
        self.qemu("set-action", reboot="shutdown")

    def migrate(self) -> None:
        """Move the guest to another QEMU, with all that the host has plugged; the guest is not told."""
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            state = State(Path(folder))
            state.write(self.qmp)
            self.link.expect_move()
            self._kill_qemu()
            self.qmp.close()
            self._launch([*self._command, *self._plugged.arguments(self.qmp.events), "-incoming", "defer"])
            state.restore(self.qmp)
        boots = self.link.boots + 1
        self.link.hail()
        if not self.link.wait_hello(BOOT_TIMEOUT, boots):
            raise GuestError(f"the guest does not go on where it moved to{self._qemu_log()}")
        self.note("migrated")

    def close(self) -> list[str]:
        """Power off and end QEMU; returns the reasons to fail a run: the console's bad lines, a bad end of QEMU."""
        if self._process and not self._ended:
            if self.kernel == DEBUG and self._link:
                self._last_look = last_look(self._link, leaks=not self._leaks)
            self._power_off()
        self._end()
        return bad_lines(self.console, self._pardons) + ([self._bad_end] if self._bad_end else [])

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    # -- the guest's console -----------------------------------------------------------------------------------

    @property
    def console(self) -> str:
        """All the console said so far."""
        return self._last_console if self._ended else self._file("console").replace("\r", "")

    def console_tail(self, lines: int = 40) -> str:
        return "\n".join(self.console.splitlines()[-lines:])

    def new_bad_lines(self) -> list[str]:
        """The bad lines that came since this was last asked; a report that is not at its end is for the next time."""
        text = finished_part(self.console[self._scanned:])
        self._scanned += len(text)
        return bad_lines(text, self._pardons)

    def note(self, text: str) -> None:
        """A line for the transcript a failed run shows."""
        if len(text) > NOTE_MAX:
            text = f"{text[:NOTE_MAX]}... ({len(text)} characters)"
        self.transcript.append(f"{time.monotonic() - self._started:8.3f} {text}")

    def note_cpus(self) -> None:
        """What QEMU knows of the CPUs: one of a guest that gets nowhere may wait for an interrupt that never comes."""
        try:
            for look in ("info registers -a", "info pic", "info registers -a"):
                shown = self._monitor(look)
                for line in CPU_FACTS.findall(shown):
                    self.note(line)
                for address in PACA.findall(shown):
                    self.note(self._monitor(PACA_PART.format(address)))
                time.sleep(LOOKS_APART)
        except (GuestError, OSError, QmpClosed, QmpError) as error:
            self.note(f"QEMU says nothing of its CPUs: {error}")

    # -- commands in the guest -----------------------------------------------------------------------------------

    def spawn(self, command: str) -> Handle:
        """Start a shell command and do not wait for it."""
        return self.link.start(command)

    def run(self, command: str, timeout: float = COMMAND_TIMEOUT) -> Result:
        """Run a shell command to its end."""
        return self.spawn(command).wait(timeout)

    def check(self, command: str, timeout: float = COMMAND_TIMEOUT) -> str:
        """Run a shell command that must succeed; returns its stdout without the last newline."""
        result = self.run(command, timeout)
        if not result.ok:
            raise CommandFailed(f"{command}: exit status {result.status}\n{result.output}{result.errors}".rstrip())
        return result.output.rstrip("\n")

    def poll(self, ready: Callable[[], bool], what: str, timeout: float) -> None:
        """Ask until READY; for changes that the guest does not announce. Answers take a third of its time at most."""
        deadline = time.monotonic() + timeout * slower(self.kernel)
        asked = time.monotonic()
        while not ready():
            now = time.monotonic()
            if now > deadline:
                raise GuestError(f"{what}: not after {timeout:g} s")
            time.sleep(max(POLL_INTERVAL, 2 * (now - asked)))
            asked = time.monotonic()

    def mem_total(self) -> int:
        """MemTotal in bytes."""
        return int(self.check("grep MemTotal: /proc/meminfo").split()[1]) * 1024

    # -- the host's side -----------------------------------------------------------------------------------------

    def qemu(self, command: str, /, **arguments: Any) -> Any:
        """A QMP command; _ in a key stands for QMP's -."""
        keys = {key.replace("_", "-"): value for key, value in arguments.items()}
        self.note(f"qmp {command} {keys or ''}")
        before = self.qmp.mark()
        answer = self.qmp.execute(command, keys)
        self._plugged.note(command, keys, before)
        return answer

    def plug_dimm(self, device: str, size: int = GIB, **more: Any) -> None:
        self.qemu("object-add", qom_type="memory-backend-ram", id=f"mem-{device}", size=size)
        self.qemu("device_add", driver="pc-dimm", id=device, memdev=f"mem-{device}", **more)

    def free_dimm(self, device: str) -> None:
        """Give back the backend of a DIMM that was deleted, so that its id may be used again."""
        self.qemu("object-del", id=f"mem-{device}")

    def plug_core(self, device: str, core_id: int) -> None:
        types = {cpu["type"] for cpu in self.qmp.execute("query-hotpluggable-cpus")}
        self.qemu("device_add", driver=types.pop(), id=device, core_id=core_id)

    def device_del(self, device: str) -> int:
        """Ask the guest to give a device back; returns the mark from which its answer is looked for.

        QEMU tells each refusal in two events, of which the second may be on its way: the mark is behind it.
        """
        self.qmp.execute("query-status")
        mark = self.qmp.mark()
        self.qemu("device_del", id=device)
        return mark

    def wait_event(self, predicate: Callable[[Event], bool], timeout: float, since: int = 0) -> Event | None:
        event = self.qmp.wait_event(predicate, timeout, since)
        self.note(f"event {event.name} {event.data}" if event else f"no such event in {timeout:g} s")
        return event

    def wait_answer(self, device: str, timeout: float, since: int = 0) -> Event | None:
        """How the guest answered a device_del: DEVICE_DELETED or one of REFUSALS; None when it said nothing."""
        concerns = about(device)
        return self.wait_event(lambda event: is_answer(event) and concerns(event), timeout, since)

    def answers(self, device: str, since: int) -> list[Event]:
        """The guest's answers to a device_del until now: QEMU sends its events before the reply to a later command."""
        self.qmp.execute("query-status")
        return [event for event in self.qmp.events[since:] if is_answer(event) and about(device)(event)]

    def wait_deleted(self, device: str, timeout: float, since: int = 0) -> Event:
        """DEVICE_DELETED, or an error that names the event that came instead."""
        event = self.wait_answer(device, timeout, since)
        if event is None:
            raise GuestError(f"{device}: the host was told nothing in {timeout:g} s")
        if event.name != "DEVICE_DELETED":
            raise GuestError(f"{device}: the guest refused: {event.name} {event.data}")
        return event

    # -- inside ---------------------------------------------------------------------------------------------------

    def _monitor(self, command: str) -> str:
        """What QEMU's monitor for people says."""
        said: str = self.qmp.execute("human-monitor-command", {"command-line": command})
        return said.replace("\r", "")

    @property
    def link(self) -> Link:
        if self._link is None:
            raise GuestError("not booted")
        return self._link

    @property
    def qmp(self) -> Qmp:
        if self._qmp is None:
            raise GuestError("not booted")
        return self._qmp

    def _start_qemu(self, state: State | None) -> None:
        command = self._command
        self._folder = folder = Path(tempfile.mkdtemp(prefix="pdr-guest-"))
        if state:
            (folder / "initrd").symlink_to(state.initramfs)
            shutil.copyfile(state.console, folder / "console")
            command = [*command, "-incoming", "defer"]
        else:
            write_initramfs(folder / "initrd", *self._initramfs)
        if self.disk:
            create_overlay(self.disk, folder / OVERLAY)
        self._launch(command)

    def _launch(self, command: list[str]) -> None:
        """Start a QEMU, and connect to it; it may be the next one of the same guest."""
        assert self._folder
        with listen(self._folder / "control") as control, listen(self._folder / "monitor") as monitor:
            with (self._folder / "qemu.log").open("ab") as log:
                self._process = subprocess.Popen(command, cwd=self._folder, stdin=subprocess.DEVNULL,
                                                 stdout=log, stderr=log)
            connection = self._accept(control)
            if self._link:
                self._link.move_to(connection)
            else:
                self._link = Link(connection, self.note, slower(self.kernel))
            before = self._qmp.events if self._qmp else ()
            self._qmp = Qmp(self._accept(monitor), slower(self.kernel), before)

    def _latest_state(self) -> tuple[int, State | None]:
        """The latest stage of which there is a saved state, and that state."""
        for stage in reversed(range(len(self.stages))):
            state = self._saved.find(self.stages[stage]) if self._saved else None
            if state:
                return stage, state
        return 0, None

    def _save_state(self, name: str) -> None:
        """Save the state for others, if there will be others."""
        state = self._saved.claim(name) if self._saved else None
        if not state or not self._folder:
            return
        for file, place in (("initrd", state.initramfs), ("console", state.console)):
            shutil.copyfile(self._folder / file, place)
        state.save(self.qmp)

    def _accept(self, listener: socket.socket) -> socket.socket:
        deadline = time.monotonic() + BOOT_TIMEOUT
        while self.alive and time.monotonic() < deadline:
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            connection.settimeout(None)
            return connection
        raise GuestError(f"QEMU did not start{self._qemu_log()}")

    def _qemu_log(self) -> str:
        text = self._file("qemu.log").strip()
        return f"\nQEMU: {text}" if text else ""

    def _file(self, name: str) -> str:
        """A file QEMU writes to; empty before it does."""
        path = self._folder / name if self._folder else None
        return path.read_text(errors="replace") if path and path.exists() else ""

    def _power_off(self) -> None:
        """Ask PID 1 to power off; the status of a QEMU that is dead or dying already is read."""
        assert self._process
        try:
            self.link.power_off()
        except (GuestError, LinkError):
            pass
        try:
            status = self._process.wait(POWER_OFF_TIMEOUT)
        except subprocess.TimeoutExpired:
            self._bad_end = f"did not power off in {POWER_OFF_TIMEOUT:g} s"
        else:
            self._bad_end = f"QEMU ended with status {status}{self._qemu_log()}" if status else ""
        if self._bad_end:
            self.note(self._bad_end)

    def _kill_qemu(self) -> None:
        if self._process and self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def _end(self) -> None:
        """End the process if it has not ended, and keep nothing but the console's text."""
        if self._ended:
            return
        self._kill_qemu()
        for end in (self._link, self._qmp):
            if end:
                end.close()
        self._last_console = self.console + self._last_look
        self._ended = True
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
