# SPDX-License-Identifier: GPL-2.0
"""The host asks for memory while its pages fit nowhere else: the guest refuses, and no task is killed.

A guest is filled to the brim by one kind of memory after the other, and the host asks for its DIMM again and again.
PDR_ROOM_TIMES says how often, in place of what takes each scenario some seconds, and those with the most half a minute;
a fifth as often on the debug kernel.
"""

import os
import re
from contextlib import contextmanager
from typing import Any, Iterable, Iterator

import pciacts
from acts import BLOCKS, D1, D2, SOON, WITH_MODULE, Dimm, at_rest, block_state, kept_often, lmbs, newest_event
from acts import parameter, plug, states, unchanged, unplug, unplug_stock, usages, veto, veto_after, veto_held
from acts import wait_job
from console import Pardon
from disks import FOLDER, WITH_DISK, mounted
from guest import GIB, MIB, Guest
from kernels import KERNELS, STOCK, tries
from roomacts import BRIM, BRIMFUL, FILL_TIMEOUT, SMALL, available, hog, nobody_killed
from scenario import scenario


def times(usual: int) -> int:
    """How often the host asks."""
    return int(os.environ.get("PDR_ROOM_TIMES", usual))


MANY, SOME, FEW = times(1000), times(100), times(10)
# MiB that a balloon leaves: less than it then has in the DIMM.
BESIDE_BALLOON = 200

FULL: dict[str, Any] = {**BRIMFUL, "timeout": BRIMFUL["timeout"] + 1.0 * MANY}
CACHED: dict[str, Any] = {**WITH_DISK, "mem": FULL["mem"], "timeout": FULL["timeout"]}


def refused_again_and_again(guest: Guest, count: int = SOME, dimm: Dimm = SMALL) -> None:
    """Each time all blocks stay online where they are, and the guest's own memory is its own."""
    total = guest.mem_total()
    with nobody_killed(guest), unchanged(guest):
        for job in kept_often(guest, dimm.device, tries(guest.kernel, count)):
            assert (job["error"], job["step"], job["reason"]) == ("EBUSY", "offline", "no-room"), job
            assert job["reason_value"] > 0, job
        assert states(guest, dimm) == dimm.lmbs * ["online"] and guest.mem_total() == total


@scenario("a guest full of anonymous memory keeps its DIMM, and gives it once there is room", fresh=True, **FULL)
def anonymous(guest: Guest) -> None:
    plug(guest, SMALL)
    with hog(guest, f"anon {BRIM}"):
        refused_again_and_again(guest, MANY)
    unplug(guest, SMALL, FILL_TIMEOUT)


@scenario("a guest full of files in tmpfs keeps its DIMM, and gives it once there is room", fresh=True, **FULL)
def tmpfs(guest: Guest) -> None:
    plug(guest, SMALL)
    guest.check("mkdir /brim; mount -t tmpfs -o size=1G brim /brim")
    guest.check(f"dd if=/dev/zero of=/brim/file bs=1M count={available(guest) - BRIM}", FILL_TIMEOUT)
    refused_again_and_again(guest)
    guest.check("umount /brim")
    unplug(guest, SMALL, FILL_TIMEOUT)


# Few, as the kernel clears each under TCG; what is not in them is full of anonymous memory.
HUGE_PAGES = 64


@scenario("a guest full of anonymous memory and huge pages in use keeps its DIMM, and gives it once there is room",
          fresh=True, **FULL)
def huge_pages(guest: Guest) -> None:
    plug(guest, SMALL)
    guest.check(f"echo {HUGE_PAGES} >/proc/sys/vm/nr_hugepages", FILL_TIMEOUT)
    assert int(guest.check("grep HugePages_Free: /proc/meminfo").split()[1]) == HUGE_PAGES
    with hog(guest, "huge"), hog(guest, f"anon {BRIM}"):
        refused_again_and_again(guest)
    unplug(guest, SMALL, FILL_TIMEOUT)


