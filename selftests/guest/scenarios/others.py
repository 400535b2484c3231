# SPDX-License-Identifier: GPL-2.0
"""Persistent memory is attached as the stock kernel does it, is not taken for LMBs, and stays while it is in use."""

from contextlib import contextmanager
from typing import Any, Iterator

from acts import LMB, SOON, WITH_MODULE, WITHOUT_MODULE, Dimm, dlpar, dlpar_fails, load, newest_event, states
from acts import unchanged, usages, wait_job
from guest import Guest
from scenario import scenario

LABELS = 128 << 10
# The one LMB that an area takes, behind the guest's memory.
AREA = Dimm("area0", lmbs=1)
# How its driver has it.
MAPPED, RAM = "managed=0", "managed=1"
OWNED: dict[str, Any] = {**WITH_MODULE, "machine": "nvdimm=on", "fresh": True,
                         "files": (*WITH_MODULE["files"], "build/{kernel}/selftests/kmod/pdr_owner.ko:/pdr_owner.ko")}
TREE = "/proc/device-tree/ibm,persistent-memory"
DEVICES = "/sys/bus/platform/devices"
# The nodes of any two areas differ in these properties.
OWN = {"ibm,my-drc-index", "ibm,unit-guid", "reg"}


def plug_area(guest: Guest, number: int) -> None:
    """Persistent memory of one block, and labels."""
    guest.qemu("object-add", qom_type="memory-backend-ram", id=f"mem-area{number}", size=LMB + LABELS)
    guest.qemu("device_add", driver="nvdimm", id=f"area{number}", memdev=f"mem-area{number}", label_size=LABELS,
               uuid=f"75a3cdd7-6a2f-4791-8d15-fe0a920e8e9{number}")


def area(guest: Guest, number: int) -> dict[str, str]:
    """The properties of an area's node, in hex, without those of its own; empty while it has no node."""
    node = f"{TREE}/ibm,pmemory@{0x90000000 + number:x}"
    lines = guest.check(f"cd {node} 2>/dev/null || exit 0; for name in *; do "
                        'echo "$name $(xxd -p $name | tr -d "\\n")"; done').splitlines()
    found = dict(line.split(" ", 1) for line in lines)
    return {name: value for name, value in found.items() if name not in OWN}


@scenario("persistent memory: node and platform device are as on the stock kernel", machine="nvdimm=on",
          **WITHOUT_MODULE)
def persistent(guest: Guest) -> None:
    plug_area(guest, 0)
    guest.poll(lambda: area(guest, 0) != {}, "the node of the stock kernel", SOON)
    load(guest)
    since = newest_event(guest)
    plug_area(guest, 1)
    job = wait_job(guest, since)
    assert (job["state"], job["request"]) == ("done", "add pmem area 0x90000001"), job
    assert area(guest, 0) == area(guest, 1)
    devices = guest.check(f"ls {DEVICES}").split()
    assert [name for name in devices if "pmemory" in name] == [f"ibm,persistent-memory:ibm,pmemory@9000000{n}"
                                                               for n in range(2)], devices


@contextmanager
def owned(guest: Guest, way: str) -> Iterator[None]:
    """In the block an area of persistent memory is in use by its driver."""
    plug_area(guest, 0)
    guest.check(f"insmod /pdr_owner.ko address={AREA.address():#x} size={AREA.size:#x} {way}")
    yield
    guest.check("rmmod pdr_owner")


def requests_pass_by(guest: Guest) -> None:
    """Memory that a driver owns can be neither removed nor added as LMBs, and no LMB of it is shown in use."""
    with unchanged(guest):
        dlpar_fails(guest, f"memory remove index {AREA.index():#x}", "No such device")
        dlpar_fails(guest, f"memory remove {AREA.request()}", "No such device")
        dlpar_fails(guest, "memory remove count 1", "No space left on device")
        dlpar_fails(guest, f"memory add index {AREA.index():#x}", "No such device")
        assert usages(guest, AREA) == ["absent"]


# Debian's 6.1 maps no persistent memory.
@scenario("mapped persistent memory is no LMB: no removal takes it, its data stay", kernels=("6.12", "debug"),
          **OWNED)
def mapped(guest: Guest) -> None:
    with owned(guest, MAPPED):
        requests_pass_by(guest)
        assert guest.check("cat /sys/module/pdr_owner/parameters/intact") == "Y"


@scenario("persistent memory that its driver uses as RAM is no LMB: no removal takes it", **OWNED)
def made_ram(guest: Guest) -> None:
    with owned(guest, RAM):
        guest.poll(lambda: states(guest, AREA) == ["online"], "the driver's memory online", SOON)
        requests_pass_by(guest)
        assert states(guest, AREA) == ["online"]


DISK = "/dev/pdr_pmem0"
WITH_DISKS: dict[str, Any] = {**WITH_MODULE, "machine": "nvdimm=on", "fresh": True,
                              "files": (*WITH_MODULE["files"],
                                        "build/{kernel}/selftests/kmod/pdr_pmem.ko:/pdr_pmem.ko")}


@scenario("persistent memory stays while its disk is open, and the guest says why; once the disk is closed it can go",
          **WITH_DISKS)
def disk_in_use(guest: Guest) -> None:
    plug_area(guest, 0)
    guest.poll(lambda: area(guest, 0) != {}, "the node", SOON)
    guest.check("insmod /pdr_pmem.ko")
    guest.poll(lambda: guest.run(f"test -b {DISK}").ok, DISK, SOON)
    user = guest.spawn(f"exec 3<{DISK}; echo open; exec sleep 1000")
    user.wait_line(lambda line: line == "open", SOON)
    before = area(guest, 0)
    since = newest_event(guest)
    dlpar_fails(guest, "pmem remove index 0x90000000", "Device or resource busy")
    job = wait_job(guest, since)
    assert (job["state"], job["step"], job["reason"]) == ("failed", "check", "disk-in-use"), job
    assert area(guest, 0) == before and guest.run(f"test -b {DISK}").ok
    user.kill()
    user.wait(SOON)
    dlpar(guest, "pmem remove index 0x90000000")
    assert area(guest, 0) == {} and not guest.run(f"test -b {DISK}").ok
