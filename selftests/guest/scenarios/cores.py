# SPDX-License-Identifier: GPL-2.0
"""Cores: moved by the host and by the guest, those that cannot leave, those that Linux does not know."""

import errno
import re
import sys
from contextlib import contextmanager
from typing import Any, Iterator

from acts import FORGES, SOON, VETO, WITH_FAIL, add_node, answered, at_rest, call_fails, console_says, dlpar
from acts import dlpar_fails, jobs_since, is_in, newest_event, online_cpus, parameter, refused, remove_node, unchanged
from acts import wait_job
from console import Pardon
from coreacts import CORE, CORES, CPU, FEW_CORES, INDEX, NUMBER, TICKLESS, core, not_isolated, plug_core
from coreacts import reserved_time, unplug_core
from guest import Guest
from initramfs import TOP
from scenario import scenario

sys.path.append(str(TOP / "selftests/lib"))
from papr import be32  # noqa: E402  pylint: disable=wrong-import-position

# Gives the thread time to come online while its core is taken away.
SLOW: dict[str, Any] = {
    **CORES,
    "files": (*CORES["files"], "build/{kernel}/selftests/kmod/pdr_slow.ko:/pdr_slow.ko"),
    "prepare": (*CORES["prepare"], "insmod /pdr_slow.ko detach_ms=200"),
}
FORGED: dict[str, Any] = {**CORES, **FORGES}
# A second node, of which nothing is there yet.
NODES: dict[str, Any] = {
    **CORES,
    "qemu_args": ("-object", "memory-backend-ram,id=ram,size=1G", "-numa", "node,nodeid=0,memdev=ram,cpus=0-1",
                  "-numa", "node,nodeid=1,cpus=2-31"),
}
# The first core that comes is on a node without memory, all others are on the one that has it.
FAR_CORE: dict[str, Any] = {
    **CORES,
    "qemu_args": ("-object", "memory-backend-ram,id=ram,size=1G",
                  "-numa", "node,nodeid=0,memdev=ram,cpus=0-1,cpus=3-31", "-numa", "node,nodeid=1,cpus=2"),
}
POSSIBLE_CPUS = Pardon(re.compile(r"WARNING: workqueue cpumask: online intersect > possible intersect"),
                       "6.1 takes all CPUs that are not there yet for the first node's, and says so when one is not")
TIMES = 4
STALL_MS = 2000
NODE = "/sys/devices/system/node"


@scenario("a core comes and goes as the host asks, twice", **CORES)
def comes_and_goes(guest: Guest) -> None:
    for _ in range(2):
        with core(guest):
            pass


@scenario("the last online CPU cannot leave, and the host is told; it leaves once another CPU is online", **CORES)
def last_online(guest: Guest) -> None:
    with core(guest):
        guest.check(f"echo 0 >{CPU}0/online; echo 0 >{CPU}1/online")
        with unchanged(guest):
            assert online_cpus(guest) == "2"
            job = refused(guest, CORE)
            assert (job["step"], job["error"]) == ("offline", "EBUSY"), job
            assert (job["reason"], job["reason_value"], job["undone"]) == ("last-cpu", NUMBER, 0), job
        guest.check(f"echo 1 >{CPU}0/online; echo 1 >{CPU}1/online")


@contextmanager
def put_online_by_others(guest: Guest) -> Iterator[None]:
    """In the block another program puts the core's thread online again and again."""
    other = guest.spawn(f"while :; do echo 1 >{CPU}{NUMBER}/online; done 2>/dev/null")
    yield
    other.kill()
    other.wait(SOON)


@scenario("a core whose thread another program keeps putting online goes when the host asks, and comes again",
          timeout=120, **SLOW)
def put_online(guest: Guest) -> None:
    with unchanged(guest), put_online_by_others(guest):
        for _ in range(TIMES):
            with core(guest):
                pass


@scenario("the guest gives a core back and takes it again; a core that is not there, or there already, is an error",
          **CORES)
def by_index(guest: Guest) -> None:
    with core(guest), unchanged(guest):
        dlpar(guest, f"cpu remove index {INDEX:#x}")
        assert online_cpus(guest) == "0-1"
        dlpar_fails(guest, f"cpu remove index {INDEX:#x}", "No such device")
        dlpar(guest, f"cpu add index {INDEX:#x}")
        dlpar_fails(guest, f"cpu add index {INDEX:#x}", "Device or resource busy")


