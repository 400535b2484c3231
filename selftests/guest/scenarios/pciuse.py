# SPDX-License-Identifier: GPL-2.0
"""A device in use stays, works on and is named; once nobody uses it any more, it can go."""

from contextlib import contextmanager
from typing import Any, Callable, Iterator

from acts import SOON, dlpar, newest_event, refused, wait_job
from guest import Guest
from link import Handle
from pciacts import DISK, DISK_DRIVERS, NET, device_number, driver_of, free_disk, function_index, keeps_data
from pciacts import left_as_found, mounted, pci_scenario, plug, plug_disk, settled, unplug

DRIVERS = (*DISK_DRIVERS, "dm_mod", "raid1")
TOOLS = ("build/guest/dm:/bin/dm",)
SLOT = 4
FUNCTION = function_index(SLOT)


@contextmanager
def swapped_to(guest: Guest) -> Iterator[None]:
    guest.check(f"mkswap /dev/{DISK} && swapon /dev/{DISK}")
    yield
    guest.check(f"swapoff /dev/{DISK}")


@contextmanager
def mapped(guest: Guest) -> Iterator[None]:
    """Another disk, which nobody uses, is made of this one."""
    guest.check(f"dm create upper /dev/{DISK}")
    yield
    guest.check("dm remove upper")


@contextmanager
def in_array(guest: Guest) -> Iterator[None]:
    """The disk is all that an array of md has."""
    array = "/sys/block/md0/md"
    guest.check(f"echo md0 >/sys/module/md_mod/parameters/new_array && cd {array} && echo none >metadata_version &&"
                f" echo raid1 >level && echo 1 >raid_disks && cat /sys/class/block/{DISK}/dev >new_dev &&"
                f" echo 0 >dev-{DISK}/slot && echo 8192 >component_size && echo active >array_state")
    guest.check("dd if=/dev/urandom of=/dev/md0 bs=64k count=1 oflag=direct")
    yield
    guest.check(f"echo clear >{array}/array_state")


@contextmanager
def opened(guest: Guest) -> Iterator[None]:
    user = guest.spawn(f"exec 3</dev/{DISK}; echo open; exec sleep 1000")
    user.wait_line(lambda line: line == "open", SOON)
    yield
    user.kill()
    user.wait(SOON)


def stays_while(guest: Guest, used: Callable[[Guest], Any]) -> None:
    """The host asks for the disk's function and cannot be told of the refusal; the guest gives it by itself later."""
    with left_as_found(guest):
        plug_disk(guest, "disk", bus="pci.0", addr=str(SLOT))
        with used(guest):
            since = newest_event(guest)
            mark = guest.device_del("disk")
            job = wait_job(guest, since, "remove")
            assert (job["state"], job["step"], job["error"], job["refusals"]) == ("failed", "check", "EBUSY", 0), job
            assert (job["reason"], job["reason_value"]) == ("disk-in-use", device_number(guest, DISK)), job
        settled(guest)
        dlpar(guest, f"pci remove index {FUNCTION:#x}")
        guest.wait_deleted("disk", SOON, since=mark)
    free_disk(guest, "disk")


@pci_scenario("a disk that is mounted keeps its function, and the guest says which disk it is",
              *DRIVERS, files=TOOLS)
def mounted_disk(guest: Guest) -> None:
    stays_while(guest, mounted)


@pci_scenario("a disk that is swapped to keeps its function", *DRIVERS, files=TOOLS)
def swap(guest: Guest) -> None:
    stays_while(guest, swapped_to)


@pci_scenario("a disk that a program has open keeps its function", *DRIVERS, files=TOOLS)
def open_disk(guest: Guest) -> None:
    stays_while(guest, opened)


@pci_scenario("a disk that another disk is made of keeps its function", *DRIVERS, files=TOOLS)
def lower_disk(guest: Guest) -> None:
    stays_while(guest, mapped)


@pci_scenario("a disk that an array of md has keeps its function", *DRIVERS, files=TOOLS)
def array(guest: Guest) -> None:
    stays_while(guest, in_array)


