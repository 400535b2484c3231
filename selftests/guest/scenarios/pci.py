# SPDX-License-Identifier: GPL-2.0
"""PCI functions come and go, with no daemon in the guest, and nothing of them is left."""

from typing import Any

from acts import SOON, WITH_MODULE, newest_event, wait_job
from guest import Guest
from scenario import scenario

# What QEMU calls a PCI function that a driver of the stock kernel takes; no firmware boots from it.
NET: dict[str, Any] = {"driver": "virtio-net-pci", "bus": "pci.0", "romfile": ""}
NET_DRIVERS = ("virtio_pci", "virtio_net")
DEVICES = "/sys/bus/pci/devices"
HOST_BRIDGE = "/proc/device-tree/pci@800000020000000"
# The connector of a slot's first function on the guest's own host bridge.
SLOT_0 = 0x40000000


def with_drivers(kernel: str, *modules: str) -> dict[str, Any]:
    """The stock kernel's modules, of those that this kernel has not built in."""
    built_in = ("virtio_pci",) if kernel != "6.1" else ()
    wanted = tuple(name for name in modules if name not in built_in)
    prepare = (*WITH_MODULE["prepare"], *(f"modprobe {name}" for name in wanted))
    return {**WITH_MODULE, "kernels": (kernel,), "modules": wanted, "prepare": prepare}


def index(slot: int, function: int = 0) -> int:
    """The connector of a function on the guest's own host bridge, as QEMU numbers them."""
    return SLOT_0 + 8 * slot + function


def traces(guest: Guest) -> dict[str, str]:
    """All that a function leaves where it is, and must not leave where it was."""
    return {
        "nodes": guest.check(f"cd {HOST_BRIDGE} && find . -type d | sort"),
        "functions": guest.check(f"ls {DEVICES}"),
        "memory": guest.check("cat /proc/iomem"),
        "ports": guest.check("cat /proc/ioports"),
        "interrupts": guest.check("awk '/PCI/ { print $1, $NF }' /proc/interrupts"),
        "groups": guest.check("ls /sys/kernel/iommu_groups"),
    }


def plug(guest: Guest, device: str, **arguments: Any) -> dict[str, Any]:
    """The host plugs a function; the guest's job."""
    since = newest_event(guest)
    guest.qemu("device_add", id=device, **arguments)
    job = wait_job(guest, since, "add")
    assert job["state"] == "done", job
    return job


def unplug(guest: Guest, device: str) -> dict[str, Any]:
    """The host asks for a function and gets it; the guest's job."""
    since = newest_event(guest)
    mark = guest.device_del(device)
    guest.wait_deleted(device, SOON, since=mark)
    job = wait_job(guest, since, "remove")
    assert job["state"] == "done", job
    return job


def driver_of(guest: Guest, function: str) -> str:
    return guest.check(f"basename $(readlink {DEVICES}/{function}/driver)")


@scenario("a function comes at the host's word and leaves at it, thrice in one slot, and nothing is left of it",
          **with_drivers("6.1", *NET_DRIVERS))
@scenario("a function comes at the host's word and leaves at it, thrice in one slot, and nothing is left of it",
          **with_drivers("6.12", *NET_DRIVERS))
def function(guest: Guest) -> None:
    before = traces(guest)
    for _ in range(3):
        job = plug(guest, "net0", addr="3", **NET)
        assert job["request"] == f"add PCI function {index(3):#010x}", job
        assert driver_of(guest, "0000:00:03.0") == "virtio-pci"
        assert "virtio" in guest.check("cat /proc/interrupts")
        guest.check("ls -d /sys/class/net/eth0")
        unplug(guest, "net0")
        after = traces(guest)
        assert after == before, (after, before)
