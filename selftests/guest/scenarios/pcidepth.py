# SPDX-License-Identifier: GPL-2.0
"""Functions that reach further: below a bridge of the machine's own, with devices of their own, and again and again."""

from typing import Any

from acts import SOON, WITH_MODULE, newest_event, wait_job
from guest import Guest
from pciacts import NET, NET_DRIVERS, create_disk, driver_of, keeps_data, left_as_found, network, passes_traffic
from pciacts import pci_scenario, plug, unplug

USB_DRIVERS = ("virtio_pci", "xhci_pci", "usb_storage", "sd_mod")
USB_DISK = "/dev/sda"
# Where QEMU's firmware gives addresses to the functions that are there at boot, which its minimal one does not.
COLD_BRIDGE: dict[str, Any] = {
    "variants": ("slof",), "qemu_args": ("-device", "pci-bridge,id=cold,bus=pci.0,addr=2,chassis_nr=1")}
# The first rounds fill what Linux keeps for the next time; each of the others would leave what is lost once more.
WARM, ROUNDS = 10, 100


def unplug_usb(guest: Guest) -> None:
    """As unplug(); but QEMU tells of no device as deleted that it still has a reference to, such as this one."""
    since = newest_event(guest)
    guest.device_del("usb")
    job = wait_job(guest, since, "remove")
    assert job["state"] == "done", job
    assert not [each for bus in guest.qmp.execute("query-pci") for each in bus["devices"]]


@pci_scenario("a USB controller works: a disk behind it keeps data, and both leave, twice", *USB_DRIVERS)
def usb(guest: Guest) -> None:
    for _ in range(2):
        with left_as_found(guest):
            plug(guest, "usb", driver="qemu-xhci", bus="pci.0", addr="6")
            create_disk(guest, "file")
            guest.qemu("device_add", id="stick", driver="usb-storage", bus="usb.0", drive="file")
            guest.poll(lambda: guest.run(f"test -b {USB_DISK}").ok, USB_DISK, SOON)
            keeps_data(guest, USB_DISK)
            guest.device_del("stick")
            guest.poll(lambda: not guest.run(f"test -b {USB_DISK}").ok, f"{USB_DISK} gone", SOON)
            unplug_usb(guest)
            guest.qemu("blockdev-del", node_name="file")


@pci_scenario("functions come and go below a bridge that the machine has from the start, and work", "virtio_pci",
              "virtio_net", "virtio_blk", **COLD_BRIDGE)
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


def objects(guest: Guest) -> dict[str, int]:
    """The objects that are in use of each kind of memory that the kernel keeps."""
    guest.check("sync; echo 3 >/proc/sys/vm/drop_caches")
    rows = guest.check("tail -n +3 /proc/slabinfo").splitlines()
    return {name: int(active) for name, active, *_ in map(str.split, rows)}


def rounds(guest: Guest, count: int) -> None:
    for _ in range(count):
        plug(guest, "phb1", driver="spapr-pci-host-bridge", index=1)
        plug(guest, "net0", **NET, bus="phb1.0", addr="1")
        unplug(guest, "net0")
        unplug(guest, "phb1")


@pci_scenario("a hundred times a host bridge and a function below it come and go: the allocator finds no fault, and "
              "nothing of any kind is left each time", *NET_DRIVERS, append=f"{WITH_MODULE['append']} slub_debug=FZP",
              timeout=60 + 4.0 * ROUNDS)
def cycles(guest: Guest) -> None:
    rounds(guest, WARM)
    before = objects(guest)
    rounds(guest, ROUNDS)
    after = objects(guest)
    grown = {name: after[name] - before.get(name, 0) for name in after if after[name] - before.get(name, 0) >= ROUNDS}
    assert not grown, grown
