# SPDX-License-Identifier: GPL-2.0
"""A guest that cannot give memory back: the answers that its host gets with pseries-dr, and without.

All output shown comes from guest and QEMU while this runs; the verdict and the exit status are computed from it.
"""

import argparse
import json
import os
import signal
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Iterator

import kernels
from demo_feed import Cell, Dialogue, GuestFeed, parse_kmsg, parse_watch
from demo_screen import Screen
from guest import GIB, REFUSALS, BadConsole, CommandFailed, Guest, GuestError
from initramfs import TOP, InitramfsError
from link import CommandTimeout, Handle, LinkError
from qmp import QmpClosed, QmpError

DIMM = "dimm1"
COLUMNS = "INDEX,ADDRESS,SIZE,STATE,ZONE,ONLINE,SENSE"
VETO = "/sys/module/pdr_veto/parameters/offline"
BLOCKS = "/sys/devices/system/memory"
SOCKET = "/run/pseries-dr/events.sock"
ANSWER_TIMEOUT = 10.0
SILENCE = 5.0
SHORT_SILENCE = 2.0
READING = 2.5
ERRORS = (BadConsole, CommandFailed, CommandTimeout, GuestError, InitramfsError, LinkError, QmpClosed, QmpError)

TITLE = "pseries-dr: what a host hears when its guest cannot give memory back"
PROLOGUE = """\
A host takes memory back from a running guest: it asks for a DIMM, and waits. Sometimes the guest cannot let go of it,
because something in it cannot be moved. Somebody has to tell the host then."""
REFUSED = "1. With pseries-dr: the guest keeps the memory, and says so"
REFUSED_TEXT = """\
The host asks for the DIMM, and one of its four LMBs cannot be moved. The guest has to find that out, put back what it
took apart, and tell the host: a host that is not told can only guess how long to wait, and when to ask again."""
RELEASED = "2. With pseries-dr: the LMB can be moved again, and the host asks again"
RELEASED_TEXT = """\
A refusal must not cost anything later: the same request, sent again, has to be carried out."""
STOCK = "3. The same without pseries-dr"
STOCK_TEXT = """\
The same kernel, booted afresh, with the same DIMM and the same LMB that cannot be moved: the first one of the DIMM. (Of
a later one the stock kernel does tell.) Watch the right column."""


@dataclass
class Outcome:
    """The observations with one side: the verdict is computed from nothing else."""
    waited: float = 0.0
    told_after: float | None = None
    kept: bool = False
    asked_again: str = ""
    released_after: float | None = None
    error_when_free: str = ""


@dataclass
class Claims:
    """The claims of this demo, and whether they came true."""
    broken: list[str] = field(default_factory=list)

    def expect(self, holds: bool, text: str) -> bool:
        if not holds:
            self.broken.append(text)
        return holds


class Stage:
    """One guest with a DIMM of which one LMB can be held."""

    def __init__(self, screen: Screen, guest: Guest) -> None:
        self.screen = screen
        self.guest = guest
        self.total = guest.mem_total()

    def plug(self) -> None:
        self.guest.plug_dimm(DIMM, GIB)
        lmbs = GIB // self._block()
        self.guest.poll(lambda: self.snapshot().count("Movable") == lmbs, "all LMBs online", ANSWER_TIMEOUT)
        self.screen.done(f"the host has plugged {DIMM}, 1 GiB: {lmbs} LMBs are online, all in zone Movable")

    def hold(self) -> None:
        dimm = self.guest.qemu("query-memory-devices")[0]["data"]
        self.guest.check(f"echo {dimm['addr']:#x} >{VETO}")
        self.screen.done(f"the LMB at {dimm['addr']:#x} cannot be moved from now on (a test module sees to that)")

    def free(self) -> None:
        self.guest.check(f"echo >{VETO}")

    def snapshot(self) -> str:
        """Every memory block with its state and its zone, which must be the same afterwards."""
        return self.guest.check(f"cd {BLOCKS} && grep . memory*/state memory*/valid_zones")

    def is_back(self) -> bool:
        """The guest has what it had before there was a DIMM."""
        return self.guest.mem_total() == self.total

    def _block(self) -> int:
        return int(self.guest.check(f"cat {BLOCKS}/block_size_bytes"), 16)


