# SPDX-License-Identifier: GPL-2.0
"""The platform answers as QEMU never does: calls fail for once or for a while, and properties of nodes are cut."""

from contextlib import contextmanager
from typing import Any, Callable, Iterator

import pciacts
from acts import D1, FINAL, SOON, WITH_MODULE, at_rest, console_says, dlpar, dlpar_fails, jobs_since, newest_event
from acts import online_cpus, plug, plugged, refused, states, unchanged, unplug, usages, wait_job
from coreacts import CORE, INDEX, MANY_CORES, NUMBER, core, plug_core, unplug_core
from guest import REFUSALS, Guest
from kernels import STOCK
from pciacts import BRIDGES, left_as_found
from scenario import scenario

WITH_FIRMWARE: dict[str, Any] = {
    **WITH_MODULE, "files": (*WITH_MODULE["files"], "build/{kernel}/selftests/kmod/pdr_firmware.ko:/pdr_firmware.ko"),
    "prepare": (*WITH_MODULE["prepare"], "insmod /pdr_firmware.ko")}
CORES: dict[str, Any] = {**MANY_CORES, **{need: WITH_FIRMWARE[need] for need in ("files", "prepare")}}
FIRMWARE = "/sys/module/pdr_firmware/parameters"
# More calls than a test lets the module make.
ALWAYS = 1000000
MAPPED, HARDWARE, BUSY = -9001, -1, -2
# Seconds for which the module repeats a call that is busy.
BUSY_FOR = 60.0
# Seconds until a job of the module's own tries again.
TRIED_AGAIN = 60.0


# -- what the platform answers ---------------------------------------------------------------------------------------

def set_failing(guest: Guest, call: str, index: int, status: int, times: int) -> None:
    guest.check(f"echo {call} {index:#x} {status} {times} >{FIRMWARE}/fail")


def left_to_fail(guest: Guest, call: str) -> int:
    """Calls that are still to fail."""
    lines = guest.check(f"cat {FIRMWARE}/fail").splitlines()
    return next(int(line.split()[3]) for line in lines if line.startswith(f"{call} "))


@contextmanager
def failing(guest: Guest, call: str, index: int, status: int, times: int = ALWAYS) -> Iterator[None]:
    """A call for a connector fails so often, or all the time in the block; the module makes it at least once."""
    set_failing(guest, call, index, status, times)
    yield
    left = left_to_fail(guest, call)
    set_failing(guest, call, index, 0, 0)
    assert left < times, f"nobody called {call}"
    assert times == ALWAYS or left == 0, f"{left} of {times} calls were not made"


@contextmanager
def cut(guest: Guest, index: int, name: str, length: int) -> Iterator[None]:
    """In the block the platform gives a property of a connector's node with this length."""
    guest.check(f"echo {index:#x} {length} {name} >{FIRMWARE}/cut")
    yield
    guest.check(f"echo 0 0 {name} >{FIRMWARE}/cut")


# -- a removal that the host asked for --------------------------------------------------------------------------------

@scenario("an LMB cannot be isolated at the first call: the DIMM goes all the same", **WITH_FIRMWARE)
def isolated_later(guest: Guest) -> None:
    for status in (MAPPED, HARDWARE):
        plug(guest, D1)
        with failing(guest, "isolate", D1.index(2), status, 1):
            unplug(guest, D1)


@scenario("an LMB cannot be isolated: the job is undone, the host is told, and the DIMM goes once it can",
          **WITH_FIRMWARE)
def not_isolated(guest: Guest) -> None:
    with plugged(guest, D1):
        for status, error in ((MAPPED, "EBUSY"), (HARDWARE, "EPERM")):
            with unchanged(guest), failing(guest, "isolate", D1.index(2), status):
                job = refused(guest, D1.device)
            assert (job["step"], job["drc"], job["error"]) == ("isolate", f"{D1.index(2):#010x}", error), job
            assert job["undone"] > 0 and not job["undo_failed"], job


