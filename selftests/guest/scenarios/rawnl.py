# SPDX-License-Identifier: GPL-2.0
"""Raw netlink: requests of programs that make mistakes, are malicious, or have no rights.

A dozen requests go to the guest at a time, as a line each (tools/rawnl.c). Numbers of commands and attributes are
counted from the spec.
"""

import errno
import json
import sys
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any, Iterable

from acts import CPUS, MEMORY_NODE, OFDT_AGAIN, SOON, WITH_FAIL, WITH_MODULE, D1, call_fails, lmb_property, newest_event
from acts import pinned, plugged, property_bytes, set_property
from guest import Guest
from initramfs import TOP
from scenario import scenario

sys.path.append(str(TOP / "selftests/lib"))
import netlink as nl  # noqa: E402  pylint: disable=wrong-import-position

RAWNL = "build/guest/rawnl:/bin/rawnl"
WITH_RAWNL: dict[str, Any] = {**WITH_MODULE, "files": (*WITH_MODULE["files"], RAWNL)}
UNSENT: dict[str, Any] = {**WITH_FAIL, "files": (*WITH_FAIL["files"], RAWNL)}
NOBODY = "-u 65534"
ELSEWHERE = "-n"
NO_SUCH, NO_JOB = 0x7FFFFFFE, 1 << 40
# The words of generic netlink itself about an attribute that its policy rejects.
BAD = {errno.EINVAL, errno.ERANGE}
# Jobs that fail at once: more than the module remembers, and events of them, three each.
FORGET_EVENTS, FORGET_JOBS = 750, 1100
FAIL = f"for i in $(seq {{count}}); do echo memory remove index {NO_SUCH:#x} 2>/dev/null >/sys/kernel/dlpar; done; true"

# Attributes; a number is one that the spec does not have, bytes are a value of any shape.
Values = dict[str | int, Any]
CORE_PLAN: Values = {"resource": "cpu", "action": "remove", "identifier": "count", "count": 1}
GOOD: Values = {"resource": "memory", "action": "remove", "identifier": "index", "index": NO_SUCH}


@dataclass
class Request:
    """A request and its expected answer: one of these errnos, and words that have this text, about attribute @about."""
    command: str
    values: Values = field(default_factory=dict)
    way: str = "do"
    errors: set[int] = field(default_factory=lambda: {0})
    words: str = ""
    about: str | None = None

    def set_name(self) -> str:
        return {"info": "info", "drc-get": "drc", "lmb-get": "lmb"}.get(self.command, "job")

    def line(self) -> str:
        return f"{nl.COMMANDS[self.command]} {self.way} {nl.encode(self.set_name(), self.values).hex()}"

    def offset(self) -> int:
        """Where the attribute @about is in the message."""
        before = {name: self.values[name] for name in takewhile(lambda name: name != self.about, self.values)}
        assert len(before) < len(self.values), f"{self} has no attribute {self.about}"
        return nl.HEADERS + len(nl.encode(self.set_name(), before))


@dataclass
class Answer:
    """The result: answers as dictionaries in the words of the spec."""
    error: int
    said: str
    offset: int
    interrupted: bool
    replies: list[dict[str, Any]]


def ask(guest: Guest, requests: Iterable[Request], options: str = "") -> list[Answer]:
    requests = list(requests)
    lines = "\n".join(request.line() for request in requests)
    output = guest.check(f"rawnl {options} <<'END'\n{lines}\nEND")
    answers = []
    for request, line in zip(requests, output.splitlines(), strict=True):
        values = json.loads(line)
        values["replies"] = [nl.decode(request.set_name(), bytes.fromhex(reply)) for reply in values["replies"]]
        answers.append(Answer(**values))
    return answers


def has_words(guest: Guest, request: Request) -> bool:
    """Whether the kernel passes on the module's words about an error.

    In 6.1 struct netlink_dump_control has no extack, so that start() of a dump has no place for words. The words of
    generic netlink itself about the attributes of a dump come on each kernel.
    """
    return not (guest.kernel == "6.1" and request.way == "dump" and request.words)


def judge(guest: Guest, request: Request, answer: Answer) -> None:
    assert answer.error in request.errors, f"{request} gave {answer}"
    if answer.error and has_words(guest, request):
        assert answer.said and request.words in answer.said, f"{request} gave {answer}"
    if request.about is not None:
        assert answer.offset == request.offset(), f"{request} gave {answer}"