# A file without blocks, which is read without its disk: more than there is memory.
HOLES = f"truncate -s {GIB + GIB // 4} {FOLDER}/holes"


@scenario("a guest full of pages of a file that are locked keeps its DIMM, and gives it once there is room",
          fresh=True, **CACHED)
def locked_file(guest: Guest) -> None:
    plug(guest, SMALL)
    with mounted(guest):
        guest.check(HOLES)
        with hog(guest, f"file {FOLDER}/holes {BRIM}"):
            refused_again_and_again(guest)
    unplug(guest, SMALL, FILL_TIMEOUT)


# Each report of another kind has a line of its own that is not forgiven.
NO_PAGE_YET = Pardon(re.compile(r"Call Trace:$"),
                     "kernel 6.1 says so where it finds no page to move another one to, and then tries again")


# Not on the debug kernel: KASAN needs an eighth of a block for its shadow before the block can be online again.
@scenario("a guest full of page cache, all of which can be read again, gives its DIMM", pardons=(NO_PAGE_YET,),
          kernels=STOCK, **CACHED)
def page_cache(guest: Guest) -> None:
    plug(guest, SMALL)
    total = guest.mem_total()
    with nobody_killed(guest), mounted(guest):
        guest.check(f"{HOLES}; cat {FOLDER}/holes >/dev/null", FILL_TIMEOUT)
        cached = int(guest.check("grep ^Cached: /proc/meminfo").split()[1]) << 10
        assert total - cached < GIB // 4, f"{cached >> 20} MiB of cache"
        unplug(guest, SMALL, FILL_TIMEOUT)


def balloon_size(guest: Guest) -> int:
    """Bytes that the balloon leaves to the guest, whatever the guest does with them."""
    return int(guest.qmp.execute("query-balloon")["actual"])


def balloon_is(guest: Guest, size: int) -> None:
    guest.qemu("balloon", value=size)
    guest.poll(lambda: balloon_size(guest) == size, f"a balloon at {size >> 20} MiB", FILL_TIMEOUT)


@pciacts.pci_scenario("a balloon has the memory that what is in the DIMM would need: kept, and given once it is flat",
                      "virtio_pci", "virtio_balloon", kernels=KERNELS, fresh=True, timeout=FULL["timeout"])
def balloon(guest: Guest) -> None:
    pciacts.plug(guest, "balloon", driver="virtio-balloon-pci")
    plug(guest, D1)
    flat = balloon_size(guest)
    balloon_is(guest, flat - (available(guest) - BESIDE_BALLOON) * MIB)
    refused_again_and_again(guest, dimm=D1)
    balloon_is(guest, flat)
    with nobody_killed(guest):
        unplug(guest, D1, FILL_TIMEOUT)


# MiB: less than one block has, so that what the undo gives back is enough.
BEYOND = 200
# The block is held until memory has run out, however slow the machine is; no job counts as stalled before.
HOLD_MS = 60000
STALL_MS = 2 * HOLD_MS


# Not on the debug kernel, as above.
@scenario("a program takes more memory than is left while a removal is at its last block: the others come back and "
          "nobody is killed", kernels=STOCK, fresh=True, **FULL)
def meanwhile(guest: Guest) -> None:
    plug(guest, D1)
    with nobody_killed(guest), unchanged(guest), parameter(guest, "stall_timeout_ms", STALL_MS), \
         veto_after(guest, D1.lmbs - 1, D1), veto_held(guest, HOLD_MS):
        since = newest_event(guest)
        mark = guest.device_del(D1.device)
        guest.poll(lambda: states(guest, D1).count("offline") == D1.lmbs - 1, "a removal at its last block", SOON)
        with hog(guest, f"beyond {BEYOND}"):
            job = wait_job(guest, since, "remove")
        assert (job["state"], job["error"], job["reason"]) == ("refused", "EBUSY", "no-room"), job
        assert guest.wait_answer(D1.device, SOON, since=mark)
    unplug(guest, D1, FILL_TIMEOUT)