@scenario("a core cannot be isolated, or not be given: the job is undone, the host is told, and the core goes once it "
          "can", **CORES)
def core_not_given(guest: Guest) -> None:
    with core(guest):
        for call, step, status, error in (("isolate", "isolate", MAPPED, "EBUSY"),
                                          ("unusable", "release", HARDWARE, "EIO")):
            with unchanged(guest), failing(guest, call, INDEX, status):
                job = refused(guest, CORE)
            assert (job["step"], job["drc"], job["error"]) == (step, f"{INDEX:#010x}", error), job
            assert job["undone"] > 0 and not job["undo_failed"], job


@pciacts.pci_scenario("a host bridge cannot be isolated: its nodes come back without the DMA window that is gone, "
                      "and its disk works", "nvme", base=WITH_FIRMWARE)
def bridge_not_given(guest: Guest) -> None:
    with left_as_found(guest):
        pciacts.plug(guest, "phb1", driver="spapr-pci-host-bridge", index=1)
        pciacts.create_disk(guest, "file")
        pciacts.plug(guest, "disk", driver="nvme", serial="1", drive="file", bus="phb1.0", addr="3")
        for _ in range(2):
            with failing(guest, "isolate", BRIDGES + 1, HARDWARE):
                job = refused(guest, "phb1")
            assert (job["step"], job["undo_failed"]) == ("isolate", 0), job
            guest.poll(lambda: guest.run("test -b /dev/nvme0n1").ok, "/dev/nvme0n1", SOON)
            pciacts.keeps_data(guest, "/dev/nvme0n1")
        assert "unable to add dma window property" not in guest.console
        pciacts.unplug(guest, "phb1")
    guest.qemu("blockdev-del", node_name="file")


@contextmanager
def cpuset_of(guest: Guest, cpu: int) -> Iterator[str]:
    """The file that lists the CPUs of a cpuset of cgroup v1, which are this one."""
    guest.check("mkdir -p /cpusets && mount -t cgroup -o cpuset cpuset /cpusets && mkdir /cpusets/own")
    guest.check(f"echo {cpu} >/cpusets/own/cpuset.cpus")
    yield "/cpusets/own/cpuset.cpus"
    guest.check("rmdir /cpusets/own && umount /cpusets")


# Debian's 6.12 has only the cpusets of cgroup v2, which the kernel itself gives a CPU back.
@scenario("a core is refused that a cpuset of cgroup v1 has: the guest says that it does not get the CPU back",
          **{**CORES, "kernels": ("6.1",)})
def core_of_cpuset(guest: Guest) -> None:
    with core(guest), cpuset_of(guest, NUMBER) as cpus:
        with console_says(guest, f"CPU {NUMBER} was offline for a moment"), failing(guest, "isolate", INDEX, MAPPED):
            job = refused(guest, CORE)
        assert (job["reason"], job["reason_value"], job["undo_failed"]) == ("cpusets", NUMBER, 0), job
        assert guest.check(f"cat {cpus}") == ""


# -- an undo that the platform does not let end -----------------------------------------------------------------------

def own_jobs(guest: Guest, since: int) -> list[dict[str, Any]]:
    """The jobs that the module has asked for."""
    return [job for job in jobs_since(guest, since) if job["origin"] == "module"]


def brought_back(guest: Guest, index: int, remove: Callable[[], Any]) -> None:
    """A removal fails, and its undo cannot configure a connector before the removal has ended."""
    since = newest_event(guest)
    with unchanged(guest):
        with failing(guest, "configure", index, HARDWARE):
            remove()
            job = wait_job(guest, since, "remove")
            assert job["undo_failed"] == 1, job
            guest.poll(lambda: own_jobs(guest, since)[0]["error"] is not None, "a try in vain", SOON)
            own, = own_jobs(guest, since)
            assert own["state"] not in FINAL and own["request"].endswith(f" {index:#010x}"), own
        assert wait_job(guest, since, "add", TRIED_AGAIN)["state"] == "done"


