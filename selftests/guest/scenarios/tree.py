# SPDX-License-Identifier: GPL-2.0
"""The device tree has other readers and writers than the module: none of them sees, or leaves, half of a change."""

import sys
from contextlib import contextmanager
from typing import Any, Callable, Iterator

from acts import CPUS, D1, LMB, MEMORY_NODE, SLOW, SOON, VETO, WITH_MODULE, Dimm, console_says, dlpar, dlpar_fails
from acts import held_up, lmb_property, load, newest_event, pdrctl_json, plug, plugged, property_bytes, refused
from acts import set_property, states, unchanged, unload, unplug, veto_after, wait_job, without_module
from guest import GIB, Guest
from initramfs import TOP
from kernels import DEBUG, KERNELS, STOCK, tries
from scenario import Skip, scenario
from traces import called

sys.path.append(str(TOP / "selftests/lib"))
from papr import LmbSet, be32, be64, lmbs_v2, read32, read_lmbs_v2  # noqa: E402  pylint: disable=wrong-import-position


@contextmanager
def objection(guest: Guest, name: str) -> Iterator[None]:
    """In the block a listener of the device tree objects to each change of a property."""
    before = int(guest.check(f"cat {VETO}/count"))
    guest.check(f"echo {name} >{VETO}/property")
    yield
    guest.check(f"echo >{VETO}/property")
    assert int(guest.check(f"cat {VETO}/count")) > before, f"nobody changed {name}"


@scenario("a listener that objects to a changed property does not damage it: it lists the guest's LMBs", **WITH_MODULE)
def objected(guest: Guest) -> None:
    with unchanged(guest):
        with objection(guest, lmb_property(guest)):
            plug(guest, D1)
            with unchanged(guest):
                unplug(guest, D1)
                plug(guest, D1)
        unplug(guest, D1)


# An LMB that QEMU does not know, behind all others.
FOREIGN: LmbSet = (1, 64 * GIB, 0x8000ff00, 0, 0)


@contextmanager
def other_lmbs(guest: Guest, first: bool) -> Iterator[None]:
    """The platform's table has one LMB more in the block, before or behind those that it had at boot."""
    before = need_v2(guest)
    sets = read_lmbs_v2(before)
    set_lmbs(guest, lmbs_v2([FOREIGN, *sets] if first else [*sets, FOREIGN]))
    yield
    set_lmbs(guest, before)


def set_lmbs(guest: Guest, value: bytes) -> None:
    set_property(guest, MEMORY_NODE, lmb_property(guest), value)


def need_v2(guest: Guest) -> bytes:
    """The value of ibm,dynamic-memory-v2."""
    name = lmb_property(guest)
    if name != "ibm,dynamic-memory-v2":
        raise Skip(f"the guest has {name}")
    return property_bytes(guest, f"{MEMORY_NODE}/{name}")


def listed(guest: Guest) -> list[str]:
    return [row["index"] for row in pdrctl_json(guest, "list")["lmb"]]


@scenario("another program takes an LMB out of the table and puts it back: the module shows each change at once",
          **WITH_MODULE)
def shorter(guest: Guest) -> None:
    value = need_v2(guest)
    before = listed(guest)
    *sets, (count, *rest) = read_lmbs_v2(value)
    set_lmbs(guest, lmbs_v2([*sets, (count - 1, *rest)]))
    assert listed(guest) == before[:-1]
    set_lmbs(guest, value)
    assert listed(guest) == before


def one_more(value: bytes) -> bytes:
    """An array that announces an entry more than it has."""
    return be32(read32(value) + 1) + value[4:]


def malformed(value: bytes) -> Iterator[bytes]:
    """A table with another number of sets, one with an LMB twice, and one that is not aligned."""
    *sets, last = read_lmbs_v2(value)
    count, base, *rest = last
    yield one_more(value)
    yield lmbs_v2([*sets, last, last])
    yield lmbs_v2([*sets, (count, base + 4096, *rest)])


@scenario("the table is malformed: a removal is refused and the table left alone; the DIMM goes once it is valid",
          **WITH_MODULE)
