# SPDX-License-Identifier: GPL-2.0
"""The module's tracepoints tell what its events tell."""

from contextlib import contextmanager
from typing import Callable, Iterator

from acts import D1, WITH_MODULE, plugged, refused, unchanged, veto
from guest import Guest
from scenario import scenario

TRACING = "/sys/kernel/tracing"
EVENTS = f"{TRACING}/events/pseries_dr"


@contextmanager
def traced(guest: Guest) -> Iterator[Callable[[str], list[str]]]:
    """The module's tracepoints are on; gives the sentences of one of them."""
    def sentences(name: str) -> list[str]:
        lines = guest.check(f"cat {TRACING}/trace").splitlines()
        return [line.split(f" {name}: ", 1)[1] for line in lines if f" {name}: " in line]

    guest.check(f"echo 1 >{EVENTS}/enable")
    try:
        yield sentences
    finally:
        guest.check(f"echo 0 >{EVENTS}/enable; echo >{TRACING}/trace")


@scenario("the trace of a removal that is refused has each state, the step and its error, in words", **WITH_MODULE)
def refusal(guest: Guest) -> None:
    with plugged(guest, D1), unchanged(guest), veto(guest, D1.address(2)), traced(guest) as sentences:
        job = refused(guest, D1.device)
        head = f"job {job['id']} of platform, memory remove {D1.request()}: "
        states = [line.removeprefix(head) for line in sentences("job_state")]
        assert [state.split(",")[0] for state in states] == ["queued", "running", "rolling-back", "refused"], states
        assert states[-1].startswith(f"refused, step offline, drc {D1.index(2):#010x}, 0/"), states
        assert ", EBUSY, " in states[-1], states
        told = f"{head}the platform was told on {job['refusals']} connectors"
        assert sentences("job_refusal")[-1] == told, sentences("job_refusal")
        # A job that is faster than the interval of its progress has none of these.
        assert all(step.startswith(f"{head}step ") for step in sentences("job_step")), sentences("job_step")