@pci_scenario("a host bridge stays while a disk below it is mounted: the host is told, and gets it afterwards",
              *DRIVERS, files=TOOLS)
def bridge_of_mounted_disk(guest: Guest) -> None:
    with left_as_found(guest):
        plug(guest, "phb1", driver="spapr-pci-host-bridge", index=1)
        plug_disk(guest, "disk", bus="phb1.0", addr=str(SLOT))
        with mounted(guest):
            job = refused(guest, "phb1")
            assert (job["step"], job["reason"]) == ("check", "disk-in-use"), job
            assert job["drc"] == f"{function_index(SLOT, bridge=1):#010x}", job
        keeps_data(guest, f"/dev/{DISK}")
        unplug(guest, "phb1")
    free_disk(guest, "disk")


def has_through_vfio(guest: Guest, function: str) -> Handle:
    """A program drives a function by itself."""
    place = f"/sys/bus/pci/devices/{function}"
    guest.check(f"echo vfio-pci >{place}/driver_override; echo {function} >{place}/driver/unbind;"
                f" echo {function} >/sys/bus/pci/drivers_probe")
    assert driver_of(guest, function) == "vfio-pci"
    group = guest.check(f"basename $(readlink {place}/iommu_group)")
    program = guest.spawn(f"exec vfio {group}")
    program.wait_line(lambda line: line == "has", SOON)
    return program


# Since 6.11 the kernel supports VFIO on this platform.
@pci_scenario("a function that a program has through VFIO stays, and the guest names the group",
              "vfio_pci", "vfio_iommu_spapr_tce", kernels=("6.12",), files=("build/guest/vfio:/bin/vfio",))
def vfio(guest: Guest) -> None:
    with left_as_found(guest):
        plug(guest, "net0", **NET, bus="pci.0", addr=str(SLOT))
        program = has_through_vfio(guest, f"0000:00:{SLOT:02x}.0")
        since = newest_event(guest)
        mark = guest.device_del("net0")
        job = wait_job(guest, since, "remove")
        assert (job["state"], job["step"], job["reason"]) == ("failed", "check", "vfio"), job
        assert program.running
        program.kill()
        program.wait(SOON)
        dlpar(guest, f"pci remove index {FUNCTION:#x}")
        guest.wait_deleted("net0", SOON, since=mark)


# Two controllers of one subsystem, of which the machine has the first from the start. QEMU's full firmware gives it an
# address.
TWO_WAYS = {"firmware": "slof", "qemu_args": (
    "-blockdev", "driver=null-co,node-name=disk,size=16777216,read-zeroes=on", "-device", "nvme-subsys,id=subsystem",
    "-device", "nvme,id=first,serial=1,subsys=subsystem,addr=2", "-device", "nvme-ns,bus=first,drive=disk,shared=on")}


def wait_ways(guest: Guest, count: int) -> None:
    """Wait until Linux has the disk in so many ways."""
    guest.poll(lambda: guest.run("ls /sys/block | grep -c nvme0c").output.strip() == str(count), f"{count} ways", SOON)


@pci_scenario("an open NVMe disk that has two controllers keeps the last one, whichever goes first", "nvme", **TWO_WAYS)
def last_way(guest: Guest) -> None:
    guest.poll(lambda: guest.run("test -b /dev/nvme0n1").ok, "/dev/nvme0n1", SOON)
    plug(guest, "second", driver="nvme", serial="1", subsys="subsystem", bus="pci.0", addr=str(SLOT))
    wait_ways(guest, 2)
    user = guest.spawn("exec 3</dev/nvme0n1; echo open; exec sleep 1000")
    user.wait_line(lambda line: line == "open", SOON)
    unplug(guest, "first")
    wait_ways(guest, 1)
    since = newest_event(guest)
    mark = guest.device_del("second")
    job = wait_job(guest, since, "remove")
    assert (job["state"], job["step"], job["reason"]) == ("failed", "check", "disk-in-use"), job
    assert job["reason_value"] == device_number(guest, "nvme0n1"), job
    user.kill()
    user.wait(SOON)
    dlpar(guest, f"pci remove index {FUNCTION:#x}")
    guest.wait_deleted("second", SOON, since=mark)
