# SPDX-License-Identifier: GPL-2.0
"""Measure pseries-dr against the stock kernel: same guest, in turn, medians.

In every round the module is loaded, measured, unloaded, and then the stock kernel is measured, or the other way round;
so every round proves, too, that unloading gives the stock entry points back. What counts is what the host sees: the
time from device_del to the answer. The guest's own account stands beside it.
"""

import argparse
import os
import signal
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "guest"))

import ftrace  # noqa: E402
from guest import BadConsole, CommandFailed, Guest, GuestError, REFUSALS, about  # noqa: E402
from initramfs import InitramfsError, TOP  # noqa: E402
from noise import Noise  # noqa: E402
from report import Report, STOCK, OURS, show, write_json  # noqa: E402

ANSWER_TIMEOUT = 60.0
SETTLE = 0.5
IDLE_LMBS = 32
REFUSED_LMBS = 16
DEVICE = "dimm1"
BLOCKS = "/sys/devices/system/memory"
VETO = "/sys/module/pdr_veto/parameters/offline"
# In the order of measurement.
SIDES = (OURS, STOCK)


@dataclass
class Bench:
    """One guest, and all measurements in it."""
    guest: Guest
    report: Report
    block: int = 0
    online: int = 0
    loaded: bool = field(default=False)

    def prepare(self) -> None:
        """Setup for both sides: the console gets only warnings, because each line costs time."""
        guest = self.guest
        guest.check("dmesg -n 5 && insmod /pdr_veto.ko")
        ftrace.prepare(guest)
        self.block = int(guest.check(f"cat {BLOCKS}/block_size_bytes"), 16)
        self.online = self.count_online()
        self.report.page_size = int(guest.check("grep -m1 KernelPageSize /proc/self/smaps").split()[1]) * 1024
        self.report.lmb_size = self.block
        self.report.release = guest.release
        self.report.qemu = version(guest)

    def round(self, number: int) -> None:
        """Each measurement once on each side; the sides take turns to begin a round."""
        for side in SIDES if number % 2 else SIDES[::-1]:
            self.load(side == OURS)
            self.measure(side)

    def measure(self, side: str) -> None:
        self.plug(IDLE_LMBS, side)
        self.unplug(side)
        self.plug(REFUSED_LMBS)
        self.refuse(side, "refuse", REFUSED_LMBS - 1)
        self.refuse(side, "refuse-middle", REFUSED_LMBS // 2 - 1)
        self.unplug()

    def load(self, ours: bool) -> None:
        if ours != self.loaded:
            self.guest.check("insmod /pseries_dr.ko" if ours else "rmmod pseries_dr")
            self.loaded = ours
            time.sleep(SETTLE)

    def plug(self, lmbs: int, side: str = "") -> None:
        """Add a DIMM. The host does not hear when that is done, so the guest alone times it."""
        ftrace.clear(self.guest)
        self.guest.plug_dimm(DEVICE, lmbs * self.block)
        self.wait_online(lmbs)
        if side:
            self.report.add("add", side, guest=ftrace.duration(ftrace.read(self.guest)))

    def unplug(self, side: str = "") -> None:
        ftrace.clear(self.guest)
        begin = time.monotonic()
        mark = self.guest.device_del(DEVICE)
        answer = self.guest.wait_deleted(DEVICE, ANSWER_TIMEOUT, mark)
        time.sleep(SETTLE)
        self.guest.free_dimm(DEVICE)
        if side:
            spans = ftrace.read(self.guest)
            self.report.add("remove", side, host=answer.when - begin, guest=ftrace.duration(spans),
                            offline=ftrace.total(spans, "offline"), remove=ftrace.total(spans, "remove"))

    def refuse(self, side: str, what: str, kept: int) -> None:
        """Have the guest refuse because of the LMB number KEPT; the guest's time ends when all is online again."""
        self.veto(hex(self.address() + kept * self.block))
        ftrace.clear(self.guest)
        begin = time.monotonic()
        mark = self.guest.device_del(DEVICE)
        answer = self.guest.wait_answer(DEVICE, ANSWER_TIMEOUT, mark)
        if answer is None or answer.name not in REFUSALS:
            raise GuestError(f"{side}: no refusal where one was expected: {answer}")
        self.wait_online(REFUSED_LMBS)
        self.veto("")
        spans = ftrace.read(self.guest)
        self.report.add(what, side, host=answer.when - begin, guest=ftrace.duration(spans),
                        offline=ftrace.total(spans, "offline"), online=ftrace.total(spans, "online"),
                        remove=ftrace.total(spans, "remove"), add=ftrace.total(spans, "add"))
        self.check_refusals(side, mark)

    def check_refusals(self, side: str, mark: int) -> None:
        """Check that a refused DIMM is still there, and that no other event came for it."""
        names = {event.name for event in self.guest.qmp.events[mark:] if about(DEVICE)(event)}
        if not names <= set(REFUSALS):
            raise GuestError(f"{side}: a refusal and then {', '.join(sorted(names))}")

    def wait_online(self, lmbs: int) -> None:
        """Wait a little longer, because the stock kernel ends some work after the last block."""
        self.guest.poll(lambda: self.count_online() == self.online + lmbs, "all blocks online", ANSWER_TIMEOUT)
        time.sleep(SETTLE)

    def count_online(self) -> int:
        return int(self.guest.check(f"cat {BLOCKS}/memory*/state | grep -c ^online"))

    def address(self) -> int:
        dimms = {dimm["data"]["id"]: dimm["data"] for dimm in self.guest.qemu("query-memory-devices")}
        return int(dimms[DEVICE]["addr"])

    def veto(self, address: str) -> None:
        self.guest.check(f"echo {address} >{VETO}")


def version(guest: Guest) -> str:
    number = guest.qemu("query-version")["qemu"]
    return f"{number['major']}.{number['minor']}.{number['micro']}"


def boot(kernel: str) -> Guest:
    """Room for the largest DIMM; the host backs its memory only when it is used."""
    built = TOP / "build" / kernel
    return Guest(kernel, mem="2G", slots=1, maxmem="10G", append="memhp_default_state=online_movable",
                 files=[f"{built}/kmod/pseries_dr.ko:/pseries_dr.ko",
                        f"{built}/selftests/kmod/pdr_veto.ko:/pdr_veto.ko"])


def go_first() -> bool:
    """Raise the priority if that is allowed: times are of little use when others get the processors."""
    try:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
    except PermissionError:
        return False
    return True


def run(kernel: str, rounds: int) -> Report:
    report = Report(IDLE_LMBS, REFUSED_LMBS, first_in_line=go_first())
    noise = Noise()
    progress(f"bench: kernel {kernel}: booting")
    with boot(kernel) as guest:
        bench = Bench(guest, report)
        bench.prepare()
        for number in range(rounds):
            bench.round(number)
            progress(f"bench: kernel {kernel}: {number + 1} of {rounds} rounds measured")
    report.noise = noise.share()
    return report


def progress(text: str) -> None:
    if sys.stdout.isatty():
        print(f"\r\033[K{text}", end="", flush=True)
    elif text:
        print(text, flush=True)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kernels", nargs="+", metavar="KERNEL", help="6.1 or 6.12")
    parser.add_argument("--rounds", type=int, default=7, metavar="N", help="measure each side N times (7)")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where KERNEL.json goes")
    return parser.parse_args()


def main() -> int:
    arguments = parse_arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    missed = False
    try:
        for kernel in arguments.kernels:
            report = run(kernel, arguments.rounds)
            write_json(report, arguments.out / f"{kernel}.json")
            progress("")
            show(report)
            missed = missed or not report.kept()
    except KeyboardInterrupt:
        print("\nbench: interrupted")
        return 130
    except (BadConsole, CommandFailed, GuestError, InitramfsError) as err:
        print(f"\nbench: {err}", file=sys.stderr)
        return 1
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
