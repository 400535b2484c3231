# SPDX-License-Identifier: GPL-2.0
"""The acts of scenarios about cores, one function for each; acts.py has those that are not about cores.

    with core(guest):
        refused(guest, CORE)

QEMU's TCG has room for as many cores as may ever be there at once, and counts those it has deleted; and it does not
survive a change of its memory after it has deleted one. So these guests may have many cores, and get no DIMM.
"""

from contextlib import contextmanager
from typing import Any, Iterator

from acts import SOON, WITH_MODULE, at_rest, newest_event, online_cpus, unchanged, wait_job
from guest import Guest

MANY_CORES: dict[str, Any] = {**WITH_MODULE, "smp": "2,maxcpus=32"}
# The first core that comes: its device, its number and its connector.
CORE, NUMBER, INDEX = "c2", 2, 0x10000002
CPU = "/sys/devices/system/cpu/cpu"


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
