# SPDX-License-Identifier: GPL-2.0
"""The ring's own tools, on the stock kernel: a scenario that trusts them must be able to."""

import os
import re
import signal
import time
from typing import Any

from acts import endless_offline
from console import REPORT, bad_lines, finished_part
from guest import GIB, Guest
from kernels import DEBUG, STOCK
from link import LinkError
from scenario import scenario

MOVABLE = "memhp_default_state=online_movable"
VETO = "/sys/module/pdr_veto/parameters"
CPU = "/sys/devices/system/cpu/cpu1/online"
# Most are of the tests' own programs; the debug kernel is for the module.
TOOLS: dict[str, Any] = {
    "kernels": STOCK,
    "append": MOVABLE,
    "files": ("build/guest/pin:/bin/pin", "build/{kernel}/selftests/kmod/pdr_veto.ko:/pdr_veto.ko"),
    "prepare": ("insmod /pdr_veto.ko",),
}
# The DIMM these scenarios plug is the first memory after what the guest booted with.
BLOCK = 0x10000000
FIRST, SECOND = GIB, GIB + BLOCK


def plug(guest: Guest) -> None:
    before = guest.mem_total()
    guest.plug_dimm("d1", GIB)
    guest.poll(lambda: guest.mem_total() >= before + GIB, "the DIMM in MemTotal", timeout=20)


def unplug(guest: Guest) -> None:
    mark = guest.device_del("d1")
    guest.wait_deleted("d1", timeout=20, since=mark)
    guest.free_dimm("d1")


def state(address: int) -> str:
    return f"/sys/devices/system/memory/memory{address // BLOCK}/state"


@scenario("PID 1 runs commands at the same time and keeps their output and status apart", **TOOLS)
def commands(guest: Guest) -> None:
    handles = [guest.spawn(f"sleep 0.{n % 3}; echo out{n}; echo err{n} >&2; exit {n}") for n in range(20)]
    for number, handle in enumerate(handles):
        result = handle.wait()
        assert (result.status, result.output, result.errors) == (number, f"out{number}\n", f"err{number}\n")


@scenario("output of any size and any bytes arrives whole", **TOOLS)
def output(guest: Guest) -> None:
    size = 300_000
    result = guest.run(f"head -c {size} /dev/zero | tr '\\0' '\\325'; echo end")
    assert len(result.output) == size + len("end\n") and result.output.endswith("end\n")


@scenario("a signal reaches all processes of a command; a process left behind delays no other command", **TOOLS)
def signals(guest: Guest) -> None:
    group = guest.spawn("sleep 1000 | sleep 1000; echo not reached")
    guest.poll(lambda: guest.run("pidof sleep").output.count(" ") == 1, "both sleeps", timeout=10)
    group.kill(signal.SIGKILL)
    assert group.wait().status == 128 + signal.SIGKILL
    assert guest.run("pidof sleep").output == ""
    started = time.monotonic()
    assert guest.check("sleep 1000 & echo left") == "left"
    assert time.monotonic() - started < 30
    guest.check("killall sleep")


@scenario("PID 1 refuses frames that it does not know and goes on", **TOOLS)
def refusals(guest: Guest) -> None:
    guest.link.send(b"?", 60000, b"what")
    assert guest.check("echo still here") == "still here"
    full = [guest.spawn("sleep 1000") for _ in range(64)]
    try:
        guest.run("true")
    except LinkError as error:
        assert "too many" in str(error)
    else:
        raise AssertionError("a 65th command was run")
    for handle in full:
        handle.kill(signal.SIGKILL)
    for handle in full:
        handle.wait()
    assert guest.check("echo still here") == "still here"