def ask_and_judge(guest: Guest, requests: Iterable[Request], options: str = "") -> list[Answer]:
    requests = list(requests)
    answers = ask(guest, requests, options)
    for request, answer in zip(requests, answers):
        judge(guest, request, answer)
    return answers


def one(guest: Guest, request: Request, options: str = "") -> Answer:
    return ask_and_judge(guest, [request], options)[0]


def submit(**values: Any) -> Request:
    return Request("job-submit", values)


def wrong(request: Request, words: str = "", about: str | None = None, errors: set[int] | None = None) -> Request:
    """The same request, which must be refused."""
    request.errors = errors or {errno.EINVAL}
    request.words = words
    request.about = about
    return request


def reshaped(name: str, value: Any) -> Request:
    """A good request in which one attribute has this value."""
    return wrong(submit(**GOOD | {name: value}), about=name, errors=BAD)


def wrong_submits() -> list[Request]:
    """Submissions with each attribute missing, short, long, out of range, not called for, or unknown."""
    fixed = [name for name in GOOD if name != "index"]
    missing = [wrong(submit(**{key: value for key, value in GOOD.items() if key != name}), "is needed")
               for name in fixed]
    shapes = [reshaped(name, data) for name in GOOD for data in (b"", b"\1\0\0", bytes(8))]
    ranges = [reshaped(name, value) for name, value in (
        ("resource", 8), ("resource", 0xFFFFFFFF), ("action", 0), ("action", 3), ("identifier", 0),
        ("identifier", 5), ("count", 0), ("timeout-ms", 86400001), ("timeout-ms", 0xFFFFFFFF))]
    names = [reshaped("name", data) for data in (b"x" * 64 + b"\0", b"no end", b"")]
    uncalled = [
        wrong(submit(**GOOD, count=1), "does not call for", "count"),
        wrong(submit(**GOOD, name="x"), "does not call for", "name"),
        wrong(submit(**GOOD | {"identifier": "count"}), "does not call for", "index"),
        wrong(submit(**GOOD | {"identifier": "name"}), "does not call for", "index"),
    ]
    base = {key: GOOD[key] for key in fixed}
    called = [
        wrong(submit(**base), "calls for an index"),
        wrong(submit(**base | {"identifier": "count"}), "calls for a count"),
        wrong(submit(**base | {"identifier": "name"}), "calls for a name"),
        wrong(submit(**GOOD | {"identifier": "indexed-count"}), "calls for a count"),
        wrong(submit(**base | {"identifier": "indexed-count"}, count=1), "calls for an index"),
    ]
    unknown = [reshaped("seq", bytes(8)), reshaped("since", bytes(8)), reshaped("state", bytes(4))]
    foreign = wrong(Request("job-submit", GOOD | {63: bytes(4)}))
    return [*missing, *shapes, *ranges, *names, *uncalled, *called, *unknown, foreign]


def wrong_others() -> list[Request]:
    """Other commands whose attributes are missing, malformed, or name an object that does not exist."""
    requests = []
    for command in ("job-get", "job-cancel"):
        requests += [
            wrong(Request(command), "id of a job is needed"),
            wrong(Request(command, {"id": NO_JOB}), "no such job", "id", {errno.ENOENT}),
            wrong(Request(command, {"id": 0}), "no such job", "id", {errno.ENOENT}),
            wrong(Request(command, {"id": bytes(4)}), about="id", errors=BAD),
            wrong(Request(command, {63: bytes(4)})),
        ]
    for command in ("drc-get", "lmb-get"):
        requests += [
            wrong(Request(command), "is needed"),
            wrong(Request(command, {"index": NO_SUCH}), "has this index", errors={errno.ENODEV}),
            wrong(Request(command, {"index": bytes(3)}), errors=BAD),
            wrong(Request(command, {"index": NO_SUCH}, way="dump"), "takes no attribute"),
        ]
    requests += [wrong(Request(command, {"since": bytes(4)}, way="dump"), errors=BAD)
                 for command in ("job-get", "event-get")]
    return requests


