# SPDX-License-Identifier: GPL-2.0
"""A Debian guest whose rtas_errd runs drmgr at events: nobody but the module acts on those that it carries out."""

import sys
from contextlib import contextmanager
from typing import Any, Callable, Iterator

from acts import D1, SOON, WITH_MODULE, dlpar, newest_event, pinned, plug, refused, unplug, wait_job
from acts import without_module
from coreacts import core
from guest import Guest
from initramfs import TOP
from kernels import STOCK
from pciacts import NET, create_disk, device_number, driver_of, function_index, left_as_found, settled
from pciacts import plug as plug_device
from pciacts import unplug as unplug_device
from scenario import scenario

sys.path.append(str(TOP / "selftests/lib"))
from papr import be32, error_log  # noqa: E402  pylint: disable=wrong-import-position

# rtas_errd starts drmgr, and drmgr asks the firmware, each some seconds in a slow guest.
DAEMON = 120.0
SLOT = 3
FUNCTION = function_index(SLOT)
LOG, ERRORS = "/var/log/drmgr", "/var/log/platform"
EVENT_LOG = "/sys/module/pdr_event/parameters/log"
DEBIAN: dict[str, Any] = {
    **WITH_MODULE,
    "files": (*WITH_MODULE["files"], "build/{kernel}/selftests/kmod/pdr_event.ko:/pdr_event.ko"),
    "prepare": (*WITH_MODULE["prepare"], "insmod /pdr_event.ko"),
    "kernels": STOCK, "variants": ("debian",), "timeout": 300.0,
}


def drmgr_log(guest: Guest) -> str:
    """All that drmgr has logged, by whomever it was started."""
    return guest.check(f"cat {LOG}* 2>/dev/null; true")


def lines_of(guest: Guest, file: str) -> int:
    return int(guest.check(f"cat {file} 2>/dev/null | wc -l"))


def daemon_state(guest: Guest) -> str:
    """Whether rtas_errd is at work, and how often it had to be started again."""
    return guest.check("systemctl show --property ActiveState,NRestarts rtas_errd")


def dimm_passes(guest: Guest) -> None:
    plug(guest, D1)
    unplug(guest, D1)


def core_passes(guest: Guest) -> None:
    with core(guest):
        pass


@contextmanager
def daemon_idle(guest: Guest, event: Callable[[Guest], None] = dimm_passes) -> Iterator[None]:
    """The platform's events in the block start no drmgr.

    An event that the module does not know comes last, right before that of EVENT: the daemon has seen all others once
    it has logged that one.
    """
    before, state = drmgr_log(guest), daemon_state(guest)
    yield
    seen = lines_of(guest, ERRORS)
    guest.check(f"echo {error_log(0x77, 1, 2, be32(0x12345678)).hex()} >{EVENT_LOG}")
    event(guest)
    guest.poll(lambda: lines_of(guest, ERRORS) > seen, "the last event in the daemon's log", DAEMON)
    assert drmgr_log(guest) == before, drmgr_log(guest)
    assert daemon_state(guest) == state


def has_interface(guest: Guest) -> bool:
    return guest.run("test -e /sys/class/net/eth0").ok


@scenario("the guest is up, with rtas_errd, and nothing in it has failed", **DEBIAN)
def up(guest: Guest) -> None:
    guest.poll(lambda: guest.run("systemctl is-system-running").output.strip() != "starting", "all services", DAEMON)
    failed = guest.check("systemctl list-units --failed --plain --no-legend")
    assert guest.check("systemctl is-system-running") == "running", failed
    assert guest.check("systemctl is-active rtas_errd") == "active"


@scenario("rtas_errd plugs and unplugs a function by drmgr where the module is not loaded, so it could beside it",
          **DEBIAN)
def daemon_alone(guest: Guest) -> None:
    with without_module(guest):
        before = drmgr_log(guest)
        guest.qemu("device_add", id="net0", **NET, bus="pci.0", addr=str(SLOT))
        guest.poll(lambda: guest.run("test -e /sys/class/net/eth0").ok, "the daemon's interface", DAEMON)
        mark = guest.device_del("net0")
        guest.wait_deleted("net0", DAEMON, since=mark)
        guest.poll(lambda: f"{FUNCTION:#x}" in drmgr_log(guest)[len(before):], "drmgr's log", DAEMON)


