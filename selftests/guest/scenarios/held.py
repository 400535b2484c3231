# SPDX-License-Identifier: GPL-2.0
"""A call of the kernel does not return: the host is answered in time at each request, and all is well afterwards."""

from contextlib import contextmanager, nullcontext
from typing import ContextManager, Iterator

from acts import BUSY_PLUG, D1, D2, D3, MODULE, SLOW, SOON, WITH_MODULE, WITH_SLOW, Dimm, answered, at_rest
from acts import dlpar, dlpar_fails, held_up, is_in, jobs_since, lock_held, newest_event, online_cpus, parameter
from acts import pinned, plug, states, unchanged, unplug, wait_in, wait_job
from coreacts import CORE_COMES, plug_next_core
from disks import WITH_DISK, writeback_to_dead_disk
from guest import REFUSALS, Guest
from scenario import scenario

STALL_MS = 2000
# Longer than any scenario.
NEVER_MS = 600000
# A core that comes or goes changes these: online CPUs, and their part of the device tree.
CPUS = "cpus"
# The second core of the guest.
CORE = 0x10000001


@contextmanager
def core_meanwhile(guest: Guest) -> Iterator[None]:
    """A core is plugged; at the end of the block it is there, or its job has ended in time."""
    since = plug_next_core(guest)
    yield
    core = wait_job(guest, since, "add")
    assert (core["state"], core["error"]) in (("done", None), ("failed", "ETIMEDOUT")), core


def while_lock_is_held(guest: Guest, meanwhile: ContextManager[None], same: ContextManager[None]) -> None:
    plug(guest, D1)
    with pinned(guest, D1.address(1)), parameter(guest, "stall_timeout_ms", STALL_MS):
        plug(guest, D2)
        with same:
            with lock_held(guest, D1.numbers[1]), meanwhile:
                answered(guest, D2.device, STALL_MS)
                answered(guest, D2.device, STALL_MS)
            at_rest(guest)
    unplug(guest, D2)
    unplug(guest, D1)


@scenario("a shell holds device_hotplug_lock for ever: the host is answered twice, and all is as it was",
          **WITH_MODULE)
def lock(guest: Guest) -> None:
    with unchanged(guest):
        while_lock_is_held(guest, nullcontext(), unchanged(guest))


@scenario("the same, and the job of a core that comes meanwhile ends in time", **CORE_COMES)
def lock_and_core(guest: Guest) -> None:
    while_lock_is_held(guest, core_meanwhile(guest), unchanged(guest, but=CPUS))


def while_writeback_is_held(guest: Guest, meanwhile: ContextManager[None], same: ContextManager[None]) -> None:
    plug(guest, D1)
    with same:
        with parameter(guest, "stall_timeout_ms", STALL_MS), writeback_to_dead_disk(guest):
            answered(guest, D1.device, STALL_MS)
            assert is_in(guest, "pdr_memory", "folio_wait_writeback")
            with meanwhile:
                answered(guest, D1.device, STALL_MS)
            assert is_in(guest, "pdr_memory", "folio_wait_writeback")
        at_rest(guest)
    unplug(guest, D1)


@scenario("pages are under writeback to a dead disk: the host is answered twice, and gets the memory afterwards",
          **WITH_DISK)
def writeback(guest: Guest) -> None:
    while_writeback_is_held(guest, nullcontext(), unchanged(guest))


@scenario("the same, and the job of a core that comes meanwhile ends in time", **CORE_COMES)
def writeback_and_core(guest: Guest) -> None:
    while_writeback_is_held(guest, core_meanwhile(guest), unchanged(guest, but=CPUS))


def while_memory_is_held(guest: Guest, meanwhile: ContextManager[None], same: ContextManager[None]) -> None:
    plug(guest, D1)
    with same, parameter(guest, "stall_timeout_ms", STALL_MS):
        with held_up(guest, "offline"), meanwhile:
            answered(guest, D1.device, STALL_MS)
            answered(guest, D1.device, STALL_MS)
        at_rest(guest)
    unplug(guest, D1)


@scenario("a listener sleeps while memory goes offline: the host is answered twice, and gets the memory afterwards",
          **WITH_SLOW)
def memory_notifier(guest: Guest) -> None:
    with unchanged(guest):
        while_memory_is_held(guest, nullcontext(), unchanged(guest))


@scenario("the same, and the job of a core that comes meanwhile ends in time", **CORE_COMES)
def memory_notifier_and_core(guest: Guest) -> None:
    while_memory_is_held(guest, core_meanwhile(guest), unchanged(guest, but=CPUS))


@scenario("a listener sleeps while a removal is published: the host is answered twice, the module tells its state, a "
          "core goes and comes, and memory and CPUs are as they were", **WITH_SLOW)
