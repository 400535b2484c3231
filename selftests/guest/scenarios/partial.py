# SPDX-License-Identifier: GPL-2.0
"""DIMMs of which the guest owns or uses a part: none of their memory is lost."""

from acts import D1, D2, SOON, WITH_MODULE, Dimm, dlpar, dlpar_fails, jobs_since, newest_event, parameter
from acts import plug, plug_stock_in_vain, refused, states, unchanged, unplug, usages, veto, vetoes, wait_job
from acts import without_module
from guest import Guest
from scenario import scenario


def plug_in_vain(guest: Guest, dimm: Dimm, place: int) -> None:
    """A failed add leaves the guest LMBs that it does not use, as the platform takes back only LMBs it asked for."""
    since = newest_event(guest)
    with veto(guest, dimm.address(place), way="online"):
        guest.plug_dimm(dimm.device, dimm.size)
        job = wait_job(guest, since)
    assert (job["state"], job["error"], job["step"]) == ("failed", "EBUSY", "online"), job
    assert usages(guest, dimm) == dimm.lmbs * ["unused"]
    assert set(states(guest, dimm)) == {"absent"}


@scenario("an add takes LMBs that the guest owns but does not use; the DIMM goes with both kinds", **WITH_MODULE)
def adopted(guest: Guest) -> None:
    with unchanged(guest):
        plug_in_vain(guest, D1, 3)
        dlpar(guest, f"memory add index {D1.index(2):#x}")
        assert usages(guest, D1) == ["unused", "unused", "in-use", "unused"]
        assert states(guest, D1) == ["absent", "absent", "online", "absent"]
        dlpar(guest, "memory add count 1")
        assert usages(guest, D1).count("in-use") == 2
        with unchanged(guest), veto(guest, D1.address(2)):
            refused(guest, D1.device)
        unplug(guest, D1)


@scenario("a DIMM of which the guest uses nothing goes, too", **WITH_MODULE)
def unused(guest: Guest) -> None:
    with unchanged(guest):
        plug_in_vain(guest, D1, 0)
        unplug(guest, D1)


@scenario("an add that fails halfway leaves each LMB as it found it; a later add takes the whole DIMM", **WITH_MODULE)
def add_fails(guest: Guest) -> None:
    with unchanged(guest):
        plug_in_vain(guest, D1, 1)
        with unchanged(guest), veto(guest, D1.address(3), way="online"):
            dlpar_fails(guest, f"memory add {D1.request()}", "Device or resource busy")
            assert usages(guest, D1) == D1.lmbs * ["unused"]
        dlpar(guest, f"memory add {D1.request()}")
        assert states(guest, D1) == D1.lmbs * ["online"]
        unplug(guest, D1)


@scenario("a DIMM of which the platform has a part is never refused: the guest tries until it can give the rest",
          **WITH_MODULE)
def only_forward(guest: Guest) -> None:
    with unchanged(guest):
        with without_module(guest):
            plug_stock_in_vain(guest, D1)
        assert usages(guest, D1) == ["unused", "absent", "absent", "absent"]
        dlpar(guest, f"memory add index {D1.index(2):#x}")
        with veto(guest, D1.address(2)):
            since, before = newest_event(guest), vetoes(guest)
            mark = guest.device_del(D1.device)
            guest.poll(lambda: vetoes(guest) > before + 1, "a second try", SOON)
            # Each of these would refuse to QEMU, which then aborts at the host's next request for the DIMM.
            dlpar_fails(guest, f"memory add index {D1.index(0):#x}", "Device or resource busy")
            dlpar_fails(guest, f"memory remove index {D1.index(0):#x}", "Device or resource busy")
            asked = [job["id"] for job in jobs_since(guest, since) if job["origin"] == "platform"]
            for command in (f"pdrctl cancel {asked[0]}", "rmmod pseries_dr"):
                assert not guest.run(command).ok
            assert usages(guest, D1)[2] == "in-use" and guest.wait_answer(D1.device, 0, since=mark) is None
        guest.wait_deleted(D1.device, SOON, since=mark)
        guest.free_dimm(D1.device)
        assert wait_job(guest, since, f"remove {D1.lmbs} ")["state"] == "done"


@scenario("one removal by count gives two DIMMs that the host waits for", **WITH_MODULE)
def by_count(guest: Guest) -> None:
    with unchanged(guest), parameter(guest, "refuse_by", "off"):
        plug(guest, D1)
        plug(guest, D2)
        mark = guest.qmp.mark()
        with veto(guest, D1.address(0), D2.address(0)):
            for dimm in (D1, D2):
                since = newest_event(guest)
                guest.device_del(dimm.device)
                assert wait_job(guest, since)["state"] == "failed"
        dlpar_fails(guest, f"memory remove count {D1.lmbs + D2.lmbs + 1}", "No space left on device")
        dlpar(guest, f"memory remove count {D1.lmbs + D2.lmbs}")
        for dimm in (D1, D2):
            guest.wait_deleted(dimm.device, SOON, since=mark)
            guest.free_dimm(dimm.device)