@scenario("a core that the guest gave back by itself is the host's at once", **CORES)
def given_back(guest: Guest) -> None:
    with unchanged(guest):
        plug_core(guest)
        dlpar(guest, f"cpu remove index {INDEX:#x}")
        unplug_core(guest)


@scenario("a core that the guest owns and Linux does not know is given to the host, not refused", **FORGED)
def unknown(guest: Guest) -> None:
    with core(guest):
        guest.check(f"echo 0 >{CPU}{NUMBER}/online")
        guest.check(f"printf 'remove_node /cpus/PowerPC,POWER9@{NUMBER}' >/proc/powerpc/ofdt")


@scenario("a core that the kernel has no room for is given back whole; the guest says how many CPUs its kernel was "
          "booted for", **FEW_CORES)
def no_room(guest: Guest) -> None:
    with unchanged(guest):
        job = plug_core(guest)
        assert (job["state"], job["step"], job["error"]) == ("failed", "attach", "ENOSPC"), job
        assert (job["reason"], job["reason_value"]) == ("cpu-limit", 2), job
        unplug_core(guest)


@scenario("a core whose time tasks under SCHED_DEADLINE have reserved is refused, and the guest says so", **CORES)
def deadline_tasks(guest: Guest) -> None:
    with core(guest), unchanged(guest), reserved_time(guest):
        job = refused(guest, CORE)
        assert (job["step"], job["error"], job["reason"]) == ("offline", "EBUSY", "deadline-tasks"), job
        assert job["reason_value"] == NUMBER, job


@scenario("the CPU that keeps the time of the nohz_full CPUs stays, and the guest says so", **TICKLESS)
def tick_cpu(guest: Guest) -> None:
    with unchanged(guest):
        since = newest_event(guest)
        dlpar_fails(guest, "cpu remove index 0x10000001", "Device or resource busy")
        job = wait_job(guest, since)
        assert (job["step"], job["reason"], job["reason_value"]) == ("offline", "tick-cpu", 1), job


@contextmanager
def forged(guest: Guest, name: str, properties: dict[str, bytes]) -> Iterator[None]:
    """There is one more node among the cores in the block."""
    add_node(guest, f"/cpus/{name}", properties)
    yield
    remove_node(guest, f"/cpus/{name}")


@scenario("two nodes claim one DRC index: the core is refused, nothing is touched, and both nodes are named", **FORGED)
def claimed_twice(guest: Guest) -> None:
    double = {"device_type": b"cpu\0", "ibm,my-drc-index": be32(INDEX)}
    with core(guest), unchanged(guest), forged(guest, "PowerPC,POWER9@f0", double):
        with unchanged(guest), console_says(guest, f"PowerPC,POWER9@f0 claim DRC index {INDEX:#010x}"):
            job = refused(guest, CORE)
            assert (job["step"], job["error"], job["reason"]) == ("resolve", "EBUSY", "ambiguous"), job
        dlpar_fails(guest, f"cpu remove index {INDEX:#x}", "Device or resource busy")
        dlpar_fails(guest, "cpu remove count 3", "No space left on device")


@scenario("a core whose list of threads is malformed is refused, nothing is touched, and its node is named", **FORGED)
def unreadable(guest: Guest) -> None:
    nameless = {"device_type": b"cpu\0", "ibm,my-drc-index": be32(INDEX + 1)}
    with unchanged(guest), forged(guest, "PowerPC,POWER9@f0", nameless):
        with unchanged(guest), console_says(guest, "PowerPC,POWER9@f0 has no ibm,ppc-interrupt-server#s"):
            since = newest_event(guest)
            dlpar_fails(guest, f"cpu remove index {INDEX + 1:#x}", "Device or resource busy")
            job = wait_job(guest, since)
            assert (job["step"], job["reason"]) == ("resolve", "malformed"), job


# Caches, nearest first: each by its name and the one behind it.
L2A, L2B, L3 = (f"cache@{name}" for name in ("2a", "2b", "3"))
HANDLES = {L2A: 0x7d00002a, L2B: 0x7d00002b, L3: 0x7d000003}


