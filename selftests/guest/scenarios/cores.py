# SPDX-License-Identifier: GPL-2.0
"""Cores: moved by the host and by the guest, those that cannot leave, those that Linux does not know.

QEMU's TCG has room for as many cores as may ever be there at once, and counts those it has deleted; and it does not
survive a change of its memory after it has deleted one. So these guests may have many cores, and get no DIMM.
"""

import re
from contextlib import contextmanager
from typing import Any, Iterator

from acts import SOON, WITH_MODULE, at_rest, dlpar, dlpar_fails, newest_event, online_cpus, refused, unchanged, wait_job
from console import Pardon
from guest import Guest
from scenario import scenario

CORES: dict[str, Any] = {**WITH_MODULE, "smp": "2,maxcpus=16"}
# The thread has the time to come online while its core is taken away.
SLOW: dict[str, Any] = {
    **CORES,
    "files": (*CORES["files"], "build/{kernel}/selftests/kmod/pdr_slow.ko:/pdr_slow.ko"),
    "prepare": (*CORES["prepare"], "insmod /pdr_slow.ko detach_ms=200"),
}
FEW_CORES: dict[str, Any] = {**CORES, "append": "nr_cpus=2"}
# A second node, of which nothing is there yet.
NODES: dict[str, Any] = {
    **CORES,
    "qemu_args": ("-object", "memory-backend-ram,id=ram,size=1G", "-numa", "node,nodeid=0,memdev=ram,cpus=0-1",
                  "-numa", "node,nodeid=1,cpus=2-15"),
}
POSSIBLE_CPUS = Pardon(re.compile(r"WARNING: workqueue cpumask: online intersect > possible intersect"),
                       "6.1 takes all CPUs that are not there yet for the first node's, and says so when one is not")
CORE, NUMBER, INDEX = "c2", 2, 0x10000002
TIMES = 4
CPU = "/sys/devices/system/cpu/cpu"
NODE = "/sys/devices/system/node"


def plug_core(guest: Guest, device: str = CORE, number: int = NUMBER) -> dict[str, Any]:
    since = newest_event(guest)
    guest.plug_core(device, core_id=number)
    return wait_job(guest, since)


def unplug_core(guest: Guest) -> None:
    guest.wait_deleted(CORE, SOON, since=guest.device_del(CORE))
    at_rest(guest)


@contextmanager
def core(guest: Guest) -> Iterator[None]:
    """A third core is there in the block, and leaves no trace."""
    with unchanged(guest):
        job = plug_core(guest)
        assert job["state"] == "done" and online_cpus(guest) == "0-2", job
        yield
        unplug_core(guest)


@scenario("a core comes and goes as the host asks, twice", **CORES)
def comes_and_goes(guest: Guest) -> None:
    for _ in range(2):
        with core(guest):
            pass


@scenario("the last CPU that is online cannot leave: the host hears it; when another one is, it leaves", **CORES)
def last_online(guest: Guest) -> None:
    with core(guest):
        guest.check(f"echo 0 >{CPU}0/online; echo 0 >{CPU}1/online")
        with unchanged(guest):
            assert online_cpus(guest) == "2"
            job = refused(guest, CORE)
            assert (job["step"], job["error"]) == ("offline", "EBUSY"), job
        guest.check(f"echo 1 >{CPU}0/online; echo 1 >{CPU}1/online")


@contextmanager
def put_online_by_others(guest: Guest) -> Iterator[None]:
    """Somebody who knows nothing of jobs puts the core's thread online again and again in the block."""
    other = guest.spawn(f"while :; do echo 1 >{CPU}{NUMBER}/online; done 2>/dev/null")
    yield
    other.kill()
    other.wait(SOON)


@scenario("a core whose thread somebody else keeps putting online goes when the host asks, and comes again",
          timeout=120, **SLOW)
def put_online(guest: Guest) -> None:
    with unchanged(guest), put_online_by_others(guest):
        for _ in range(TIMES):
            with core(guest):
                pass


@scenario("the guest gives a core back and takes it again, and what is not there is said so", **CORES)
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


@scenario("a core that the guest owns and Linux does not know is given to the host, not refused", **CORES)
def unknown(guest: Guest) -> None:
    with core(guest):
        guest.check(f"echo 0 >{CPU}{NUMBER}/online")
        guest.check(f"printf 'remove_node /cpus/PowerPC,POWER9@{NUMBER}' >/proc/powerpc/ofdt")


@scenario("a core for which the kernel has no room is not taken, and given back whole",
          **FEW_CORES)
def no_room(guest: Guest) -> None:
    with unchanged(guest):
        job = plug_core(guest)
        assert job["state"] == "failed" and job["step"] == "attach", job
        unplug_core(guest)


@scenario("the first cores of a node: the node comes online with the first, and has them all",
          pardons=(POSSIBLE_CPUS,), **NODES)
def new_node(guest: Guest) -> None:
    assert guest.check(f"cat {NODE}/online") == "0"
    for device, number in ((CORE, NUMBER), ("c3", NUMBER + 1)):
        job = plug_core(guest, device, number)
        assert job["state"] == "done", job
        guest.check(f"test -e {NODE}/node1/cpu{number} && test -e {CPU}{number}/node1")
    assert guest.check(f"cat {NODE}/online {NODE}/node0/cpulist {NODE}/node1/cpulist").split() == ["0-1", "0-1", "2-3"]