def bad_table(guest: Guest) -> None:
    with plugged(guest, D1):
        value = need_v2(guest)
        for bad in malformed(value):
            set_lmbs(guest, bad)
            with unchanged(guest), console_says(guest, "is malformed (-EBADMSG)"):
                assert pdrctl_json(guest, "status")["memory_state"] == "malformed"
                assert "list of LMBs is malformed, jobs of memory fail" in guest.check("pdrctl status")
                job = refused(guest, D1.device)
                assert job["error"] == "EIO", job
                dlpar_fails(guest, f"memory remove index {D1.index():#x}", "Input/output error")
            assert need_v2(guest) == bad
            set_lmbs(guest, value)
            assert pdrctl_json(guest, "status")["memory_state"] == "ok"


# -- the size of the LMBs -------------------------------------------------------------------------------------------

SIZE = "ibm,lmb-size"


def set_size(guest: Guest, value: bytes) -> None:
    set_property(guest, MEMORY_NODE, SIZE, value)


@scenario("the size of the LMBs becomes malformed, or another one: a removal is refused, the LMBs and the size of a "
          "memory block are shown as before; the DIMM goes once the size is as it was", **WITH_MODULE)
def bad_size(guest: Guest) -> None:
    size = property_bytes(guest, f"{MEMORY_NODE}/{SIZE}")
    block_size = pdrctl_json(guest, "status")["block_size"]
    with plugged(guest, D1):
        before = listed(guest)
        for bad in (be64(0), be64(LMB // 4), be64(2 * LMB), size[4:], bytes(4) + size):
            set_size(guest, bad)
            with unchanged(guest), console_says(guest, f"{SIZE} is malformed"):
                status = pdrctl_json(guest, "status")
                assert (status["memory_state"], status["block_size"]) == ("malformed", block_size), status
                job = refused(guest, D1.device)
                assert (job["error"], job["reason"]) == ("EIO", "malformed"), job
                dlpar_fails(guest, f"memory remove index {D1.index():#x}", "Input/output error")
                assert listed(guest) == before
            set_size(guest, size)
            assert pdrctl_json(guest, "status")["memory_state"] == "ok"


def loaded_with_size(guest: Guest, bad: bytes) -> None:
    """The module is loaded while the size is malformed: a DIMM comes into use once the size is right."""
    size = property_bytes(guest, f"{MEMORY_NODE}/{SIZE}")
    unload(guest)
    with unchanged(guest):
        set_size(guest, bad)
        with console_says(guest, f"{SIZE} is malformed"):
            load(guest)
        assert pdrctl_json(guest, "status")["memory_state"] == "malformed"
        since = newest_event(guest)
        guest.plug_dimm(D1.device, D1.size)
        job = wait_job(guest, since)
        assert (job["state"], job["error"], job["reason"]) == ("failed", "EIO", "malformed"), job
        assert set(states(guest, D1)) == {"absent"}
        set_size(guest, size)
        assert pdrctl_json(guest, "status")["memory_state"] == "ok"
        dlpar(guest, f"memory add {D1.request()}")
        unplug(guest, D1)


@scenario("the size of the LMBs is zero when the module comes: memory stands, and moves once the size is right",
          fresh=True, **WITH_MODULE)
def zero_at_load(guest: Guest) -> None:
    loaded_with_size(guest, be64(0))


# An older kernel takes the size of its blocks from the property each time.
@scenario("the same with a size that is a part of a memory block", fresh=True,
          kernels=tuple(kernel for kernel in KERNELS if kernel != "6.1"), **WITH_MODULE)
def part_at_load(guest: Guest) -> None:
    loaded_with_size(guest, be64(LMB // 4))


# -- a table that the module did not write ----------------------------------------------------------------------------

def last_comes_and_goes(guest: Guest) -> None:
    """A DIMM of the last LMBs of the table at boot."""
    dimm = Dimm("last", first=28)
    since = newest_event(guest)
    guest.plug_dimm(dimm.device, dimm.size, addr=dimm.address())
    assert wait_job(guest, since)["state"] == "done" and set(states(guest, dimm)) == {"online"}
    unplug(guest, dimm)


@scenario("the platform's table gets longer: LMBs come and go, and the module too", **WITH_MODULE)
def longer(guest: Guest) -> None:
    with unchanged(guest), other_lmbs(guest, first=False):
        last_comes_and_goes(guest)
        with without_module(guest):
            pass


@scenario("the platform's table gets another order: LMBs come and go; the kernel's own table keeps the order of the "
          "boot, so that the module stays", fresh=True, **WITH_MODULE)
def reordered(guest: Guest) -> None:
    with unchanged(guest), other_lmbs(guest, first=True), console_says(guest, "the module stays loaded"):
        last_comes_and_goes(guest)
    with unchanged(guest):
        plug(guest, D1)
        unplug(guest, D1)
    assert not guest.run("rmmod pseries_dr").ok


@scenario("the kernel's own table was not found: the module stays while an LMB has another owner than at load, and for "
          "good once an LMB has moved that was not there at load", fresh=True, **WITH_MODULE)
def not_found(guest: Guest) -> None:
    unload(guest)
    guest.check("echo 0 >/sys/kernel/debug/kprobes/enabled")
    with console_says(guest, "the kernel's LMB table was not found"):
        load(guest)
    with unchanged(guest):
        plug(guest, D1)
        assert not guest.run("rmmod pseries_dr").ok
        unplug(guest, D1)
        with without_module(guest):
            pass
        with other_lmbs(guest, first=True):
            last_comes_and_goes(guest)
    assert not guest.run("rmmod pseries_dr").ok


def connectors(guest: Guest) -> set[str]:
    return {row["index"] for row in pdrctl_json(guest, "list drc")["drc"]}


@scenario("a node gets another connector while it stays: the module knows the new one at once, and not the old one",
          **WITH_MODULE)
def another_connector(guest: Guest) -> None:
    name, old, new = "ibm,drc-indexes", 0x10000003, 0x1000ff03
    indexes = property_bytes(guest, f"{CPUS}/{name}")
    before = connectors(guest)
    set_property(guest, CPUS, name, indexes.replace(be32(old), be32(new)))
    assert connectors(guest) == before - {f"{old:#x}"} | {f"{new:#x}"}
    dlpar_fails(guest, f"cpu add index {old:#x}", "No such device")
    set_property(guest, CPUS, name, indexes)
    assert connectors(guest) == before


# A program that writes properties, and a kernel that notices a double free. The kernel keeps each property that was
# replaced and looks through them at each change, so the more they write the slower all becomes.
REWRITERS, FEW_REWRITERS = 6, 2
REMOVALS = 40
REWRITTEN: dict[str, Any] = {
    **WITH_MODULE,
    "files": (*WITH_MODULE["files"], "build/guest/rewrite:/bin/rewrite"),
    "append": f"{WITH_MODULE['append']} slub_debug=FZP",
}


@contextmanager
def rewritten(guest: Guest, name: str) -> Iterator[None]:
    """Other tasks write a property of the memory node all the time in the block; at its end it is as before."""
    before = property_bytes(guest, f"{MEMORY_NODE}/{name}")
    count = FEW_REWRITERS if guest.kernel == DEBUG else REWRITERS
    others = guest.spawn(f"rewrite {count} {MEMORY_NODE} {name}")
    others.wait_line(lambda line: line == "writing")
    yield
    assert others.running
    others.kill()
    others.wait()
    set_property(guest, MEMORY_NODE, name, before)


@scenario("other tasks write the table while the module does: no property is freed twice, and each removal that the "
          "host did not ask for leaves all as it was", fresh=True, timeout=180, **REWRITTEN)
def written_by_others(guest: Guest) -> None:
    need_v2(guest)
    with plugged(guest, D1), unchanged(guest):
        with rewritten(guest, lmb_property(guest)):
            for _ in range(tries(guest.kernel, REMOVALS)):
                assert not guest.run(f"echo memory remove index {D1.index():#x} >/sys/kernel/dlpar").ok


# A second node without memory, and a module that asks the kernel's own table.
NODES: dict[str, Any] = {
    **WITH_MODULE,
    "files": (*WITH_MODULE["files"], "build/{kernel}/selftests/kmod/pdr_nid.ko:/pdr_nid.ko"),
    "prepare": (*WITH_MODULE["prepare"], "insmod /pdr_nid.ko"),
    "qemu_args": ("-object", "memory-backend-ram,id=ram,size=1G", "-numa", "node,nodeid=0,memdev=ram,cpus=0-1",
                  "-numa", "node,nodeid=1,cpus=2-3"),
}
NODE = "/sys/devices/system/node"
NID = "/sys/module/pdr_nid/parameters"


def on_node(guest: Guest, dimm: Dimm, node: int) -> bool:
    """Whether all its blocks are on this node, and the kernel's own table says so."""
    wanted = f"echo %#x >{NID}/address && test $(cat {NID}/nid) = {node}"
    return all(guest.run(f"test -e {NODE}/node{node}/memory{number} && {wanted % (number * LMB)}").ok
               for number in dimm.numbers)


def plug_into_node(guest: Guest, dimm: Dimm, node: int) -> None:
    since = newest_event(guest)
    guest.plug_dimm(dimm.device, dimm.size, node=node)
    job = wait_job(guest, since)
    assert job["state"] == "done", job
    assert on_node(guest, dimm, node)


@scenario("the kernel's own table has the NUMA node of an LMB that the module has added",
          fresh=True, **NODES)
def node_in_stock_table(guest: Guest) -> None:
    plug_into_node(guest, D1, 1)
    unplug(guest, D1)


# The function of the stock kernel's listener that copies a list of LMBs into the kernel's own table.
COPY = "drmem_update_lmbs"


# The debug kernel is built without events of kprobes.
@scenario("the stock kernel's listener sees the table when drmgr writes it, and at no change that the module makes",
          kernels=STOCK, **WITH_MODULE)
def stock_listener(guest: Guest) -> None:
    with unchanged(guest), called(guest, COPY) as calls:
        plug(guest, D1)
        with veto_after(guest, 3, D1):
            refused(guest, D1.device)
        unplug(guest, D1)
        assert calls() == 0, f"{calls()} calls of {COPY}"
        set_lmbs(guest, need_v2(guest))
        assert calls() == 1, f"{calls()} calls of {COPY}"


# -- associativity ----------------------------------------------------------------------------------------------------

LISTS = "ibm,associativity-lookup-arrays"
# No list has this index.
NOWHERE = 0x7777


def misplaced(value: bytes) -> bytes:
    """The table with an associativity for all LMBs but the guest's own that no list has."""
    return lmbs_v2((count, base, index, NOWHERE if base >= GIB else place, flags)
                   for count, base, index, place, flags in read_lmbs_v2(value))


@scenario("the table gives LMBs an associativity that no list has: they come into the node that their connector says, "
          "stay there when they are refused, and go", fresh=True, **NODES)
def no_such_list(guest: Guest) -> None:
    value = need_v2(guest)
    with unchanged(guest):
        set_lmbs(guest, misplaced(value))
        plug_into_node(guest, D1, 1)
        set_lmbs(guest, misplaced(need_v2(guest)))
        with unchanged(guest), veto_after(guest, 3, D1):
            refused(guest, D1.device)
        guest.check(" && ".join(f"test -e {NODE}/node1/memory{number}" for number in D1.numbers))
        unplug(guest, D1)
        set_lmbs(guest, value)


def short_lists(value: bytes) -> Iterator[bytes]:
    """One list more than there is, a part of the last word, the numbers without a list, and one number alone."""
    yield one_more(value)
    yield value[:-2]
    yield value[:8]
    yield value[:4]


@scenario("the lists of associativities are too short: nothing of a DIMM is attached, the lists are left alone, and "
          "the guest says why; the DIMM can be added once they are right", **WITH_MODULE)
def lists_too_short(guest: Guest) -> None:
    value = property_bytes(guest, f"{MEMORY_NODE}/{LISTS}")
    with unchanged(guest):
        for bad in short_lists(value):
            set_property(guest, MEMORY_NODE, LISTS, bad)
            since = newest_event(guest)
            with console_says(guest, f"{LISTS} is malformed"):
                guest.plug_dimm(D1.device, D1.size)
                job = wait_job(guest, since)
            assert (job["state"], job["step"], job["error"]) == ("failed", "publish", "EIO"), job
            assert job["reason"] == "malformed" and set(states(guest, D1)) == {"absent"}, job
            assert property_bytes(guest, f"{MEMORY_NODE}/{LISTS}") == bad
            set_property(guest, MEMORY_NODE, LISTS, value)
            dlpar(guest, f"memory add {D1.request()}")
            unplug(guest, D1)


# -- a race with another writer ---------------------------------------------------------------------------------------

RACED: dict[str, Any] = {
    **NODES, "files": (*NODES["files"], "build/{kernel}/selftests/kmod/pdr_slow.ko:/pdr_slow.ko"),
    "prepare": (*NODES["prepare"], "insmod /pdr_slow.ko")}


def plug_while(guest: Guest, dimm: Dimm, node: int, write: Callable[[], None]) -> None:
    """The host plugs a DIMM, and another program writes a property after the module has read it to change it."""
    since = newest_event(guest)
    is_held = f"grep -q Y {SLOW}/tree_held"
    with held_up(guest, "tree"):
        guest.plug_dimm(dimm.device, dimm.size, node=node)
        guest.poll(lambda: guest.run(is_held).ok, "a change by the module", SOON)
        write()
        assert guest.run(is_held).ok, "the module was first"
    job = wait_job(guest, since)
    assert job["state"] == "done" and on_node(guest, dimm, node), job


def with_foreign(value: bytes) -> bytes:
    """The table with an LMB more behind all others."""
    return lmbs_v2([*read_lmbs_v2(value), FOREIGN])


@scenario("another program adds an LMB to the table in the moment in which the module lists a DIMM there: the table "
          "has both, and then the other's alone", fresh=True, **RACED)
def table_raced(guest: Guest) -> None:
    before = need_v2(guest)
    with unchanged(guest):
        plug_into_node(guest, D1, 1)
        with_dimm = need_v2(guest)
        unplug(guest, D1)
        without_dimm = need_v2(guest)
        plug_while(guest, D1, 1, lambda: set_lmbs(guest, with_foreign(without_dimm)))
        assert need_v2(guest) == with_foreign(with_dimm)
        unplug(guest, D1)
        assert need_v2(guest) == with_foreign(without_dimm)
        set_lmbs(guest, before)


def lists_of(value: bytes) -> list[bytes]:
    """The lists of associativities."""
    count, words = read32(value), read32(value, 4)
    size = 4 * words
    lists = [value[at:at + size] for at in range(8, len(value), size)]
    assert len(lists) == count, value
    return lists


def set_lists(guest: Guest, lists: list[bytes]) -> None:
    value = be32(len(lists), len(lists[0]) // 4) + b"".join(lists)
    set_property(guest, MEMORY_NODE, LISTS, value)


def list_of(guest: Guest, dimm: Dimm) -> int:
    """The number of the list that the table gives a DIMM."""
    for count, _base, index, place, _flags in read_lmbs_v2(need_v2(guest)):
        if index <= dimm.index() < index + count:
            return place
    raise AssertionError("the DIMM is not in the table")


@scenario("another program adds a list of associativities in the moment in which the module adds the one of a new "
          "DIMM: both are there, and the DIMM has its own", fresh=True, **RACED)
def lists_raced(guest: Guest) -> None:
    first, second = lists_of(property_bytes(guest, f"{MEMORY_NODE}/{LISTS}"))
    foreign = bytes(len(first) - 4) + be32(0x77)
    with unchanged(guest):
        set_lists(guest, [first])
        plug_while(guest, D1, 1, lambda: set_lists(guest, [first, foreign]))
        assert lists_of(property_bytes(guest, f"{MEMORY_NODE}/{LISTS}")) == [first, foreign, second]
        assert list_of(guest, D1) == 2
        unplug(guest, D1)
        set_lists(guest, [first, second])
