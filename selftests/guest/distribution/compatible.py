# SPDX-License-Identifier: GPL-2.0
"""Debian's drmgr and lsslot beside ours in one guest: each row of the tables in the manual pages, by both programs.

A row says that a behaviour is the same, mended, handed on to the other program, or not there. Its check shows what the
other program does, and what ours does.
"""

import re
import shlex
from contextlib import contextmanager
from typing import Any, Callable, Iterator

from acts import D1, SOON, WITH_MODULE, at_rest, jobs_since, newest_event, online_cpus, parameter, pinned, plug, plugged
from acts import unchanged, veto, wait_job, wait_step, without_module
from guest import Guest
from initramfs import TOP
from kernels import STOCK
from link import Handle, Result
from pciacts import NET, function_index, left_as_found
from pciacts import plug as plug_device
from pciacts import unplug as unplug_device
from scenario import Function, fail, scenario

THEIRS = {"drmgr": "/usr/sbin/drmgr", "lsslot": "/usr/sbin/lsslot"}
OURS = {"drmgr": "/pdr-drmgr", "lsslot": "/pdr-lsslot"}
LOCK, LOG, HOOKS = "/var/lock/dr_config_lock", "/var/log/drmgr", "/etc/drmgr.d"
# Each of them loads modules and asks the firmware, in a slow guest.
LONG = 180.0
SLOT = 3
FUNCTION = function_index(SLOT)
NAME = f"C{FUNCTION & 0xfffffff}"
NOWHERE = "0x7ffffffe"
NEEDS: dict[str, Any] = {
    **WITH_MODULE, "kernels": STOCK, "variants": ("debian",), "timeout": 600.0, "smp": "2,maxcpus=32",
    "files": (*WITH_MODULE["files"], *(f"build/guest/{name}:{path}" for name, path in OURS.items())),
}
# A line of a table: the behaviour, its state, a remark.
ROW = re.compile(r'\.It (?:"([^"]+)"|(\S+)) Ta (same|mended|handed on|not there) Ta .*')
# (program, behaviour): its state, and the check.
CHECKS: dict[tuple[str, str], tuple[str, Function]] = {}


def row(program: str, behaviour: str, state: str) -> Callable[[Function], Function]:
    """A check of a row of the program's table."""
    def keep(check: Function) -> Function:
        CHECKS[program, behaviour] = state, check
        return scenario(f"{program}: {behaviour}: {state}", **NEEDS)(check)
    return keep


def table(program: str) -> dict[tuple[str, str], str]:
    """The rows of the manual page: states by behaviours."""
    page = (TOP / f"agent/man/pdr-{program}.8").read_text("utf-8")
    text = page.partition("\n.Sh COMPATIBILITY\n")[2].partition("\n.Sh ")[0]
    lines = [line for line in text.splitlines() if line.startswith(".It ") and not line.startswith(".It Sy ")]
    found = [ROW.fullmatch(line) for line in lines]
    assert lines and all(found), f"{program}: {lines}"
    return {(program, match[1] or match[2]): match[3] for match in found if match}


@scenario("each row of the tables of compatibility has a check here, and each check a row", **NEEDS)
def rows(_: Guest) -> None:
    stated = {**table("drmgr"), **table("lsslot")}
    checked = {behaviour: state for behaviour, (state, _) in CHECKS.items()}
    if stated != checked:
        fail(f"not in both: {sorted(set(stated.items()) ^ set(checked.items()))}")


# -- the two programs ------------------------------------------------------------------------------------------------

def theirs(guest: Guest, line: str, program: str = "drmgr") -> Result:
    return guest.run(f"{THEIRS[program]} {line}", LONG)


def ours(guest: Guest, line: str, program: str = "drmgr") -> Result:
    return guest.run(f"{OURS[program]} {line}", LONG)


BOTH = (theirs, ours)


def ends(result: Result, status: int, output: str | None = None, words: str = "") -> None:
    assert result.status == status and words in result.errors, f"{status} {words!r} were expected: {result}"
    assert output is None or result.output == output, f"{output!r} was expected: {result}"


def alike(guest: Guest, *lines: str) -> None:
    """Both end with one status, and print the same."""
    for line in lines:
        found = [(run(guest, line).status, run(guest, line).output) for run in BOTH]
        assert found[0] == found[1], f"{line}: {found}"


def refuses(guest: Guest, *lines: str) -> None:
    """Ours touches nothing."""
    since, before = newest_event(guest), online_cpus(guest)
    for line in lines:
        ends(ours(guest, line), 255, "", "Nothing was touched")
    assert not jobs_since(guest, since) and online_cpus(guest) == before