@contextmanager
def booted(screen: Screen, kernel: str) -> Iterator[Guest]:
    built = TOP / "build" / kernel
    programs = TOP / "build/guest"
    guest = Guest(kernel, mem="1G", slots=1, maxmem="2G", append="memhp_default_state=online_movable",
                  files=[f"{built}/kmod/pseries_dr.ko:/pseries_dr.ko",
                         f"{built}/selftests/kmod/pdr_veto.ko:/pdr_veto.ko",
                         f"{programs}/pdrctl:/bin/pdrctl", f"{programs}/pdrd:/bin/pdrd"])
    with ExitStack() as stack:
        with screen.working(f"booting a guest with Debian's kernel {guest.release}"):
            stack.enter_context(guest)
        screen.done(f"Debian's kernel {guest.release} is up in a guest after {guest.boot_seconds:.1f} s")
        guest.check("insmod /pdr_veto.ko")
        yield guest


def list_memory(stage: Stage) -> str:
    text = stage.guest.check(f"pdrctl list -o {COLUMNS}")
    stage.screen.shell("pdrctl list", text)
    return text


# -- with pseries-dr ---------------------------------------------------------------------------------------


def refused(stage: Stage, feed: GuestFeed, outcome: Outcome, claims: Claims) -> None:
    screen = stage.screen
    screen.heading(REFUSED)
    screen.paragraph(REFUSED_TEXT)
    listed, before = list_memory(stage), stage.snapshot()
    screen.line()
    screen.pause(READING)

    act = Dialogue(screen, stage.guest, feed, DIMM)
    act.open("the guest says (pdrctl watch)", "the host hears (QMP)")
    act.ask()
    act.watch(ANSWER_TIMEOUT, lambda: bool(act.answers()))
    act.watch(1.0)
    screen.line()

    same_list = list_memory(stage) == listed
    outcome.told_after = act.heard(*REFUSALS)
    outcome.kept = stage.snapshot() == before and same_list
    screen.line()
    screen.done("the host was told" if outcome.told_after is not None else "the host was not told",
                claims.expect(outcome.told_after is not None, "pseries-dr did not tell the host of the refusal"))
    screen.done("the guest has all of its memory again: the same LMBs, in the same zone" if outcome.kept
                else "the guest's memory is not as it was",
                claims.expect(outcome.kept, "after the refusal the guest's memory is not as it was"))
    claims.expect(act.heard("DEVICE_DELETED") is None, "the DIMM was deleted although an LMB could not be moved")
    screen.pause(READING)


def released(stage: Stage, feed: GuestFeed, outcome: Outcome, claims: Claims) -> None:
    screen = stage.screen
    screen.heading(RELEASED)
    screen.paragraph(RELEASED_TEXT)
    stage.free()
    screen.pause(READING)

    act = Dialogue(screen, stage.guest, feed, DIMM)
    act.open("the guest says (pdrctl watch)", "the host hears (QMP)")
    outcome.asked_again = act.ask()
    act.watch(ANSWER_TIMEOUT, lambda: bool(act.answers()))
    act.watch(1.0)
    screen.line()
    list_memory(stage)

    outcome.released_after = act.heard("DEVICE_DELETED")
    gone = outcome.released_after is not None and stage.is_back()
    screen.line()
    screen.done("the host has its DIMM back" if gone else "the host has not got its DIMM back",
                claims.expect(gone, "with pseries-dr the DIMM could not be unplugged once the LMB was free"))
    screen.pause(READING)


def relayed(screen: Screen, agent: Handle, claims: Claims) -> None:
    """The agent has written every event, in order and none twice, as one line of JSON."""
    lines = [json.loads(line) for line in agent.lines if line.startswith("{")]
    numbers = [line["seq"] for line in lines if line.get("type") == "event"]
    complete = bool(numbers) and numbers == list(range(1, len(numbers) + 1))
    screen.done(f"pdrd has relayed {len(numbers)} events to {SOCKET}" + (", none is missing" if complete else ""),
                claims.expect(complete, f"the agent's events have gaps: {numbers}"))


def with_module(screen: Screen, kernel: str, claims: Claims) -> Outcome:
    outcome = Outcome(waited=ANSWER_TIMEOUT)
    with booted(screen, kernel) as guest:
        stage = Stage(screen, guest)
        guest.check("insmod /pseries_dr.ko")
        screen.done("the module pseries_dr is loaded and has taken over the hot-plug interrupt")
        agent = guest.spawn("exec pdrd --no-history")
        agent.wait_line(lambda line: '"module"' in line, ANSWER_TIMEOUT)
        screen.done("the agent pdrd relays what the module tells")
        # From the first event on, so that it does not matter when it starts.
        feed = GuestFeed(guest.spawn("exec pdrctl watch --since 0 --color=never"), parse_watch)
        stage.plug()
        stage.hold()
        refused(stage, feed, outcome, claims)
        released(stage, feed, outcome, claims)
        relayed(screen, agent, claims)
    return outcome


