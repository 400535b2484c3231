# SPDX-License-Identifier: GPL-2.0
"""A guest of 200 LMBs on two nodes, with 40 of 64 cores: what the fake module tells of it, and the files that pdrctl
reads below the root of a recording."""

from fake import MIB
from machine import Machine
from papr import be32

L2, L3 = 0x5000, 0x6000
# Linux's number of a thread differs from that of the hardware
HARDWARE = 0x100


class Files(Machine):
    """The files of a guest below a root, as those of a machine that runs are below /."""

    def __init__(self, root):  # pylint: disable=super-init-not-called
        self.tree, self.sys = root / "proc/device-tree", root / "sys"

    def core_node(self, number, threads, nid):
        """The node of a core, and those of the caches of the core and of the chip."""
        self.node(f"cpus/PowerPC,POWER9@{threads[0]:x}", ibm__my_drc_index=0x10000000 + number,
                  ibm__associativity=be32(4, 0, 0, nid, number), d_cache_size=32 << 10, i_cache_size=32 << 10,
                  l2_cache=L2 + number)
        self.put(f"cpus/PowerPC,POWER9@{threads[0]:x}", "ibm,ppc-interrupt-server#s", be32(*threads))
        self.node(f"cpus/l2-cache@{number:x}", phandle=L2 + number, d_cache_size=512 << 10,
                  l2_cache=L3 + nid)
        self.node(f"cpus/l3-cache@{nid:x}", ibm__phandle=L3 + nid, d_cache_size=10 << 20)

    def core(self, number, nid=0, offline=()):
        """A core that the guest has, with eight threads."""
        cpus = range(8 * number, 8 * number + 8)
        self.core_node(number, [HARDWARE + cpu for cpu in cpus], nid)
        for cpu in cpus:
            self.attribute(f"devices/system/cpu/cpu{cpu}/physical_id", HARDWARE + cpu)
            self.attribute(f"devices/system/cpu/cpu{cpu}/online", int(cpu not in offline))


def tell(fake):
    """Have the fake module tell of this guest."""
    lmb = fake.lmbs[4]
    fake.lmbs = fake.lmbs[:4]
    for i in range(4, 204):
        row = lmb | {"index": 0x80000000 + i, "address": i * 256 * MIB, "nid": i // 104}
        if i >= 154:
            row |= {"usage": "absent", "blocks-online": 0, "sense": 2, "flags": 0, "aa-index": 0xffffffff}
            del row["zone"], row["nid"]
        fake.lmbs.append(row)
    fake.drcs = [fake.drcs[0] | {"index": 0x10000000 + i, "name": f"CPU {i}", "sense": 1 + (i >= 40)}
                 for i in range(64)]


def write(root):
    """Its files: two nodes of 20 cores; three threads of one core are offline."""
    files = Files(root)
    for number in range(40):
        files.core(number, nid=number // 20, offline=(77, 78, 79))
    # Numbers for threads to come have the first one's number in hardware
    files.attribute("devices/system/cpu/present", "0-319")
    for cpu in range(320, 336):
        files.attribute(f"devices/system/cpu/cpu{cpu}/physical_id", HARDWARE)
        files.attribute(f"devices/system/cpu/cpu{cpu}/online", 0)
    for nid, cpus in {0: "0-76,80-159", 1: "160-319"}.items():
        files.attribute(f"devices/system/node/node{nid}/cpulist", cpus)
