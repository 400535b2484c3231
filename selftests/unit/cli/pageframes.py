# SPDX-License-Identifier: GPL-2.0
"""A machine that is not there: folders proc and sys with page frames and processes, for pdr-why --sysroot.

A frame is written as the names of its flags in the kernel, a process as its mappings with the frames of each.
"""

import os
import pathlib
import struct

PAGE = os.sysconf("SC_PAGESIZE")
BLOCK = 16 << 20
PRESENT = 1 << 63

# Numbers of the kernel's flags, as /proc/kpageflags has them.
BITS = {"locked": 0, "referenced": 2, "uptodate": 3, "dirty": 4, "lru": 5, "slab": 7, "writeback": 8, "buddy": 10,
        "mmap": 11, "anon": 12, "swapcache": 13, "swapbacked": 14, "head": 15, "tail": 16, "huge": 17,
        "unevictable": 18, "hwpoison": 19, "nopage": 20, "offline": 23, "zero": 24, "pgtable": 26, "reserved": 32,
        "mlocked": 33}


class Machine:
    """Page frames from number FIRST on; a folder."""

    def __init__(self, folder, first=0x40):
        self.root = pathlib.Path(folder)
        self.first = first
        self.frames, self.counts = [], {}
        (self.root / "proc").mkdir()

    def add(self, words, n=1):
        """The numbers of N frames more, with flags by name."""
        flags = sum(1 << BITS[word] for word in words.split())
        self.frames += [flags] * n
        end = self.first + len(self.frames)
        return list(range(end - n, end))

    def process(self, pid, name, mappings, pinned=0, hidden=0):
        """A process; MAPPINGS are names with their frames, HIDDEN of them mapped by another, unknown process, too."""
        folder = self.root / f"proc/{pid}"
        (folder / "fd").mkdir(parents=True)
        (folder / "fdinfo").mkdir()
        (folder / "status").write_text(f"Name:\t{name}\nVmLck:\t64 kB\nVmPin:\t{pinned} kB\nVmRSS:\t8 kB\n")
        address, lines = 0x10000000, []
        with (folder / "pagemap").open("wb") as pagemap:
            for mapping, frames in mappings:
                end = address + len(frames) * PAGE
                lines.append(f"{address:x}-{end:x} rw-p 00000000 00:00 0      {mapping}\n")
                pagemap.seek(address // PAGE * 8)
                pagemap.write(struct.pack(f"={len(frames)}Q", *(PRESENT | frame for frame in frames)))
                for frame in frames:
                    self.counts[frame] = self.counts.get(frame, 0) + 1 + hidden
                address = end + 16 * PAGE
        (folder / "maps").write_text("".join(lines))
        return folder

    def file(self, process, number, target, info=""):
        """An open file of a process."""
        (process / f"fd/{number}").symlink_to(target)
        (process / f"fdinfo/{number}").write_text(f"pos:\t0\n{info}")

    def zone(self, name, state="online"):
        """All memory blocks are in this zone."""
        folder = self.root / "sys/devices/system/memory"
        block = folder / f"memory{self.first * PAGE // BLOCK}"
        block.mkdir(parents=True)
        (folder / "block_size_bytes").write_text(f"{BLOCK:x}\n")
        (block / "state").write_text(f"{state}\n")
        (block / "valid_zones").write_text(f"{name} \n")

    def write(self):
        """Words of the command line that name the range of all frames, once they are written."""
        counts = [self.counts.get(self.first + i, 0) for i in range(len(self.frames))]
        for name, words in ("kpageflags", self.frames), ("kpagecount", counts):
            with (self.root / "proc" / name).open("wb") as file:
                file.seek(self.first * 8)
                file.write(struct.pack(f"={len(words)}Q", *words))
        return ["--sysroot", str(self.root), hex(self.first * PAGE), f"{len(self.frames) * PAGE}B"]
