# SPDX-License-Identifier: GPL-2.0
"""Functions that reach further: below a bridge of the machine's own, with devices of their own, and again and again."""

from typing import Any

from acts import SOON, newest_event, wait_job
from guest import Guest
from leftacts import CHECKED, device, left_by
from pciacts import NET, NET_DRIVERS, create_disk, driver_of, functions_of_host, keeps_data, left_as_found
from pciacts import network, passes_traffic, pci_scenario, plug, settled, unplug

USB_DRIVERS = ("virtio_pci", "xhci_pci", "usb_storage", "sd_mod")
BRIDGE: dict[str, Any] = {"driver": "spapr-pci-host-bridge", "index": 1}
NEW_BRIDGE = "pci@800000020000001"


def unplug_usb(guest: Guest) -> None:
    """As unplug(), of one of UNREPORTED."""
    since = newest_event(guest)
    guest.device_del("usb")
    job = wait_job(guest, since, "remove")
    assert job["state"] == "done", job
    assert not functions_of_host(guest)


def usb_works(guest: Guest, bus: str) -> None:
    """A USB controller comes, a disk behind it keeps data, and both leave."""
    disk = "/dev/sdb" if guest.disk else "/dev/sda"
    with left_as_found(guest):
        plug(guest, "usb", driver="qemu-xhci", bus=bus, addr="6")
        create_disk(guest, "file")
        guest.qemu("device_add", id="stick", driver="usb-storage", bus="usb.0", drive="file")
        guest.poll(lambda: guest.run(f"test -b {disk}").ok, disk, SOON)
        keeps_data(guest, disk)
        settled(guest)
        guest.device_del("stick")
        guest.poll(lambda: not guest.run(f"test -b {disk}").ok, f"{disk} gone", SOON)
        unplug_usb(guest)
        guest.qemu("blockdev-del", node_name="file")


@pci_scenario("a USB controller works on the guest's own host bridge and below a new one: a disk behind it keeps data, "
              "and both leave, twice", *USB_DRIVERS)
def usb(guest: Guest) -> None:
    with left_as_found(guest):
        plug(guest, "phb1", **BRIDGE)
        for bus in ("pci.0", "phb1.0", "pci.0", "phb1.0"):
            usb_works(guest, bus)
        unplug(guest, "phb1")


@pci_scenario("functions come and go below a bridge that the machine has from the start, and work", "virtio_pci",
              "virtio_net", "virtio_blk", variants=("slof",))
def cold_bridge(guest: Guest) -> None:
    network(guest, "lan")
    for _ in range(2):
        with left_as_found(guest):
            plug(guest, "net0", **NET, netdev="lan", bus="cold", addr="1")
            assert driver_of(guest, "0000:01:01.0") == "virtio-pci"
            passes_traffic(guest, "eth0")
            create_disk(guest, "file")
            plug(guest, "disk", driver="virtio-blk-pci", drive="file", bus="cold", addr="2")
            guest.poll(lambda: guest.run("test -b /dev/vda").ok, "/dev/vda", SOON)
            keeps_data(guest, "/dev/vda")
            unplug(guest, "disk")
            unplug(guest, "net0")
            guest.qemu("blockdev-del", node_name="file")


@pci_scenario("a hundred times a function comes and goes: the allocator finds no fault, and nothing is left",
              *NET_DRIVERS, **CHECKED)
def function_cycles(guest: Guest) -> None:
    left = left_by(guest, device(id="net0", **NET, bus="pci.0", addr="4"))
    assert not left, left


def properties(guest: Guest) -> int:
    """The number of properties of a new host bridge's node; each is an object, and so are its name and its value."""
    plug(guest, "phb1", **BRIDGE)
    count = len(guest.check(f"find /proc/device-tree/{NEW_BRIDGE} -type f").split())
    unplug(guest, "phb1")
    return count


# init_phb_dynamic() of the kernel takes a reference to the node that it never gives back, and allocates two objects
# that it never frees.
@pci_scenario("a hundred times a host bridge comes and goes: the allocator finds no fault, and nothing is left but "
              "what the kernel's own functions leave", *NET_DRIVERS, **CHECKED)
def bridge_cycles(guest: Guest) -> None:
    own = 3 * properties(guest) + len(("node", "full name", "name in sysfs", "EEH PE", "I/O", "its area"))
    left = left_by(guest, device(id="phb1", **BRIDGE))
    assert sum(left.values()) < own + 1, (own, left)
