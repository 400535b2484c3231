# SPDX-License-Identifier: GPL-2.0
"""A file system in a guest, on a small disk that can be made to stop answering."""

from contextlib import contextmanager
from typing import Any, Iterator

from acts import SOON, WITH_MODULE
from guest import Guest

DISK_MIB = 16
FILE_MIB = 8
FOLDER = "/disk"
MODULES = ("brd", "dm_mod", "ext4")
# Of ext4 without a journal. The kernel writes when it is told to, and not before.
WITH_DISK: dict[str, Any] = {
    **WITH_MODULE, "modules": MODULES,
    "files": (*WITH_MODULE["files"], "build/guest/dm:/bin/dm", "build/guest/hog:/bin/hog"),
    "prepare": (*WITH_MODULE["prepare"], f"modprobe brd rd_size={DISK_MIB << 10}", f"modprobe -a {' '.join(MODULES)}",
                f"dm create disk /dev/ram0 && mke2fs -b 4096 /dev/dm-0 && mkdir {FOLDER}",
                "echo 0 >/proc/sys/vm/dirty_writeback_centisecs"),
}


@contextmanager
def mounted(guest: Guest) -> Iterator[None]:
    """The disk is at FOLDER in the block."""
    guest.check(f"mount -t ext4 /dev/dm-0 {FOLDER}")
    yield
    guest.check(f"umount {FOLDER}")


def written_back(guest: Guest) -> int:
    """KiB that are on their way to a disk."""
    return int(guest.check("grep Writeback: /proc/meminfo").split()[1])


@contextmanager
def writeback_to_dead_disk(guest: Guest) -> Iterator[None]:
    """Pages of a file are being written in the block, to a disk that does not answer.

    The file has all its blocks before, as a file system that allocates some waits for the disk first.
    """
    write = f"dd if=/dev/zero of={FOLDER}/file bs=1M count={FILE_MIB} conv=notrunc"
    with mounted(guest):
        guest.check(f"{write} && sync && {write} && dm suspend disk")
        writer = guest.spawn("sync")
        guest.poll(lambda: written_back(guest) > 0, "pages under writeback", SOON)
        yield
        assert writer.running
        guest.check("dm resume disk")
        assert writer.wait(SOON).ok
