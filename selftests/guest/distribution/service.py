# SPDX-License-Identifier: GPL-2.0
"""pdrd as a service of Debian's systemd: its unit, its socket, its journal, and what it keeps when it is killed."""

import json
from contextlib import contextmanager
from itertools import groupby
from typing import Any, Iterator

from acts import D1, SOON, WITH_PDRD, load, newest_event, pdrctl_json, pinned, plug, refused, unload, unplug
from guest import Guest
from kernels import STOCK
from link import Result
from reader import Reader, Record
from scenario import scenario

SOCKET = "/run/pseries-dr/events.sock"
WHY_SOCKET = "/run/pseries-dr/why.sock"
UNITS = ("pdrd.service", "pdrd.socket", "pdr-why.socket", "pdr-why@.service", "pseries-dr.sysusers")
SERVICE: dict[str, Any] = {
    **WITH_PDRD, "files": (*WITH_PDRD["files"], *(f"agent/systemd/{unit}:/{unit}" for unit in UNITS)),
    "kernels": STOCK, "variants": ("debian",), "timeout": 300.0,
}
# systemd starts it again after five seconds, in a slow guest.
STARTS = 60.0
KILLS = 5
# Each request is a job that fails, of three events: it is queued, it begins, it ends.
BURST = "for each in $(seq 70); do echo memory add index 0x1 >/sys/kernel/dlpar; done 2>/dev/null; true"
# The worst exposure that systemd-analyze may find, in tenths.
EXPOSURE = 15


@contextmanager
def service(guest: Guest) -> Iterator[None]:
    """It is installed and enabled in the block, as the README says."""
    guest.check("ln -sf /bin/pdrd /usr/sbin/pdrd && cp /pdrd.service /pdrd.socket /pdr-why.socket"
                " /pdr-why@.service /etc/systemd/system/ &&"
                " mkdir -p /usr/lib/sysusers.d && cp /pseries-dr.sysusers /usr/lib/sysusers.d/pseries-dr.conf &&"
                " systemd-sysusers pseries-dr.conf && systemctl daemon-reload", STARTS)
    guest.check("systemctl enable --now pdrd", STARTS)
    yield
    guest.check("systemctl disable --now pdrd.socket pdr-why.socket pdrd", STARTS)
    assert not guest.run(f"test -e {SOCKET}").ok


def state(guest: Guest, name: str) -> str:
    return guest.check(f"systemctl show --property {name} --value pdrd")


def hears(guest: Guest, groups: str) -> Result:
    """An ordinary user in these groups connects for a moment."""
    return guest.run(f"setpriv --reuid 65534 --regid 65534 {groups} timeout 5 listen {SOCKET}", STARTS)


@scenario("the service starts with its socket, which is for root and the group pdr alone, and little is open to it",
          **SERVICE)
def starts(guest: Guest) -> None:
    with service(guest):
        assert state(guest, "ActiveState") == "active" and state(guest, "User") == "pdrd"
        assert guest.check(f"stat -c '%U %G %a' {SOCKET}") == "root pdr 660"
        # Who may hear events may not look at everybody's processes.
        assert guest.check(f"stat -c '%U %G %a' {WHY_SOCKET}") == "root pdr-why 660"
        stranger = hears(guest, "--clear-groups")
        assert stranger.status == 1 and "denied" in stranger.errors, stranger
        member = hears(guest, "--groups $(getent group pdr | cut -d: -f3)")
        assert json.loads(member.output.splitlines()[0])["type"] == "hello", member
        guest.check(f"systemd-analyze security --threshold={EXPOSURE} pdrd", STARTS)


def entries(guest: Guest) -> list[dict[str, Any]]:
    """What the service has told the journal of jobs."""
    lines = guest.check("journalctl --unit pdrd --output json --no-pager", STARTS).splitlines()
    return [entry for entry in map(json.loads, lines) if "PDR_JOB" in entry]


@scenario("the journal has a sentence on each job that has ended, and a warning on a refusal", **SERVICE)
def journal(guest: Guest) -> None:
    with service(guest):
        plug(guest, D1)
        with pinned(guest, D1.address(2)):
            job = refused(guest, D1.device)
        unplug(guest, D1)
        guest.poll(lambda: any(entry["PDR_STATE"] == "done" and entry["PDR_REQUEST"].startswith("remove")
                               for entry in entries(guest)), "the last job in the journal", STARTS)
        mine = [entry for entry in entries(guest) if entry["PDR_JOB"] == str(job["id"])]
        assert {entry["PRIORITY"] for entry in mine} == {"4"}, mine
        refusal, = [entry["MESSAGE"] for entry in mine if entry["PDR_STATE"] == "refused" and "Job" in entry["MESSAGE"]]
        assert refusal.startswith(f"Job {job['id']} ({job['request']}, asked by the platform) was refused"), refusal


HOOKS = "/etc/pseries-dr/hooks.d"
# What it gets, and who it is.
HOOK = r"""#!/bin/sh
read -r line
echo "$(id -u) $PDR_STATE $PDR_JOB $line"
exit 5"""


def hook_entries(guest: Guest) -> list[dict[str, Any]]:
    """What the service has told the journal of its hooks."""
    return [entry for entry in entries(guest) if "PDR_HOOK" in entry]


