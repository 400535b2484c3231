# SPDX-License-Identifier: GPL-2.0
"""The guest asks by itself: what the platform does not take stays. What is malformed: see suites/dlpar_grammar.sh."""

from acts import D1, WITH_MODULE, dlpar_fails, online_cpus, plugged, unchanged
from guest import Guest
from scenario import scenario

# Both cannot be had on this platform: it takes the memory only that it asked for.
REMOVALS = (
    f"memory remove indexed-count 2 {D1.index(0):#x}",
    f"memory remove indexed-count 4 {D1.index(0):#x}",
    f"memory remove index {D1.index(3):#x}",
    "memory remove count 1",
    "memory remove count 4",
)


@scenario("memory that the platform does not take: EPERM, and neither memory nor a zone is lost", **WITH_MODULE)
def memory(guest: Guest) -> None:
    with plugged(guest, D1), unchanged(guest):
        for request in REMOVALS:
            dlpar_fails(guest, request, "Operation not permitted")


@scenario("Debian's drmgr, asked for memory the platform does not take, fails, and nothing is lost", **WITH_MODULE)
def drmgr_memory(guest: Guest) -> None:
    with plugged(guest, D1), unchanged(guest):
        for operation in (f"-r -s {D1.index(0):#x}", f"-a -s {D1.index(0):#x}"):
            result = guest.run(f"drmgr -c mem {operation}")
            assert not result.ok and "DR_TOTAL_RESOURCES=0" in result.output, result


@scenario("Debian's drmgr takes a core away and brings it back", **WITH_MODULE)
def drmgr_core(guest: Guest) -> None:
    before = online_cpus(guest)
    guest.check("drmgr -c cpu -r -q 1")
    assert online_cpus(guest) == "0"
    guest.check("drmgr -c cpu -a -q 1")
    assert online_cpus(guest) == before
