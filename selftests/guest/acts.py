# SPDX-License-Identifier: GPL-2.0
"""The acts and looks that scenarios about the module share, one function for each.

    with unchanged(guest), veto(guest, dimm.address(0)):
        refused(guest, dimm)
    unplug(guest, dimm)
"""

import json
import signal
import time
from base64 import b64encode
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Callable, Iterator

from guest import GIB, MIB, REFUSALS, Guest
from kernels import slower
from link import Handle, Result

LMB = 256 * MIB
MODULE = "/sys/module/pseries_dr/parameters"
BLOCKS = "/sys/devices/system/memory"
VETO = "/sys/module/pdr_veto/parameters"
SLOW = "/sys/module/pdr_slow/parameters"
FAIL_CALL = "/sys/module/pdr_fail/parameters/call"
# With this error a file of the kernel says that another task has the lock of device hot-plug.
ERESTARTNOINTR = 513
# More calls than a job makes.
ALWAYS = 1000000000
LOCK_IS_FREE = f"echo kernel_write 0 0 0 >{FAIL_CALL}"
# Fewer jobs than the module remembers.
REMEMBERED = 500
FINAL = ("done", "refused", "failed", "cancelled")
# From the stall limit to the answer of a job that does not get on.
ANSWER_GRACE = 2.0
# For waits that take less than a second on an idle machine.
SOON = 20.0

# The needs of scenarios that want the module; scenarios with equal needs share one guest.
WITHOUT_MODULE: dict[str, Any] = {
    "files": (
        "build/{kernel}/kmod/pseries_dr.ko:/pseries_dr.ko",
        "build/{kernel}/selftests/kmod/pdr_veto.ko:/pdr_veto.ko",
        "build/guest/pin:/bin/pin",
        "build/guest/pdrctl:/bin/pdrctl",
        "selftests/suites:/suites",
    ),
    "prepare": ("insmod /pdr_veto.ko",),
    # The module then puts memory into the same zone as the stock kernel does.
    "append": "memhp_default_state=online_movable",
}
WITH_MODULE: dict[str, Any] = {**WITHOUT_MODULE, "prepare": ("insmod /pdr_veto.ko", "insmod /pseries_dr.ko")}
AUTO_ONLINE = "/sys/devices/system/memory/auto_online_blocks"
# Nothing says which zone added memory belongs to, as in a guest without that option.
UNDECIDED: dict[str, Any] = {**WITH_MODULE, "prepare": (f"echo offline >{AUTO_ONLINE}", *WITH_MODULE["prepare"])}
# kmemleak is not asked after a scenario that changes the device tree by the stock kernel's means.
FORGES: dict[str, Any] = {"leaks": "/proc/powerpc/ofdt keeps a reference to each node that it removes"}
STOCK_REMOVES: dict[str, Any] = {"leaks": "dlpar_cpu_remove() leaks the properties of the core's node"}
# For a core that is plugged while memory moves: QEMU 7.2 shows a new vCPU to the others before it is initialized, and
# ends with SIGSEGV if one of them flushes a TLB at that moment.
BUSY_PLUG: dict[str, Any] = {"qemu": "10.0"}

# And listeners of the kernel that can be held up. They come first: the module hides its changes from those after it.
WITH_SLOW: dict[str, Any] = {
    **WITH_MODULE, "files": (*WITH_MODULE["files"], "build/{kernel}/selftests/kmod/pdr_slow.ko:/pdr_slow.ko"),
    "prepare": ("insmod /pdr_slow.ko", *WITH_MODULE["prepare"])}

# And functions of the kernel that fail when the module calls them.
WITH_FAIL: dict[str, Any] = {
    **WITH_MODULE, "files": (*WITH_MODULE["files"], "build/{kernel}/selftests/kmod/pdr_fail.ko:/pdr_fail.ko"),
    "prepare": (*WITH_MODULE["prepare"], "insmod /pdr_fail.ko")}

# And the agent with a client. A guest that has its libraries takes longer to boot.
WITH_PDRD: dict[str, Any] = {
    **WITH_MODULE,
    "files": (*WITH_MODULE["files"], "build/guest/pdrd:/bin/pdrd", "build/guest/listen:/bin/listen")}


# -- the module ----------------------------------------------------------------------------------------------------

def load(guest: Guest) -> None:
    guest.check("insmod /pseries_dr.ko")


