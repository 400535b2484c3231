# SPDX-License-Identifier: GPL-2.0
"""The acts and looks of scenarios about PCI, one function for each; acts.py has those that are not about PCI.

    with left_as_found(guest):
        plug(guest, "net0", **NET, addr="3")
        unplug(guest, "net0")
"""

from contextlib import contextmanager
from typing import Any, Callable, Iterable, Iterator, Sequence

from acts import FINAL, SOON, WITH_MODULE, jobs_since, newest_event, pdrctl_json, wait_job
from guest import MIB, Guest
from kernels import STOCK
from scenario import Function, scenario

DEVICES = "/sys/bus/pci/devices"
# No firmware of QEMU's is needed, as nothing boots from it.
NET: dict[str, Any] = {"driver": "virtio-net-pci", "romfile": ""}
# QEMU 7.2 does not report it as deleted while it has a reference to it.
UNREPORTED = ("qemu-xhci",)
NET_DRIVERS = ("virtio_pci", "virtio_net")
# A disk of a function, and what a file system on it needs.
DISK = "vda"
DISK_DRIVERS = ("virtio_pci", "virtio_blk", "ext4")
# The first connector on the guest's own host bridge, and the one of the first that comes.
FUNCTIONS, BRIDGES = 0x40000000, 0x20000000


def with_drivers(kernel: str, modules: Iterable[str], base: dict[str, Any], files: Iterable[str]) -> dict[str, Any]:
    """The needs of a scenario on a kernel that has some of these modules built in; all others are those of BASE."""
    built_in = ("virtio_pci",) if kernel != "6.1" else ()
    wanted = tuple(name for name in modules if name not in built_in)
    prepare = (*base["prepare"], *(f"modprobe {name}" for name in wanted))
    return {**base, "files": (*base["files"], *files), "kernels": (kernel,), "modules": wanted, "prepare": prepare}


def pci_scenario(sentence: str, *modules: str, kernels: Iterable[str] = STOCK, base: dict[str, Any] = WITH_MODULE,
                 files: Iterable[str] = (), **options: Any) -> Callable[[Function], Function]:
    """Register a function that needs these drivers, on each kernel; FILES come beside those of BASE."""
    def register(function: Function) -> Function:
        for kernel in kernels:
            scenario(sentence, **{**with_drivers(kernel, modules, base, files), **options})(function)
        return function
    return register


def function_index(slot: int, function: int = 0, bridge: int = 0) -> int:
    """The connector of a function, as QEMU numbers them."""
    return FUNCTIONS + (bridge << 16) + 8 * slot + function


def traces(guest: Guest) -> dict[str, str]:
    """The traces of host bridges and functions in the guest, none of which may stay once these have left."""
    return {
        "nodes": guest.check("cd /proc/device-tree && find pci@* -type d | sort"),
        "functions": guest.check(f"ls {DEVICES}"),
        "buses": guest.check("ls /sys/class/pci_bus /sys/devices | grep -E '^(pci)?0'"),
        "memory": guest.check("cat /proc/iomem"),
        "ports": guest.check("cat /proc/ioports"),
        "interrupts": guest.check("awk '/PCI/ { print $1, $NF }' /proc/interrupts"),
        # The debug kernel has none.
        "groups": guest.check("ls /sys/kernel/iommu_groups 2>/dev/null || true"),
        "connectors": str(pdrctl_json(guest, "list drc")["drc"]),
    }


@contextmanager
def left_as_found(guest: Guest) -> Iterator[None]:
    """Devices that come in the block are gone after it, and nothing of them is left."""
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


def settled(guest: Guest) -> None:
    """Wait until no daemon of a guest that has some looks at a new device, as udev opens a disk for a moment."""
    if guest.disk:
        guest.check("udevadm settle")


def unplug(guest: Guest, device: str) -> dict[str, Any]:
    """The host asks for a device and gets it; the guest's job."""
    settled(guest)
    since = newest_event(guest)
    mark = guest.device_del(device)
    guest.wait_deleted(device, SOON, since=mark)
    job = wait_job(guest, since, "remove")
    assert job["state"] == "done", job
    return job


def functions_of_host(guest: Guest) -> list[dict[str, Any]]:
    """The functions that the host has on the guest's buses."""
    return [each for bus in guest.qmp.execute("query-pci") for each in bus["devices"]]