@scenario("an LMB cannot be isolated, nor configured again: the host is told, and the LMB is in use again as soon as "
          "the platform lets it, though nobody asks", timeout=TRIED_AGAIN, **WITH_FIRMWARE)
def lmb_brought_back(guest: Guest) -> None:
    with plugged(guest, D1), failing(guest, "isolate", D1.index(2), HARDWARE):
        brought_back(guest, D1.index(2), lambda: refused(guest, D1.device))
        assert usages(guest, D1) == D1.lmbs * ["in-use"]


def refused_late(guest: Guest) -> None:
    mark = guest.device_del(D1.device)
    answer = guest.wait_answer(D1.device, BUSY_FOR + SOON, since=mark)
    assert answer and answer.name in REFUSALS, answer


@scenario("the same if the isolation is busy for ever: the job ends all the same", timeout=BUSY_FOR + 2 * TRIED_AGAIN,
          **WITH_FIRMWARE)
def lmb_busy(guest: Guest) -> None:
    with plugged(guest, D1), failing(guest, "isolate", D1.index(2), BUSY):
        since = newest_event(guest)
        brought_back(guest, D1.index(2), lambda: refused_late(guest))
        job = wait_job(guest, since, "remove")
        assert (job["state"], job["step"], job["error"]) == ("refused", "isolate", "ETIMEDOUT"), job
        assert usages(guest, D1) == D1.lmbs * ["in-use"]


@scenario("a core that the guest wants to give cannot be given, nor configured again: it is in use again as soon as "
          "the platform lets it, though nobody asks", timeout=TRIED_AGAIN, **CORES)
def core_brought_back(guest: Guest) -> None:
    with core(guest), failing(guest, "unusable", INDEX, HARDWARE):
        brought_back(guest, INDEX, lambda: dlpar_fails(guest, f"cpu remove index {INDEX:#x}", "Input/output error"))
        assert online_cpus(guest) == "0-2"


# -- nodes that are malformed ------------------------------------------------------------------------------------------

# Bytes that the platform gives of an associativity: nothing, half of the number of words, and the number alone.
SHORT = (0, 2, 4)
ASSOCIATIVITY = "ibm,associativity"


def placed(needs: dict[str, Any]) -> dict[str, Any]:
    """The same with a second node of NUMA, so that QEMU gives cores and host bridges an associativity."""
    return {**needs, "qemu_args": ("-object", "memory-backend-ram,id=ram,size=1G",
                                   "-numa", "node,nodeid=0,memdev=ram", "-numa", "node,nodeid=1",
                                   "-global", "spapr-pci-host-bridge.numa_node=0")}


@scenario("a core comes with an associativity that is too short: it is given back whole, and the guest says why; it "
          "comes once it is right", **placed(CORES))
def core_misplaced(guest: Guest) -> None:
    with unchanged(guest):
        for length in SHORT:
            with unchanged(guest):
                with cut(guest, INDEX, ASSOCIATIVITY, length):
                    job = plug_core(guest)
                assert (job["state"], job["step"], job["error"]) == ("failed", "configure", "EIO"), job
                assert job["reason"] == "malformed" and not job["undo_failed"], job
                unplug_core(guest)
        plug_core(guest)
        assert online_cpus(guest) == "0-2"
        unplug_core(guest)


@scenario("the same with a host bridge", kernels=STOCK, **placed(WITH_FIRMWARE))
def bridge_misplaced(guest: Guest) -> None:
    bridge = {"driver": "spapr-pci-host-bridge", "index": 1}
    with left_as_found(guest):
        for length in SHORT:
            since = newest_event(guest)
            with left_as_found(guest), cut(guest, BRIDGES + 1, ASSOCIATIVITY, length):
                guest.qemu("device_add", id="phb1", **bridge)
                job = wait_job(guest, since)
                assert (job["state"], job["step"], job["error"]) == ("failed", "configure", "EIO"), job
                assert job["reason"] == "malformed" and not job["undo_failed"], job
                guest.wait_deleted("phb1", SOON, since=guest.device_del("phb1"))
                at_rest(guest)
        pciacts.plug(guest, "phb1", **bridge)
        pciacts.unplug(guest, "phb1")