def add_cache(guest: Guest, name: str, behind: dict[str, bytes]) -> None:
    add_node(guest, f"/cpus/{name}", {"device_type": b"cache\0", "phandle": be32(HANDLES[name]), **behind})


def with_cache(guest: Guest, number: int, behind: dict[str, bytes]) -> None:
    """A core that is there gets a cache: its node leaves, and comes again with one property more.

    Its thread stays offline: the guest does not survive two online threads that share a cache without properties.
    """
    name = f"PowerPC,POWER9@{number:x}"
    folder = f"/sys/firmware/devicetree/base/cpus/{name}"
    files = guest.check(f"cd {folder}; for file in *; do test -f $file && "
                        "echo $file $(xxd -p $file | tr -d '\\n'); done")
    properties = {file: bytes.fromhex(value) for file, _, value in (line.partition(" ") for line in files.splitlines())}
    guest.check(f"echo 0 >{CPU}{number}/online")
    remove_node(guest, f"/cpus/{name}")
    del properties["name"]
    add_node(guest, f"/cpus/{name}", {**properties, **behind})


def caches(guest: Guest) -> list[str]:
    return guest.check("cd /sys/firmware/devicetree/base/cpus; ls | grep ^cache@ || :").split()


@scenario("caches leave with the last core that uses them, and no sooner", **{**FORGED, "qemu": "10.0"})
def cache_nodes(guest: Guest) -> None:
    with unchanged(guest):
        plug_core(guest)
        plug_core(guest, "c3", NUMBER + 1)
        plug_core(guest, "c4", NUMBER + 2)
        add_cache(guest, L3, {})
        add_cache(guest, L2A, {"l2-cache": be32(HANDLES[L3])})
        add_cache(guest, L2B, {"next-level-cache": be32(HANDLES[L3])})
        with_cache(guest, NUMBER, {"l2-cache": be32(HANDLES[L2A])})
        with_cache(guest, NUMBER + 1, {"l2-cache": be32(HANDLES[L2A])})
        with_cache(guest, NUMBER + 2, {"next-level-cache": be32(HANDLES[L2B])})
        for device, left in (("c3", [L2A, L2B, L3]), ("c2", [L2B, L3]), ("c4", [])):
            guest.wait_deleted(device, SOON, since=guest.device_del(device))
            at_rest(guest)
            assert caches(guest) == left, f"after {device}"


@contextmanager
def kept_node(guest: Guest, name: str) -> Iterator[None]:
    """A listener of the device tree objects when this node is detached in the block."""
    guest.check(f"echo {name} >{VETO}/node")
    yield
    guest.check(f"echo >{VETO}/node")


@scenario("a listener objects to the detaching of a cache: the core is refused, all nodes return, and it can go later",
          **{**FORGED, "qemu": "10.0"})
def cache_objected(guest: Guest) -> None:
    with unchanged(guest):
        plug_core(guest)
        add_cache(guest, L3, {})
        with_cache(guest, NUMBER, {"l2-cache": be32(HANDLES[L3])})
        with unchanged(guest), kept_node(guest, L3):
            job = refused(guest, CORE)
            assert (job["step"], job["error"], job["reason"]) == ("detach", "EIO", "vetoed"), job
        unplug_core(guest)
        assert caches(guest) == []


# Folders for which there is no memory: the kernel's own attempt, and some of the module.
NO_FOLDERS = 4
SHORT: dict[str, Any] = {
    **FORGED, "qemu": "10.0",
    "files": (*FORGED["files"], WITH_FAIL["files"][-1],
              "build/{kernel}/selftests/kmod/pdr_firmware.ko:/pdr_firmware.ko"),
    "prepare": (*FORGED["prepare"], WITH_FAIL["prepare"][-1], "insmod /pdr_firmware.ko"),
}


@scenario("a core has a node below it: the node is back when the core could not leave, and leaves with it", **SHORT)
def with_below(guest: Guest) -> None:
    below = f"/cpus/PowerPC,POWER9@{NUMBER:x}/below"
    folder = f"/sys/firmware/devicetree/base{below}"
    with unchanged(guest):
        plug_core(guest)
        add_node(guest, below, {"device_type": b"below\0"})
        with unchanged(guest), not_isolated(guest, INDEX):
            refused(guest, CORE)
            guest.check(f"test -f {folder}/device_type")
        unplug_core(guest)
        guest.check(f"! test -e {folder}")


