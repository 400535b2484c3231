# SPDX-License-Identifier: GPL-2.0
"""The acts of scenarios in which a device comes and goes again and again, and may leave nothing in the kernel."""

from collections import Counter
from typing import Any

from acts import SOON, WITH_MODULE, newest_event
from guest import Guest
from reader import Reader

# The first rounds fill caches of Linux; each of the others would show a leak once more.
WARM, ROUNDS = 10, 100
# The allocator checks each object. A round takes a fraction of a second on an idle machine.
# QEMU 7.2 does not report it as deleted while it has a reference to it.
UNREPORTED = ("qemu-xhci",)
CHECKED: dict[str, Any] = {"append": f"{WITH_MODULE['append']} slub_debug=FZP", "timeout": 60 + 4.0 * ROUNDS}


def objects(guest: Guest) -> Counter[str]:
    """The objects that are in use of each kind of memory; an area of vmalloc that is not purged yet is not in use."""
    guest.check("sync; echo 3 >/proc/sys/vm/drop_caches")
    rows = guest.check("tail -n +3 /proc/slabinfo").splitlines()
    found = Counter({name: int(active) for name, active, *_ in map(str.split, rows) if name != "vmap_area"})
    found["areas of vmalloc"] = int(guest.check("grep -vc unpurged /proc/vmallocinfo"))
    return found


def plug_and_unplug(guest: Guest, since: int, rounds: int, **arguments: Any) -> int:
    """So often the host plugs a device and gets it back; the newest event after them, SINCE being the one before."""
    for _ in range(rounds):
        # It tells of both jobs as they end: to ask for them again and again would take longer than they do.
        watch = Reader(guest, f"pdrctl watch --json --since {since}")
        guest.qemu("device_add", **arguments)
        watch.wait(SOON, action="add", state="done")
        mark = guest.device_del(arguments["id"])
        if arguments["driver"] not in UNREPORTED:
            guest.wait_deleted(arguments["id"], SOON, since=mark)
        since = watch.wait(SOON, action="remove", state="done")["seq"]
        watch.kill()
    return since


def left_by(guest: Guest, **arguments: Any) -> dict[str, float]:
    """The number of objects of each kind that a device leaves each time it comes and goes, if it is at least one."""
    since = plug_and_unplug(guest, newest_event(guest), WARM, **arguments)
    before = objects(guest)
    plug_and_unplug(guest, since, ROUNDS, **arguments)
    more = objects(guest) - before
    return {kind: count / ROUNDS for kind, count in more.items() if count >= ROUNDS}
