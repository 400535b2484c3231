# SPDX-License-Identifier: GPL-2.0
"""The module's tracepoints tell what its events tell; pinned.slowly and events.handed_on read the others."""

from acts import D1, WITH_MODULE, plugged, refused, unchanged, veto_after
from guest import Guest
from scenario import scenario
from traces import traced


@scenario("the trace of a removal that is refused has each state, its step and its error, in words", **WITH_MODULE)
def refusal(guest: Guest) -> None:
    with plugged(guest, D1), unchanged(guest), veto_after(guest, 2, D1), traced(guest) as sentences:
        job = refused(guest, D1.device)
        head = f"job {job['id']} of platform, memory remove {D1.request()}: "
        states = [line.removeprefix(head) for line in sentences("job_state")]
        assert [state.split(",")[0] for state in states] == ["queued", "running", "rolling-back", "refused"], states
        assert states[-1].startswith(f"refused, step offline, drc {job['drc']}, 0/"), states
        assert ", EBUSY, " in states[-1], states
        told = f"{head}the platform was told on {job['refusals']} connectors"
        assert sentences("job_refusal")[-1] == told, sentences("job_refusal")