def driver_of(guest: Guest, function: str) -> str:
    return guest.check(f"basename $(readlink {DEVICES}/{function}/driver)")


def create_disk(guest: Guest, node: str, size: int = 16 * MIB) -> None:
    """A disk of the host's that is empty, for a device to have; it is gone with QEMU."""
    file = {"driver": "file", "filename": node}
    guest.qemu("blockdev-create", job_id=node, options={**file, "size": size})
    guest.poll(lambda: job_status(guest, node) == "concluded", f"a file for {node}", SOON)
    guest.qemu("job-dismiss", id=node)
    guest.qemu("blockdev-add", **file, node_name=node)


def job_status(guest: Guest, job: str) -> str:
    return {each["id"]: each["status"] for each in guest.qmp.execute("query-jobs")}[job]


def plug_disk(guest: Guest, device: str, **arguments: Any) -> None:
    create_disk(guest, f"file-{device}")
    plug(guest, device, driver="virtio-blk-pci", drive=f"file-{device}", **arguments)


def free_disk(guest: Guest, device: str) -> None:
    guest.qemu("blockdev-del", node_name=f"file-{device}")


@contextmanager
def mounted(guest: Guest) -> Iterator[None]:
    guest.check(f"mke2fs /dev/{DISK} && mkdir -p /disk && mount /dev/{DISK} /disk && echo kept >/disk/file")
    yield
    assert guest.check("cat /disk/file") == "kept"
    guest.check("umount /disk")


def device_number(guest: Guest, disk: str) -> int:
    """A disk as the module names it: its major number in the upper, its minor number in the lower half."""
    major, minor = guest.check(f"cat /sys/class/block/{disk}/dev").split(":")
    return int(major) << 32 | int(minor)


def network(guest: Guest, name: str) -> None:
    """A network of the host's, for a function to be in."""
    guest.qemu("netdev_add", type="user", id=name)


def passes_traffic(guest: Guest, interface: str) -> None:
    """The host's side of the network answers."""
    guest.check(f"ip address add 10.0.2.15/24 dev {interface} && ip link set {interface} up")
    guest.poll(lambda: guest.run("ping -c 1 -W 2 10.0.2.2").ok, f"an answer to {interface}", SOON)


def keeps_data(guest: Guest, disk: str) -> None:
    """Data written to a disk is read back from the disk, and not from memory."""
    guest.check(f"dd if=/dev/urandom of=/tmp/data bs=64k count=16 && dd if=/tmp/data of={disk} bs=64k oflag=direct &&"
                f" dd if={disk} bs=64k count=16 iflag=direct | cmp - /tmp/data")


def wait_jobs(guest: Guest, since: int, count: int, request: str) -> list[dict[str, Any]]:
    """That many jobs whose requests begin with these words, once all are done, in the order in which they came."""
    found: list[dict[str, Any]] = []

    def all_ended() -> bool:
        found[:] = [job for job in jobs_since(guest, since) if job["request"].startswith(request)]
        return len(found) == count and all(job["state"] in FINAL for job in found)

    guest.poll(all_ended, f"the end of {count} jobs", SOON)
    found.sort(key=lambda job: int(job["id"]))
    assert {job["state"] for job in found} == {"done"}, found
    return found


def fill_slot(guest: Guest, slot: int, functions: Sequence[dict[str, Any]] = 8 * [NET]) -> None:
    """The host plugs the functions of a slot, the first one last, as QEMU then announces them all."""
    for number, function in reversed(list(enumerate(functions))):
        guest.qemu("device_add", id=f"function{number}", **function, bus="pci.0", addr=f"{slot:#x}.{number}",
                   multifunction=True)


def take_slot(guest: Guest, functions: Sequence[dict[str, Any]] = 8 * [NET]) -> None:
    """The host asks for all functions of a slot and gets them."""
    mark = guest.device_del("function0")
    for number, function in enumerate(functions):
        if function["driver"] not in UNREPORTED:
            guest.wait_deleted(f"function{number}", SOON, since=mark)


def empty_slot(guest: Guest, functions: Sequence[dict[str, Any]] = 8 * [NET]) -> None:
    """As take_slot(), and the guest's jobs are done and the host has no function left."""
    settled(guest)
    since = newest_event(guest)
    take_slot(guest, functions)
    wait_jobs(guest, since, len(functions), "remove")
    assert not functions_of_host(guest)