def takes_core(guest: Guest, *lines: str) -> None:
    """Theirs removes a core at each line, which comes back."""
    before = online_cpus(guest)
    for line in lines:
        ends(theirs(guest, line), 0)
        assert online_cpus(guest) != before, line
        ends(theirs(guest, "-c cpu -a -q 1"), 0)
        assert online_cpus(guest) == before


def requests(guest: Guest, run: Callable[[Guest, str], Result], line: str) -> list[str]:
    """The requests that a line makes to the module."""
    since = newest_event(guest)
    run(guest, line)
    at_rest(guest)
    return [job["request"] for job in jobs_since(guest, since)]


@contextmanager
def wanted(guest: Guest) -> Iterator[None]:
    """In the block the platform takes the memory of D1 whenever the guest gives it, and has it all at the end."""
    with parameter(guest, "refuse_by", "off"):
        plug(guest, D1)
        with veto(guest, D1.address(3)):
            since = newest_event(guest)
            mark = guest.device_del(D1.device)
            assert wait_job(guest, since)["state"] == "failed"
        yield
        guest.run("pdrctl remove mem --count 4")
        for place in range(D1.lmbs):
            guest.run(f"pdrctl remove mem --index {D1.index(place):#x}")
        guest.wait_deleted(D1.device, SOON, since=mark)
        guest.free_dimm(D1.device)
        at_rest(guest)


@contextmanager
def function_there(guest: Guest) -> Iterator[None]:
    with left_as_found(guest):
        plug_device(guest, "net0", **NET, bus="pci.0", addr=str(SLOT))
        yield
        unplug_device(guest, "net0")


@contextmanager
def locked(guest: Guest) -> Iterator[Handle]:
    """Another program has the lock in the block."""
    code = (f'use Fcntl; $| = 1; $lock = pack("ssx4qqlx4", F_WRLCK, 0, 0, 0, 0); open(F, "+>>", "{LOCK}") or die;'
            ' fcntl(F, F_SETLK, $lock) or die; print "held\\n"; sleep')
    holder = guest.spawn(f"exec perl -e {shlex.quote(code)}")
    holder.wait_line(lambda line: line == "held", SOON)
    yield holder
    holder.kill()
    holder.wait(SOON)


@contextmanager
def diverted(guest: Guest, program: str = "drmgr") -> Iterator[None]:
    """Theirs is where dpkg-divert puts it in the block."""
    guest.check(f"ln -s {THEIRS[program]} {THEIRS[program]}.distrib")
    yield
    guest.check(f"rm {THEIRS[program]}.distrib")


# -- the same ----------------------------------------------------------------------------------------------------------

@row("drmgr", "cpu, mem, pci, slot, phb: -a -r", "same")
def actions(guest: Guest) -> None:
    with function_there(guest), plugged(guest, D1):
        for run in BOTH:
            for action in "-r", "-a":
                ends(run(guest, f"-c cpu {action} -s 'CPU 1'"), 0, "CPU 1\n")
                ends(run(guest, f"-c pci {action} -s {FUNCTION:#x} -n -V"), 0)
                with unchanged(guest):
                    ends(run(guest, f"-c mem {action} -s {D1.index():#x}"), 255, "DR_TOTAL_RESOURCES=0\n")
            for kind in "slot", "phb":
                ends(run(guest, f"-c {kind} -r -s nowhere"), 3)


@row("drmgr", "slot, phb: -Q; status 3 4 5 6", "same")
def queries(guest: Guest) -> None:
    for run in BOTH:
        for line, status in (("-c phb -Q -s 'PHB 0'", 6), ("-c phb -a -s 'PHB 0'", 5), ("-c phb -Q -s nowhere", 3),
                             ("-c slot -Q -s nowhere", 3)):
            ends(run(guest, line), status)


@row("drmgr", "DR_TOTAL_RESOURCES, CPU names", "same")
def outputs(guest: Guest) -> None:
    for run in BOTH:
        ends(run(guest, "-c mem -r -q 1 -d 0"), run(guest, "-c mem -r -q 1").status, "DR_TOTAL_RESOURCES=0\n")
        ends(run(guest, "-c cpu -r -q 1"), 0, "CPU 1\n")
        ends(run(guest, "-c cpu -a -q 1"), 0, "CPU 1\n")


