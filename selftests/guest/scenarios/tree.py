# SPDX-License-Identifier: GPL-2.0
"""The device tree has other readers and writers than the module: what they say and do leaves nobody with half of it."""

from contextlib import contextmanager
from typing import Iterator

from acts import D1, VETO, WITH_MODULE, plug, unchanged, unplug
from guest import Guest
from scenario import scenario

TREE = "/sys/firmware/devicetree/base"
MEMORY_NODE = f"{TREE}/ibm,dynamic-reconfiguration-memory"


def lmb_property(guest: Guest) -> str:
    """The property that has the LMBs, ibm,dynamic-memory or its second form."""
    return guest.check(f"cd {MEMORY_NODE}; ls -d ibm,dynamic-memory*")


@contextmanager
def objection(guest: Guest, name: str) -> Iterator[None]:
    """A listener of the device tree says no to each change of a property in the block."""
    before = int(guest.check(f"cat {VETO}/count"))
    guest.check(f"echo {name} >{VETO}/property")
    yield
    guest.check(f"echo >{VETO}/property")
    assert int(guest.check(f"cat {VETO}/count")) > before, f"nobody changed {name}"


@scenario("a listener that objects to a changed property does not damage it: it says what the guest has", **WITH_MODULE)
def objected(guest: Guest) -> None:
    with unchanged(guest):
        with objection(guest, lmb_property(guest)):
            plug(guest, D1)
            with unchanged(guest):
                unplug(guest, D1)
                plug(guest, D1)
        unplug(guest, D1)