# -- without -----------------------------------------------------------------------------------------------


def without_module(screen: Screen, kernel: str, claims: Claims) -> Outcome:
    screen.heading(STOCK)
    screen.paragraph(STOCK_TEXT)
    with booted(screen, kernel) as guest:
        stage = Stage(screen, guest)
        feed = GuestFeed(guest.spawn("exec cat /dev/kmsg"), parse_kmsg)
        stage.plug()
        stage.hold()
        screen.line()
        screen.pause(READING)
        return silence(stage, feed, claims)


def silence(stage: Stage, feed: GuestFeed, claims: Claims) -> Outcome:
    screen, outcome = stage.screen, Outcome(waited=SILENCE)
    before = stage.snapshot()
    act = Dialogue(screen, stage.guest, feed, DIMM)
    act.open("the guest says (the kernel's log)", "the host hears (QMP)")
    act.ask()
    act.watch(SILENCE, lambda: bool(act.answers()), "the host waits")
    outcome.told_after = act.heard(*REFUSALS)
    outcome.kept = stage.snapshot() == before
    if outcome.told_after is None:
        act.say(Cell(), Cell("nothing", f"in {SILENCE:.0f} seconds", "red"))
    outcome.asked_again = act.ask()
    act.watch(0.0)

    stage.free()
    act.say(Cell("now", "the LMB can be moved again", "bold"), Cell())
    outcome.error_when_free = act.ask()
    act.watch(SHORT_SILENCE, lambda: bool(act.answers()), "the host waits")
    outcome.released_after = act.heard("DEVICE_DELETED")
    if outcome.released_after is None:
        act.say(Cell(), Cell("nothing,", "and so it stays until the guest is reset", "red"))

    claims.expect(outcome.told_after is None, "the stock kernel did tell the host")
    claims.expect(outcome.kept, "with the stock kernel the guest's memory is not as it was")
    claims.expect("already in progress" in outcome.asked_again, "QEMU accepted a second request for the stock kernel")
    claims.expect(outcome.released_after is None, "the stock kernel released the DIMM in the end")
    return outcome


# -- the verdict -------------------------------------------------------------------------------------------


def told(outcome: Outcome) -> Cell:
    if outcome.told_after is None:
        return Cell("", f"no, not within {outcome.waited:.0f} s", "red")
    return Cell("", f"yes, after {outcome.told_after:.3f} s", "green")


def kept(outcome: Outcome) -> Cell:
    return Cell("", "yes", "green") if outcome.kept else Cell("", "no", "red")


def again(outcome: Outcome) -> Cell:
    if not outcome.asked_again:
        return Cell("", "accepted", "green")
    progress = "already in progress" in outcome.asked_again
    return Cell("", "\"already in progress\"" if progress else "an error", "red")


def later(outcome: Outcome) -> Cell:
    if outcome.released_after is None:
        return Cell("", "no, still refused" if outcome.error_when_free else "no", "red")
    return Cell("", f"yes, in {outcome.released_after:.3f} s", "green")


def verdict(screen: Screen, stock: Outcome, ours: Outcome, claims: Claims) -> None:
    screen.heading("The verdict")
    questions = (("is the host told?", told), ("has the guest all its memory?", kept),
                 ("the next device_del is...", again), ("unplug once the LMB can move?", later))
    screen.table(("one LMB cannot be moved", "stock", "pseries-dr"),
                 [(question, answer(stock), answer(ours)) for question, answer in questions])
    screen.line()
    for text in claims.broken:
        screen.done(text, well=False)
    if not claims.broken:
        screen.done("Everything happened as this demo claims.")


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kernel", choices=kernels.STOCK, default="6.12", help="the guest's kernel (6.12)")
    return parser.parse_args()


def play(screen: Screen, kernel: str) -> int:
    claims = Claims()
    screen.heading(TITLE)
    screen.paragraph(" ".join(PROLOGUE.split()))
    ours = with_module(screen, kernel, claims)
    stock = without_module(screen, kernel, claims)
    verdict(screen, stock, ours, claims)
    return 1 if claims.broken else 0


def main() -> int:
    arguments = parse_arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    screen = Screen()
    try:
        return play(screen, arguments.kernel)
    except KeyboardInterrupt:
        screen.status("")
        print("\ndemo: interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except ERRORS as err:
        screen.status("")
        print(f"demo: {err}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