def wrong_plans() -> list[Request]:
    """Plans of requests that are wrong: a dump whose start fails may have no place for the offset of an attribute."""
    return [Request("job-plan", request.values, "dump", request.errors, request.words) for request in wrong_submits()]


@scenario("an attribute that is missing, short, long, out of range, not called for or unknown is refused with words "
          "about it", **WITH_RAWNL)
def refused_with_words(guest: Guest) -> None:
    before = one(guest, Request("info")).replies[0]["seq"]
    ask_and_judge(guest, [*wrong_submits(), *wrong_others(), *wrong_plans()])
    assert one(guest, Request("info")).replies[0]["seq"] == before, "a refused request is no job"
    slot = GOOD | {"resource": "slot"}
    one(guest, wrong(submit(**slot), "no connector has this DRC index", "index", {errno.ENODEV}))
    del slot["index"]
    slots = submit(**slot | {"identifier": "count"}, count=1)
    one(guest, wrong(slots, "does not carry out", "resource", {errno.EOPNOTSUPP}))


def wait_final(guest: Guest, job: int) -> dict[str, Any]:
    """The job once it has come to its end."""
    def is_final() -> bool:
        found.append(one(guest, Request("job-get", {"id": job})).replies[0])
        return found[-1]["state"] >= nl.ENUMS["state"]["done"]

    found: list[dict[str, Any]] = []
    guest.poll(is_final, f"the end of job {job}", SOON)
    return found[-1]


@scenario("a job by the name of a connector becomes a job by its index; a name that no connector has is refused",
          **WITH_RAWNL)
def by_name(guest: Guest) -> None:
    rows = one(guest, Request("drc-get", way="dump")).replies
    spare = next(row for row in rows if row["resource"] == nl.ENUMS["resource"]["memory"] and row.get("sense") != 1)
    base = {"resource": "memory", "action": "remove", "identifier": "name"}
    one(guest, wrong(submit(**base, name="nothing has this name"), "no connector has this name", "name",
                     {errno.ENODEV}))
    job = wait_final(guest, one(guest, submit(**base, name=spare["name"])).replies[0]["id"])
    assert (job["identifier"], job["index"]) == (nl.ENUMS["identifier"]["index"], spare["index"]), job
    assert "name" not in job and job["state"] == nl.ENUMS["state"]["failed"] and job["error"] > 0, job


def remove_request(index: int) -> Request:
    return submit(**GOOD | {"index": index})


@scenario("a program can cancel the job of another program, but not without CAP_SYS_ADMIN, and not twice", **WITH_RAWNL)
def cancel_of_another(guest: Guest) -> None:
    with plugged(guest, D1), pinned(guest, D1.address(0)):
        job = one(guest, remove_request(D1.index(0))).replies[0]["id"]
        cancel = Request("job-cancel", {"id": job})
        one(guest, wrong(Request("job-cancel", cancel.values), "CAP_SYS_ADMIN", errors={errno.EPERM}), NOBODY)
        one(guest, cancel)
        ended = wait_final(guest, job)
        assert ended["state"] == nl.ENUMS["state"]["cancelled"] and ended["error"] == errno.ECANCELED, ended
        again = wrong(Request("job-cancel", cancel.values), "has ended", "id", {errno.EALREADY})
        one(guest, again)


@scenario("a program without rights can read all data that needs no firmware call, and can change nothing",
          **WITH_RAWNL)
def without_rights(guest: Guest) -> None:
    guest.check(FAIL.format(count=1))
    index = one(guest, Request("lmb-get", way="dump")).replies[-1]["index"]
    reads = [Request("info"), Request("drc-get", way="dump"), Request("lmb-get", way="dump"),
             Request("drc-get", {"index": index}),
             Request("lmb-get", {"index": index}),
             Request("job-get", way="dump"), Request("event-get", way="dump"),
             Request("job-get", {"id": 1}),
             Request("job-plan", CORE_PLAN, way="dump")]
    as_root, as_nobody = ask_and_judge(guest, reads), ask_and_judge(guest, reads, NOBODY)
    sense = {"sense", "sense-status"}
    for request, mine, theirs in zip(reads, as_root, as_nobody):
        assert len(theirs.replies) == len(mine.replies) > 0, (request, mine, theirs)
        asked = [row for row in mine.replies if "sense-status" in row]
        assert not any(sense & row.keys() for row in theirs.replies), theirs
        assert bool(asked) == (request.command in ("drc-get", "lmb-get")), mine
        for row, other in zip(mine.replies, theirs.replies):
            ignored = sense | {"usage"}
            assert {key: row[key] for key in row.keys() - ignored} == \
                   {key: other[key] for key in other.keys() - ignored}, (row, other)
    usage = nl.ENUMS["usage"]
    spare = [row["usage"] for row in as_root[2].replies if row["usage"] in (usage["absent"], usage["unused"])]
    hidden = [row["usage"] for row in as_nobody[2].replies if row["usage"] == usage["unknown"]]
    assert len(spare) == len(hidden) > 0, (spare, hidden)
    changes = [submit(**GOOD), Request("job-cancel", {"id": 1})]
    ask_and_judge(guest, [wrong(request, "CAP_SYS_ADMIN", errors={errno.EPERM}) for request in changes], NOBODY)


