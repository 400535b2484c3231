# SPDX-License-Identifier: GPL-2.0
"""A call of the kernel does not return: the host is answered in time at each request, and all is well afterwards."""

from contextlib import contextmanager
from typing import Iterator

from acts import BUSY_PLUG, D1, D2, SOON, WITH_MODULE, WITH_SLOW, Dimm, answered, at_rest, block_state
from acts import dlpar_fails, held_up, is_in, jobs_since, lmbs, newest_event, online_cpus, parameter, pinned, plug
from acts import unchanged, unplug, wait_job
from disks import WITH_DISK, writeback_to_dead_disk
from guest import Guest
from scenario import scenario

STALL_MS = 2000


@contextmanager
def lock_held(guest: Guest, dimm: Dimm) -> Iterator[None]:
    """A root shell holds the kernel's lock of device hot-plug: the block that it takes offline has a pinned page."""
    state = block_state(dimm.numbers[1])
    shell = guest.spawn(f"echo offline >{state}")
    guest.poll(lambda: guest.check(f"cat {state}") == "going-offline", "a shell that holds the lock", SOON)
    yield
    assert shell.running
    shell.kill(9)
    shell.wait(SOON)


@contextmanager
def core_meanwhile(guest: Guest, device: str, core_id: int) -> Iterator[None]:
    """A core is plugged; at the end of the block it is there, or its job has ended in time."""
    since = newest_event(guest)
    guest.plug_core(device, core_id=core_id)
    yield
    core = wait_job(guest, since, "add")
    assert (core["state"], core["error"]) in (("done", None), ("failed", "ETIMEDOUT")), core


# Fresh, for the core stays: a QEMU that has deleted one does not survive the next change of its memory.
@scenario("a shell holds device_hotplug_lock for ever: the host is answered twice, the job of a new core ends in time",
          fresh=True, **BUSY_PLUG, **WITH_MODULE)
def lock(guest: Guest) -> None:
    plug(guest, D1)
    with pinned(guest, D1.address(1)), parameter(guest, "stall_timeout_ms", STALL_MS):
        plug(guest, D2)
        before = lmbs(guest, D1), lmbs(guest, D2), guest.mem_total()
        with lock_held(guest, D1), core_meanwhile(guest, "c2", core_id=2):
            answered(guest, D2.device, STALL_MS)
            answered(guest, D2.device, STALL_MS)
        at_rest(guest)
        assert (lmbs(guest, D1), lmbs(guest, D2), guest.mem_total()) == before
    unplug(guest, D2)
    unplug(guest, D1)


# Fresh, as above.
@scenario("pages are under writeback to a dead disk: the host is answered twice, the job of a new core ends in time",
          fresh=True, **BUSY_PLUG, **WITH_DISK)
def writeback(guest: Guest) -> None:
    plug(guest, D1)
    before = lmbs(guest, D1), guest.mem_total()
    with parameter(guest, "stall_timeout_ms", STALL_MS), writeback_to_dead_disk(guest):
        answered(guest, D1.device, STALL_MS)
        assert is_in(guest, "pdr_memory", "folio_wait_writeback")
        with core_meanwhile(guest, "c2", core_id=2):
            answered(guest, D1.device, STALL_MS)
        assert is_in(guest, "pdr_memory", "folio_wait_writeback")
    at_rest(guest)
    assert (lmbs(guest, D1), guest.mem_total()) == before
    unplug(guest, D1)


# Fresh, as above.
@scenario("a listener sleeps while memory goes offline: the host is answered twice, the job of a new core ends in "
          "time, and the host gets the memory afterwards", fresh=True, **BUSY_PLUG, **WITH_SLOW)
def memory_notifier(guest: Guest) -> None:
    plug(guest, D1)
    before = lmbs(guest, D1), guest.mem_total()
    with parameter(guest, "stall_timeout_ms", STALL_MS):
        with held_up(guest, "offline"), core_meanwhile(guest, "c2", core_id=2):
            answered(guest, D1.device, STALL_MS)
            answered(guest, D1.device, STALL_MS)
        at_rest(guest)
        after = lmbs(guest, D1), guest.mem_total()
        assert after == before, (after, before)
    unplug(guest, D1)


@scenario("two jobs are queued behind a removal whose kernel call does not return: a cancelled one ends at once, the "
          "other one in time, neither begins, and the module stays", fresh=True, **WITH_SLOW)
def queue_behind(guest: Guest) -> None:
    plug(guest, D1)
    plug(guest, D2)
    with parameter(guest, "stall_timeout_ms", STALL_MS), unchanged(guest):
        with held_up(guest, "offline"):
            answered(guest, D1.device, STALL_MS)
            since = newest_event(guest)
            ids = [guest.check(f"pdrctl remove mem --index {D2.index(n):#x} --no-wait") for n in range(2)]
            guest.check(f"pdrctl cancel {ids[0]}")
            dlpar_fails(guest, f"memory add index {D2.index(3):#x}", "Connection timed out")
            states = [(job["state"], job["error"], job["step"]) for job in jobs_since(guest, since)]
            assert sorted(states) == [("cancelled", "ECANCELED", "resolve")] + 2 * [("failed", "ETIMEDOUT", "resolve")]
            assert not guest.run("rmmod pseries_dr").ok
        at_rest(guest)
    unplug(guest, D2)
    unplug(guest, D1)


@scenario("a listener sleeps while a CPU goes offline: the host is answered twice, and gets the core afterwards; a "
          "core that came meanwhile is there", fresh=True, **BUSY_PLUG, **WITH_SLOW)
def cpu_notifier(guest: Guest) -> None:
    since = newest_event(guest)
    guest.plug_core("c2", core_id=2)
    wait_job(guest, since, "add")
    assert online_cpus(guest) == "0-2"
    with parameter(guest, "stall_timeout_ms", STALL_MS):
        with core_meanwhile(guest, "c3", core_id=3), held_up(guest, "cpu"):
            answered(guest, "c2", STALL_MS)
            answered(guest, "c2", STALL_MS)
        at_rest(guest)
        assert online_cpus(guest) == "0-3"
    mark = guest.device_del("c2")
    guest.wait_deleted("c2", SOON, since=mark)
