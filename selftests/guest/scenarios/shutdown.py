# SPDX-License-Identifier: GPL-2.0
"""The machine goes down in the middle of a job: the job ends before, and the host is told how."""

from typing import Any

from acts import D1, D2, MODULE, SLOW, SOON, VETO, WITH_SLOW, Dimm, console_says, dlpar, jobs_since
from acts import kept, load, newest_event, plug, plug_stock_in_vain, states, unplug, usages, vetoes, without_module
from guest import REFUSALS, Guest, about
from qmp import Event
from scenario import scenario

STALL_MS = 2000
# Longer than any wait here.
FOR_EVER_MS = 60000
# So that a DIMM which was there at boot can leave.
REBOOTED: dict[str, Any] = {**WITH_SLOW, "append": f"{WITH_SLOW['append']} movable_node"}


def answered_before_reset(guest: Guest, dimm: Dimm, since: int) -> None:
    """The host was told that the guest keeps a DIMM, and the machine went down afterwards."""
    def concerns(event: Event) -> bool:
        return event.name == "RESET" or about(dimm.device)(event)

    assert guest.wait_event(lambda event: event.name == "RESET", SOON, since), "the machine did not go down"
    names = [event.name for event in guest.qmp.events[since:] if concerns(event)]
    assert names[0] in REFUSALS and names[-1] == "RESET", names


def wait_for(guest: Guest, since: int, key: str, value: str) -> None:
    """A job is at a step, or in a state."""
    guest.poll(lambda: any(job[key] == value for job in jobs_since(guest, since)), f"a job at {value}", SOON)


def owned_and_given(guest: Guest, *dimms: Dimm) -> None:
    """After the boot all of these are in use, and the host gets each when it asks."""
    load(guest)
    for dimm in dimms:
        assert usages(guest, dimm) == dimm.lmbs * ["in-use"]
        unplug(guest, dimm)


@scenario("the machine goes down in the middle of a removal: it is undone and refused before, another request of the "
          "host is refused at once, and the next boot has all memory", fresh=True, **REBOOTED)
def undone(guest: Guest) -> None:
    plug(guest, D1)
    plug(guest, D2)
    since = newest_event(guest)
    guest.check(f"echo {FOR_EVER_MS} >{MODULE}/stall_timeout_ms")
    # One block is offline then, and the next is on its way.
    guest.check(f"echo 1 >{SLOW}/let; echo 1 >{SLOW}/offline; echo 1 >{SLOW}/online")
    mark = guest.device_del(D1.device)
    guest.poll(lambda: {"offline", "going-offline"} < set(states(guest, D1)), "a removal halfway", SOON)
    with guest.reboot():
        with console_says(guest, "the machine goes down"):
            guest.spawn("reboot -f")
        guest.spawn(f"echo 0 >{SLOW}/offline")
        wait_for(guest, since, "state", "rolling-back")
        kept(guest, D2.device)
        guest.spawn(f"echo 0 >{SLOW}/online")
        answered_before_reset(guest, D1, mark)
    assert "steps undone, 0 not" in guest.console
    owned_and_given(guest, D1, D2)


# The kernel itself does not go down further before the block's device is free.
@scenario("the machine goes down while a kernel call of a removal does not return: the host is answered, and the "
          "module waits for no more than that", fresh=True, **REBOOTED)
def held_up(guest: Guest) -> None:
    plug(guest, D1)
    guest.check(f"echo {STALL_MS} >{MODULE}/stall_timeout_ms; echo 1 >{SLOW}/offline")
    since = newest_event(guest)
    mark = guest.device_del(D1.device)
    wait_for(guest, since, "step", "offline")
    with guest.reboot():
        guest.spawn("reboot -f")
        with console_says(guest, "goes down before the end of 1 jobs"):
            assert guest.wait_answer(D1.device, SOON, since=mark)
        guest.spawn(f"echo 0 >{SLOW}/offline")
        answered_before_reset(guest, D1, mark)
    owned_and_given(guest, D1)


@scenario("the machine goes down while the platform has part of a DIMM: the log says that the rest is given up",
          fresh=True, **REBOOTED)
def in_part(guest: Guest) -> None:
    with without_module(guest):
        plug_stock_in_vain(guest, D1)
    dlpar(guest, f"memory add index {D1.index(2):#x}")
    guest.check(f"echo {D1.address(2):#x} >{VETO}/offline")
    before = vetoes(guest)
    guest.device_del(D1.device)
    guest.poll(lambda: vetoes(guest) > before, "the first try", SOON)
    with guest.reboot(), console_says(guest, "given up halfway"):
        guest.spawn("reboot -f")
    load(guest)