@row("drmgr", "-C: keys and order", "same")
def capabilities(guest: Guest) -> None:
    with diverted(guest):
        found = [run(guest, "-C") for run in BOTH]
    assert found[0].output == found[1].output and found[0].ok and found[1].ok, found
    with locked(guest):
        ends(theirs(guest, "-C"), 255)
        ends(ours(guest, "-C"), 0)


@row("drmgr", "-h, no option: status 0", "same")
def helps(guest: Guest) -> None:
    for run in BOTH:
        for line in "-h", "", "--help", "-c mem -h":
            ends(run(guest, line), 0, "", "Usage: drmgr")


@row("drmgr", "lines of rtas_errd", "same")
def daemon_lines(guest: Guest) -> None:
    with function_there(guest):
        for run in BOTH:
            for action in "-r", "-a":
                ends(run(guest, f"-c pci {action} -s {FUNCTION:#x} -n -d4 -V"), 0)
                ends(run(guest, f"-c cpu {action} -q 1"), 0)


@row("drmgr", "lock, log, syslog", "same")
def traces_left(guest: Guest) -> None:
    for program, run in zip((THEIRS, OURS), BOTH):
        before = int(guest.check(f"cat {LOG}* 2>/dev/null | wc -l"))
        guest.check("journalctl --rotate --vacuum-time=1s", LONG)
        run(guest, f"-c mem -r -s {NOWHERE}")
        said = guest.check(f"tail -n +{before + 1} {LOG}")
        assert "########## " in said and f"-c mem -r -s {NOWHERE}" in said, (program, said)
        guest.poll(lambda: f"drmgr: -c mem -r -s {NOWHERE}" in guest.check("journalctl --no-pager -q", LONG),
                   "the command line in syslog", LONG)


@row("drmgr", "pci -q N", "same")
def counted(guest: Guest) -> None:
    for run in BOTH:
        ends(run(guest, "-c pci -a -q 1 -n -d4 -V"), 255, "")


# -- mended ------------------------------------------------------------------------------------------------------------

@row("drmgr", "unknown options, operands", "mended")
def operands(guest: Guest) -> None:
    lines = "abc -c cpu def -r deadbeef", "-c cpu -r 2", "-c cpu -r -Z"
    takes_core(guest, *lines)
    refuses(guest, *lines)


@row("drmgr", "-a with -r, options given twice", "mended")
def contradictions(guest: Guest) -> None:
    lines = "-c cpu -a -r", "-c cpu -r -q 4 -q 1"
    takes_core(guest, *lines)
    refuses(guest, *lines)


@row("drmgr", "-s junk, -q junk, -w -1", "mended")
def junk(guest: Guest) -> None:
    takes_core(guest, "-c cpu -r -q foo", "-c cpu -r -q 0x1")
    refuses(guest, "-c cpu -r -q foo", "-c cpu -r -q 0x1", "-c mem -r -s 0xzz", f"-c mem -r -s {NOWHERE}junk",
            "-c cpu -r -w -1")
    with plugged(guest, D1):
        line = f"-c mem -r -s {D1.index(1):#x}junk"
        assert requests(guest, theirs, line) and not requests(guest, ours, line)


@row("drmgr", "-s with an LMB's name", "mended")
def names(guest: Guest) -> None:
    with plugged(guest, D1):
        number = D1.index(1) & 0xfff
        line = f"-c mem -r -s 'LMB {number}'"
        named, tried = [requests(guest, run, line) for run in (ours, theirs)]
        assert f"{D1.index(1):#010x}" in str(named) and len(named) == 1 and set(tried) - set(named), (named, tried)


@row("drmgr", "-s 0xINDEX -q N", "mended")
def ranges(guest: Guest) -> None:
    for run, lmbs in (theirs, 1), (ours, 3):
        with wanted(guest):
            before = guest.mem_total()
            ends(run(guest, f"-c mem -r -s {D1.index():#x} -q 3"), 0, "DR_TOTAL_RESOURCES=3\n")
            assert before - guest.mem_total() == lmbs * D1.size // D1.lmbs, run


@row("drmgr", "mem, cpu: partial success", "mended")
def partial(guest: Guest) -> None:
    for run, memory, cpu in (theirs, 0, 1), (ours, 255, 255):
        ends(run(guest, "-c cpu -r -q 1"), 0, "CPU 1\n")
        ends(run(guest, "-c cpu -a -q 3"), cpu, "CPU 1\n")
        with wanted(guest):
            ends(run(guest, f"-c mem -r -q {D1.lmbs + 1}"), memory, f"DR_TOTAL_RESOURCES={D1.lmbs}\n")