@contextmanager
def below_without_folder(guest: Guest, times: int) -> Iterator[str]:
    """A core has a node below, and in the block there is no memory for some folders; both can go later."""
    name = f"PowerPC,POWER9@{NUMBER:x}"
    guest.check("echo Y >/sys/module/pdr_fail/parameters/in_jobs")
    with unchanged(guest):
        plug_core(guest)
        add_node(guest, f"/cpus/{name}/below", {"device_type": b"below\0"})
        with unchanged(guest), call_fails(guest, "kobject_add", -errno.ENOMEM, times):
            yield name
        unplug_core(guest)


@scenario("a core is not isolated, and when it is attached again there is no memory for its folder: the node below is "
          "back, too", **SHORT)
def attached_in_shortage(guest: Guest) -> None:
    with below_without_folder(guest, 1), not_isolated(guest, INDEX):
        refused(guest, CORE)


# The listener comes before the kernel's own, which then sets up the core's threads twice.
@scenario("a listener objects to the detaching of a core, and there is no memory for its folder: the node below is "
          "back, too", fresh=True, **SHORT)
def objected_in_shortage(guest: Guest) -> None:
    with below_without_folder(guest, NO_FOLDERS) as name, kept_node(guest, name):
        refused(guest, CORE)


@scenario("a NUMA node comes online with its first core, and has all cores that are plugged into it",
          pardons=(POSSIBLE_CPUS,), **NODES)
def new_node(guest: Guest) -> None:
    assert guest.check(f"cat {NODE}/online") == "0"
    for device, number in ((CORE, NUMBER), ("c3", NUMBER + 1)):
        job = plug_core(guest, device, number)
        assert job["state"] == "done", job
        guest.check(f"test -e {NODE}/node1/cpu{number} && test -e {CPU}{number}/node1")
    assert guest.check(f"cat {NODE}/online {NODE}/node0/cpulist {NODE}/node1/cpulist").split() == ["0-1", "0-1", "2-3"]


def removed_core(guest: Guest) -> str:
    """The connector of the core that the guest gives away by its own choice."""
    since = newest_event(guest)
    dlpar(guest, "cpu remove count 1")
    job = wait_job(guest, since)
    assert job["state"] == "done", job
    return job["drc"]


@scenario("a core whose threads are all offline goes first when the guest may choose, else the last that came", **CORES)
def idle_first(guest: Guest) -> None:
    plug_core(guest)
    plug_core(guest, "c3", NUMBER + 1)
    guest.check(f"echo 0 >{CPU}{NUMBER}/online")
    assert removed_core(guest) == f"{INDEX:#010x}"
    assert removed_core(guest) == f"{INDEX + 1:#010x}"
    for device in (CORE, "c3"):
        guest.wait_deleted(device, SOON, since=guest.device_del(device))


@scenario("if the guest may choose among cores in use, a core on a node without memory goes first",
          pardons=(POSSIBLE_CPUS,), **FAR_CORE)
def far_first(guest: Guest) -> None:
    plug_core(guest)
    plug_core(guest, "c3", NUMBER + 1)
    assert removed_core(guest) == f"{INDEX:#010x}"


@scenario("the guest takes a core away and is held up, and the host asks for the same core: the host is answered in "
          "time, and the core stays", fresh=True, **SLOW)
def asked_meanwhile(guest: Guest) -> None:
    with core(guest), parameter(guest, "stall_timeout_ms", STALL_MS), unchanged(guest):
        guest.check(f"echo {5 * STALL_MS} >/sys/module/pdr_slow/parameters/detach_ms")
        since = newest_event(guest)
        guest.check(f"pdrctl remove cpu --index {INDEX:#x} --no-wait")
        guest.poll(lambda: is_in(guest, "pdr_cpu", "slow_notify"), "a removal that is held up", SOON)
        answered(guest, CORE, STALL_MS)
        guest.check("echo 0 >/sys/module/pdr_slow/parameters/detach_ms")
        at_rest(guest)
        job, = (job for job in jobs_since(guest, since) if job["origin"] == "netlink")
        assert (job["state"], job["error"], job["reason"]) == ("failed", "ETIMEDOUT", "answered"), job
        assert not job["undo_failed"] and online_cpus(guest) == "0-2", job
