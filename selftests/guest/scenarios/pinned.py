# SPDX-License-Identifier: GPL-2.0
"""Something holds a page of a DIMM and does not let go: RDMA, a pipe, a device that was given away."""

from acts import D1, WITH_MODULE, lmbs, newest_event, online_cpus, parameter, pinned, plug, refused, unplug
from acts import wait_job
from guest import Guest
from scenario import scenario

STALL_MS = 3000
REFUSED_WITHIN = 5.0


# Fresh, for the core stays: a QEMU that has deleted one does not survive the next change of its memory.
@scenario("a pinned page: refused once nothing moves; a core plugged meanwhile comes; unpinned, the DIMM goes",
          fresh=True, **WITH_MODULE)
def page(guest: Guest) -> None:
    plug(guest, D1)
    before = lmbs(guest, D1), guest.mem_total()
    with parameter(guest, "stall_timeout_ms", STALL_MS), pinned(guest, D1.address(1)):
        since = newest_event(guest)
        job = refused(guest, D1.device, meanwhile=lambda: guest.plug_core("c2", core_id=2))
        core = wait_job(guest, since, "add")
        assert online_cpus(guest) == "0-2" and core["state"] == "done", (job, core)
        assert (job["error"], job["drc"]) == ("ETIMEDOUT", f"{D1.index(1):#010x}"), job
        assert STALL_MS / 1000 < job["time"] < REFUSED_WITHIN, job
        assert (lmbs(guest, D1), guest.mem_total()) == before
    unplug(guest, D1)