@row("drmgr", "-r -q N of memory: the total", "mended")
def totals(guest: Guest) -> None:
    for run, status in (theirs, 0), (ours, 255):
        with wanted(guest):
            ends(run(guest, "-c mem -r -q 4"), 0, "DR_TOTAL_RESOURCES=4\n")
        ends(run(guest, "-c mem -r -q 99"), status, "DR_TOTAL_RESOURCES=0\n")


@row("drmgr", "lock that is held", "mended")
def lock_waits(guest: Guest) -> None:
    with locked(guest) as holder:
        ends(theirs(guest, "-c cpu -r -q 1 -w 5"), 255, "", "Please try command again later")
        waiting = guest.spawn(f"{OURS['drmgr']} -c cpu -r -q 1 -w 30 2>&1")
        waiting.wait_line(lambda line: "perl" in line and f"holds {LOCK}" in line, LONG)
        holder.kill()
        result = waiting.wait(LONG)
    assert result.ok and result.output.endswith("CPU 1\n"), result
    ends(ours(guest, "-c cpu -a -q 1"), 0)


@row("drmgr", "-w", "mended")
def bounds(guest: Guest) -> None:
    with locked(guest):
        ends(ours(guest, "-c cpu -r -q 1 -w 1"), 255, "", "The time of -w, 1 min, is over")
    with plugged(guest, D1), parameter(guest, "stall_timeout_ms", int(LONG * 1000)), pinned(guest, D1.address()):
        since = newest_event(guest)
        ends(ours(guest, f"-c mem -r -s {D1.index():#x} -w 1"), 255, "DR_TOTAL_RESOURCES=0\n", "The time of -w")
        assert wait_job(guest, since)["state"] == "cancelled"


@row("drmgr", "SIGINT, SIGTERM, SIGHUP", "mended")
def signals(guest: Guest) -> None:
    with plugged(guest, D1), pinned(guest, D1.address()):
        for program, state in (THEIRS, "failed"), (OURS, "cancelled"):
            since = newest_event(guest)
            process = guest.spawn(f"exec {program['drmgr']} -c mem -r -s {D1.index():#x}")
            wait_step(guest, since, "offline", D1.index())
            process.kill()
            result = process.wait(LONG)
            assert result.status == 255 and wait_job(guest, since)["state"] == state, result


@row("drmgr", "pci: there or gone already", "mended")
def repeated(guest: Guest) -> None:
    line = f"-s {FUNCTION:#x} -n -V"
    with function_there(guest):
        ends(theirs(guest, f"-c pci -a {line}"), 255)
        ends(ours(guest, f"-c pci -a {line}"), 0)
        ends(ours(guest, f"-c pci -r {line}"), 0)
        ends(ours(guest, f"-c pci -r {line}"), 0)
        ends(ours(guest, f"-c pci -a {line}"), 0)


@row("drmgr", "prompts of pci", "mended")
def prompts(guest: Guest) -> None:
    with function_there(guest):
        asked = guest.run(f"echo x | {THEIRS['drmgr']} -c pci -r -s {NAME}", LONG)
        assert "Enter" in asked.output, asked
        for action in "-r", "-a":
            ends(guest.run(f"echo | {OURS['drmgr']} -c pci {action} -s {NAME}", LONG), 0, "")


# -- handed on, and not there ------------------------------------------------------------------------------------------

@row("drmgr", "-R, -i, -m, -p, -P, -t", "handed on")
def foreign_options(guest: Guest) -> None:
    since = newest_event(guest)
    with diverted(guest):
        alike(guest, "-c pci -R -s nowhere -n", "-c pci -i -s nowhere -n", "-m -p check -s 0x1", "-P /nowhere",
              "-c cpu -a -p ent_capacity -q 5", "-c acc -a -t gzip -q 1")
    ends(ours(guest, "-m -p check -s 0x1"), 255, "", "-m is not carried out by the module")
    assert not jobs_since(guest, since)


@row("drmgr", "-c port, pmig, phib, acc", "handed on")
def foreign_types(guest: Guest) -> None:
    with diverted(guest):
        alike(guest, "-c port -Q -s 'Port 1'", "-c pmig -p check -s 0x1", "-c phib -p check -s 0x1", "-c acc -a -q 1")
    ends(ours(guest, "-c port -Q -s 'Port 1'"), 255, "", "this type is not carried out by the module")


@row("drmgr", "module not loaded", "handed on")
def no_module(guest: Guest) -> None:
    with without_module(guest):
        with diverted(guest):
            alike(guest, "-C", f"-c mem -r -s {NOWHERE}", "-c phb -Q -s 'PHB 0'")
        ends(ours(guest, "-c cpu -r -q 1"), 255, "", "modprobe pseries_dr")