@scenario("a host bridge and functions on it come and leave, and the daemon leaves all of it to the module", **DEBIAN)
def functions(guest: Guest) -> None:
    with daemon_idle(guest), left_as_found(guest):
        plug_device(guest, "phb1", driver="spapr-pci-host-bridge", index=1)
        for bus in ("pci.0", "phb1.0"):
            plug_device(guest, "net0", **NET, bus=bus)
            assert has_interface(guest)
            unplug_device(guest, "net0")
        unplug_device(guest, "phb1")


@scenario("a mounted disk stays, and the outcome names it; the daemon does not take it either", **DEBIAN)
def mounted(guest: Guest) -> None:
    with daemon_idle(guest), left_as_found(guest):
        create_disk(guest, "file")
        plug_device(guest, "disk", driver="virtio-blk-pci", drive="file", bus="pci.0", addr=str(SLOT))
        # Of a driver that udev loads.
        guest.poll(lambda: guest.run("test -b /dev/vda").ok, "/dev/vda", DAEMON)
        guest.check("mke2fs -q /dev/vda && mount /dev/vda /mnt && echo kept >/mnt/file")
        since = newest_event(guest)
        mark = guest.device_del("disk")
        job = wait_job(guest, since, "remove")
        assert (job["state"], job["reason"], job["reason_value"]) == (
            "failed", "disk-in-use", device_number(guest, "vda")), job
        assert guest.check("cat /mnt/file") == "kept"
        guest.check("umount /mnt")
        settled(guest)
        dlpar(guest, f"pci remove index {FUNCTION:#x}")
        guest.wait_deleted("disk", SOON, since=mark)
    guest.qemu("blockdev-del", node_name="file")


@scenario("memory comes, is refused and leaves beside udev, rtas_errd and irqbalance", **DEBIAN)
def memory(guest: Guest) -> None:
    with daemon_idle(guest):
        plug(guest, D1)
        with pinned(guest, D1.address(2)):
            refused(guest, D1.device)
        unplug(guest, D1)


@scenario("a core comes and leaves, twice, beside udev, rtas_errd and irqbalance", smp="2,maxcpus=32", **DEBIAN)
def cores(guest: Guest) -> None:
    with daemon_idle(guest, core_passes):
        for _ in range(2):
            core_passes(guest)


def drmgr(guest: Guest, action: str) -> None:
    """As rtas_errd starts it."""
    guest.check(f"drmgr -c pci {action} -s {FUNCTION:#x} -n -d4 -V", DAEMON)


@scenario("drmgr started by hand takes a function away and brings it back, beside rpaphp and rpadlpar_io; the module "
          "goes on from there: it brings back what drmgr took, and removes what drmgr brought", **DEBIAN)
def by_hand(guest: Guest) -> None:
    guest.check("modprobe -a rpaphp rpadlpar_io")
    with left_as_found(guest):
        plug_device(guest, "net0", **NET, bus="pci.0", addr=str(SLOT))
        for bring in (lambda: drmgr(guest, "-a"), lambda: dlpar(guest, f"pci add index {FUNCTION:#x}")):
            drmgr(guest, "-r")
            assert not has_interface(guest)
            bring()
            assert has_interface(guest) and driver_of(guest, f"0000:00:{SLOT:02x}.0") == "virtio-pci"
        unplug_device(guest, "net0")
        plug_device(guest, "net0", **NET, bus="pci.0", addr=str(SLOT))
        drmgr(guest, "-r")
        # QEMU takes it back without the guest, in which it is isolated.
        guest.wait_deleted("net0", SOON, since=guest.device_del("net0"))


@scenario("drmgr started by hand takes a host bridge that the module brought, with the function below it, and brings "
          "both back, beside rpaphp and rpadlpar_io; the module gives the bridge to the host from there", **DEBIAN)
def bridge_by_hand(guest: Guest) -> None:
    guest.check("modprobe -a rpaphp rpadlpar_io")
    with left_as_found(guest):
        plug_device(guest, "phb1", driver="spapr-pci-host-bridge", index=1)
        plug_device(guest, "net0", **NET, bus="phb1.0", addr=str(SLOT))
        for action, present in (("-r", False), ("-a", True)):
            guest.check(f"drmgr -c phb {action} -s 'PHB 1' -n", DAEMON)
            assert has_interface(guest) == present
            assert guest.run("test -e /proc/device-tree/pci@800000020000001").ok == present
        unplug_device(guest, "phb1")
        assert any(event.name == "DEVICE_DELETED" and event.data.get("device") == "net0" for event in guest.qmp.events)
