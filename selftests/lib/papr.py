# SPDX-License-Identifier: GPL-2.0
"""PAPR's bytes for tests in Python: LMB tables, ibm,drc-info and error logs, as the encoders in C write them."""

from typing import Iterable

# Power domain of a connector that always has power.
LIVE_INSERTION = (1 << 32) - 1
# The work area of ibm,configure-connector: its size, its cells, and the first byte behind them.
AREA_SIZE = 4096
AREA_NAME, AREA_LENGTH, AREA_VALUE, AREA_DATA = 8, 12, 16, 20
# A log whose event has the main sections before it: where its own DRC index is.
LOG_INDEX = 0x6c


def be32(*numbers: int) -> bytes:
    return b"".join(number.to_bytes(4, "big") for number in numbers)


def read32(data: bytes, at: int = 0) -> int:
    return int.from_bytes(data[at:at + 4], "big")


def lmbs_v2(sets: Iterable[tuple[int, int, int, int, int]]) -> bytes:
    """ibm,dynamic-memory-v2: sets of a count, the first address and DRC index, associativity and flags."""
    entries = [be32(count) + base.to_bytes(8, "big") + be32(index, list_index, flags)
               for count, base, index, list_index, flags in sets]
    return be32(len(entries)) + b"".join(entries)


def lmbs_v1(lmbs: Iterable[tuple[int, int, int, int]]) -> bytes:
    """ibm,dynamic-memory: LMBs of an address, DRC index, associativity and flags."""
    entries = [base.to_bytes(8, "big") + be32(index, 0, list_index, flags) for base, index, list_index, flags in lmbs]
    return be32(len(entries)) + b"".join(entries)


def drc_info(entries: Iterable[tuple[bytes, bytes, int, int, int, int, int]]) -> bytes:
    """ibm,drc-info: entries of a type, prefix, first index and suffix, count, increment and power domain."""
    found = [kind + b"\0" + prefix + b"\0" + be32(*numbers) for kind, prefix, *numbers in entries]
    return be32(len(found)) + b"".join(found)


def error_log(resource: int, action: int, identifier: int, rest: bytes) -> bytes:
    """A log of one Hotplug section, without the main sections."""
    section = bytes([resource, action, identifier, 0]) + rest
    section = b"HP" + (8 + len(section)).to_bytes(2, "big") + bytes(4) + section
    return b"\6\4\0\0" + be32(16 + len(section)) + b"\0\0\x0e" + bytes(9) + b"IBM\0" + section
