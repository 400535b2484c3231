# SPDX-License-Identifier: GPL-2.0
"""A guest moves to another QEMU, as in a live migration, and nobody tells it: its jobs end there as they would have.

QEMU forgets in a migration that the host has asked for a DIMM, and ends if the guest then keeps it. So no removal here
is refused. QEMU 7.2 does not move a CPU's timer either: Linux sets it again once the CPU is idle, so a job that moves
is one that sleeps.
"""

from contextlib import contextmanager
from typing import Any, Iterator

from acts import D1, SLOW, SOON, WITH_SLOW, at_rest, held_up, newest_event, online_cpus, parameter, plug, plugged
from acts import states, wait_in, wait_job
from coreacts import CORE, NUMBER, plug_core
from guest import Guest
from pciacts import NET, NET_DRIVERS, empty_slot, fill_slot, left_as_found, network, passes_traffic, pci_scenario
from pciacts import wait_jobs
from pciacts import plug as plug_function
from pciacts import unplug as unplug_function
from scenario import scenario

# Longer than a guest takes to move.
STALL_MS = 300000
MOVED: dict[str, Any] = {**WITH_SLOW, "kernels": ("6.1", "6.12")}


@contextmanager
def no_hurry(guest: Guest) -> Iterator[None]:
    """No job stalls in the block."""
    with parameter(guest, "stall_timeout_ms", STALL_MS):
        yield


@scenario("a DIMM is leaving, two of its blocks are offline, and a listener sleeps at the third: the guest moves, and "
          "gives the DIMM back there", **MOVED)
def memory_leaves(guest: Guest) -> None:
    plug(guest, D1)
    with no_hurry(guest):
        guest.check(f"echo 2 >{SLOW}/let")
        with held_up(guest, "offline"):
            since = newest_event(guest)
            mark = guest.device_del(D1.device)
            wait_in(guest, "pdr_memory", "slow_memory_notify")
            assert states(guest, D1).count("offline") == 2
            guest.migrate()
        guest.wait_deleted(D1.device, SOON, since=mark)
        assert wait_job(guest, since)["state"] == "done"
    guest.free_dimm(D1.device)
    with plugged(guest, D1):
        pass


@scenario("a DIMM is coming: the guest moves, and has it there", **MOVED)
def memory_comes(guest: Guest) -> None:
    since = newest_event(guest)
    with held_up(guest, "online"):
        guest.plug_dimm(D1.device, D1.size)
        wait_in(guest, "pdr_memory", "slow_")
        guest.migrate()
    job = wait_job(guest, since)
    assert job["state"] == "done" and states(guest, D1) == D1.lmbs * ["online"], job
    guest.wait_deleted(D1.device, SOON, since=guest.device_del(D1.device))
    at_rest(guest)
    guest.free_dimm(D1.device)


@scenario("a core is leaving: the guest moves, and gives it back there", **MOVED)
def core_leaves(guest: Guest) -> None:
    assert plug_core(guest)["state"] == "done"
    with no_hurry(guest):
        since = newest_event(guest)
        # Its CPU is offline by then: Linux would not set the timer again that QEMU 7.2 does not move with a CPU.
        with held_up(guest, "detach"):
            mark = guest.device_del(CORE)
            wait_in(guest, "pdr_cpu", "slow_notify")
            guest.migrate()
        guest.wait_deleted(CORE, SOON, since=mark)
        assert wait_job(guest, since)["state"] == "done"
    assert online_cpus(guest) == f"0-{NUMBER - 1}"


@pci_scenario("eight functions of one slot are coming, the first one is held up and the others wait: the guest moves, "
              "and has them all there", *NET_DRIVERS, base=WITH_SLOW)
def functions_come(guest: Guest) -> None:
    with no_hurry(guest), left_as_found(guest):
        since = newest_event(guest)
        with held_up(guest, "attach"):
            fill_slot(guest, 5)
            wait_in(guest, "pdr_io", "slow_notify")
            guest.migrate()
        wait_jobs(guest, since, 8, "add")
        empty_slot(guest)


@pci_scenario("a function is leaving, and behind it a host bridge with a function of its own: the guest moves, gives "
              "both back there, and takes new ones", *NET_DRIVERS, base=WITH_SLOW)
def functions_leave(guest: Guest) -> None:
    network(guest, "lan")
    with no_hurry(guest), left_as_found(guest):
        plug_function(guest, "net0", **NET, bus="pci.0", addr="3")
        plug_function(guest, "phb1", driver="spapr-pci-host-bridge", index=1)
        plug_function(guest, "net1", **NET, bus="phb1.0", addr="3")
        since = newest_event(guest)
        with held_up(guest, "detach"):
            mark = guest.device_del("net0")
            wait_in(guest, "pdr_io", "slow_notify")
            guest.device_del("phb1")
            guest.migrate()
        for device in ("net0", "net1", "phb1"):
            guest.wait_deleted(device, SOON, since=mark)
        wait_jobs(guest, since, 2, "remove")
        plug_function(guest, "net0", **NET, netdev="lan", bus="pci.0", addr="3")
        passes_traffic(guest, "eth0")
        guest.check("ip link set eth0 down")
        unplug_function(guest, "net0")
    guest.qemu("netdev_del", id="lan")
