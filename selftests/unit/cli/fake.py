# SPDX-License-Identifier: GPL-2.0
"""A module pseries_dr that is not there: it answers pdrctl over NETLINK_USERSOCK.

It knows nothing of memory. A test says by a plan what becomes of the next job, and what the module
foresees; the fake keeps the jobs, numbers and sends the events, and answers requests as the real
one does. What went wrong in its thread is raised when it is closed.
"""

import contextlib
import errno
import heapq
import itertools
import pathlib
import select
import socket
import struct
import sys
import threading
import time

sys.path.append(str(pathlib.Path(__file__).parents[2] / "lib"))
import netlink as nl  # noqa: E402  pylint: disable=wrong-import-position

NETLINK_USERSOCK = 2
CTRL, FAMILY = 0x10, 0x20
NOTIFY_GROUP, EVENTS_GROUP = 16, 20
CTRL_NEWFAMILY, CTRL_DELFAMILY = 1, 2
MIB = 1 << 20
CREDENTIALS = struct.Struct("iII")
CAP_SYS_ADMIN = 21
EPOCH_NS = 1_700_000_000_000_000_000


def lmbs():
    """The LMBs of a guest of 1 GiB with a DIMM of 1 GiB in use and room for another."""
    rows = []
    for i in range(4):
        rows.append({"index": i, "address": i * 256 * MIB, "flags": 0xa0, "aa-index": 0xffffffff,
                     "usage": "reserved", "sense-status": -3, "blocks": 1, "blocks-online": 1,
                     "zone": "Normal", "nid": 0})
    for i in range(4, 12):
        row = {"index": 0x80000000 + i, "address": i * 256 * MIB, "blocks": 1, "sense-status": 0}
        if i < 8:
            row |= {"flags": 0x108, "aa-index": 0, "usage": "in-use", "sense": 1,
                    "blocks-online": 1, "zone": "Movable", "nid": 0}
        elif i == 8:
            row |= {"flags": 0x108, "aa-index": 1, "usage": "unused", "sense": 1, "blocks-online": 0}
        else:
            row |= {"flags": 0, "aa-index": 0xffffffff, "usage": "absent", "sense": 2,
                    "blocks-online": 0}
        rows.append(row)
    return rows


def drcs():
    """A few connectors, one with a name that no terminal should see."""
    return [
        {"index": 0x10000000, "resource": "cpu", "name": "CPU 0", "type": "CPU",
         "power-domain": 0xffffffff, "sense-status": 0, "sense": 1},
        {"index": 0x20000001, "resource": "phb", "name": "PHB 1", "type": "PHB",
         "power-domain": 0xffffffff, "sense-status": 0, "sense": 2},
        {"index": 0x40000100, "resource": "pci", "name": b"C\x1b[31m1\xff\0", "type": "28",
         "power-domain": 7, "sense-status": -9000},
        {"index": 0x80000004, "resource": "memory", "name": "LMB 4", "type": "MEM",
         "power-domain": 0xffffffff, "sense-status": 0, "sense": 1},
        {"index": 0xdead, "resource": 77, "name": "", "type": "TOASTER",
         "power-domain": 0xffffffff, "sense-status": 0, "sense": 9},
    ]


# A job as the module knows it from its first moment on; the request is beside it.
NEW_JOB = {"origin": "netlink", "state": "queued", "timeout-ms": 0, "total": 0, "moved": 0, "pages-left": 0,
           "error": 0, "step": "none", "drc-index": 0, "undone": 0, "undo-failed": 0, "undo-error": 0, "refusals": 0,
           "created": EPOCH_NS, "reason": "none", "reason-value": 0}
REQUEST = {"resource": "memory", "action": "remove", "identifier": "count", "count": 1}


