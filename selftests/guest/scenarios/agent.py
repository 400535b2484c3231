# SPDX-License-Identifier: GPL-2.0
"""pdrd in a guest relays all events of the real module, even if the module is reloaded or the kernel drops messages."""

from typing import Any

from guest import GIB, Guest
from kernels import STOCK
from reader import Reader, Record
from scenario import scenario

FILES = ("build/{kernel}/kmod/pseries_dr.ko:/pseries_dr.ko", "build/guest/pdrd:/usr/sbin/pdrd")
# The debug kernel is for the module.
TOOL: dict[str, Any] = {"kernels": STOCK, "files": FILES, "append": "memhp_default_state=online_movable"}
LOAD = "insmod /pseries_dr.ko"
UNLOAD = "rmmod pseries_dr"
# No such connector: a job that fails at once.
FAIL = "echo memory add index {index} 2>/dev/null >/sys/kernel/dlpar || true"
ONE, LAST = "0x8fffffff", "0x8ffffffe"
METRICS = "127.0.0.1:9778"
# Columns of /proc/net/netlink: which family of sockets, and what the kernel dropped of each.
GENERIC, DROPS = "16", 8


def fail_jobs(guest: Guest, count: int) -> None:
    guest.check(f"for i in $(seq {count}); do {FAIL.format(index=ONE)}; done")


def drops(guest: Guest) -> int:
    rows = [line.split() for line in guest.check("cat /proc/net/netlink").splitlines()]
    return sum(int(row[DROPS]) for row in rows if row[1] == GENERIC)


class Pdrd(Reader):
    """pdrd and its standard output."""

    def __init__(self, guest: Guest) -> None:
        super().__init__(guest)
        self._asked = 0

    def wait_all(self, guest: Guest) -> None:
        """Wait until all events up to now have come: until the event of one more job has."""
        self._asked += 1
        guest.check(FAIL.format(index=LAST))
        guest.poll(lambda: sum(event["index"] == LAST and event["state"] == "failed" for event in self.events())
                   == self._asked, "the event of the last job", timeout=10)


def check_complete(records: list[Record]) -> list[Record]:
    """Every event of each load is told once and in order, or is among the lost; returns the lost."""
    lost = []
    expected = None
    for record in records:
        assert record["type"] != "overrun", record
        if record["type"] == "module":
            expected = record["seq"] + 1 if record["state"] == "present" and expected is None else 1
        elif record["type"] == "lost":
            assert record["from"] == expected, f"{record} where {expected} was to come"
            expected = record.get("to", expected - 1) + 1
            lost.append(record)
        elif record["type"] == "event":
            assert record["seq"] == expected, f"{record} where {expected} was to come"
            expected += 1
    return lost


@scenario("pdrd relays a DIMM that comes and goes, and a module that is loaded anew", **TOOL)
def relays(guest: Guest) -> None:
    reader = Pdrd(guest)
    reader.wait(type="module", state="absent")
    guest.check(LOAD)
    first = reader.wait(type="module", state="present")
    guest.plug_dimm("d1", GIB)
    reader.wait(type="event", action="add", origin="platform", state="done")
    guest.wait_deleted("d1", timeout=30, since=guest.device_del("d1"))
    done = reader.wait(type="event", action="remove", origin="platform", state="done")
    assert done["moved"] == done["total"] == 4, done
    guest.free_dimm("d1")
    guest.check(f"{UNLOAD}; {LOAD}")
    guest.poll(lambda: sum(r.get("state") == "present" for r in reader.records()) == 2, "the second load", timeout=10)
    guest.check(UNLOAD)
    guest.poll(lambda: reader.records()[-1].get("state") == "absent", "the unload", timeout=10)
    records = reader.end()
    assert not check_complete(records)
    loads = [record["boot_id"] for record in records if record.get("state") == "present"]
    assert len(loads) == len(set(loads)) == 2 and loads[0] == first["boot_id"], loads


@scenario("pdrd asks for events that the kernel dropped while pdrd was stopped", **TOOL, fresh=True)
def overrun(guest: Guest) -> None:
    guest.check(LOAD)
    reader = Pdrd(guest)
    reader.wait(type="module", state="present")
    reader.wait_all(guest)
    reader.stop()
    # More events than its socket holds, fewer than the module remembers.
    fail_jobs(guest, 500)
    assert drops(guest) > 0
    reader.go_on()
    reader.wait_all(guest)
    assert not check_complete(reader.end())


@scenario("pdrd says which events even the module has forgotten, and tells the jobs instead", **TOOL, fresh=True)
def forgotten(guest: Guest) -> None:
    guest.check(LOAD)
    reader = Pdrd(guest)
    reader.wait(type="module", state="present")
    reader.wait_all(guest)
    reader.stop()
    fail_jobs(guest, 1500)
    reader.go_on()
    reader.wait(type="lost")
    reader.wait(type="job")
    reader.wait_all(guest)
    records = reader.end()
    lost = check_complete(records)
    # Events that its socket held or that the module remembers (2048) are not lost; each failing job has three events.
    assert len(lost) == 1 and 10 < lost[0]["from"] <= lost[0]["to"] < 3 * 1500 - 2048 + 50, lost
    assert len({record["id"] for record in records if record["type"] == "job"}) > 1000


@scenario("pdrd follows the module again after a reload while pdrd was stopped", **TOOL, fresh=True)
def reloaded(guest: Guest) -> None:
    guest.check(LOAD)
    reader = Pdrd(guest)
    reader.wait(type="module", state="present")
    reader.wait_all(guest)
    reader.stop()
    fail_jobs(guest, 500)
    guest.check(f"{UNLOAD}; {LOAD}")
    fail_jobs(guest, 2)
    reader.go_on()
    reader.wait_all(guest)
    records = reader.end()
    lost = check_complete(records)
    # The last events of the first load can no longer be asked for, and their number is unknown.
    assert len(lost) == 1 and "to" not in lost[0], lost
    assert lost[0]["from"] > 3, lost
    assert sum(record.get("state") == "present" for record in records) == 2


def samples(guest: Guest) -> dict[str, float]:
    """What a scraper in the guest gets, each value by its series."""
    text = guest.check(f"wget -q -O - http://{METRICS}/metrics")
    return {name: float(value) for name, value in
            (line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))}


@scenario("pdrd serves how many LMBs and cores Linux has, before a DIMM comes and after it, without a call of firmware",
          **TOOL)
def counts(guest: Guest) -> None:
    guest.check(f"{LOAD}; ip link set lo up")
    reader = Reader(guest, f"pdrd --no-history --metrics-listen {METRICS}")
    reader.wait(type="module", state="present")
    before = samples(guest)
    assert before['pdr_cores{state="in-use"}'] == 2, before
    assert before['pdr_lmbs{state="in-use"}'] + before['pdr_lmbs{state="reserved"}'] > 0, before
    # Firmware would say of these that the platform owns them.
    assert before['pdr_lmbs{state="unknown"}'] >= 4 and before['pdr_lmbs{state="absent"}'] == 0, before
    guest.plug_dimm("d1", GIB)
    reader.wait(type="event", action="add", origin="platform", state="done")
    after = samples(guest)
    assert after['pdr_lmbs{state="in-use"}'] == before['pdr_lmbs{state="in-use"}'] + 4, after
    guest.wait_deleted("d1", timeout=30, since=guest.device_del("d1"))
    guest.free_dimm("d1")
    reader.wait(type="event", action="remove", origin="platform", state="done")
    assert samples(guest)['pdr_lmbs{state="in-use"}'] == before['pdr_lmbs{state="in-use"}']
    reader.end()
