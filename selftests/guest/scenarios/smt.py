# SPDX-License-Identifier: GPL-2.0
"""Cores of several threads, and a lock that other tasks hold: each thread is afterwards as it was before.

Threads need a newer QEMU than Debian 12 has. It, too, may die of a change of its memory after a core has left, so a
DIMM that came stays to the end, and the scenarios that need one share a guest of their own.
"""

from contextlib import contextmanager
from typing import Any, Iterator

from acts import D1, MODULE, SOON, WITH_MODULE, answer_bound, lock_held, newest_event, online_cpus, parameter
from acts import pinned, plug, refused, states, unchanged, wait_job, wait_step
from coreacts import CORE, not_isolated, plug_core, unplug_core
from guest import Guest
from scenario import scenario

CPUVETO = "/sys/module/pdr_cpuveto/parameters"
CPU = "/sys/devices/system/cpu/cpu"
STALL_MS = 1500


def machine(threads: int) -> dict[str, Any]:
    """One core, and room for as many plugs as a shared guest may see, since QEMU counts those that have left."""
    return {
        **WITH_MODULE, "qemu": "10.0", "smp": f"{threads},threads={threads},maxcpus={12 * threads}",
        "files": (*WITH_MODULE["files"], "build/{kernel}/selftests/kmod/pdr_cpuveto.ko:/pdr_cpuveto.ko",
                  "build/{kernel}/selftests/kmod/pdr_firmware.ko:/pdr_firmware.ko"),
        "prepare": (*WITH_MODULE["prepare"], "insmod /pdr_cpuveto.ko", "insmod /pdr_firmware.ko"),
    }


SMT2, SMT4 = machine(2), machine(4)
INDEX = 0x10000004


@contextmanager
def core(guest: Guest, threads: int = 4) -> Iterator[None]:
    """A second core is there in the block, and leaves no trace."""
    with unchanged(guest):
        job = plug_core(guest, number=threads)
        assert job["state"] == "done" and online_cpus(guest) == f"0-{2 * threads - 1}", job
        yield
        unplug_core(guest)


@contextmanager
def cpu_veto(guest: Guest, cpus: str, hold_ms: int = 0) -> Iterator[None]:
    """These CPUs do not go offline in the block."""
    guest.check(f"echo {hold_ms} >{CPUVETO}/hold_ms; echo {cpus} >{CPUVETO}/offline")
    yield
    guest.check(f"echo >{CPUVETO}/offline")


def comes_is_refused_and_goes(guest: Guest, threads: int) -> None:
    last = 2 * threads - 1
    with core(guest, threads):
        with unchanged(guest), cpu_veto(guest, f"{last}"):
            job = refused(guest, CORE)
            assert (job["step"], job["error"], job["reason"]) == ("offline", "EBUSY", "vetoed"), job
            assert job["reason_value"] == last, job


@scenario("a core of two threads comes, is refused while one of them stays, and goes", **SMT2)
def two(guest: Guest) -> None:
    comes_is_refused_and_goes(guest, 2)


@scenario("a core of four threads comes, is refused while one of them stays, and goes", **SMT4)
def four(guest: Guest) -> None:
    comes_is_refused_and_goes(guest, 4)


@scenario("a thread that was offline stays so when the core is refused; the core goes with it", **SMT4)
def offline_before(guest: Guest) -> None:
    with core(guest):
        guest.check(f"echo 0 >{CPU}5/online")
        with unchanged(guest), cpu_veto(guest, "7"):
            assert online_cpus(guest) == "0-4,6-7"
            refused(guest, CORE)


# The connector of the second core of two threads, and a third core.
TWO_INDEX, OTHER = 0x10000002, "c4"


@scenario("one of two threads was offline: it alone is when the core is refused, and still when another core comes and "
          "goes", **SMT2)
def one_offline_before(guest: Guest) -> None:
    with core(guest, 2):
        guest.check(f"echo 0 >{CPU}2/online")
        with unchanged(guest), not_isolated(guest, TWO_INDEX):
            job = refused(guest, CORE)
            assert job["step"] == "isolate" and job["undone"] and not job["undo_failed"], job
        assert online_cpus(guest) == "0-1,3"
        job = plug_core(guest, OTHER, number=4)
        assert job["state"] == "done" and online_cpus(guest) == "0-1,3-5", job
        unplug_core(guest, OTHER)
        assert online_cpus(guest) == "0-1,3"


@scenario("a core with all threads offline goes", **SMT4)
def all_offline(guest: Guest) -> None:
    with core(guest):
        guest.check(f"for cpu in 4 5 6 7; do echo 0 >{CPU}$cpu/online; done")


