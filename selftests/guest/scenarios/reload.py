# SPDX-License-Identifier: GPL-2.0
"""The module comes and goes, and the stock kernel's own code works with the state that it finds."""

import errno
import time
from contextlib import contextmanager
from typing import Any, Iterator

from acts import D1, MODULE, SOON, STOCK_REMOVES, WITH_FAIL, WITH_MODULE, WITHOUT_MODULE, at_rest
from acts import call_fails, console_says, dlpar, dlpar_fails, load, newest_event, online_cpus, pinned, plug
from acts import plug_stock, plugged, states, unchanged, unload, unplug, unplug_stock, wait_job, wait_step
from acts import without_module
from guest import REFUSALS, Guest
from scenario import Skip, scenario

TIMES = 10
STATE = "/sys/module/pseries_dr/initstate"


def on_stock(guest: Guest) -> None:
    """A DIMM comes and goes without the module."""
    with unchanged(guest):
        plug_stock(guest, D1)
        unplug_stock(guest, D1)


@scenario("loaded and unloaded ten times: a DIMM comes and goes with the module, and then without", **WITH_MODULE)
def often(guest: Guest) -> None:
    guest.check(f"for n in $(seq {TIMES}); do rmmod pseries_dr && insmod /pseries_dr.ko || exit; done")
    with plugged(guest, D1):
        pass
    with without_module(guest):
        on_stock(guest)


@scenario("a DIMM that came with the module goes without it, and comes again", **WITH_MODULE)
def to_stock(guest: Guest) -> None:
    with unchanged(guest):
        plug(guest, D1)
        with without_module(guest):
            unplug_stock(guest, D1)
            on_stock(guest)


@scenario("a DIMM that came without the module goes with it, and comes again without", **WITH_MODULE)
def from_stock(guest: Guest) -> None:
    with unchanged(guest):
        with without_module(guest):
            plug_stock(guest, D1)
        unplug(guest, D1)
        with without_module(guest):
            on_stock(guest)


@scenario("a module with a job at work cannot be unloaded; once the job is cancelled it can, and stock code is back",
          **WITH_MODULE)
def at_work(guest: Guest) -> None:
    with unchanged(guest):
        plug(guest, D1)
        with pinned(guest, D1.address(1)), unchanged(guest):
            since = newest_event(guest)
            mark = guest.device_del(D1.device)
            job = wait_step(guest, since, "offline", D1.index(1))
            assert not guest.run("rmmod pseries_dr").ok
            guest.check(f"pdrctl cancel {job}")
            answer = guest.wait_answer(D1.device, SOON, since=mark)
            assert answer and answer.name in REFUSALS, answer
            unload(guest)
        unplug_stock(guest, D1)
        load(guest)


@contextmanager
def stock_stuck(guest: Guest) -> Iterator[None]:
    """The module is gone, and in the block the stock kernel tries for ever to give a DIMM of which a page is pinned."""
    plug(guest, D1)
    unload(guest)
    with pinned(guest, D1.address(1)):
        mark = guest.device_del(D1.device)
        guest.poll(lambda: states(guest, D1)[0] == "absent", "the first LMB gone", SOON)
        yield
    guest.wait_deleted(D1.device, SOON, since=mark)
    guest.free_dimm(D1.device)


@scenario("the module does not load while the stock kernel tries for ever to move a pinned page; it loads afterwards",
          **WITH_MODULE)
def stock_at_work(guest: Guest) -> None:
    with unchanged(guest):
        with stock_stuck(guest), console_says(guest, "has not ended: load again later"):
            assert not guest.run("insmod /pseries_dr.ko stall_timeout_ms=500", SOON).ok
        load(guest)


@scenario("no request is taken while loading waits for the stock kernel; a request right afterwards is carried out",
          **WITH_MODULE)
def loads_late(guest: Guest) -> None:
    with unchanged(guest):
        with stock_stuck(guest):
            loading = guest.spawn(f"insmod /pseries_dr.ko stall_timeout_ms={int(SOON * 1000)}")
            guest.poll(lambda: guest.run(f"grep coming {STATE}").ok, "a module that is loading", SOON)
            for _ in range(10):
                assert not guest.run("pdrctl status").ok
            assert guest.check(f"cat {STATE}") == "coming"
        assert loading.wait(SOON).ok
        guest.check(f"echo 10000 >{MODULE}/stall_timeout_ms")
        with plugged(guest, D1):
            pass
        with without_module(guest):
            pass


def stock_file_works(guest: Guest) -> None:
    """/sys/kernel/dlpar is the stock kernel's, which has its own errno for an LMB that is not there."""
    dlpar_fails(guest, "memory remove index 0x7ffffffe", "Invalid argument")
    dlpar(guest, "cpu remove index 0x10000001")
    assert online_cpus(guest) == "0"
    dlpar(guest, "cpu add index 0x10000001")
    assert online_cpus(guest) == "0-1"


@scenario("after an unload /sys/kernel/dlpar is the stock kernel's and works", **STOCK_REMOVES, **WITH_MODULE)
def stock_file(guest: Guest) -> None:
    with without_module(guest):
        stock_file_works(guest)