def unload(guest: Guest) -> None:
    """Unload the module; it cannot be unloaded while a job runs."""
    at_rest(guest)
    guest.check("rmmod pseries_dr")


@contextmanager
def without_module(guest: Guest) -> Iterator[None]:
    """The stock kernel's own code is at work in the block."""
    unload(guest)
    yield
    load(guest)


@contextmanager
def parameter(guest: Guest, name: str, value: str | int) -> Iterator[None]:
    """A parameter of the module has another value in the block."""
    before = guest.check(f"cat {MODULE}/{name}")
    guest.check(f"echo {value} >{MODULE}/{name}")
    yield
    guest.check(f"echo {before} >{MODULE}/{name}")


@contextmanager
def call_fails(guest: Guest, function: str, result: int, times: int, after: int = 0) -> Iterator[None]:
    """In the block a function of the kernel gives the module this result so often, without doing anything."""
    guest.check(f"echo {function} {after} {times} {result} >{FAIL_CALL}")
    yield
    left = guest.check(f"cat {FAIL_CALL}")
    guest.check(f"echo {function} 0 0 0 >{FAIL_CALL}")
    assert left == "0", f"{left} of {times} calls were not made"


@contextmanager
def lock_never_free(guest: Guest) -> Iterator[None]:
    """In the block the module finds the kernel's lock of device hot-plug held whenever it would change a block."""
    guest.check(f"echo kernel_write 0 {ALWAYS} {-ERESTARTNOINTR} >{FAIL_CALL}")
    yield
    guest.check(LOCK_IS_FREE)


# -- resources of the guest ----------------------------------------------------------------------------------------

def in_suite(guest: Guest, command: str) -> Result:
    """Run a command with the functions of the suites."""
    return guest.run(f"KTAP_TMP=/tmp; . /suites/pseries.sh; {command}")


@contextmanager
def unchanged(guest: Guest, but: str = "") -> Iterator[None]:
    """Memory, zones, threads and device tree are after the block as they were before; BUT is in what may differ."""
    before = in_suite(guest, "before=$(mktemp) && snapshot >$before && echo $before")
    assert before.ok, before
    yield
    after = in_suite(guest, f"unchanged {before.output.strip()} {but}")
    assert after.ok, f"not everything is as it was:\n{after.output}{after.errors}"


def online_cpus(guest: Guest) -> str:
    return guest.check("cat /sys/devices/system/cpu/online")


@contextmanager
def console_says(guest: Guest, text: str) -> Iterator[None]:
    """The kernel says so in the block, or soon after."""
    start = len(guest.console)
    yield
    guest.poll(lambda: text in guest.console[start:], f'"{text}" on the console', SOON)


# -- the device tree, as drmgr changes it ---------------------------------------------------------------------------

TREE = "/sys/firmware/devicetree/base"
CPUS = f"{TREE}/cpus"
MEMORY_NODE = f"{TREE}/ibm,dynamic-reconfiguration-memory"
# Makes the last request of the guest once more.
OFDT_AGAIN = "dd if=/tmp/ofdt of=/proc/powerpc/ofdt bs=1M"


def ofdt(guest: Guest, request: bytes) -> None:
    """A request to the kernel's file for changes of the device tree."""
    guest.check(f"echo {b64encode(request).decode()} | base64 -d >/tmp/ofdt && {OFDT_AGAIN}")


def lmb_property(guest: Guest) -> str:
    """The property that lists the LMBs, ibm,dynamic-memory or ibm,dynamic-memory-v2."""
    return guest.check(f"cd {MEMORY_NODE}; ls -d ibm,dynamic-memory*")


def add_node(guest: Guest, path: str, properties: dict[str, bytes]) -> None:
    parts = [f"{name} {len(value)} ".encode() + value for name, value in properties.items()]
    ofdt(guest, b" ".join([f"add_node {path}".encode(), *parts]))


def property_bytes(guest: Guest, path: str) -> bytes:
    return bytes.fromhex(guest.check(f"od -An -v -tx1 {path}"))


def set_property(guest: Guest, node: str, name: str, value: bytes) -> None:
    """As drmgr does after a migration: another value."""
    handle = int.from_bytes(property_bytes(guest, f"{node}/phandle"), "big")
    ofdt(guest, f"update_property {handle:#x} {name} {len(value)} ".encode() + value)


