# SPDX-License-Identifier: GPL-2.0
"""The main promise on each kind of machine."""

from typing import Any

from acts import D1, WITH_MODULE, lmbs, plugged, refused, unchanged, veto
from guest import Guest
from scenario import VARIANTS, scenario


# Nothing tells the kernel which zone added memory belongs to.
OWN_CHOICE: dict[str, Any] = {**WITH_MODULE, "append": ""}


@scenario("a DIMM comes into a zone that it can leave, is refused while its first LMB cannot be moved, and goes",
          variants=[name for name in VARIANTS if name not in ("power9", "slof")], **OWN_CHOICE)
def dimm(guest: Guest) -> None:
    with plugged(guest, D1), unchanged(guest), veto(guest, D1.address(0)):
        assert {lmb["zone"] for lmb in lmbs(guest, D1)} == {"Movable"}
        refused(guest, D1.device)