# Attempts for which there is no memory: more than there are files.
ATTEMPTS = 5
STOCK_FILES = "ls /sys/kernel/dlpar /sys/devices/system/cpu/probe /sys/devices/system/cpu/release 2>/dev/null || true"


@scenario("an unload waits for memory to give the stock kernel's files back, and all of them are there and work",
          **WITH_FAIL)
def short_of_memory(guest: Guest) -> None:
    files = guest.check(STOCK_FILES)
    with console_says(guest, "waiting for some"), call_fails(guest, "sysfs_create_file_ns", -errno.ENOMEM, ATTEMPTS):
        unload(guest)
    assert guest.check(STOCK_FILES) == files
    stock_file_works(guest)
    load(guest)


# Milliseconds from the beginning of an unload to the host's request.
MOMENTS = (0, 2, 5, 10, 20, 40, 80)
NOISE = ("Could not handle", "Failed", "failed")
THREADED: dict[str, Any] = {**WITHOUT_MODULE, "append": f"{WITHOUT_MODULE['append']} threadirqs"}


@scenario("a request of the host during an unload is answered, and carried out at the latest when the host asks again",
          timeout=180, **WITH_MODULE)
def in_between(guest: Guest) -> None:
    with unchanged(guest):
        for moment in MOMENTS:
            plug(guest, D1)
            leaving = guest.spawn("rmmod pseries_dr")
            time.sleep(moment / 1000)
            mark = guest.device_del(D1.device)
            if not leaving.wait(SOON).ok:
                unload(guest)
            answer = guest.wait_answer(D1.device, SOON, since=mark)
            assert answer, f"the host heard nothing after {moment} ms"
            if answer.name in REFUSALS:
                mark = guest.device_del(D1.device)
                guest.wait_deleted(D1.device, SOON, since=mark)
            guest.free_dimm(D1.device)
            load(guest)


LAST_MOMENT: dict[str, Any] = {
    **WITH_MODULE,
    "files": (*WITH_MODULE["files"], "build/{kernel}/selftests/kmod/pdr_lastmoment.ko:/pdr_lastmoment.ko")}


@contextmanager
def interrupts_elsewhere(guest: Guest) -> Iterator[None]:
    """In the block the platform's interrupts of hot-plug go to the second CPU."""
    affinity = guest.check("echo /proc/irq/$(awk -F: '/RAS_HOTPLUG/ { print $1 + 0 }' /proc/interrupts)/smp_affinity")
    before = guest.check(f"cat {affinity}")
    guest.check(f"echo 2 >{affinity}")
    yield
    guest.check(f"echo {before} >{affinity}")


# No command of the guest runs while the first CPU spins.
@scenario("a request of the host that comes after the module has read its last event, and before the stock kernel has "
          "the interrupt again, is carried out by the stock kernel", **LAST_MOMENT)
def last_moment(guest: Guest) -> None:
    with unchanged(guest):
        plug(guest, D1)
        with interrupts_elsewhere(guest):
            at_rest(guest)
            guest.check("insmod /pdr_lastmoment.ko")
            with console_says(guest, "the interrupts are released next"):
                leaving = guest.spawn("taskset 1 rmmod pseries_dr")
            mark = guest.device_del(D1.device)
            assert leaving.wait(SOON).ok
            assert guest.check("cat /sys/module/pdr_lastmoment/parameters/came") == "Y"
            guest.wait_deleted(D1.device, SOON, since=mark)
            guest.free_dimm(D1.device)
            guest.check("rmmod pdr_lastmoment")
            load(guest)


@scenario("with threadirqs on the command line the module says why it does not load; memory comes and goes without it",
          fresh=True, **THREADED)
def threaded(guest: Guest) -> None:
    with console_says(guest, "threadirqs"):
        assert not guest.run("insmod /pseries_dr.ko").ok
    on_stock(guest)


@scenario("loading the module logs no message that looks like a failure", **WITH_MODULE)
def quiet(guest: Guest) -> None:
    unload(guest)
    guest.check("dmesg -c >/dev/null")
    load(guest)
    said = guest.check("dmesg")
    assert not any(word in said for word in NOISE), said


@scenario("the older files for CPUs are the module's, too: a write there becomes a job", **WITH_MODULE)
def older_files(guest: Guest) -> None:
    folder = "/sys/devices/system/cpu"
    if not guest.run(f"test -e {folder}/probe").ok:
        raise Skip(f"the kernel has no {folder}/probe")
    node = guest.check("cd /proc/device-tree; for node in cpus/*@*; do "
                       "[ $(od -An -v -tx1 $node/ibm,my-drc-index | tr -d ' ') = 10000001 ] && echo $node; done; true")
    since = newest_event(guest)
    guest.check(f"echo /{node} >{folder}/release")
    assert wait_job(guest, since, "remove")["state"] == "done" and online_cpus(guest) == "0"
    since = newest_event(guest)
    guest.check(f"echo 0x10000001 >{folder}/probe")
    assert wait_job(guest, since, "add")["state"] == "done" and online_cpus(guest) == "0-1"
