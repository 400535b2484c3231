# SPDX-License-Identifier: GPL-2.0
"""The acts of scenarios about cores, one function for each; acts.py has those that are not about cores.

    with core(guest):
        refused(guest, CORE)

QEMU's TCG has room for as many cores as may ever be there at once, and counts those it has deleted; and it does not
survive a change of its memory after it has deleted one. So these guests may have many cores, and get no DIMM.
"""

from contextlib import contextmanager
from typing import Any, Iterator

from acts import BUSY_PLUG, SOON, WITH_MODULE, WITH_PDRD, WITH_SLOW, at_rest, newest_event, online_cpus, unchanged
from acts import wait_job
from disks import WITH_DISK
from guest import Guest
from kernels import STOCK

MANY_CORES: dict[str, Any] = {**WITH_MODULE, "smp": "2,maxcpus=32"}
# And a task that reserves the CPUs' time.
CORES: dict[str, Any] = {**MANY_CORES, "files": (*MANY_CORES["files"], "build/guest/deadline:/bin/deadline")}
# The second CPU of two boots as the only one that is not of nohz_full, which slows each system call of a debug kernel.
TICKLESS: dict[str, Any] = {**CORES, "append": "nohz_full=0,2-31", "kernels": STOCK}
FEW_CORES: dict[str, Any] = {**CORES, "append": "nr_cpus=2"}
# The first core that comes: its device, its number and its connector.
CORE, NUMBER, INDEX = "c2", 2, 0x10000002
CPU = "/sys/devices/system/cpu/cpu"
# For a core that comes in the middle of something else. It stays, as QEMU does not survive the next change of its
# memory once it has deleted one.
CORE_COMES: dict[str, Any] = {
    **WITH_DISK, **BUSY_PLUG, "smp": "2,maxcpus=8",
    "files": tuple(dict.fromkeys((*WITH_DISK["files"], *WITH_SLOW["files"], *WITH_PDRD["files"]))),
    "prepare": ("insmod /pdr_slow.ko", *WITH_DISK["prepare"])}


def plug_next_core(guest: Guest) -> int:
    """The host plugs a core that it has not plugged yet; the newest event before."""
    since = newest_event(guest)
    number = min(cpu["props"]["core-id"] for cpu in guest.qmp.execute("query-hotpluggable-cpus")
                 if "qom-path" not in cpu)
    guest.plug_core(f"c{number}", core_id=number)
    return since


def plug_core(guest: Guest, device: str = CORE, number: int = NUMBER) -> dict[str, Any]:
    since = newest_event(guest)
    guest.plug_core(device, core_id=number)
    return wait_job(guest, since)


def unplug_core(guest: Guest, device: str = CORE) -> None:
    guest.wait_deleted(device, SOON, since=guest.device_del(device))
    at_rest(guest)


@contextmanager
def core(guest: Guest) -> Iterator[None]:
    """A third core is there in the block, and leaves no trace."""
    with unchanged(guest):
        job = plug_core(guest)
        assert job["state"] == "done" and online_cpus(guest) == "0-2", job
        yield
        unplug_core(guest)


@contextmanager
def not_isolated(guest: Guest, index: int) -> Iterator[None]:
    """In the block the platform refuses to isolate a connector."""
    fail = "/sys/module/pdr_firmware/parameters/fail"
    guest.check(f"echo isolate {index:#x} -1 1000 >{fail}")
    yield
    guest.check(f"echo isolate {index:#x} -1 0 >{fail}")


@contextmanager
def reserved_time(guest: Guest) -> Iterator[None]:
    """Tasks have reserved more of the CPUs' time than two CPUs have, and less than three."""
    holder = guest.spawn("deadline 3 75")
    holder.wait_line(lambda line: line == "reserved", SOON)
    yield
    holder.kill()
    holder.wait(SOON)
