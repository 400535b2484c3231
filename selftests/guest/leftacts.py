# SPDX-License-Identifier: GPL-2.0
"""The acts of scenarios in which a device comes and goes again and again, and may leave nothing in the kernel."""

from collections import Counter
from typing import Any, Callable

from acts import SOON, WITH_MODULE, newest_event
from guest import Guest
from pciacts import UNREPORTED, fill_slot, take_slot
from reader import Reader

# What happens in one round, after an event; gives the newest event after it.
Act = Callable[[Guest, int], int]
# The first rounds fill caches of Linux; each of the others would show a leak once more.
WARM, ROUNDS = 10, 100
# The allocator checks each object. A round takes a fraction of a second on an idle machine.
CHECKED: dict[str, Any] = {"append": f"{WITH_MODULE['append']} slub_debug=FZP", "timeout": 60 + 4.0 * ROUNDS}


def objects(guest: Guest) -> Counter[str]:
    """The objects that are in use of each kind of memory; an area of vmalloc that is not purged yet is not in use."""
    guest.check("sync; echo 3 >/proc/sys/vm/drop_caches")
    rows = guest.check("tail -n +3 /proc/slabinfo").splitlines()
    found = Counter({name: int(active) for name, active, *_ in map(str.split, rows) if name != "vmap_area"})
    found["areas of vmalloc"] = int(guest.check("grep -vc unpurged /proc/vmallocinfo"))
    return found


def come_and_go(guest: Guest, since: int, come: Callable[[], Any], go: Callable[[], Any], functions: int = 1) -> int:
    """Functions come and go; the newest event after that, SINCE being the one before."""
    # It tells of the jobs as they end: to ask for them again and again would take longer than they do.
    watch = Reader(guest, f"pdrctl watch --json --since {since}")
    come()
    watch.wait(SOON, functions, action="add", state="done")
    go()
    last = watch.wait(SOON, functions, action="remove", state="done")
    watch.kill()
    return last["seq"]


def device(**arguments: Any) -> Act:
    """The host plugs a device and gets it back."""
    def take(guest: Guest) -> None:
        mark = guest.device_del(arguments["id"])
        if arguments["driver"] not in UNREPORTED:
            guest.wait_deleted(arguments["id"], SOON, since=mark)

    return lambda guest, since: come_and_go(
        guest, since, lambda: guest.qemu("device_add", **arguments), lambda: take(guest))


def slot(number: int) -> Act:
    """The host plugs eight functions of a slot and gets them back."""
    return lambda guest, since: come_and_go(
        guest, since, lambda: fill_slot(guest, number), lambda: take_slot(guest), functions=8)


def repeat(guest: Guest, act: Act, rounds: int, since: int) -> int:
    """So often; the newest event after that, SINCE being the one before."""
    for _ in range(rounds):
        since = act(guest, since)
    return since


def left_by(guest: Guest, act: Act) -> dict[str, float]:
    """The number of objects of each kind that an act leaves each time, if it is at least one."""
    since = repeat(guest, act, WARM, newest_event(guest))
    before = objects(guest)
    repeat(guest, act, ROUNDS, since)
    more = objects(guest) - before
    return {kind: count / ROUNDS for kind, count in more.items() if count >= ROUNDS}
