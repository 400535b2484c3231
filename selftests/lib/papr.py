# SPDX-License-Identifier: GPL-2.0
"""PAPR's bytes for tests in Python: LMB tables, properties of connectors, error logs, places in the work area.

The unit test papr compares all of it with what the encoders in C write. A text is str, without its NUL.
"""

from typing import Iterable

# Power domain of a connector that always has power.
LIVE_INSERTION = (1 << 32) - 1
# The work area of ibm,configure-connector: its size, its cells, and the first byte behind them.
AREA_SIZE = 4096
AREA_INDEX, AREA_NAME, AREA_LENGTH, AREA_VALUE, AREA_DATA = 0, 8, 12, 16, 20
# Places in an error log: its own length, and if it has the main sections, its time and an event's DRC index.
LOG_LENGTH, LOG_TIME, LOG_INDEX = 4, 0x20, 0x6c
# First bytes of logs of the platform: of a hot-plug event, of one of power.
LOG_HOTPLUG, LOG_POWER = b"\6\x34\x60\xe5", b"\6\x34\0\x40"

# LMBs of a count, the first address and DRC index, associativity and flags.
LmbSet = tuple[int, int, int, int, int]
# A connector's DRC index, name, type and power domain.
Connector = tuple[int, str, str, int]


def be32(*numbers: int) -> bytes:
    return b"".join(number.to_bytes(4, "big") for number in numbers)


def be64(*numbers: int) -> bytes:
    return b"".join(number.to_bytes(8, "big") for number in numbers)


def read32(data: bytes, at: int = 0) -> int:
    return int.from_bytes(data[at:at + 4], "big")


def strings(*texts: str) -> bytes:
    return b"".join(text.encode() + b"\0" for text in texts)


# -- LMB tables -----------------------------------------------------------------------------------------------------

def lmbs_v2(sets: Iterable[LmbSet]) -> bytes:
    """ibm,dynamic-memory-v2."""
    entries = [be32(count) + be64(base) + be32(index, list_index, flags)
               for count, base, index, list_index, flags in sets]
    return be32(len(entries)) + b"".join(entries)


def read_lmbs_v2(table: bytes) -> list[LmbSet]:
    """The sets of ibm,dynamic-memory-v2."""
    sets = [(read32(table, at), read32(table, at + 4) << 32 | read32(table, at + 8), read32(table, at + 12),
             read32(table, at + 16), read32(table, at + 20)) for at in range(4, len(table), 24)]
    assert lmbs_v2(sets) == table, table.hex()
    return sets


def lmbs_v1(lmbs: Iterable[tuple[int, int, int, int]]) -> bytes:
    """ibm,dynamic-memory: LMBs of an address, DRC index, associativity and flags."""
    entries = [be64(base) + be32(index, 0, list_index, flags) for base, index, list_index, flags in lmbs]
    return be32(len(entries)) + b"".join(entries)


# -- connectors -----------------------------------------------------------------------------------------------------

def drc_arrays(connectors: Iterable[Connector]) -> dict[str, bytes]:
    """The four properties, by name."""
    found = list(connectors)
    count = be32(len(found))
    return {
        "ibm,drc-indexes": count + be32(*(index for index, *_ in found)),
        "ibm,drc-names": count + strings(*(name for _, name, *_ in found)),
        "ibm,drc-types": count + strings(*(kind for _, _, kind, _ in found)),
        "ibm,drc-power-domains": count + be32(*(domain for *_, domain in found)),
    }


def read_drc_arrays(arrays: dict[str, bytes]) -> list[Connector]:
    """The connectors of the four properties."""
    indexes, domains = ([read32(arrays[name], at) for at in range(4, len(arrays[name]), 4)]
                        for name in ("ibm,drc-indexes", "ibm,drc-power-domains"))
    names, kinds = (arrays[name][4:].decode().split("\0")[:-1] for name in ("ibm,drc-names", "ibm,drc-types"))
    found = list(zip(indexes, names, kinds, domains, strict=True))
    assert drc_arrays(found) == arrays, arrays
    return found


def drc_info(entries: Iterable[tuple[str, str, int, int, int, int, int]]) -> bytes:
    """ibm,drc-info: entries of a type, prefix, first index and suffix, count, increment and power domain."""
    found = [strings(kind, prefix) + be32(*numbers) for kind, prefix, *numbers in entries]
    return be32(len(found)) + b"".join(found)


# -- error logs -----------------------------------------------------------------------------------------------------

def error_log(resource: int, action: int, identifier: int, rest: bytes) -> bytes:
    """A log of a hot-plug event, made at no time: the two main sections, and that of the event."""
    main = section(b"PH", 0, bytes(16) + b"H\0\0\3" + bytes(20)) + section(b"UH", 0, bytes(16))
    event = section(b"HP", 1, bytes([resource, action, identifier, 0]) + rest)
    header = b"\x86\0\x8e" + bytes(9) + b"IBM\0"
    return LOG_HOTPLUG + be32(len(header) + len(main) + len(event)) + header + main + event


def section(name: bytes, version: int, content: bytes) -> bytes:
    return name + (8 + len(content)).to_bytes(2, "big") + bytes([version, 0, 0, 0]) + content


def with_length(log: bytes, length: int) -> bytes:
    """The log with another length said of it than its own."""
    return log[:LOG_LENGTH] + be32(length) + log[LOG_LENGTH + 4:]


def cut_to_length(log: bytes) -> bytes:
    """As much of the bytes as the log says that it has."""
    return log[:LOG_LENGTH + 4 + read32(log, LOG_LENGTH)]
