# SPDX-License-Identifier: GPL-2.0
"""A removal of functions is undone, and Linux has each as it had it before; or it is not, and nothing is left."""

from contextlib import contextmanager
from typing import Any, Iterator

from acts import SOON, WITH_SLOW, answered, held_up, newest_event, parameter, wait_in, wait_job
from guest import Guest
from leftacts import CHECKED
from pciacts import DEVICES, NET, create_disk, keeps_data, left_as_found, pci_scenario, plug, unplug

STALL_MS = 2000
HOLDER = "build/{kernel}/selftests/kmod/pdr_function.ko:/pdr_function.ko"
WITH_HOLDER: dict[str, Any] = {**WITH_SLOW, "prepare": (*WITH_SLOW["prepare"], "insmod /pdr_function.ko")}
BRIDGE: dict[str, Any] = {"driver": "spapr-pci-host-bridge", "index": 1}
BRIDGE_NODE = "/proc/device-tree/pci@800000020000001"


@contextmanager
def undone(guest: Guest) -> Iterator[None]:
    """In the block the host bridge is back after its removal was undone, in which nothing was detached yet."""
    since = newest_event(guest)
    with parameter(guest, "stall_timeout_ms", STALL_MS):
        with held_up(guest, "detach"):
            answered(guest, "phb1", STALL_MS)
            wait_in(guest, "pdr_io", "slow_notify")
        job = wait_job(guest, since, "remove PCI")
        assert (job["state"], job["undo_failed"]) == ("refused", 0), job
    yield


def windows(guest: Guest) -> str:
    """The DMA windows of the host bridge, and the groups of all functions."""
    return guest.check(f"ls -d {BRIDGE_NODE}/linux,* /sys/kernel/iommu_groups/* 2>/dev/null; true")


@pci_scenario("a removal of a host bridge is undone before its node was detached: its disk works, and no DMA window "
              "or group is there twice", "nvme", base=WITH_SLOW)
def bridge(guest: Guest) -> None:
    with left_as_found(guest):
        plug(guest, "phb1", **BRIDGE)
        create_disk(guest, "file")
        plug(guest, "disk", driver="nvme", serial="1", drive="file", bus="phb1.0", addr="3")
        guest.poll(lambda: guest.run("test -b /dev/nvme0n1").ok, "/dev/nvme0n1", SOON)
        before = windows(guest)
        for _ in range(2):
            with undone(guest):
                guest.poll(lambda: guest.run("test -b /dev/nvme0n1").ok, "/dev/nvme0n1", SOON)
                keeps_data(guest, "/dev/nvme0n1")
                assert windows(guest) == before, (before, windows(guest))
        unplug(guest, "phb1")
    guest.qemu("blockdev-del", node_name="file")


def functions(guest: Guest) -> dict[str, str]:
    """The driver of each function below the host bridge."""
    found = guest.check(f"ls {DEVICES} | grep ^0001 || true").split()
    return {each: guest.check(f"basename $(readlink {DEVICES}/{each}/driver) || true") for each in found}


@pci_scenario("a removal is undone: a function that was removed by hand stays so, one that was unbound has no driver, "
              "and one that is reserved for a driver has that one", "virtio_pci", "virtio_net", base=WITH_HOLDER,
              files=(HOLDER,))
def chosen_by_hand(guest: Guest) -> None:
    with left_as_found(guest):
        plug(guest, "phb1", **BRIDGE)
        for slot in range(1, 5):
            plug(guest, f"net{slot}", **NET, bus="phb1.0", addr=str(slot))
        guest.check(f"echo 1 >{DEVICES}/0001:00:01.0/remove")
        guest.check(f"echo 0001:00:02.0 >{DEVICES}/0001:00:02.0/driver/unbind")
        guest.check(f"echo 0001:00:03.0 >{DEVICES}/0001:00:03.0/driver/unbind;"
                    f" echo pdr_function >{DEVICES}/0001:00:03.0/driver_override;"
                    " echo 0001:00:03.0 >/sys/bus/pci/drivers_probe")
        before = functions(guest)
        assert before == {"0001:00:02.0": "", "0001:00:03.0": "pdr_function", "0001:00:04.0": "virtio-pci"}, before
        for _ in range(2):
            with undone(guest):
                assert functions(guest) == before, functions(guest)
                assert guest.check(f"cat {DEVICES}/0001:00:03.0/driver_override") == "pdr_function"
        unplug(guest, "phb1")


@pci_scenario("a program has a function's character device open while the function leaves, and closes it long after: "
              "the allocator finds no fault", "nvme", **CHECKED)
def released_late(guest: Guest) -> None:
    for by_hand in (False, True, True):
        with left_as_found(guest):
            create_disk(guest, "file")
            plug(guest, "disk", driver="nvme", serial="1", drive="file", bus="pci.0", addr="3")
            guest.poll(lambda: guest.run("test -b /dev/nvme0n1").ok, "/dev/nvme0n1", SOON)
            program = guest.spawn("exec 3</dev/nvme0; echo open; exec sleep 1000")
            program.wait_line(lambda line: line == "open", SOON)
            if by_hand:
                guest.check(f"echo 1 >{DEVICES}/0000:00:03.0/remove")
            unplug(guest, "disk")
            program.kill()
            program.wait(SOON)
        guest.qemu("blockdev-del", node_name="file")


@pci_scenario("a host bridge comes while rpaphp is loaded, and has slots there as if rpaphp came later; the bridge "
              "leaves: they are gone, all others can be read, and rpaphp can be unloaded; undone, its slots are back",
              "rpaphp", base=WITH_SLOW)
def rpaphp(guest: Guest) -> None:
    slots = "ls /sys/bus/pci/slots | sort"
    guest.check("rmmod rpaphp")
    with left_as_found(guest):
        guest.check("modprobe rpaphp")
        without = guest.check(slots)
        plug(guest, "phb1", **BRIDGE)
        plug(guest, "held", driver="pci-testdev", bus="phb1.0", addr="3")
        before = guest.check(slots)
        assert set(without.split()) < set(before.split())
        guest.check("rmmod rpaphp; modprobe rpaphp")
        assert guest.check(slots) == before
        with undone(guest):
            assert guest.check(slots) == before
        unplug(guest, "phb1")
        assert guest.check(slots) == without
        guest.check("cat /sys/bus/pci/slots/*/adapter >/dev/null")
        guest.check("rmmod rpaphp")
    guest.check("modprobe rpaphp")