# 4 KiB pages: the page structures of 28 GiB need 448 MiB.
HUGE = Dimm("huge", lmbs=112)


def plug_unreserved(guest: Guest, dimm: Dimm) -> None:
    """Plug a DIMM that may be larger than the host's memory."""
    guest.qemu("object-add", qom_type="memory-backend-ram", id=f"mem-{dimm.device}", size=dimm.size, reserve=False)
    guest.qemu("device_add", driver="pc-dimm", id=dimm.device, memdev=f"mem-{dimm.device}")


# Nor this one: in 512 MiB there is no room for the shadow either.
@scenario("a DIMM whose page structures do not fit is not added, and no small command dies of it", kernels=("6.12",),
          fresh=True, mem="512M", maxmem="64G", **WITH_MODULE)
def page_structures(guest: Guest) -> None:
    busy = guest.spawn("while [ ! -e /tmp/stop ]; do ls -lR /proc/self >/dev/null; done 2>&1")
    with nobody_killed(guest):
        total = guest.mem_total()
        since = newest_event(guest)
        plug_unreserved(guest, HUGE)
        job = wait_job(guest, since, "add", timeout=2 * SOON)
        assert (job["state"], job["error"], job["step"]) == ("failed", "ENOMEM", "attach"), job
        assert job["reason"] == "no-room" and job["reason_value"] > 0, job
        assert set(states(guest, HUGE)) == {"absent"} and guest.mem_total() == total
        assert not set(usages(guest, HUGE)) & {"in-use"}, lmbs(guest, HUGE)
    guest.check("touch /tmp/stop")
    assert busy.wait().ok
    unplug_stock(guest, HUGE)
    at_rest(guest)
    small = Dimm("small")
    plug(guest, small)
    unplug(guest, small)


CROWDED: dict[str, Any] = {**WITH_MODULE, "fresh": True, "timeout": 60 + 5.0 * SOME}


@contextmanager
def crowd(guest: Guest, numbers: Iterable[int], hold_ms: int) -> Iterator[None]:
    """In the block another task takes these blocks offline and online all the time; each veto lasts a while."""
    taker = guest.spawn(
        f"while [ ! -e /tmp/stop ]; do for n in {' '.join(map(str, numbers))}; do "
        f"echo offline >{BLOCKS}/memory$n/state; echo online_movable >{BLOCKS}/memory$n/state; done 2>/dev/null; done")
    with veto_held(guest, hold_ms):
        yield
    guest.check("touch /tmp/stop")
    assert taker.wait().ok
    guest.check("rm /tmp/stop")


def refused_in_crowd(guest: Guest, hold_ms: int, count: int) -> None:
    """
    A block that was offline stays so, each other one is online where it was.

    The host may hear of a refusal from the answerer while the undo still waits for the lock. The host's next request
    then waits behind that undo, and may be answered so as well.
    """
    plug(guest, D1)
    plug(guest, D2)
    guest.check(f"echo offline >{block_state(D1.numbers[1])}")
    before = lmbs(guest, D1), lmbs(guest, D2)
    taken = D2.numbers[0], D2.numbers[1], D1.numbers[0]
    with parameter(guest, "stall_timeout_ms", 500), veto(guest, D1.address(3), D2.address(0)):
        with crowd(guest, taken, hold_ms):
            for job in kept_often(guest, D1.device, tries(guest.kernel, count)):
                assert job["reason"] in ("vetoed", "lock-held", "answered") and not job["undo_failed"], job
    assert (lmbs(guest, D1), lmbs(guest, D2)) == before


@scenario("a stall timeout of half a second, and another task that takes blocks offline and online all the time: "
          "refused each time, and no block stays offline", **CROWDED)
def crowded(guest: Guest) -> None:
    refused_in_crowd(guest, 0, SOME)


@scenario("a stall timeout of half a second, and another task that has the kernel's lock for longer all the time: "
          "refused, and no block stays offline", **CROWDED)
def crowded_lock(guest: Guest) -> None:
    refused_in_crowd(guest, 700, FEW)
