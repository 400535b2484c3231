# SPDX-License-Identifier: GPL-2.0
"""A machine that is not there: its device tree and its sysfs, as folders that a program under test reads."""

import pathlib
import shutil
import sys

sys.path.append(str(pathlib.Path(__file__).parents[2] / "lib"))
# pylint: disable=wrong-import-position
from papr import LIVE_INSERTION, be32, be64, drc_arrays, drc_info, lmbs_v2  # noqa: E402

MIB = 1 << 20
LMB_SIZE = 256 * MIB
NONE = 0xffffffff
ASSIGNED, INVALID = 0x8, 0xa0
MEMORY = "ibm,dynamic-reconfiguration-memory"
BUS, OTHER_BUS = "pci@800000020000000", "pci@800000020000001"
SLOT = "U9117.MMA.1-P1-C"
VIRTUAL = "U9117.MMA.1-V1-C"


class Machine:
    """Files below FOLDER, made anew for each test."""

    def __init__(self, folder):
        self.tree, self.sys = folder / "device-tree", folder / "sys"
        shutil.rmtree(folder, ignore_errors=True)
        self.tree.mkdir(parents=True)
        self.sys.mkdir()

    def node(self, path, **properties):
        """A node; a keyword's _ stands for -, and its __ for a comma."""
        folder = self.tree / path
        folder.mkdir(parents=True, exist_ok=True)
        for name, value in properties.items():
            self.put(path, name.replace("__", ",").replace("_", "-"), value)

    def put(self, path, name, value):
        """A property: bytes as they are, a number as a cell, a text with its NUL."""
        if isinstance(value, int):
            value = be32(value)
        (self.tree / path / name).write_bytes(value if isinstance(value, bytes) else value.encode() + b"\0")

    def connectors(self, path, found):
        """The connectors of a node: (index, name, type)."""
        self.node(path)
        for name, value in drc_arrays([(*drc, LIVE_INSERTION) for drc in found]).items():
            self.put(path, name, value)

    def attribute(self, path, text):
        """A file of sysfs."""
        file = self.sys / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{text}\n", "ascii")


def add_cpus(machine):
    """Cores at 0 and 8, the second with threads 12 to 15, and two connectors without a core."""
    machine.node("cpus", ibm__drc_info=drc_info([("CPU", "CPU ", 0x10000000, 0, 4, 8, LIVE_INSERTION)]))
    machine.node("cpus/PowerPC,POWER9@0", l2_cache=0x1000)
    for core, first in ((0, 0), (8, 12)):
        machine.node(f"cpus/PowerPC,POWER9@{core:x}", ibm__my_drc_index=0x10000000 + core)
        machine.put(f"cpus/PowerPC,POWER9@{core:x}", "ibm,ppc-interrupt-server#s", be32(*range(core, core + 4)))
        for thread in range(4):
            machine.attribute(f"devices/system/cpu/cpu{first + thread}/physical_id", core + thread)
    machine.attribute("devices/system/cpu/present", "0-3,5,12-15")
    for absent, number in ((4, 0), (5, -1), (16, 8)):
        machine.attribute(f"devices/system/cpu/cpu{absent}/physical_id", number)
    machine.node("cpus/l2-cache@2000", ibm__phandle=0x1000, l2_cache=0x1001)
    machine.node("cpus/l3-cache@3000", ibm__phandle=0x1001)


def add_memory(machine):
    """256 MiB to boot with, three LMBs in use, of which the last has a block that stays, and one that is not ours."""
    sets = [(1, 0, 0, NONE, INVALID), (2, LMB_SIZE, 0x80000001, 0, ASSIGNED),
            (1, 3 * LMB_SIZE, 0x80000003, 1, ASSIGNED), (1, 4 * LMB_SIZE, 0x80000004, NONE, 0)]
    machine.node(MEMORY, ibm__lmb_size=be64(LMB_SIZE), ibm__dynamic_memory_v2=lmbs_v2(sets),
                 ibm__associativity_lookup_arrays=be32(2, 4, 0, 0, 0, 0, 0, 0, 0, 1))
    machine.attribute("devices/system/memory/block_size_bytes", f"{LMB_SIZE // 2:x}")
    for block in range(2, 8):
        machine.attribute(f"devices/system/memory/memory{block}/removable", int(block != 7))


def add_io(machine):
    """A bridge with PCI slots as QEMU has them, one with logical slots, and virtual devices."""
    machine.connectors(BUS, [(0x40000000 + i, f"C{i}", "28") for i in (0, 2, 10)] + [(0x40000011, "C17", "77")])
    machine.node(BUS, ibm__my_drc_index=0x20000000)
    machine.node(f"{BUS}/ethernet@0", ibm__my_drc_index=0x40000000, name="ethernet")
    machine.node(f"{BUS}/ethernet@0,1", ibm__my_drc_index=0x40000000, name="ethernet")
    machine.connectors(f"{BUS}/pci@1", [(0x40100008, "C1048584", "19")])
    machine.node(f"{BUS}/pci@1/scsi@1", ibm__my_drc_index=0x40100008, name="scsi")
    machine.attribute("bus/pci/devices/0000:00:00.0/devspec", f"/{BUS}/ethernet@0")
    machine.connectors(OTHER_BUS, [(0x21000001, f"{SLOT}1", "SLOT"), (0x21000002, f"{SLOT}2", "SLOT")])
    machine.node(OTHER_BUS, ibm__my_drc_index=0x20000001)
    machine.node(f"{OTHER_BUS}/pci@2", ibm__my_drc_index=0x21000001, name="pci")
    machine.node(f"{OTHER_BUS}/pci@2/fibre-channel@0", ibm__loc_code=f"{SLOT}1-T1", name="fibre-channel")
    machine.attribute("bus/pci/devices/0001:01:00.0/devspec", f"/{OTHER_BUS}/pci@2")
    machine.connectors("vdevice", [(0x30000000 + i, f"{VIRTUAL}{i}", "SLOT") for i in (0, 2, 3)])
    machine.node("vdevice/v-scsi@30000002", ibm__my_drc_index=0x30000002, ibm__loc_code=f"{VIRTUAL}2-T1", name="v-scsi")
    machine.node("vdevice/l-lan@30000003", ibm__my_drc_index=0x30000003, ibm__loc_code="nowhere", name="l-lan")
    machine.attribute("bus/vio/devices/30000002/devspec", "/vdevice/v-scsi@30000002")


def whole(folder):
    """A machine with all of it."""
    machine = Machine(folder)
    machine.connectors("", [(0x20000000 + i, f"PHB {i}", "PHB") for i in range(3)] +
                       [(0x80000000 + i, f"LMB {i}", "MEM") for i in range(5)])
    add_cpus(machine)
    add_memory(machine)
    add_io(machine)
    return machine