@scenario("an LMB comes with an associativity that is too short: nothing of its DIMM is attached, and the guest says "
          "why; the DIMM can be added once it is right", **WITH_FIRMWARE)
def lmb_misplaced(guest: Guest) -> None:
    with unchanged(guest):
        for length in SHORT:
            since = newest_event(guest)
            with cut(guest, D1.index(2), ASSOCIATIVITY, length):
                guest.plug_dimm(D1.device, D1.size)
                job = wait_job(guest, since)
            assert (job["state"], job["step"], job["error"]) == ("failed", "configure", "EIO"), job
            assert job["reason"] == "malformed", job
            assert set(states(guest, D1)) == {"absent"} and set(usages(guest, D1)) == {"unused", "absent"}
            dlpar(guest, f"memory add {D1.request()}")
            unplug(guest, D1)


# A function of PCI; no driver of the guest is needed.
NET = {**pciacts.NET, "addr": "3"}
FUNCTION = pciacts.function_index(3)


def function_fails(guest: Guest, said: str) -> None:
    """The host plugs a function that is malformed: the guest says so, and nothing of it is left in the guest."""
    since = newest_event(guest)
    with unchanged(guest), console_says(guest, said):
        guest.qemu("device_add", id="net0", **NET)
        job = wait_job(guest, since, "add")
        assert (job["state"], job["step"], job["error"]) == ("failed", "configure", "EIO"), job
        assert (job["drc"], job["reason"]) == (f"{FUNCTION:#010x}", "malformed") and not job["undo_failed"], job
    assert not guest.check(f"ls {pciacts.DEVICES}"), "a function that is malformed"


def function_comes_and_goes(guest: Guest) -> None:
    """The guest adds the function that is plugged already, and gives it when it is asked to."""
    dlpar(guest, f"pci add index {FUNCTION:#x}")
    assert len(guest.check(f"ls {pciacts.DEVICES}").split()) == 1
    pciacts.unplug(guest, "net0")


@scenario("a PCI function comes with an address that is too short: nothing of it is attached, and the guest says why; "
          "it can be added once it is right", kernels=STOCK, **WITH_FIRMWARE)
def function_misplaced(guest: Guest) -> None:
    for length in (0, 3, 19):
        with left_as_found(guest):
            with cut(guest, FUNCTION, "reg", length):
                function_fails(guest, "its reg is malformed, missing or misplaced")
            function_comes_and_goes(guest)


# Answers of ibm,configure-connector: the first is the node itself, the second one of its properties.
FORGERIES = ((1, "endless"), (2, "endless"), (1, "property"), (1, "parent"), (2, "parent"), (2, "child"))


@contextmanager
def forged(guest: Guest, index: int, number: int, way: str) -> Iterator[None]:
    """In the block one answer of each sequence for a connector is another one than the platform's."""
    guest.check(f"echo {index:#x} {number} {way} >{FIRMWARE}/forge")
    yield
    guest.check(f"echo 0 0 {way} >{FIRMWARE}/forge")


@scenario("a name of a PCI function has no end, or a property, a child or a way up comes where none can be: nothing is "
          "attached, and the guest says why; the function can be added once all is right", kernels=STOCK,
          **WITH_FIRMWARE)
def function_forged(guest: Guest) -> None:
    for number, way in FORGERIES:
        with left_as_found(guest):
            with forged(guest, FUNCTION, number, way):
                function_fails(guest, "in step configure")
            function_comes_and_goes(guest)