@scenario("a program in the folder of hooks is started when a job has ended, as the service's user, and the journal "
          "has its end", **SERVICE)
def hook(guest: Guest) -> None:
    path = f"{HOOKS}/done/tell"
    guest.check(f"mkdir -p {HOOKS}/done && cat >{path} <<'END'\n{HOOK}\nEND\nchmod 755 {path}")
    with service(guest):
        plug(guest, D1)
        guest.poll(lambda: hook_entries(guest), "the end of the hook in the journal", STARTS)
        told = hook_entries(guest)[0]
        assert (told["PDR_HOOK"], told["PRIORITY"], told["PDR_STATE"]) == (path, "4", "done"), told
        assert told["_UID"] != "0", told
        words = f"{path} failed with status 5: {told['_UID']} done {told['PDR_JOB']} {{\"type\":\"event\""
        assert told["MESSAGE"].startswith(words), told
        unplug(guest, D1)
    guest.check(f"rm -r {HOOKS}")


def kept_jobs(guest: Guest, since: int) -> list[dict[str, Any]]:
    """The jobs in the history after an event, whoever has asked for them."""
    jobs = map(json.loads, guest.check("pdrctl history --json -n 1000").splitlines())
    return [job for job in jobs if job["type"] == "job" and job["seq"] > since]


@scenario("the service is killed again and again while memory comes and goes: each job is in the history once, and the "
          "socket stays", **SERVICE)
def killed(guest: Guest) -> None:
    with service(guest):
        since = newest_event(guest)
        for count in range(1, KILLS + 1):
            guest.check("systemctl kill --signal KILL --kill-who main pdrd")
            plug(guest, D1)
            unplug(guest, D1)
            guest.poll(lambda: int(state(guest, "NRestarts")) == count and state(guest, "ActiveState") == "active",
                       f"restart {count}", STARTS)
        assert guest.run(f"test -S {SOCKET}").ok
        guest.poll(lambda: len(kept_jobs(guest, since)) >= 2 * KILLS, "all jobs in the history", SOON)
        jobs = kept_jobs(guest, since)
        assert len(jobs) == len({job["id"] for job in jobs}) == 2 * KILLS, jobs
        assert {job["state"] for job in jobs} == {"done"}, jobs


class Client:
    """A client that comes back with its cursor each time the service has gone."""

    def __init__(self, guest: Guest) -> None:
        self._guest = guest
        self.cursors = ["0x0:0"]
        self.lost: list[Record] = []
        self.connect()

    def connect(self) -> None:
        request = json.dumps({"since": self.cursors[-1]})
        self._reader = Reader(self._guest, f"listen {SOCKET} '{request}'")
        self._taken = 0

    def has(self, cursor: str) -> bool:
        """Take what has come, and look if that event has."""
        running = self._reader.running
        records = self._reader.records()
        # What came before the answer is no part of it.
        begin = next((place for place, record in enumerate(records) if record["type"] == "replay"), len(records))
        fresh = records[max(begin, self._taken):]
        assert not [record for record in fresh if record["type"] == "overrun"], fresh
        self.lost += [record for record in fresh if record["type"] == "lost"]
        self.cursors += [record["cursor"] for record in fresh if record["type"] == "event"]
        self._taken = len(records)
        if not running:
            self.connect()
        return self.cursors[-1] == cursor


def newest_cursor(guest: Guest) -> str:
    status = pdrctl_json(guest, "status")
    return f"{status['boot_id']}:{status['seq']}"


def service_killed(guest: Guest) -> None:
    guest.check("systemctl kill --signal KILL --kill-who main pdrd")


def module_reloaded(guest: Guest) -> None:
    unload(guest)
    load(guest)


def guest_rebooted(guest: Guest) -> None:
    with guest.reboot():
        guest.spawn("systemctl reboot")
    load(guest)


@scenario("a thousand events come while the service is killed, the module is loaded anew and the guest reboots: the "
          "history and a client that comes back with its cursor have each of them, once", **SERVICE, fresh=True)
def thousand(guest: Guest) -> None:
    with service(guest):
        client = Client(guest)
        for event in (service_killed, module_reloaded, service_killed, guest_rebooted, service_killed):
            burst = guest.spawn(BURST)
            if event == service_killed:
                event(guest)
            burst.wait(STARTS)
            newest = newest_cursor(guest)
            guest.poll(lambda newest=newest: client.has(newest), "the last event at the client", STARTS)
            if event != service_killed:
                event(guest)
            if event == guest_rebooted:
                client.connect()
        # The service ended before the guest did, so nobody knows of later events. A client without one hears it again.
        assert client.lost and all("to" not in record for record in client.lost), client.lost
        told = client.cursors[1:]
        assert len(told) >= 1000 and len(told) == len(set(told)), len(told)
        again = Client(guest)
        guest.poll(lambda: again.has(told[-1]), "the history", STARTS)
        assert again.cursors[1:] == told
        for boot, numbers in groupby((cursor.split(":") for cursor in told), key=lambda parts: parts[0]):
            sequence = [int(number) for _, number in numbers]
            assert sequence == list(range(1, len(sequence) + 1)), boot
