# SPDX-License-Identifier: GPL-2.0
"""Connectors come and go with the nodes that describe them; only a node whose connectors changed is read again."""

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Iterator

from acts import CPUS, WITH_MODULE, add_node, console_says, dlpar_fails, pdrctl_json, property_bytes, remove_node
from acts import set_property
from guest import Guest
from initramfs import TOP
from kernels import STOCK
from scenario import scenario

sys.path.append(str(TOP / "selftests/lib"))
from papr import LIVE_INSERTION, be32, drc_arrays  # noqa: E402  pylint: disable=wrong-import-position

CPU_NODE = "/cpus/PowerPC,POWER9@2"
TRACING = "/tracing"
# The debug kernel lacks the events by which these count what is read.
ALONE: dict[str, Any] = {**WITH_MODULE, "fresh": True, "kernels": STOCK}
# Slots of a host bridge, as QEMU numbers them, and a core of the guest's own.
SLOT, CORE = 0x40010000, 0x10000003


def connectors(guest: Guest) -> dict[int, str]:
    return {int(row["index"], 16): row["name"] for row in pdrctl_json(guest, "list drc")["drc"]}


@dataclass(frozen=True)
class Bus:
    """A host bridge that is not there at boot; NUMBER tells its slots from those of others."""
    number: int
    indexes: tuple[int, ...]

    @property
    def path(self) -> str:
        return f"/pci@80000002000000{self.number:x}"

    @property
    def names(self) -> list[str]:
        return [f"C{self.number * 0x10000 + place}" for place in range(len(self.indexes))]

    @property
    def connectors(self) -> dict[int, str]:
        return dict(zip(self.indexes, self.names))

    def add(self, guest: Guest) -> None:
        arrays = drc_arrays((index, name, "28", LIVE_INSERTION) for index, name in self.connectors.items())
        add_node(guest, self.path, {"name": b"pci\0", **arrays})

    def remove(self, guest: Guest) -> None:
        remove_node(guest, self.path)


def bus(number: int, count: int = 32) -> Bus:
    return Bus(number, tuple(SLOT + (number << 8) + 8 * place for place in range(count)))


@contextmanager
def read_nodes(guest: Guest, expected: int) -> Iterator[None]:
    """The module reads the properties of so many nodes in the block."""
    guest.check(f"mkdir -p {TRACING} && mount -t tracefs none {TRACING} && cd {TRACING} &&"
                " echo p:drc/read pdr_drc_parse_arrays >kprobe_events && echo 1 >events/drc/read/enable")
    yield
    found = guest.check(f"grep -c ' read: ' {TRACING}/trace || true")
    guest.check(f"cd {TRACING} && echo 0 >events/drc/read/enable && echo >kprobe_events && echo >trace; cd / &&"
                f" umount {TRACING}")
    assert int(found) == expected, f"{found} nodes were read, not {expected}"


@scenario("host bridges come and go, and their slots with them; the nodes of other bridges are not read again", **ALONE)
def bridges(guest: Guest) -> None:
    first, second = bus(1), bus(2)
    before = connectors(guest)
    with read_nodes(guest, 2):
        first.add(guest)
        second.add(guest)
        assert connectors(guest) == {**before, **first.connectors, **second.connectors}
    with read_nodes(guest, 1):
        first.remove(guest)
        assert connectors(guest) == {**before, **second.connectors}
        first.add(guest)
        assert connectors(guest) == {**before, **first.connectors, **second.connectors}
    with read_nodes(guest, 0):
        first.remove(guest)
        second.remove(guest)
        assert connectors(guest) == before


@scenario("a core's node comes and goes: no node that describes connectors is read again", **ALONE)
def core(guest: Guest) -> None:
    before = connectors(guest)
    with read_nodes(guest, 0):
        add_node(guest, CPU_NODE, {"name": b"PowerPC,POWER9\0", "ibm,my-drc-index": be32(CORE)})
        assert connectors(guest) == before
        remove_node(guest, CPU_NODE)
        assert connectors(guest) == before


@scenario("a node gets another connector while it stays: that node alone is read again", **ALONE)
def changed(guest: Guest) -> None:
    name, other = "ibm,drc-indexes", 0x1000ff03
    indexes = property_bytes(guest, f"{CPUS}/{name}")
    before = connectors(guest)
    with read_nodes(guest, 1):
        set_property(guest, CPUS, name, indexes.replace(be32(CORE), be32(other)))
        after = connectors(guest)
    assert set(after) == set(before) - {CORE} | {other} and after[other] == before[CORE]
    dlpar_fails(guest, f"cpu add index {CORE:#x}", "No such device")
    set_property(guest, CPUS, name, indexes)
    assert connectors(guest) == before


@scenario("two nodes describe one index: the log says so, the second node loses it, all other connectors stay", **ALONE)
def twice(guest: Guest) -> None:
    twin = Bus(1, (SLOT, CORE, SLOT + 8))
    before = connectors(guest)
    with console_says(guest, f"drc index {CORE:x} is described twice"):
        twin.add(guest)
        assert connectors(guest) == {**before, **{index: name for index, name in twin.connectors.items()
                                                  if index != CORE}}
    twin.remove(guest)
    assert connectors(guest) == before