@scenario("from another network namespace there is no such family", **WITH_RAWNL)
def another_namespace(guest: Guest) -> None:
    requests = [Request("info"), Request("lmb-get", way="dump"), submit(**GOOD)]
    for answer in ask(guest, requests, ELSEWHERE):
        assert answer.error == errno.ENOENT and not answer.replies, answer


def rewriting(guest: Guest, node: str, name: str) -> str:
    """A command that writes a property as it is, and has the module read it again."""
    set_property(guest, node, name, property_bytes(guest, f"{node}/{name}"))
    return f"({OFDT_AGAIN}; pdrctl list; pdrctl list drc) >/dev/null 2>&1"


def is_interrupted_by(guest: Guest, command: str, meanwhile: str) -> None:
    """Only a dump in whose middle this command runs says that it was interrupted."""
    request = Request(command, way="dump")
    assert not one(guest, request).interrupted, request
    answer = one(guest, request, f"-m '{meanwhile}'")
    assert answer.interrupted, f"{request}: {len(answer.replies)} answers"
    assert not one(guest, request).interrupted, request


# So much memory could be plugged that not even the LMBs fit into one message.
@scenario("a dump whose entries change meanwhile says that it was interrupted, and no other dump does", fresh=True,
          maxmem="64G", timeout=120, **WITH_RAWNL)
def overtaken(guest: Guest) -> None:
    guest.check(FAIL.format(count=100))
    is_interrupted_by(guest, "event-get", FAIL.format(count=FORGET_EVENTS))
    is_interrupted_by(guest, "job-get", FAIL.format(count=FORGET_JOBS))
    is_interrupted_by(guest, "lmb-get", rewriting(guest, MEMORY_NODE, lmb_property(guest)))
    is_interrupted_by(guest, "drc-get", rewriting(guest, CPUS, "ibm,drc-indexes"))


# -- events that cannot be sent ---------------------------------------------------------------------------------------

@dataclass
class Heard:
    """The numbers of the events that a listener has heard, and errnos."""
    events: list[int] = field(default_factory=list)
    errors: list[int] = field(default_factory=list)


def hear(guest: Guest, command: str) -> Heard:
    """The module's events that a listener hears while a command runs."""
    heard = Heard()
    for line in guest.check(f"rawnl -e '{command}'").splitlines():
        kind, value = line.split()
        if kind == "error":
            heard.errors.append(int(value))
        else:
            heard.events.append(nl.decode("job", bytes.fromhex(value))["seq"])
    return heard


@scenario("a listener learns by ENOBUFS that there was no memory for an event, even for the last one, and can ask for "
          "it", **UNSENT)
def unsent(guest: Guest) -> None:
    job = FAIL.format(count=1)
    heard = hear(guest, job)
    count = len(heard.events)
    assert count > 1 and not heard.errors, heard
    for after, lost in ((0, 1), (count - 1, 1), (0, count)):
        since = newest_event(guest)
        every = [*range(since + 1, since + count + 1)]
        with call_fails(guest, "__alloc_skb", 0, lost, after):
            heard = hear(guest, job)
        assert heard.errors == [errno.ENOBUFS], heard
        assert heard.events == every[:after] + every[after + lost:], heard
        asked = one(guest, Request("event-get", {"since": since}, way="dump")).replies
        assert [event["seq"] for event in asked] == every, asked
