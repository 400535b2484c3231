# SPDX-License-Identifier: GPL-2.0
"""The main promise on each kind of machine."""

from acts import D1, UNDECIDED, lmbs, plugged, refused, unchanged, veto
from guest import Guest
from scenario import MACHINES, scenario


@scenario("a DIMM comes into a zone that it can leave, is refused while its first LMB cannot be moved, and goes",
          variants=[name for name in MACHINES if name not in ("power9", "slof")], **UNDECIDED)
def dimm(guest: Guest) -> None:
    with plugged(guest, D1), unchanged(guest), veto(guest, D1.address(0)):
        assert {lmb["zone"] for lmb in lmbs(guest, D1)} == {"Movable"}
        refused(guest, D1.device)
