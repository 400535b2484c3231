# SPDX-License-Identifier: GPL-2.0
"""The zone of new memory if the administrator has set none: online_type=auto, auto_online_blocks=offline."""

from acts import BLOCKS, LMB, WITH_MODULE, Dimm, block_zone, parameter, plug
from guest import Guest
from scenario import scenario

# More than ZONE_MOVABLE may have by the ratio.
LARGE = Dimm("large", lmbs=16)
RATIO = 3
COUNT_ZONES = """awk '
    /^Node/ { movable = $4 == "Movable" }
    $1 == "managed" { pages[movable] += $2 }
    END { printf "%d %d\\n", pages[1], pages[0] }' /proc/zoneinfo"""
PAGE_KB = "awk '/^KernelPageSize/ { print $2; exit }' /proc/self/smaps"


def expected_zones(guest: Guest) -> list[str]:
    """For each block: Movable as long as that zone has at most RATIO times as much as the kernel's zones."""
    movable, kernel = map(int, guest.check(COUNT_ZONES).split())
    block = LMB // (int(guest.check(PAGE_KB)) << 10)
    zones = []
    for _ in LARGE.numbers:
        if movable + block <= RATIO * kernel:
            movable += block
            zones.append("Movable")
        else:
            kernel += block
            zones.append("Normal")
    return zones


# Fresh, as memory that the kernel has put into its own zone may stay there.
@scenario("online_type=auto: ZONE_MOVABLE gets at most three times as much as the kernel's zones have", fresh=True,
          **WITH_MODULE)
def ratio(guest: Guest) -> None:
    guest.check(f"echo offline >{BLOCKS}/auto_online_blocks")
    with parameter(guest, "online_type", "auto"):
        expected = expected_zones(guest)
        plug(guest, LARGE)
    zones = [block_zone(guest, number) for number in LARGE.numbers]
    assert {"Movable", "Normal"} == set(expected), expected
    assert zones == expected, (zones, expected)
