# SPDX-License-Identifier: GPL-2.0
"""The stock kernel alone: whether the ring itself works before anything of ours is in the guest."""

from typing import Any

from guest import GIB, MIB, Guest
from kernels import STOCK
from scenario import MACHINES, scenario

# The most that the kernel keeps for itself of 1 GiB.
KERNEL_SHARE = 160 * MIB
# Without it the stock kernel puts the DIMM into ZONE_NORMAL, where one page of its own can keep it for ever.
MOVABLE = "memhp_default_state=online_movable"
# The debug kernel is for the module.
STOCK_ALONE: dict[str, Any] = {"kernels": STOCK, "variants": MACHINES, "append": MOVABLE}


@scenario("the guest boots the kernel and has the memory that the host gave it", **STOCK_ALONE)
def up(guest: Guest) -> None:
    assert guest.check("uname -r") == guest.release
    total = guest.mem_total()
    assert GIB - KERNEL_SHARE < total < GIB, f"MemTotal is {total}"


@scenario("the stock kernel takes a 1 GiB DIMM and gives it back", **STOCK_ALONE)
def dimm(guest: Guest) -> None:
    before = guest.mem_total()
    guest.plug_dimm("d1", GIB)
    guest.poll(lambda: guest.mem_total() >= before + GIB, "the DIMM in MemTotal", timeout=20)
    mark = guest.device_del("d1")
    guest.wait_deleted("d1", timeout=20, since=mark)
    guest.free_dimm("d1")
    assert guest.mem_total() == before


@scenario("the stock kernel takes a core and gives it back", **STOCK_ALONE)
def core(guest: Guest) -> None:
    def online() -> int:
        return int(guest.check("grep -c ^processor /proc/cpuinfo"))

    before = online()
    guest.plug_core("c2", core_id=2)
    guest.poll(lambda: online() == before + 1, "the core in /proc/cpuinfo", timeout=20)
    mark = guest.device_del("c2")
    guest.wait_deleted("c2", timeout=20, since=mark)
    assert online() == before