def remove_node(guest: Guest, path: str) -> None:
    ofdt(guest, f"remove_node {path}".encode())


# -- jobs ----------------------------------------------------------------------------------------------------------

def pdrctl_json(guest: Guest, arguments: str) -> Any:
    return json.loads(guest.check(f"pdrctl {arguments} --json"))


def newest_event(guest: Guest) -> int:
    """The number of the newest event, to look for jobs after it."""
    return int(pdrctl_json(guest, "status")["seq"])


def jobs_since(guest: Guest, event: int) -> list[dict[str, Any]]:
    more = "RESOURCE,ACTION,REASON,REASON_VALUE,UNDO_FAILED"
    return list(pdrctl_json(guest, f"jobs --since {event} --output +{more}")["jobs"])


def wait_job(guest: Guest, since: int, request: str = "", timeout: float = SOON) -> dict[str, Any]:
    """The one job that changed after an event and whose request begins with these words, once it has ended."""
    found: list[dict[str, Any]] = []

    def all_ended() -> bool:
        found[:] = [job for job in jobs_since(guest, since) if job["request"].startswith(request)]
        return bool(found) and all(job["state"] in FINAL for job in found)

    guest.poll(all_ended, "the end of the job", timeout)
    assert len(found) == 1, f"one job was expected: {found}"
    return found[0]


def ended(job: dict[str, Any]) -> float:
    """When a job ended, by the guest's clock."""
    return datetime.fromisoformat(job["created"]).timestamp() + float(job["time"])


def outcome(guest: Guest, job: dict[str, Any]) -> str:
    """The sentences about a job."""
    return str(pdrctl_json(guest, f"show {job['id']}")["text"])


def wait_step(guest: Guest, since: int, step: str, index: int) -> int:
    """Wait until a job is at a step of a connector; its id."""
    found: list[int] = []

    def there() -> bool:
        found[:] = [int(job["id"]) for job in jobs_since(guest, since)
                    if (job["step"], job["drc"]) == (step, f"{index:#010x}")]
        return bool(found)

    guest.poll(there, f"a job at step {step} of {index:#010x}", SOON)
    return found[0]


def jobs_pending(guest: Guest) -> int:
    """Jobs that have not ended."""
    return int(pdrctl_json(guest, "status")["jobs_pending"])


def at_rest(guest: Guest) -> None:
    """Wait until no job is queued or at work."""
    guest.poll(lambda: jobs_pending(guest) == 0, "no more jobs", SOON)


# -- memory --------------------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Dimm:
    """A DIMM by its LMBs; QEMU puts each behind the memory that is there."""
    device: str
    first: int = GIB // LMB
    lmbs: int = 4

    @property
    def numbers(self) -> range:
        """Numbers of its LMBs, which are those of their memory blocks."""
        return range(self.first, self.first + self.lmbs)

    @property
    def size(self) -> int:
        return self.lmbs * LMB

    def index(self, place: int = 0) -> int:
        """DRC index of one of its LMBs."""
        return 0x80000000 + self.numbers[place]

    def address(self, place: int = 0) -> int:
        return self.numbers[place] * LMB

    def request(self) -> str:
        """All of it, as /sys/kernel/dlpar spells it."""
        return f"indexed-count {self.lmbs} {self.index():#x}"


D1 = Dimm("d1")
D2 = Dimm("d2", first=8)
D3 = Dimm("d3", first=12)
# Options of QEMU with which D1 is there at boot.
AT_BOOT = ("-object", f"memory-backend-ram,id=mem-d1,size={GIB}", "-device", "pc-dimm,id=d1,memdev=mem-d1")


def block_state(number: int) -> str:
    return f"{BLOCKS}/memory{number}/state"


def block_zone(guest: Guest, number: int) -> str:
    """The zone that an online block is in."""
    return guest.check(f"cat {BLOCKS}/memory{number}/valid_zones")


def states(guest: Guest, dimm: Dimm) -> list[str]:
    """The state of each block, "absent" for a block that is not there; no program is started, which takes time."""
    files = " ".join(map(block_state, dimm.numbers))
    read = "read -r state <$file || state=absent; echo $state"
    return guest.check(f"for file in {files}; do {read}; done 2>/dev/null").split()


