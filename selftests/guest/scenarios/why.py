# SPDX-License-Identifier: GPL-2.0
"""An administrator is told who holds the pages of an LMB: a process and what for, or the kernel and which memory."""

from typing import Any

from acts import D1, SOON, WITH_MODULE, WITH_PDRD, parameter, pdrctl_json, pinned, plug, refused, unchanged, unplug
from guest import MIB, Guest
from reader import Reader
from scenario import scenario

WHY = "/usr/libexec/pseries-dr/pdr-why"
WITH_WHY: dict[str, Any] = {**WITH_MODULE, "files": (*WITH_MODULE["files"], f"build/guest/pdr-why:{WHY}")}
# And the agent, which asks by itself.
WITH_ASKING: dict[str, Any] = {**WITH_PDRD, "files": (*WITH_PDRD["files"], f"build/guest/pdr-why:{WHY}")}
STALL_MS = 3000
PAGES = 17
PLACE = 1


def holders(guest: Guest, what: str) -> list[dict[str, Any]]:
    answer = pdrctl_json(guest, f"why {what}")
    assert answer["complete"], answer
    return list(answer["holders"])


def of_pin(guest: Guest, what: str) -> list[dict[str, Any]]:
    """What is said of the process pin; its number is that of a process of this name."""
    found = [holder for holder in holders(guest, what) if holder.get("name") == "pin"]
    running = guest.check("pidof pin").split()
    assert all(str(holder["pid"]) in running for holder in found), (found, running)
    return found


def judge_pins(guest: Guest, what: str, leaves: str, purpose: str) -> None:
    """The pages of the process are told as what they are."""
    found = [holder for holder in of_pin(guest, what) if holder["memory"] == "anonymous" and holder["pages"] == PAGES]
    assert [(holder["leaves"], holder["pinned_by"]) for holder in found] == [(leaves, [purpose])], found


@scenario("a removal is refused for buffers of io_uring, which Linux keeps out of zone Movable: the process is named, "
          "and what it pins them for", **WITH_WHY, fresh=True)
def io_uring(guest: Guest) -> None:
    with parameter(guest, "online_type", "kernel"):
        plug(guest, D1)
    with parameter(guest, "stall_timeout_ms", STALL_MS), pinned(guest, D1.address(PLACE), PAGES, "io_uring"):
        refused(guest, D1.device)
        judge_pins(guest, f"{D1.index(PLACE):#x}", "no", "io_uring")


@scenario("the same for pages in a pipe, which Linux does not tell: the process is suspected, by the number of the job",
          **WITH_WHY)
def pipe(guest: Guest) -> None:
    plug(guest, D1)
    with unchanged(guest):
        with parameter(guest, "stall_timeout_ms", STALL_MS), pinned(guest, D1.address(PLACE), PAGES):
            job = refused(guest, D1.device)
            assert job["drc"] == f"{D1.index(PLACE):#010x}", job
            judge_pins(guest, str(job["id"]), "maybe", "vmsplice")
            said = guest.check(f"pdrctl why {job['id']}")
            assert f"LMB {D1.index(PLACE):#010x}" in said and f"holds {PAGES} pages of anonymous memory" in said, said
    unplug(guest, D1)


@scenario("memory of tmpfs under mlock is named, and leaves with the DIMM", **WITH_WHY)
def locked(guest: Guest) -> None:
    plug(guest, D1)
    with unchanged(guest), pinned(guest, D1.address(PLACE), PAGES, "lock"):
        found = [(holder["memory"], holder["mlocked"], holder["leaves"], holder["pages"])
                 for holder in of_pin(guest, f"{D1.index(PLACE):#x}")]
        assert ("tmpfs", True, "yes", PAGES) in found, found
    with pinned(guest, D1.address(PLACE), PAGES, "lock"):
        unplug(guest, D1)


@scenario("a poisoned page is named, and leaves with the DIMM", **WITH_WHY, fresh=True)
def poisoned(guest: Guest) -> None:
    plug(guest, D1)
    with pinned(guest, D1.address(PLACE), 1, "poison"):
        found = {holder["memory"]: holder for holder in holders(guest, f"{D1.index(PLACE):#x}")}
        assert (found["poisoned"]["pages"], found["poisoned"]["leaves"]) == (1, "yes"), found
    unplug(guest, D1)


@scenario("huge pages are named", **WITH_WHY, fresh=True)
def hugetlb(guest: Guest) -> None:
    plug(guest, D1)
    guest.check(f"echo {D1.size // (2 * MIB)} >/proc/sys/vm/nr_hugepages")
    found = {holder["memory"]: holder for place in range(D1.lmbs)
             for holder in holders(guest, f"{D1.index(place):#x}")}
    assert found["hugetlb"]["leaves"] == "maybe", found
    guest.check("echo 0 >/proc/sys/vm/nr_hugepages")
    unplug(guest, D1)


@scenario("the kernel's own memory is named: slab, page tables, memory since boot", **WITH_WHY)
def kernel(guest: Guest) -> None:
    found: dict[str, str] = {}
    for place in range(D1.first):
        answer = guest.check(f"{WHY} {place * 256 * MIB:#x} 256M")
        found |= {word: line for line in answer.split("\n") for word in ("slab", "page tables", "boot memory")
                  if line.startswith(f"  {word}:")}
    assert len(found) == 3, found



@scenario("pdrd asks by itself when a removal is refused, and pdrctl show tells the answer",
          **WITH_ASKING)
def asked(guest: Guest) -> None:
    plug(guest, D1)
    reader = Reader(guest, "pdrd --history /tmp/why.db")
    reader.wait(type="module", state="present")
    with parameter(guest, "stall_timeout_ms", STALL_MS), pinned(guest, D1.address(PLACE), PAGES):
        job = refused(guest, D1.device)
        told = reader.wait(SOON, type="why", job=job["id"])
        assert told["index"] == job["drc"], told
        held = [holder for holder in told["holders"] if holder.get("pinned_by")]
        assert (held[0]["name"], held[0]["pages"], held[0]["pinned_by"]) == ("pin", PAGES, ["vmsplice"]), told
    shown = guest.check(f"pdrctl show {job['id']} --file /tmp/why.db")
    assert f"pin[{held[0]['pid']}] holds {PAGES} pages of anonymous memory, perhaps pinned" in shown, shown
    reader.end()
    unplug(guest, D1)
