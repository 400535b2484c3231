# SPDX-License-Identifier: GPL-2.0
"""What a host has plugged into a guest, so that another QEMU can have the same when the guest moves there."""

from dataclasses import dataclass
from typing import Any, Sequence

from qmp import Event

# The QMP commands that plug something: the option of the command line that does it, and the key of its name.
PLUGS = {"object-add": ("-object", "id"), "netdev_add": ("-netdev", "id"), "blockdev-add": ("-blockdev", "node-name"),
         "device_add": ("-device", "id")}
# Those that take back a part which no guest uses. A device is gone once QEMU says so.
TAKES_BACK = {"object-del": "id", "netdev_del": "id", "blockdev-del": "node-name"}


@dataclass(frozen=True)
class Part:
    """Something plugged, after so many events."""
    option: str
    name: str
    arguments: str
    events: int


class Plugged:
    """All that is plugged at the moment, in the order in which it was."""

    def __init__(self) -> None:
        self._parts: list[Part] = []

    def note(self, command: str, arguments: dict[str, Any], events: int) -> None:
        """A QMP command was carried out, after so many events."""
        if command in PLUGS:
            option, key = PLUGS[command]
            text = ",".join(f"{name}={as_option(value)}" for name, value in arguments.items())
            self._parts.append(Part(option, arguments[key], text, events))
        elif command in TAKES_BACK:
            name = arguments[TAKES_BACK[command]]
            self._parts = [part for part in self._parts if part.option == "-device" or part.name != name]

    def arguments(self, events: Sequence[Event]) -> list[str]:
        """The command line of a QEMU that has the same."""
        return [word for part in self._parts if not is_gone(part, events) for word in (part.option, part.arguments)]


def as_option(value: Any) -> str:
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value)


def is_gone(part: Part, events: Sequence[Event]) -> bool:
    """QEMU has said that the guest gave the device back."""
    return part.option == "-device" and any(
        event.name == "DEVICE_DELETED" and event.data.get("device") == part.name for event in events[part.events:])
