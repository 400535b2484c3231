# SPDX-License-Identifier: GPL-2.0
"""PCI functions come and go, with no daemon in the guest, and nothing of them is left."""

from guest import Guest
from pciacts import NET, NET_DRIVERS, driver_of, function_index, left_as_found, plug, unplug, with_drivers
from scenario import scenario


@scenario("a function comes at the host's word and leaves at it, thrice in one slot, and nothing is left of it",
          **with_drivers("6.1", *NET_DRIVERS))
@scenario("a function comes at the host's word and leaves at it, thrice in one slot, and nothing is left of it",
          **with_drivers("6.12", *NET_DRIVERS))
def function(guest: Guest) -> None:
    for _ in range(3):
        with left_as_found(guest):
            job = plug(guest, "net0", **NET, bus="pci.0", addr="3")
            assert job["request"] == f"add PCI function {function_index(3):#010x}", job
            assert driver_of(guest, "0000:00:03.0") == "virtio-pci"
            assert "virtio" in guest.check("cat /proc/interrupts")
            guest.check("ls -d /sys/class/net/eth0")
            unplug(guest, "net0")
