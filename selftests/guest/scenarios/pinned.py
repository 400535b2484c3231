# SPDX-License-Identifier: GPL-2.0
"""A user of a page in a DIMM does not release it: RDMA, a pipe, a device that a program drives."""

import signal
from typing import Any, Callable

from acts import D1, LMB, SOON, WITH_MODULE, WITH_PDRD, answer_bound, at_rest, lmbs, newest_event
from acts import nothing, online_cpus, parameter, pinned, plug, refused, unchanged, unplug, wait_job, wait_step
from coreacts import CORE_COMES, plug_next_core
from guest import Guest
from reader import Reader
from scenario import scenario
from traces import traced

STALL_MS = 3000
# Pages that are released one after the other: all take longer than the time-out, each takes much less.
SLOW_STALL_MS = 8000
PAGES, PAGE_MS = 12, 1000


def page_is_pinned(guest: Guest, meanwhile: Callable[[], None]) -> None:
    plug(guest, D1)
    before = lmbs(guest, D1), guest.mem_total()
    with parameter(guest, "stall_timeout_ms", STALL_MS), pinned(guest, D1.address(1)):
        job = refused(guest, D1.device, meanwhile)
        assert (job["error"], job["drc"]) == ("ETIMEDOUT", f"{D1.index(1):#010x}"), job
        assert STALL_MS / 1000 < job["time"] < answer_bound(guest, STALL_MS), job
        assert (lmbs(guest, D1), guest.mem_total()) == before
    unplug(guest, D1)


@scenario("a pinned page: refused once nothing moves; unpinned, the DIMM goes", **WITH_MODULE)
def page(guest: Guest) -> None:
    with unchanged(guest):
        page_is_pinned(guest, nothing)


def core_added(guest: Guest, during: Callable[[Callable[[], None]], None]) -> dict[str, Any]:
    """The job of a core that the host plugs in the middle of something else."""
    since: list[int] = []
    during(lambda: since.append(plug_next_core(guest)))
    return wait_job(guest, since[0], "add CPU core")


@scenario("the same, and a core plugged meanwhile comes", **CORE_COMES)
def page_and_core(guest: Guest) -> None:
    before = online_cpus(guest)
    core = core_added(guest, lambda meanwhile: page_is_pinned(guest, meanwhile))
    assert core["state"] == "done" and online_cpus(guest) != before, core


def pages_said(reader: Reader, index: int) -> list[int]:
    """How many pages were left in an LMB, as records of progress told it."""
    return [record["pages_left"] for record in reader.records()
            if record["type"] == "progress" and record["drc_index"] == f"{index:#010x}" and record["pages_left"]]


def pages_leave_slowly(guest: Guest, meanwhile: Callable[[], None]) -> None:
    """Pages leave one by one; MEANWHILE is done once the removal waits for them."""
    plug(guest, D1)
    with parameter(guest, "stall_timeout_ms", SLOW_STALL_MS):
        holder = guest.spawn(f"exec pin {D1.address(1):#x} {D1.address(1) + LMB:#x} {PAGES} {PAGE_MS}")
        holder.wait_line(lambda line: line.startswith("pinned"), SOON)
        reader = Reader(guest)
        reader.wait(SOON, type="module", state="present")
        since = newest_event(guest)
        with traced(guest) as sentences:
            mark = guest.device_del(D1.device)
            wait_step(guest, since, "offline", D1.index(1))
            meanwhile()
            holder.kill(signal.SIGUSR1)
            assert holder.wait().ok
            guest.wait_deleted(D1.device, SOON, since=mark)
            assert any("step offline" in step for step in sentences("job_step")), sentences("job_step")
        at_rest(guest)
    outlasts_a_stall(wait_job(guest, since, "remove"))
    # Progress takes no number: the events have all there are.
    numbers = list(range(since + 1, newest_event(guest) + 1))
    guest.poll(lambda: [number for number in reader.sequence() if number > since] == numbers,
               "all events, without a gap", SOON)
    reader.end()
    said = pages_said(reader, D1.index(1))
    assert len(said) > PAGES / 2 and said == sorted(said, reverse=True), said
    guest.free_dimm(D1.device)


def outlasts_a_stall(job: dict[str, Any]) -> None:
    assert job["state"] == "done" and job["time"] > SLOW_STALL_MS / 1000, job


@scenario("as long as pages leave one by one, the removal goes on and tells how many are left, in records without a "
          "number; the DIMM goes", **WITH_PDRD)
def slowly(guest: Guest) -> None:
    with unchanged(guest):
        pages_leave_slowly(guest, nothing)


@scenario("the same, and a core waits for the removal longer than a job may stall, and comes", **CORE_COMES)
def slowly_and_core(guest: Guest) -> None:
    outlasts_a_stall(core_added(guest, lambda meanwhile: pages_leave_slowly(guest, meanwhile)))