class Fake(threading.Thread):
    """The fake module; port is where it listens."""

    SETS = {"lmb-get": "lmb", "drc-get": "drc"}

    def __init__(self):
        super().__init__(daemon=True)
        self.sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_USERSOCK)
        self.sock.bind((0, 0))
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        self.port = self.sock.getsockname()[0]
        self.wake, self.waker = socket.socketpair()
        self.there = True
        self.family = FAMILY
        self.info = {
            "abi": 1, "abi-min": 1, "capabilities": ["memory", "cpu", "cancel", "refuse", "claim", "plan"],
            "release": "0.1", "lmb-size": 256 * MIB, "block-size": 256 * MIB, "lmb-count": 12,
            "drc-count": 5, "stall-timeout-ms": 10000, "refuse-by": "unisolate",
            "online-type": "auto", "boot-id": 0x1234567890abcdef, "memory-state": "ok",
        }
        self.lmbs, self.drcs = lmbs(), drcs()
        self.jobs, self.events = {}, []
        self.seq = 0
        self.next_id = 7
        self.plan, self.cancel_plan = [], None
        self.plans, self.on_submit = [], None
        self.foreseen = [{"total": 0, "error": 0}]
        self.errors, self.end_errors = {}, {}
        self.interrupted_dumps = 0
        self.muted = False
        self.kept_events = 1000
        self.requests, self.lookups, self.named = [], 0, []
        self.replies = []
        self.silent = set()
        self.sender, self.may_sense = 0, []
        self.due, self.order = [], itertools.count()
        self.crash = None
        self.start()

    def run(self):
        """Answer requests and carry plans out until closed."""
        try:
            while self.sock.fileno() >= 0:
                timeout = max(0, self.due[0][0] - time.monotonic()) if self.due else None
                ready, _, _ = select.select([self.sock, self.wake], [], [], timeout)
                if self.wake in ready and not self.take_order():
                    return
                if self.sock in ready:
                    data, ancillary, _, (port, _) = self.sock.recvmsg(65536, socket.CMSG_SPACE(CREDENTIALS.size))
                    self.sender = next((CREDENTIALS.unpack(value)[0] for _, kind, value in ancillary
                                        if kind == socket.SCM_CREDENTIALS), 0)
                    self.answer(data, port)
                while self.due and self.due[0][0] <= time.monotonic():
                    heapq.heappop(self.due)[2]()
        except Exception as crash:  # shown by close(), in the thread of the test
            self.crash = crash

    def take_order(self):
        """Do as a test asks in this thread; False to end."""
        return self.wake.recv(1) != b"q"

    def close(self):
        """End the thread; raises what went wrong in it."""
        self.waker.send(b"q")
        self.join(30)
        for sock in (self.sock, self.wake, self.waker):
            sock.close()
        if self.crash:
            raise self.crash

    def later(self, delay, action):
        """Have action called in the thread of the fake after delay seconds."""
        heapq.heappush(self.due, (time.monotonic() + delay, next(self.order), action))
        self.waker.send(b"w")

    # Messages

    def answer(self, data, port):
        """One request. It is carried out before anybody, a test or the client, can know of it."""
        length, kind, flags, seq, _ = nl.HEADER.unpack_from(data)
        self.header, self.peer_seq, self.flags = data[:nl.HEADER.size], seq, flags
        self.replies = []
        if kind == CTRL:
            self.answer_controller(data[nl.HEADERS:length])
        elif kind == self.family and self.there:
            self.answer_family(data[nl.HEADER.size], data[nl.HEADERS:length])
        else:
            self.finish(errno.ENOENT)
        for reply in self.replies:
            # The client that asked may have been killed meanwhile
            with contextlib.suppress(ConnectionRefusedError):
                self.sock.sendto(reply, (port, 0))

    def send(self, kind, flags, payload):
        self.replies.append(nl.message(kind, flags, self.peer_seq, self.port, payload))

    def finish(self, error=0, sentence=None):
        """The verdict on the request at hand."""
        if error or self.flags & nl.NLM_F_ACK:
            self.send(nl.NLMSG_ERROR, *nl.verdict(error, sentence, self.header))

    def multicast(self, group, kind, payload):
        # The copy that goes to port 0, where there is no kernel on this protocol, is refused
        with contextlib.suppress(ConnectionRefusedError):
            self.sock.sendto(nl.message(kind, 0, 0, 0, payload), (0, 1 << (group - 1)))

    def answer_controller(self, data):
        """All families: who asks for one by its name makes the kernel start modprobe."""
        self.lookups += 1
        if not self.flags & nl.NLM_F_DUMP:
            self.named.append(nl.decode("ctrl", data)["family-name"])
            self.finish(errno.ENOENT)
            return
        self.send(CTRL, nl.NLM_F_MULTI, nl.family(CTRL_NEWFAMILY, "nlctrl", CTRL, "notify", NOTIFY_GROUP))
        if self.there:
            self.send(CTRL, nl.NLM_F_MULTI, self.family_message(CTRL_NEWFAMILY))
        self.send(nl.NLMSG_DONE, *nl.verdict(0))

    def family_message(self, command):
        return nl.family(command, "pseries_dr", self.family, "events", EVENTS_GROUP)

    def answer_family(self, number, data):
        name = next(word for word, value in nl.COMMANDS.items() if value == number)
        values = nl.decode(self.SETS.get(name, "job"), data)
        self.carry_out(name, values)
        self.requests.append((name, values))

    def carry_out(self, name, values):
        if name in self.silent:
            return
        if name in self.errors:
            self.finish(*self.errors[name])
        elif self.flags & nl.NLM_F_DUMP:
            self.dump(name, values.get("since", 0))
        elif name == "info":
            self.tell_info()
        else:
            {"job-submit": self.job_submit, "job-get": self.job_get,
             "job-cancel": self.job_cancel,
             "lmb-get": lambda values: self.get_one("lmb-get", self.lmbs, values),
             "drc-get": lambda values: self.get_one("drc-get", self.drcs, values)}[name](values)

    def reply(self, command, set_name, values):
        self.send(self.family, 0, nl.genl(nl.COMMANDS[command], nl.encode(set_name, values)))

    def note_rights(self, name):
        """Whether the reader of connectors has the right for which the module asks the platform."""
        if name in self.SETS:
            status = pathlib.Path(f"/proc/{self.sender}/status").read_text("utf-8")
            effective = int(next(line.split()[1] for line in status.splitlines() if line.startswith("CapEff:")), 16)
            self.may_sense.append(bool(effective >> CAP_SYS_ADMIN & 1))

    def dump(self, name, since):
        self.note_rights(name)
        set_name, rows = {
            "lmb-get": ("lmb", self.lmbs),
            "drc-get": ("drc", self.drcs),
            "job-get": ("job", sorted(self.jobs.values(), key=lambda job: job["seq"])),
            "event-get": ("job", self.events[-self.kept_events:] if self.kept_events else []),
            "job-plan": ("job", self.foreseen),
        }[name]
        flags = nl.NLM_F_MULTI
        if self.interrupted_dumps:
            self.interrupted_dumps -= 1
            flags |= nl.NLM_F_DUMP_INTR
        for row in rows:
            if row.get("seq", since + 1) > since:
                payload = nl.genl(nl.COMMANDS[name], nl.encode(set_name, row))
                self.send(self.family, flags, payload)
        more, payload = nl.verdict(*self.end_errors.get(name, (0,)))
        self.send(nl.NLMSG_DONE, flags | more, payload)

    # Commands

    def tell_info(self):
        pending = sum(nl.ENUMS["state"].get(job["state"], 4) < 4 for job in self.jobs.values())
        self.reply("info", "info", {"seq": self.seq, "seq-oldest": 1, "jobs-pending": pending} | self.info)
        self.finish()

    def job_submit(self, values):
        job = {"id": self.next_id, "seq": 0} | NEW_JOB | values
        self.next_id += 1
        self.jobs[job["id"]] = job
        self.reply("job-submit", "job", {"id": job["id"]})
        self.finish()
        if self.on_submit:
            self.on_submit(job)
        self.follow(job, [(0, {}), *(self.plans.pop(0) if self.plans else self.plan)])

    def job_get(self, values):
        if values.get("id") not in self.jobs:
            self.finish(errno.ENOENT, "no job has this id")
            return
        self.reply("job-get", "job", self.jobs[values["id"]])
        self.finish()

    def get_one(self, name, rows, values):
        """An LMB or a connector by index."""
        row = next((row for row in rows if row["index"] == values.get("index")), None)
        if not row:
            self.finish(errno.ENODEV)
            return
        self.reply(name, self.SETS[name], row)
        self.finish()

    def job_cancel(self, values):
        job = self.jobs.get(values.get("id"))
        if not job:
            self.finish(errno.ENOENT, "no job has this id")
        elif self.cancel_plan is None:
            self.finish(errno.EALREADY)
        else:
            self.finish()
            self.due = []
            self.follow(job, self.cancel_plan)

    # Events

    def follow(self, job, plan):
        """Carry out a plan: (seconds to wait, changes of the job[, kind of event])."""
        when = 0
        for delay, changes, *kind in plan:
            when += delay
            self.later(when, lambda changes=changes, kind=kind: self.happen(job, changes, *kind))

    def happen(self, job, changes, kind="state"):
        """A change of a job, and the event of it."""
        job |= changes
        if kind == "progress":
            self.multicast_event(job | {"event-type": kind, "seq": self.seq,
                                        "event-time": EPOCH_NS + self.seq * 1_000_000})
            return
        self.seq += 1
        job["seq"] = self.seq
        self.publish(job | {"event-type": kind, "event-time": EPOCH_NS + self.seq * 1_000_000})

    def publish(self, event):
        self.events.append(event)
        self.multicast_event(event)

    def multicast_event(self, event):
        if not self.muted:
            self.multicast(EVENTS_GROUP, self.family, nl.genl(nl.COMMANDS["event"], nl.encode("job", event)))

    def notice(self, command):
        """Tell that the family appeared or vanished."""
        self.multicast(NOTIFY_GROUP, CTRL, self.family_message(command))

    def unload(self):
        self.there = False
        self.notice(CTRL_DELFAMILY)

    def load(self):
        """Load the module anew: jobs and events are gone."""
        self.there = True
        self.family += 1
        self.jobs, self.events, self.seq = {}, [], 0
        self.info["boot-id"] += 1
        self.notice(CTRL_NEWFAMILY)