@scenario("pdr_veto keeps the blocks it was told, in either direction, and no others", **TOOLS)
def veto(guest: Guest) -> None:
    plug(guest)
    guest.check(f"echo {SECOND:#x} >{VETO}/offline; echo {FIRST:#x} >{VETO}/online")
    assert not guest.run(f"echo offline >{state(SECOND)}").ok
    guest.check(f"echo offline >{state(FIRST)}")
    assert not guest.run(f"echo online_movable >{state(FIRST)}").ok
    assert guest.check(f"cat {state(FIRST)} {state(SECOND)} {VETO}/count").split() == ["offline", "online", "2"]
    guest.check(f"echo >{VETO}/offline; echo >{VETO}/online; echo online_movable >{state(FIRST)}")
    for wrong in ("zz", "0x1,zz", ",".join(map(str, range(17)))):
        assert not guest.run(f"echo {wrong} >{VETO}/offline").ok, wrong
    unplug(guest)


@scenario("pin holds a page of the range it was given, and the stock kernel then says nothing to the host", **TOOLS)
def pin(guest: Guest) -> None:
    plug(guest)
    holder = guest.spawn(f"pin {SECOND:#x} {SECOND + BLOCK:#x}")
    word, address = holder.wait_line(lambda line: line.startswith("pinned"), timeout=20).split()
    assert word == "pinned" and SECOND <= int(address, 16) < SECOND + BLOCK
    mark = guest.device_del("d1")
    assert guest.wait_answer("d1", timeout=3, since=mark) is None
    assert holder.running
    holder.kill()
    assert holder.wait().status == 0
    guest.wait_deleted("d1", timeout=20, since=mark)
    guest.free_dimm("d1")


REPORTED = """\
[    5.1] WARNING: CPU: 1 PID: 7 at mm/some.c:12 some_function+0x10/0x20
[    5.2] NIP [c000000000074360] some_function+0x10/0x20
"""
REPORT_ENDS = "[    5.3] ---[ end trace 0000000000000000 ]---\n"


@scenario("a bad line is told at once, even after a pardoned one; a report is told when it is at its end",
          append=MOVABLE)
def console(guest: Guest) -> None:
    # Each boot has lines that say WARNING and are pardoned.
    before = guest.console
    bug = "[    6.1] BUG: something\n"
    assert finished_part(before) == before
    assert bad_lines(finished_part(before + bug)) == bad_lines(bug)
    assert bad_lines(finished_part(before + REPORTED)) == []
    assert bad_lines(finished_part(before + REPORTED + REPORT_ENDS + bug)) == bad_lines(REPORTED) + bad_lines(bug)


@scenario("a task that a scenario leaves in an endless offline does not hold up the checkers of the debug kernel",
          **{**TOOLS, "kernels": (DEBUG,)}, fresh=True)
def left_behind(guest: Guest) -> None:
    plug(guest)
    guest.spawn(f"pin {FIRST:#x} {FIRST + BLOCK:#x}").wait_line(lambda line: line.startswith("pinned"), timeout=20)
    endless_offline(guest, FIRST // BLOCK)


def let_cpu_1_lag(guest: Guest) -> None:
    """Both CPUs of the guest share a processor of this machine, and CPU 1 has it while CPU 0 does not want it."""
    threads = [cpu["thread-id"] for cpu in guest.qmp.execute("query-cpus-fast")]
    processor = min(os.sched_getaffinity(0))
    for thread in threads:
        os.sched_setaffinity(thread, {processor})
    os.setpriority(os.PRIO_PROCESS, threads[1], 10)


@scenario("a debug kernel gives the pardoned reports when a CPU goes offline and comes back, also without any module",
          kernels=(DEBUG,), fresh=True)
def pardoned_report(guest: Guest) -> None:
    def reports() -> list[str]:
        return [report[0] for report in REPORT.finditer(guest.console)]

    def all_reported() -> bool:
        guest.check(f"taskset 2 true; echo 0 >{CPU}; echo 1 >{CPU}")
        heads = " ".join(report.splitlines()[0] for report in reports())
        return "switch_mm_irqs_off+" in heads and "start_secondary+" in heads

    let_cpu_1_lag(guest)
    guest.poll(all_reported, "the reports", timeout=60)
    assert not any(map(bad_lines, reports()))
    assert all(bad_lines(re.sub("idle_task_exit|start_secondary", "something_else", report)) for report in reports())
