# SPDX-License-Identifier: GPL-2.0
"""What scenarios about PCI do and look at, one function for each act; acts.py has what is not about PCI.

    with left_as_found(guest):
        plug(guest, "net0", **NET, addr="3")
        unplug(guest, "net0")
"""

from contextlib import contextmanager
from typing import Any, Iterator

from acts import SOON, WITH_MODULE, newest_event, pdrctl_json, wait_job
from guest import Guest

DEVICES = "/sys/bus/pci/devices"
# No firmware of QEMU's is needed, as nothing boots from it.
NET: dict[str, Any] = {"driver": "virtio-net-pci", "romfile": ""}
NET_DRIVERS = ("virtio_pci", "virtio_net")
# The first connector on the guest's own host bridge, and the one of the first that comes.
FUNCTIONS, BRIDGES = 0x40000000, 0x20000000


def with_drivers(kernel: str, *modules: str) -> dict[str, Any]:
    """What a scenario asks for on a kernel that has some of these modules built in."""
    built_in = ("virtio_pci",) if kernel != "6.1" else ()
    wanted = tuple(name for name in modules if name not in built_in)
    prepare = (*WITH_MODULE["prepare"], *(f"modprobe {name}" for name in wanted))
    return {**WITH_MODULE, "kernels": (kernel,), "modules": wanted, "prepare": prepare}


def function_index(slot: int, function: int = 0, bridge: int = 0) -> int:
    """The connector of a function, as QEMU numbers them."""
    return FUNCTIONS + (bridge << 16) + 8 * slot + function


def traces(guest: Guest) -> dict[str, str]:
    """All that host bridges and functions leave where they are, and must not leave where they were."""
    return {
        "nodes": guest.check("cd /proc/device-tree && find pci@* -type d | sort"),
        "functions": guest.check(f"ls {DEVICES}"),
        "buses": guest.check("ls /sys/class/pci_bus /sys/devices | grep -E '^(pci)?0'"),
        "memory": guest.check("cat /proc/iomem"),
        "ports": guest.check("cat /proc/ioports"),
        "interrupts": guest.check("awk '/PCI/ { print $1, $NF }' /proc/interrupts"),
        "groups": guest.check("ls /sys/kernel/iommu_groups"),
        "connectors": str(pdrctl_json(guest, "list drc")["drc"]),
    }


@contextmanager
def left_as_found(guest: Guest) -> Iterator[None]:
    """What comes in the block is gone after it, and nothing of it is left."""
    before = traces(guest)
    yield
    after = traces(guest)
    differing = {what: (before[what], after[what]) for what in before if before[what] != after[what]}
    assert not differing, differing


def plug(guest: Guest, device: str, **arguments: Any) -> dict[str, Any]:
    """The host plugs a device and the guest takes it; the guest's job."""
    since = newest_event(guest)
    guest.qemu("device_add", id=device, **arguments)
    job = wait_job(guest, since, "add")
    assert job["state"] == "done", job
    return job


def unplug(guest: Guest, device: str) -> dict[str, Any]:
    """The host asks for a device and gets it; the guest's job."""
    since = newest_event(guest)
    mark = guest.device_del(device)
    guest.wait_deleted(device, SOON, since=mark)
    job = wait_job(guest, since, "remove")
    assert job["state"] == "done", job
    return job


def driver_of(guest: Guest, function: str) -> str:
    return guest.check(f"basename $(readlink {DEVICES}/{function}/driver)")
