# SPDX-License-Identifier: GPL-2.0
"""ibm,client-architecture-support: qtest cannot call it, so a guest of a dozen instructions does, see cas.S."""

from pathlib import Path

from steps import cells

PROGRAM = Path(__file__).resolve().parents[3] / "build/model/cas.bin"
# Addresses of the program, of its request and answer cells, and of the argument that it passes on.
START, ASKED, ANSWERED, TABLE = 0x100, 0x180, 0x184, 0x200
PVR, ANY_BIT = 0x004E1200, 0xFFFFFFFF
# Option vectors as PAPR numbers their bits: byte, bit from the left.
ISA_3_00 = (3, 0)
LMBS, FORM1, FORM2, HOT_PLUG_EVENTS, PAGE_TABLE_RESIZE, RADIX = (2, 2), (5, 0), (5, 2), (6, 5), (6, 7), (24, 1)


def vector(*bits: tuple[int, int]) -> bytes:
    """An option vector: its length less one, then its bytes."""
    content = bytearray(max((byte for byte, _ in bits), default=1))
    for byte, bit in bits:
        content[byte - 1] |= 0x80 >> bit
    return bytes([len(content) - 1, *content])


def table(events: bool, form2: bool) -> bytes:
    """The list of processors, this one alone, and five option vectors."""
    fifth = [LMBS, FORM1, PAGE_TABLE_RESIZE, RADIX, *[HOT_PLUG_EVENTS] * events, *[FORM2] * form2]
    vectors = [vector(ISA_3_00), vector(), vector(), vector(), vector(*fifth)]
    return bytes.fromhex(cells(ANY_BIT, PVR, 0, ANY_BIT)) + bytes([len(vectors) - 1]) + b"".join(vectors)


def begin_lines(events: bool, form2: bool) -> list[str]:
    """The qtest lines that make the guest negotiate as soon as it runs."""
    program, said = PROGRAM.read_bytes(), table(events, form2)
    return [f"write {START:#x} {len(program)} 0x{program.hex()}", f"write {TABLE:#x} {len(said)} 0x{said.hex()}",
            f"writel {ANSWERED:#x} {ANY_BIT:#x}", f"writel {ASKED:#x} {TABLE:#x}"]