def lmbs(guest: Guest, dimm: Dimm) -> list[dict[str, Any]]:
    """Each LMB as the module shows it."""
    found = {row["index"]: row for row in pdrctl_json(guest, "list")["lmb"]}
    return [found[f"{dimm.index(place):#010x}"] for place in range(dimm.lmbs)]


def usages(guest: Guest, dimm: Dimm) -> list[str]:
    """The owner of each LMB."""
    return [row["state"] for row in lmbs(guest, dimm)]


def wait_states(guest: Guest, dimm: Dimm, wanted: str) -> None:
    guest.poll(lambda: set(states(guest, dimm)) == {wanted}, f"{dimm.device} {wanted}", SOON)


def plug_stock(guest: Guest, dimm: Dimm) -> None:
    """Plug and wait until the stock kernel has it."""
    guest.plug_dimm(dimm.device, dimm.size)
    wait_states(guest, dimm, "online")


def plug(guest: Guest, dimm: Dimm) -> None:
    """Plug and wait until the module has it."""
    since = newest_event(guest)
    guest.plug_dimm(dimm.device, dimm.size)
    job = wait_job(guest, since)
    assert job["state"] == "done" and states(guest, dimm) == dimm.lmbs * ["online"], job


def unplug_stock(guest: Guest, dimm: Dimm, timeout: float = SOON) -> None:
    """Ask for it back and get it."""
    mark = guest.device_del(dimm.device)
    guest.wait_deleted(dimm.device, timeout, since=mark)
    guest.free_dimm(dimm.device)


def unplug(guest: Guest, dimm: Dimm, timeout: float = SOON) -> None:
    """Ask for it back and get it, and wait until the module is done with it."""
    unplug_stock(guest, dimm, timeout)
    at_rest(guest)
    assert set(states(guest, dimm)) == {"absent"}, "blocks of a DIMM that is gone"


@contextmanager
def plugged(guest: Guest, dimm: Dimm) -> Iterator[None]:
    """The guest has it in the block, and loses no memory by having had it."""
    before = guest.mem_total()
    plug(guest, dimm)
    yield
    unplug(guest, dimm)
    assert guest.mem_total() == before


@contextmanager
def veto(guest: Guest, *addresses: int, way: str = "offline") -> Iterator[None]:
    """The blocks at these addresses do not go offline (or "online") in the block."""
    guest.check(f"echo {','.join(map(hex, addresses))} >{VETO}/{way}")
    yield
    guest.check(f"echo >{VETO}/{way}")


@contextmanager
def veto_after(guest: Guest, count: int, dimm: Dimm) -> Iterator[None]:
    """In the block COUNT blocks of this DIMM go offline, any of them; the others do not."""
    guest.check(f"echo {count} >{VETO}/let")
    with veto(guest, *map(dimm.address, range(dimm.lmbs))):
        yield
    guest.check(f"echo 0 >{VETO}/let")


@contextmanager
def veto_held(guest: Guest, hold_ms: int) -> Iterator[None]:
    """In the block each veto takes this long, and the task that it refuses holds device_hotplug_lock meanwhile."""
    guest.check(f"echo {hold_ms} >{VETO}/hold_ms")
    yield
    guest.check(f"echo 0 >{VETO}/hold_ms")


def vetoes(guest: Guest) -> int:
    """How often a block was kept so far."""
    return int(guest.check(f"cat {VETO}/count"))


@contextmanager
def pinned(guest: Guest, address: int, count: int = 1, way: str = "pipe") -> Iterator[None]:
    """So many pages of the LMB at this address are held in the block, so that most ways keep them from moving."""
    holder = guest.spawn(f"exec pin {address:#x} {address + LMB:#x} {count} 0 {way}")
    holder.wait_line(lambda line: line.startswith("pinned"), SOON)
    yield
    holder.kill()
    assert holder.wait().ok


def endless_offline(guest: Guest, number: int) -> Handle:
    """A root shell takes a block with a pinned page offline, and so holds device_hotplug_lock until it is killed.

    The stack of the shell would not tell: it is what the shell last slept in, and it need not sleep again.
    """
    state = block_state(number)
    shell = guest.spawn(f"echo offline >{state}")
    guest.poll(lambda: guest.check(f"cat {state}") == "going-offline", "a shell that holds the lock", SOON)
    return shell


@contextmanager
def lock_held(guest: Guest, number: int) -> Iterator[None]:
    """A root shell holds device_hotplug_lock in the block, for ever: a page of block NUMBER is pinned."""
    shell = endless_offline(guest, number)
    yield
    assert shell.running
    shell.kill(signal.SIGKILL)
    shell.wait(SOON)