def publish(guest: Guest) -> None:
    plug(guest, D1)
    before = online_cpus(guest)
    # The device tree of a core that came again is another one.
    with unchanged(guest, but=CPUS), parameter(guest, "stall_timeout_ms", STALL_MS):
        with held_up(guest, "publish"):
            answered(guest, D1.device, STALL_MS)
            answered(guest, D1.device, STALL_MS)
            wait_in(guest, "pdr_memory", "pdr_tables_publish")
            for what in ("status", "list", "list mem"):
                guest.check(f"pdrctl {what}")
            for action in ("remove", "add"):
                dlpar(guest, f"cpu {action} index {CORE:#x}")
        at_rest(guest)
    assert online_cpus(guest) == before
    unplug(guest, D1)


@contextmanager
def removal_published(guest: Guest, dimm: Dimm) -> Iterator[int]:
    """The host asks for a DIMM, whose removal is held up where it is published until somebody lets it go.

    Gives the place among the host's events.
    """
    with held_up(guest, "publish"):
        mark = guest.device_del(dimm.device)
        wait_in(guest, "pdr_memory", "pdr_tables_publish")
        yield mark


@scenario("a removal waits in remove_memory() for a lock that a shell holds for ever: the host is answered twice, and "
          "all is as it was", **WITH_SLOW)
def detach(guest: Guest) -> None:
    plug(guest, D1)
    with pinned(guest, D1.address(1)):
        plug(guest, D2)
        with unchanged(guest), parameter(guest, "stall_timeout_ms", NEVER_MS):
            with removal_published(guest, D2) as mark, lock_held(guest, D1.numbers[1]):
                guest.check(f"echo 0 >{SLOW}/publish")
                wait_in(guest, "pdr_memory", "remove_memory")
                guest.check(f"echo {STALL_MS} >{MODULE}/stall_timeout_ms")
                answer = guest.wait_answer(D2.device, SOON, since=mark)
                assert answer and answer.name in REFUSALS, answer
                answered(guest, D2.device, STALL_MS)
                assert is_in(guest, "pdr_memory", "remove_memory")
            at_rest(guest)
    unplug(guest, D2)
    unplug(guest, D1)


@scenario("an add waits in add_memory() for a lock that a shell holds for ever: a removal behind it is answered twice, "
          "and the memory comes afterwards", **WITH_SLOW)
def attach(guest: Guest) -> None:
    plug(guest, D1)
    with pinned(guest, D1.address(1)), parameter(guest, "stall_timeout_ms", STALL_MS):
        plug(guest, D2)
        since = newest_event(guest)
        with lock_held(guest, D1.numbers[1]):
            guest.plug_dimm(D3.device, D3.size)
            wait_in(guest, "pdr_memory", "add_memory")
            answered(guest, D2.device, STALL_MS)
            answered(guest, D2.device, STALL_MS)
            assert is_in(guest, "pdr_memory", "add_memory")
        job = wait_job(guest, since, "add")
        assert job["state"] == "done" and states(guest, D3) == D3.lmbs * ["online"], job
        assert states(guest, D2) == D2.lmbs * ["online"]
    for dimm in (D3, D2, D1):
        unplug(guest, dimm)


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


def while_cpu_is_held(guest: Guest, meanwhile: ContextManager[None], same: ContextManager[None]) -> None:
    since = newest_event(guest)
    guest.plug_core("c2", core_id=2)
    wait_job(guest, since, "add")
    assert online_cpus(guest) == "0-2"
    with same, parameter(guest, "stall_timeout_ms", STALL_MS):
        with meanwhile, held_up(guest, "cpu"):
            answered(guest, "c2", STALL_MS)
            answered(guest, "c2", STALL_MS)
        at_rest(guest)


def last_core_goes(guest: Guest) -> None:
    mark = guest.device_del("c2")
    guest.wait_deleted("c2", SOON, since=mark)


# Fresh, as a core is deleted.
@scenario("a listener sleeps while a CPU goes offline: the host is answered twice, and gets the core afterwards",
          fresh=True, **WITH_SLOW)
def cpu_notifier(guest: Guest) -> None:
    while_cpu_is_held(guest, nullcontext(), unchanged(guest))
    last_core_goes(guest)


@scenario("the same, and a core that came meanwhile is there", fresh=True, **BUSY_PLUG, **WITH_SLOW)
def cpu_notifier_and_core(guest: Guest) -> None:
    while_cpu_is_held(guest, core_meanwhile(guest), unchanged(guest, but=CPUS))
    assert online_cpus(guest) == "0-3"
    last_core_goes(guest)