@scenario("the only core with CPUs online is refused before a thread is touched", **SMT4)
def last_core(guest: Guest) -> None:
    with core(guest):
        guest.check(f"for cpu in 0 1 2 3; do echo 0 >{CPU}$cpu/online; done")
        with unchanged(guest):
            job = refused(guest, CORE)
            assert (job["step"], job["error"], job["reason"]) == ("offline", "EBUSY", "last-cpu"), job
            assert job["undone"] == 0, job
        guest.check(f"for cpu in 0 1 2 3; do echo 1 >{CPU}$cpu/online; done")


@scenario("threads that the SMT setting keeps offline stay so when a core comes", kernels=("6.12", "debug"), **SMT4)
def smt_off(guest: Guest) -> None:
    control = "/sys/devices/system/cpu/smt/control"
    before = guest.check(f"cat {control}")
    guest.check(f"echo off >{control}")
    with unchanged(guest):
        job = plug_core(guest, number=4)
        assert job["state"] == "done" and online_cpus(guest) == "0,4", job
        unplug_core(guest)
    guest.check(f"echo {before} >{control}")


@scenario("another listener keeps a thread of a new core offline: that is not taken for the SMT setting, the job fails "
          "and names the thread", **SMT4)
def listener_keeps_offline(guest: Guest) -> None:
    with unchanged(guest):
        guest.check(f"echo 6 >{CPUVETO}/online")
        job = plug_core(guest, number=4)
        assert (job["state"], job["step"], job["error"], job["reason"], job["reason_value"]) == (
            "failed", "online", "EBUSY", "vetoed", 6), job
        guest.check(f"echo >{CPUVETO}/online")
        unplug_core(guest)
    with core(guest):
        pass


@contextmanager
def locked(guest: Guest) -> Iterator[None]:
    """A root shell holds device_hotplug_lock in the block, by means of a page of the DIMM that it has pinned."""
    with pinned(guest, D1.address(0)), lock_held(guest, D1.numbers[0]):
        yield


# Jobs give up soon. The first of these scenarios plugs the DIMM of the shell that is to hold the lock.
LOCKED = {**SMT4, "prepare": (*SMT4["prepare"], f"echo {STALL_MS} >{MODULE}/stall_timeout_ms")}


def plug_once(guest: Guest) -> None:
    if set(states(guest, D1)) == {"absent"}:
        plug(guest, D1)


@scenario("a core added while a shell holds device_hotplug_lock for ever: the job fails in time, all is undone, and "
          "the core comes once the shell is gone", timeout=120, **LOCKED)
def add_while_locked(guest: Guest) -> None:
    plug_once(guest)
    with unchanged(guest):
        with locked(guest):
            job = plug_core(guest, number=4)
            assert (job["state"], job["error"]) == ("failed", "ETIMEDOUT"), job
            assert (job["step"], job["reason"]) == ("online", "lock-held"), job
            assert job["time"] < answer_bound(guest, STALL_MS), job
        # Not before: QEMU may abort if it deletes a CPU while another one flushes TLBs, as the shell makes it do.
        unplug_core(guest)
    with core(guest):
        pass


@scenario("a core is refused in time, twice, while a shell holds device_hotplug_lock for ever, and goes afterwards",
          timeout=120, **LOCKED)
def remove_while_locked(guest: Guest) -> None:
    plug_once(guest)
    with core(guest):
        with unchanged(guest), locked(guest):
            for _ in range(2):
                job = refused(guest, CORE)
                assert (job["error"], job["reason"]) == ("ETIMEDOUT", "lock-held"), job
                assert job["time"] < answer_bound(guest, STALL_MS), job


@scenario("a job that waits for device_hotplug_lock can be cancelled", timeout=120, **LOCKED)
def cancel_while_locked(guest: Guest) -> None:
    plug_once(guest)
    with core(guest), unchanged(guest), parameter(guest, "stall_timeout_ms", 60000):
        with locked(guest):
            since = newest_event(guest)
            writer = guest.spawn(f"echo cpu remove index {INDEX:#x} >/sys/kernel/dlpar")
            guest.check(f"pdrctl cancel {wait_step(guest, since, 'offline', INDEX)}")
            assert wait_job(guest, since)["state"] == "cancelled"
            writer.wait(SOON)


@scenario("an undo waits for a lock that is held longer than a job may stall: no thread stays offline",
          timeout=120, **SMT4)
def undo_while_locked(guest: Guest) -> None:
    with core(guest), unchanged(guest):
        with parameter(guest, "stall_timeout_ms", 500), cpu_veto(guest, "1,7", hold_ms=2000):
            # It waits for the lock as stock code does, and so gets it once a thread has been put back.
            other: list[Any] = []
            job = refused(guest, CORE, lambda: other.append(guest.spawn(f"echo 1 >{CPUVETO}/remove")))
            assert job["undo_failed"] == 0, job
            other[0].wait(SOON)