@row("drmgr", "hooks in /etc/drmgr.d", "not there")
def hooks(guest: Guest) -> None:
    guest.check(f"mkdir -p {HOOKS}/cpu/pre && printf '#!/bin/sh\\ntouch /tmp/hooked\\n' >{HOOKS}/cpu/pre/10test &&"
                f" chmod +x {HOOKS}/cpu/pre/10test")
    for action in "-r", "-a":
        ends(ours(guest, f"-c cpu {action} -q 1"), 0, "CPU 1\n")
    assert not guest.run("test -e /tmp/hooked").ok
    guest.check(f"rm -r {HOOKS}")


# -- lsslot ------------------------------------------------------------------------------------------------------------

def columns(result: Result) -> list[list[str]]:
    """The words of each line: releases of theirs differ in the width of columns."""
    return [line.split() for line in result.output.splitlines()]


@row("lsslot", "pci, phb, slot: columns", "same")
def slots_listed(guest: Guest) -> None:
    with function_there(guest):
        for line in "-c pci", "-c pci -o", "-ac pci", "-c phb", f"-c pci -s {NAME}", "-c pci -F :":
            found = [run(guest, line, "lsslot") for run in BOTH]
            assert found[0].ok and found[1].ok and found[0].output, (line, found)
            # The order of slots is another.
            assert sorted(found[0].output.split()) == sorted(found[1].output.split()), (line, found)
        ends(theirs(guest, "", "lsslot"), 0, "")
        ends(ours(guest, "", "lsslot"), 0, "")


@row("lsslot", "mem: columns", "same")
def memory_listed(guest: Guest) -> None:
    with plugged(guest, D1):
        found = [run(guest, "-c mem", "lsslot") for run in BOTH]
    # Theirs is 1.3.10, which has no names, and decimal addresses.
    lines = [[line for line in re.sub(r"(LMB \d+|Address: \w+)", "", result.output).splitlines()] for result in found]
    assert lines[0] == lines[1] and found[1].output.count("Section(s):") == D1.lmbs, found


@row("lsslot", "mem: names, addresses", "mended")
def memory_named(guest: Guest) -> None:
    with plugged(guest, D1):
        number = D1.index(1) & 0xfff
        assert f"LMB {number}:" not in theirs(guest, "-c mem", "lsslot").output
        named = ours(guest, f"-c mem -s {D1.index(1):#x}", "lsslot")
        assert f"\nLMB {number}: \n" in named.output and f"Address: {D1.address(1):x}\n" in named.output, named


@row("lsslot", "cpu", "mended")
def cpus_listed(guest: Guest) -> None:
    ends(theirs(guest, "-c cpu", "lsslot"), 1, "", "The system is not LPAR")
    listed = ours(guest, "-c cpu", "lsslot")
    assert [words[:2] + words[-1:] for words in columns(listed)[1:]] == [["CPU", "0", "0"], ["CPU", "1", "1"]], listed


@row("lsslot", "-a, -o with slot", "mended")
def sosreport(guest: Guest) -> None:
    ends(theirs(guest, "-a", "lsslot"), 1, "", "Usage")
    ends(ours(guest, "-a", "lsslot"), 0)


@row("lsslot", "operands, -s that is not there", "mended")
def list_strictly(guest: Guest) -> None:
    for line, status in ("abc -c pci def", 1), (f"-c mem -s {NOWHERE}", 3), ("-c pci -s nowhere", 3):
        assert theirs(guest, line, "lsslot").ok
        ends(ours(guest, line, "lsslot"), status)


@row("lsslot", "unknown type", "mended")
def no_type(guest: Guest) -> None:
    ends(theirs(guest, "-c disk", "lsslot"), 1)
    ends(ours(guest, "-c disk", "lsslot"), 2, "", "no connector type")


@row("lsslot", "lock", "mended")
def list_unlocked(guest: Guest) -> None:
    with locked(guest):
        ends(theirs(guest, "-c phb", "lsslot"), 1)
        ends(ours(guest, "-c phb", "lsslot"), 0)


@row("lsslot", "-c port", "handed on")
def ports(guest: Guest) -> None:
    with diverted(guest, "lsslot"):
        found = [run(guest, "-c port", "lsslot") for run in BOTH]
    assert found[0] == found[1], found
    ends(ours(guest, "-c port", "lsslot"), 2, "")
