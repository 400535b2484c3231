# SPDX-License-Identifier: GPL-2.0
"""pdrd: the events of a host's requests reach all its readers, each event once, also across a reload of the module.

An event that the module does not carry out is handed on, to pdrd and to the stock kernel's log.
"""

import sys
from typing import Any

from acts import D1, SOON, WITH_PDRD, load, newest_event, plug, refused, unload, unplug, veto
from guest import Guest
from initramfs import TOP
from kernels import STOCK
from reader import Reader
from scenario import scenario
from traces import traced

sys.path.append(str(TOP / "selftests/lib"))
from papr import be32, error_log, with_length  # noqa: E402  pylint: disable=wrong-import-position

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


# A resource that no kernel and no platform knows, and the log of an event for it.
UNKNOWN_RESOURCE, ADD, BY_INDEX = 0x77, 1, 2
RAW_MAX = 2048
UNKNOWN_LOG = error_log(UNKNOWN_RESOURCE, ADD, BY_INDEX, be32(0x12345678))
WITH_EVENT: dict[str, Any] = {
    **WITH_PDRD, "files": (*WITH_PDRD["files"], "build/{kernel}/selftests/kmod/pdr_event.ko:/pdr_event.ko"),
    "prepare": (*WITH_PDRD["prepare"], "insmod /pdr_event.ko")}
EVENT_LOG = "/sys/module/pdr_event/parameters/log"


def platform_sends(guest: Guest, log: bytes) -> None:
    """The platform sends this log right before the event of the DIMM that is plugged."""
    guest.check(f"echo {log.hex()} >{EVENT_LOG}")
    plug(guest, D1)
    unplug(guest, D1)


def unhandled(reader: Reader) -> list[str]:
    return [event["raw"] for event in reader.events() if event["event_type"] == "unhandled"]


@scenario("an event that the module does not carry out reaches its listeners and the stock kernel's log, byte by byte; "
          "the stock kernel gets no log that lies about its length", fresh=True, **WITH_EVENT)
def handed_on(guest: Guest) -> None:
    daemon = Reader(guest, "pdrd --no-history")
    daemon.wait(SOON, type="module", state="present")
    longest = with_length(UNKNOWN_LOG, (1 << 32) - 1)
    with traced(guest) as sentences:
        platform_sends(guest, longest)
        platform_sends(guest, UNKNOWN_LOG)
        guest.poll(lambda: len(sentences("unhandled")) == 2, "both in the trace", SOON)
    expected = [longest.ljust(RAW_MAX, b"\0").hex(), UNKNOWN_LOG.hex()]
    guest.poll(lambda: unhandled(daemon) == expected, "both logs, byte by byte", SOON)
    daemon.end()
    # a number of four bytes, and the log with zeros behind it
    digits = guest.check("dd if=/proc/powerpc/rtas/error_log bs=4096 count=1 2>/dev/null | od -An -v -tx1")
    stock = bytes.fromhex(digits)
    assert stock[4:4 + RAW_MAX] == UNKNOWN_LOG.ljust(RAW_MAX, b"\0"), stock.hex()
