# SPDX-License-Identifier: GPL-2.0
"""Memory that is asked for while there is no room for what it holds: refused, and nobody is killed for it.

A guest is filled to the brim by one kind of memory after the other, and the host asks for its DIMM again and again.
PDR_ROOM_TIMES says how often; the ring asks a few times, a thousand times take some minutes for each kind.
"""

import os
from contextlib import contextmanager
from typing import Any, Iterator

from acts import D1, SOON, WITH_MODULE, Dimm, at_rest, lmbs, newest_event, plug, refused, states, unchanged, unplug
from acts import unplug_stock, usages, wait_job
from guest import GIB, MIB, Guest
from scenario import scenario

TIMES = int(os.environ.get("PDR_ROOM_TIMES", "10"))
# MiB that stay available in a guest that is full.
BRIM = 40
FILL_TIMEOUT = 120.0
BALLOON = 1000 * MIB

FULL: dict[str, Any] = {**WITH_MODULE, "files": (*WITH_MODULE["files"], "build/guest/hog:/bin/hog"), "timeout": 60 +
                        30.0 * TIMES}
# What a page cache is read from: a disk of zeroes.
DEVICES = ("-device", "virtio-balloon-pci,id=balloon", "-device", "virtio-blk-pci,drive=zeroes",
           "-blockdev", f"null-co,node-name=zeroes,size={4 * GIB},read-zeroes=on")
PCI: dict[str, dict[str, Any]] = {
    "6.1": {"kernels": ("6.1",), "modules": ("virtio_pci", "virtio_balloon", "virtio_blk")},
    "6.12": {"kernels": ("6.12",), "modules": ("virtio_balloon", "virtio_blk")},
}


def with_devices(kernel: str) -> dict[str, Any]:
    """Of the PCI devices of a machine, only SLOF tells the kernel where they are."""
    prepare = tuple(f"modprobe {name}" for name in PCI[kernel]["modules"])
    return {**FULL, **PCI[kernel], "prepare": (*FULL["prepare"], *prepare), "firmware": "slof", "qemu_args": DEVICES}


def killed(guest: Guest) -> int:
    return int(guest.check("grep oom_kill /proc/vmstat").split()[1])


def available(guest: Guest) -> int:
    """MemAvailable in MiB."""
    return int(guest.check("grep MemAvailable: /proc/meminfo").split()[1]) // 1024


@contextmanager
def nobody_killed(guest: Guest) -> Iterator[None]:
    before = killed(guest)
    yield
    assert killed(guest) == before, f"{killed(guest) - before} tasks were killed"


def refused_again_and_again(guest: Guest) -> None:
    """Each time all blocks stay online where they are, and the guest's own memory is its own."""
    total = guest.mem_total()
    with nobody_killed(guest), unchanged(guest):
        for _ in range(TIMES):
            job = refused(guest, D1.device)
            assert (job["error"], job["step"], job["reason"]) == ("EBUSY", "offline", "no-room"), job
            assert job["reason_value"] > 0, job
            assert states(guest, D1) == D1.lmbs * ["online"] and guest.mem_total() == total


@contextmanager
def hog(guest: Guest, arguments: str) -> Iterator[None]:
    """A process holds nearly all memory in the block."""
    holder = guest.spawn(f"hog {arguments}")
    holder.wait_line(lambda line: line.startswith("full"), FILL_TIMEOUT)
    yield
    holder.kill()
    assert holder.wait().ok


@scenario("a guest full of anonymous memory keeps its DIMM, and gives it once there is room", fresh=True, **FULL)
def anonymous(guest: Guest) -> None:
    plug(guest, D1)
    with hog(guest, f"anon {BRIM}"):
        refused_again_and_again(guest)
    unplug(guest, D1)


@scenario("a guest full of files in tmpfs keeps its DIMM, and gives it once there is room", fresh=True, **FULL)
def tmpfs(guest: Guest) -> None:
    plug(guest, D1)
    guest.check("mkdir /brim; mount -t tmpfs -o size=2G brim /brim")
    guest.check(f"dd if=/dev/zero of=/brim/file bs=1M count={available(guest) - BRIM}", FILL_TIMEOUT)
    refused_again_and_again(guest)
    guest.check("umount /brim")
    unplug(guest, D1)


def balloon_is(guest: Guest, size: int) -> None:
    guest.qemu("balloon", value=size)
    guest.poll(lambda: guest.qmp.execute("query-balloon")["actual"] == size, f"a balloon at {size >> 20} MiB",
               FILL_TIMEOUT)


@scenario("a balloon has the memory that what is in the DIMM would need: kept, and given once it is flat", fresh=True,
          **with_devices("6.1"))
@scenario("a balloon has the memory that what is in the DIMM would need: kept, and given once it is flat", fresh=True,
          **with_devices("6.12"))
def balloon(guest: Guest) -> None:
    plug(guest, D1)
    balloon_is(guest, BALLOON)
    refused_again_and_again(guest)
    balloon_is(guest, 2 * GIB)
    with nobody_killed(guest):
        unplug(guest, D1)


# 4 KiB pages: the page structures of 28 GiB need 448 MiB.
HUGE = Dimm("huge", lmbs=112)


def plug_unreserved(guest: Guest, dimm: Dimm) -> None:
    """Plug a DIMM that may be larger than the host's memory."""
    guest.qemu("object-add", qom_type="memory-backend-ram", id=f"mem-{dimm.device}", size=dimm.size, reserve=False)
    guest.qemu("device_add", driver="pc-dimm", id=dimm.device, memdev=f"mem-{dimm.device}")


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


@scenario("a stall timeout of half a second, and another task that has the kernel's lock for longer all the time: "
          "refused, and no block stays offline", fresh=True, **{**WITH_MODULE, "timeout": 60 + 30.0 * TIMES})
def crowded_lock(guest: Guest) -> None:
    other = Dimm("d2", first=8)
    plug(guest, D1)
    plug(guest, other)
    kept, vetoed = D1.numbers[1], other.numbers[0]
    block = "/sys/devices/system/memory/memory"
    guest.check(f"echo offline >{block}{kept}/state")
    guest.check("echo 500 >/sys/module/pseries_dr/parameters/stall_timeout_ms")
    guest.check(f"echo {D1.address(3):#x},{other.address(0):#x} >/sys/module/pdr_veto/parameters/offline")
    guest.check("echo 700 >/sys/module/pdr_veto/parameters/hold_ms")
    taker = guest.spawn(
        f"while [ ! -e /tmp/stop ]; do for n in {vetoed} {other.numbers[1]} {D1.numbers[0]}; do "
        f"echo offline >{block}$n/state; echo online_movable >{block}$n/state; done 2>/dev/null; done")
    for _ in range(TIMES):
        job = refused(guest, D1.device)
        assert job["reason"] in ("vetoed", "lock-held") and not job.get("undo_failed"), job
    guest.check("touch /tmp/stop")
    assert taker.wait().ok
    assert states(guest, other) == other.lmbs * ["online"]
    assert states(guest, D1) == ["online", "offline", "online", "online"], states(guest, D1)
    zones = [row.get("zone") for row in lmbs(guest, D1)]
    assert zones == ["Movable", None, "Movable", "Movable"], zones
