# SPDX-License-Identifier: GPL-2.0
"""pdrd: what hosts ask for and what comes of it reaches all its readers, each event once, across a reload."""

import json
from typing import Any

from acts import D1, SOON, WITH_MODULE, load, newest_event, plug, refused, unload, unplug, veto
from guest import Guest
from link import Handle
from scenario import scenario

SOCKET = "/tmp/pdrd.sock"
Record = dict[str, Any]


def records(handle: Handle) -> list[Record]:
    return [json.loads(line) for line in handle.lines]


def wait_record(handle: Handle, **wanted: str) -> None:
    """Wait for a record with all these values."""
    handle.wait_line(lambda line: bool(wanted.items() <= json.loads(line).items()), SOON)


def events(handle: Handle) -> list[Record]:
    return [record for record in records(handle) if record["type"] == "event"]


def sequence(handle: Handle) -> list[int]:
    """The numbers of the events."""
    return [record["seq"] for record in events(handle)]


def host_asks(guest: Guest) -> None:
    """A DIMM comes, is refused, and goes."""
    plug(guest, D1)
    with veto(guest, D1.address(2)):
        refused(guest, D1.device)
    unplug(guest, D1)


@scenario("events of what a host asks for come without a gap, to stdout and to a client alike, also after a reload",
          **WITH_MODULE)
def relayed(guest: Guest) -> None:
    daemon = guest.spawn(f"exec pdrd --socket {SOCKET}")
    wait_record(daemon, type="module", state="present")
    client = guest.spawn(f"exec listen {SOCKET}")
    wait_record(client, type="hello")
    first = newest_event(guest)
    host_asks(guest)
    last = newest_event(guest)
    unload(guest)
    wait_record(daemon, type="module", state="absent")
    load(guest)
    host_asks(guest)
    expected = [*range(first + 1, last + 1), *range(1, newest_event(guest) + 1)]
    for reader in (daemon, client):
        guest.poll(lambda: sequence(reader) == expected, "all events, each once", SOON)
    assert events(daemon) == events(client)
    assert [event["event-type"] for event in events(client)].count("refusal") == 2
    daemon.kill()
    assert daemon.wait().ok and client.wait().ok