def plug_stock_in_vain(guest: Guest, dimm: Dimm) -> None:
    """Plug; the stock kernel fails with the first LMB and does not try the others, which the platform keeps."""
    with veto(guest, dimm.address(0), way="online"), console_says(guest, "Memory indexed-count-add failed"):
        guest.plug_dimm(dimm.device, dimm.size)


# -- answers to the host -------------------------------------------------------------------------------------------

def kept(guest: Guest, device: str) -> float:
    """The host asks for a device and is told that the guest keeps it, after so many seconds; the job may go on."""
    asked = time.monotonic()
    mark = guest.device_del(device)
    answer = guest.wait_answer(device, SOON, since=mark)
    assert answer and answer.name in REFUSALS, f"the host was told {answer}"
    # one refusal is two events: an event after this answer of QEMU belongs to another refusal
    guest.qmp.execute("query-status")
    return answer.when - asked


def answer_bound(guest: Guest, stall_ms: int) -> float:
    """Seconds within which the host gets an answer for a job that makes no progress."""
    return stall_ms / 1000 + ANSWER_GRACE * slower(guest.kernel)


@contextmanager
def held_up(guest: Guest, what: str) -> Iterator[None]:
    """A listener of the kernel sleeps in the block."""
    guest.check(f"echo 1 >{SLOW}/{what}")
    yield
    guest.check(f"echo 0 >{SLOW}/{what}")


def is_in(guest: Guest, task: str, function: str) -> bool:
    """A task, such as the worker of a lane, is in this function of the kernel."""
    return guest.run(f"grep -q {function} /proc/$(pidof {task})/stack").ok


def wait_in(guest: Guest, task: str, function: str) -> None:
    guest.poll(lambda: is_in(guest, task, function), f"{task} in {function}", SOON)


def answered(guest: Guest, device: str, stall_ms: int) -> None:
    """The host asks for a device and is told within the bound that the guest keeps it; the job may end in any way."""
    since = newest_event(guest)
    took = kept(guest, device)
    assert took < answer_bound(guest, stall_ms), f"the host was told after {took:.1f} s"
    # QEMU takes the refusal of a later connector for that of the next request, if the host asks again by then.
    guest.poll(lambda: any(job["refusals"] for job in jobs_since(guest, since)), "the end of the refusal", SOON)


def kept_often(guest: Guest, device: str, count: int) -> list[dict[str, Any]]:
    """The same again and again, without looking at the guest in between; the guest's jobs."""
    jobs: list[dict[str, Any]] = []
    while len(jobs) < count:
        since = newest_event(guest)
        some = min(REMEMBERED, count - len(jobs))
        for _ in range(some):
            kept(guest, device)
        at_rest(guest)
        asked = [job for job in jobs_since(guest, since) if job["origin"] == "platform"]
        assert len(asked) == some and all(job["state"] == "refused" for job in asked), asked
        jobs += asked
    return jobs


def nothing() -> None:
    """The act of most scenarios that wait for a refusal."""


def refused(guest: Guest, device: str, meanwhile: Callable[[], None] = nothing) -> dict[str, Any]:
    """The host asks for a device and is told that the guest keeps it, before the guest's job ends; that job."""
    since = newest_event(guest)
    mark = guest.device_del(device)
    meanwhile()
    job = wait_job(guest, since, "remove", timeout=2 * SOON)
    told = [event.name for event in guest.answers(device, mark)]
    assert (job["state"], job["origin"]) == ("refused", "platform") and job["refusals"] > 0, job
    assert told, "the host was told nothing until the job ended"
    assert set(told) <= set(REFUSALS), f"the host was told {told}"
    return job


def dlpar_fails(guest: Guest, request: str, error: str) -> None:
    """A write to /sys/kernel/dlpar fails with an error, in strerror's words."""
    result = in_suite(guest, f'dlpar_fails "{request}\\n" "{error}"')
    assert result.ok, f"{request}: {result.output}{result.errors}"


def dlpar(guest: Guest, request: str) -> None:
    """A write to /sys/kernel/dlpar that must succeed."""
    result = in_suite(guest, f'dlpar "{request}\\n"')
    assert result.ok, f"{request}: {result.errors}"
