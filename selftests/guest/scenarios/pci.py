# SPDX-License-Identifier: GPL-2.0
"""PCI functions come and go, with no daemon in the guest, and nothing of them is left."""

from typing import Any

from acts import SOON, dlpar, jobs_since, newest_event, without_module
from guest import Guest
from pciacts import DEVICES, NET, NET_DRIVERS, create_disk, driver_of, empty_slot, fill_slot, function_index
from pciacts import keeps_data, left_as_found, network, passes_traffic, pci_scenario, plug, unplug, wait_jobs

# Machines that differ in interrupts and in memory.
MACHINES = ("power9", "power8", "power10", "hash", "xics", "xive")
WORKING = (*NET_DRIVERS, "virtio_blk", "nvme")


@pci_scenario("a function comes and leaves as the host asks, three times in one slot, and nothing is left of it",
              *NET_DRIVERS, variants=MACHINES)
def function(guest: Guest) -> None:
    for _ in range(3):
        with left_as_found(guest):
            job = plug(guest, "net0", **NET, bus="pci.0", addr="3")
            assert job["request"] == f"add PCI function {function_index(3):#010x}", job
            assert driver_of(guest, "0000:00:03.0") == "virtio-pci"
            assert "virtio" in guest.check("cat /proc/interrupts")
            guest.check("ls -d /sys/class/net/eth0")
            unplug(guest, "net0")


@pci_scenario("a network function passes traffic and a disk keeps data, on the guest's own host bridge and below a "
              "new one", *WORKING)
def works(guest: Guest) -> None:
    network(guest, "lan")
    with left_as_found(guest):
        plug(guest, "phb1", driver="spapr-pci-host-bridge", index=1)
        for bus in ("pci.0", "phb1.0"):
            with left_as_found(guest):
                plug(guest, "net0", **NET, netdev="lan", bus=bus)
                passes_traffic(guest, "eth0")
                unplug(guest, "net0")
                for driver, disk in (("virtio-blk-pci", "/dev/vda"), ("nvme", "/dev/nvme0n1")):
                    create_disk(guest, "file")
                    more = {"serial": "1"} if driver == "nvme" else {}
                    plug(guest, "disk", driver=driver, drive="file", bus=bus, **more)
                    guest.poll(lambda: guest.run(f"test -b {disk}").ok, disk, SOON)
                    keeps_data(guest, disk)
                    unplug(guest, "disk")
                    guest.qemu("blockdev-del", node_name="file")
        unplug(guest, "phb1")
    guest.qemu("netdev_del", id="lan")


@pci_scenario("a function whose driver has let go of it before leaves as any other, and so does one that the guest "
              "never had, as the module was not there when it came", *NET_DRIVERS)
def without_driver(guest: Guest) -> None:
    with left_as_found(guest):
        plug(guest, "net0", **NET, bus="pci.0", addr="3")
        guest.check(f"echo 0000:00:03.0 >{DEVICES}/0000:00:03.0/driver/unbind")
        unplug(guest, "net0")
        with without_module(guest):
            guest.qemu("device_add", id="net0", **NET, bus="pci.0", addr="3")
        # QEMU takes it back without the guest, which never configured it.
        guest.wait_deleted("net0", SOON, since=guest.device_del("net0"))


@pci_scenario("a request for dt acts on the connector's own kind: it gives a function away and brings it back into "
              "use", *NET_DRIVERS)
def by_dt(guest: Guest) -> None:
    with left_as_found(guest):
        plug(guest, "net0", **NET, bus="pci.0", addr="3")
        for action, present in (("remove", False), ("add", True)):
            since = newest_event(guest)
            dlpar(guest, f"dt {action} index {function_index(3):#x}")
            job, = jobs_since(guest, since)
            assert (job["state"], job["request"]) == ("done", f"{action} PCI function {function_index(3):#010x}"), job
            assert guest.run("test -e /sys/class/net/eth0").ok == present
        unplug(guest, "net0")


@pci_scenario("eight functions of one slot come and go, each with its driver, twice, and nothing is left of them",
              *NET_DRIVERS)
def eight_functions(guest: Guest) -> None:
    for _ in range(2):
        with left_as_found(guest):
            since = newest_event(guest)
            fill_slot(guest, 5)
            jobs = wait_jobs(guest, since, 8, "add")
            assert [job["request"] for job in jobs] == [f"add PCI function {function_index(5, number):#010x}"
                                                        for number in range(8)], jobs
            drivers = [driver_of(guest, f"0000:00:05.{number}") for number in range(8)]
            assert drivers == 8 * ["virtio-pci"], drivers
            empty_slot(guest)


def eight_kinds(guest: Guest) -> list[dict[str, Any]]:
    """Network, disks and a USB controller, in one slot."""
    for name in ("disk", "nvme"):
        create_disk(guest, name)
    for number in range(5):
        network(guest, f"lan{number}")
    return [{**NET, "netdev": "lan0"}, {"driver": "virtio-blk-pci", "drive": "disk"},
            {"driver": "nvme", "drive": "nvme", "serial": "1"}, {"driver": "qemu-xhci"},
            *({**NET, "netdev": f"lan{number}"} for number in range(1, 5))]


def interface_of(guest: Guest, function: str) -> str:
    return guest.check(f"ls {DEVICES}/{function}/virtio*/net")


@pci_scenario("eight functions of one slot are of four kinds: networks pass traffic, disks keep data, a USB controller "
              "has its buses", *WORKING, "xhci_pci")
def eight_work(guest: Guest) -> None:
    functions = eight_kinds(guest)
    with left_as_found(guest):
        since = newest_event(guest)
        fill_slot(guest, 5, functions)
        wait_jobs(guest, since, 8, "add")
        for number in (0, 4, 5, 6, 7):
            interface = interface_of(guest, f"0000:00:05.{number}")
            passes_traffic(guest, interface)
            guest.check(f"ip address flush dev {interface} && ip link set {interface} down")
        for disk in ("/dev/vda", "/dev/nvme0n1"):
            guest.poll(lambda disk=disk: guest.run(f"test -b {disk}").ok, disk, SOON)  # type: ignore[misc]
            keeps_data(guest, disk)
        guest.poll(lambda: guest.run(f"ls -d {DEVICES}/0000:00:05.3/usb*").ok, "the controller's buses", SOON)
        empty_slot(guest, functions)
    for name in ("disk", "nvme"):
        guest.qemu("blockdev-del", node_name=name)
    for number in range(5):
        guest.qemu("netdev_del", id=f"lan{number}")
