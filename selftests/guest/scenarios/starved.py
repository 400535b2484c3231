# SPDX-License-Identifier: GPL-2.0
"""From the first undo on, nearly every allocation of the thread that undoes fails, and still every undo completes."""

import re
from contextlib import contextmanager
from typing import Any, Iterator

from acts import D1, WITH_MODULE, dlpar, dlpar_fails, newest_event, plugged, refused, states, unchanged, unplug, veto
from acts import veto_after, wait_job
from console import Pardon
from coreacts import CORE, INDEX, MANY_CORES, core, not_isolated
from guest import Guest
from kernels import DEBUG
from scenario import scenario

STARVED: dict[str, Any] = {
    **WITH_MODULE,
    "kernels": (DEBUG,),
    "files": (*WITH_MODULE["files"], "build/{kernel}/selftests/kmod/pdr_starve.ko:/pdr_starve.ko"),
    "prepare": (*WITH_MODULE["prepare"], "insmod /pdr_starve.ko"),
    "timeout": 120,
    "pardons": (Pardon(re.compile(r"Call Trace:$"), "vmalloc() says where it failed for KASAN's listener"),
                Pardon(re.compile(r"WARNING: CPU: .* (remove_memory_block_devices|sparse_remove_section)\+"),
                       "memory that was added in part is taken away whole"),
                Pardon(re.compile(r"WARNING: CPU: .* __of_add_property_sysfs\+"),
                       "the kernel tries once to make the file of a property")),
}
FAILSLAB = "/sys/kernel/debug/failslab"
STARVE = "/sys/module/pdr_starve/parameters"
# Percent of the allocations that fail, and the number that fail before memory is there again.
NEARLY_ALL, SOME = 90, 10
FAILURES = 200
# Seconds for an undo.
TIMEOUT = 60.0


# XIVE takes the IPI of a CPU for set up once it had no memory for it: later the CPU comes online, and no interrupt
# reaches it. Linux does not survive that, so memory for it is always there.
XIVE = "xive_spapr_populate_irq_data"
SPARE_XIVE = f"""
start=$(awk '$3 == "{XIVE}" {{ print $1 }}' /proc/kallsyms)
end=$(awk -v start=$start '$1 > start && (end == "" || $1 < end) {{ end = $1 }} END {{ print end }}' /proc/kallsyms)
echo 0x$start >{FAILSLAB}/reject-start; echo 0x$end >{FAILSLAB}/reject-end
"""


def fail_allocations(guest: Guest, percent: int) -> None:
    """Allocations of marked threads fail, also those that may wait for memory."""
    guest.check(SPARE_XIVE)
    settings = {"task-filter": "Y", "ignore-gfp-wait": "N", "verbose": 0, "interval": 1, "space": 0,
                "times": FAILURES, "probability": percent}
    guest.check(";".join(f"echo {value} >{FAILSLAB}/{name}" for name, value in settings.items()))


@contextmanager
def starved(guest: Guest, percent: int = NEARLY_ALL) -> Iterator[None]:
    """In the block a thread that undoes a job finds hardly any memory, for a while."""
    marked = guest.check(f"cat {STARVE}/marked")
    fail_allocations(guest, percent)
    guest.check(f"echo 1 >{STARVE}/armed")
    yield
    left = guest.check(f"cat {FAILSLAB}/times")
    guest.check(f"echo 0 >{STARVE}/armed; echo 0 >{FAILSLAB}/probability;"
                "for file in /proc/[0-9]*/make-it-fail; do echo 0 >$file; done")
    assert guest.check(f"cat {STARVE}/marked") != marked, "nothing had to be undone"
    assert int(left) < FAILURES, "no allocation failed"


@scenario("blocks that went offline come back online", **STARVED)
def blocks(guest: Guest) -> None:
    with plugged(guest, D1), unchanged(guest), veto_after(guest, D1.lmbs - 1, D1), starved(guest):
        refused(guest, D1.device)


@scenario("an LMB that Linux had detached is attached again, and its blocks are online", **STARVED)
def attached(guest: Guest) -> None:
    for percent in (NEARLY_ALL, SOME):
        with plugged(guest, D1), unchanged(guest), starved(guest, percent):
            dlpar_fails(guest, f"memory remove {D1.request()}", "Operation not permitted")


@scenario("a DIMM of which a block does not come online is gone from Linux and from the device tree", **STARVED)
def added(guest: Guest) -> None:
    with unchanged(guest):
        since = newest_event(guest)
        with veto(guest, D1.address(3), way="online"), starved(guest):
            guest.plug_dimm(D1.device, D1.size)
            job = wait_job(guest, since, timeout=TIMEOUT)
        assert job["state"] == "failed" and set(states(guest, D1)) == {"absent"}, job
        dlpar(guest, f"memory add {D1.request()}")
        unplug(guest, D1)


# A core that the platform does not take; the module that says so comes before the one that listens to it.
CORES: dict[str, Any] = {
    **STARVED, "smp": MANY_CORES["smp"],
    "files": (*STARVED["files"], "build/{kernel}/selftests/kmod/pdr_firmware.ko:/pdr_firmware.ko"),
    "prepare": (*WITH_MODULE["prepare"], "insmod /pdr_firmware.ko", "insmod /pdr_starve.ko"),
}


@scenario("a core that Linux had detached is attached again, and its threads are online", **CORES)
def core_attached(guest: Guest) -> None:
    for percent in (NEARLY_ALL, SOME):
        with core(guest), unchanged(guest), not_isolated(guest, INDEX), starved(guest, percent):
            refused(guest, CORE)
