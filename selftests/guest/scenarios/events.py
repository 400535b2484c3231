# SPDX-License-Identifier: GPL-2.0
"""pdrd: the events of a host's requests reach all its readers, each event once, also across a reload of the module."""

from acts import D1, SOON, WITH_PDRD, load, newest_event, plug, refused, unload, unplug, veto
from guest import Guest
from kernels import STOCK
from reader import Reader
from scenario import scenario

SOCKET = "/tmp/pdrd.sock"


def host_asks(guest: Guest) -> None:
    """A DIMM comes, is refused, and goes."""
    plug(guest, D1)
    with veto(guest, D1.address(2)):
        refused(guest, D1.device)
    unplug(guest, D1)


@scenario("events of a host's requests reach stdout and a client alike, without a gap, also after a reload",
          kernels=STOCK, **WITH_PDRD)
def relayed(guest: Guest) -> None:
    daemon = Reader(guest, f"pdrd --no-history --socket {SOCKET}")
    daemon.wait(SOON, type="module", state="present")
    client = Reader(guest, f"listen {SOCKET}")
    client.wait(SOON, type="hello")
    first = newest_event(guest)
    host_asks(guest)
    last = newest_event(guest)
    unload(guest)
    daemon.wait(SOON, type="module", state="absent")
    load(guest)
    host_asks(guest)
    expected = [*range(first + 1, last + 1), *range(1, newest_event(guest) + 1)]
    for reader in (daemon, client):
        guest.poll(lambda: reader.sequence() == expected, "all events, each once", SOON)
    assert daemon.events() == client.events()
    assert [event["event_type"] for event in client.events()].count("refusal") == 2
    daemon.end()
    client.finish()
