# SPDX-License-Identifier: GPL-2.0
"""Host and guest do at random what each of them may do, all at once; in the end every DIMM leaves and nothing is lost.

PDR_WALK="SEED STEPS" in the environment walks another way, or longer.
"""

import os
from random import Random

from acts import D1, LMB, MODULE, SOON, VETO, WITH_MODULE, Dimm, at_rest, block_state, jobs_pending, jobs_since, load
from acts import parameter, unchanged, usages
from guest import Guest
from kernels import DEBUG
from link import Handle
from qmp import QmpError
from scenario import fail, scenario

DEVICES = ("w1", "w2", "w3")
LMBS = 2
PLACES = range(D1.first, D1.first + len(DEVICES) * LMBS)
STALL_MS = 1000
# Seconds; on its own, the kernel tries for ever to empty a block.
PATIENCE = 2
# With DEBUG_VM, a program that ends while one of its huge pages moves is a BUG for powerpc's
# pmdp_huge_get_and_clear_full(), and a walk ends programs at any time.
HUGE_PAGES = "/sys/kernel/mm/transparent_hugepage/enabled"
# The steps, and how often each is done.
WEIGHTS = {
    "plug": 3, "unplug": 3, "veto": 2, "allow": 2, "pin": 1, "release": 1,
    "write": 4, "flip": 1, "cancel": 1, "refuse_by": 1, "reload": 1, "rest": 1,
}


class Walk:
    """One walk; each method named in WEIGHTS is a step."""

    def __init__(self, guest: Guest, seed: int) -> None:
        self._guest = guest
        self._random = Random(seed)
        self._writers: list[Handle] = []
        self._holders: list[Handle] = []
        # Up to which event jobs were judged, and whether a block was kept off line since.
        self._judged = 0
        self._kept_off_line = self._keeps_off_line = False
        # Removals of memory that failed and were judged.
        self._failures = 0

    def step(self) -> None:
        name = self._random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        getattr(self, name)()
        bad = self._guest.new_bad_lines()
        if bad:
            fail("\n".join(bad))

    def finish(self) -> None:
        """End all obstacles, and have the host ask for everything back.

        A walk in which no removal failed has judged nothing.
        """
        self.release()
        self.allow()
        self._guest.check(f"echo unisolate >{MODULE}/refuse_by")
        self.rest()
        for dimm in self._dimms():
            self._guest.poll(lambda: self._leaves(dimm), f"{dimm.device} gone", SOON)
        at_rest(self._guest)
        for device in DEVICES:
            self._free(device)
        if not self._failures:
            fail("no removal failed in this walk: it has to be longer, or the judge sees none")

    # -- the host -------------------------------------------------------------------------------------------------

    def plug(self) -> None:
        there = [dimm.device for dimm in self._dimms()]
        absent = [device for device in DEVICES if device not in there]
        if absent:
            device = self._random.choice(absent)
            self._free(device)
            self._guest.plug_dimm(device, LMBS * LMB)

    def unplug(self) -> None:
        dimms = self._dimms()
        if dimms:
            self._ask_for(self._random.choice(dimms))

    # -- obstacles ------------------------------------------------------------------------------------------------

    def veto(self) -> None:
        way = self._random.choice(("offline", "offline", "online"))
        if way == "online":
            self._kept_off_line = self._keeps_off_line = True
        self._guest.check(f"echo {self._place() * LMB:#x} >{VETO}/{way}")

    def allow(self) -> None:
        self._guest.check(f"echo >{VETO}/offline; echo >{VETO}/online")
        self._keeps_off_line = False

    def pin(self) -> None:
        """May fail: there is nothing to pin where no memory is."""
        place = self._place()
        self.release()
        self._holders.append(self._guest.spawn(f"exec pin {place * LMB:#x} {(place + 1) * LMB:#x}"))

    def release(self) -> None:
        for holder in self._holders:
            holder.kill()
            holder.wait(SOON)
        self._holders.clear()

    # -- the guest ------------------------------------------------------------------------------------------------

    def write(self) -> None:
        index = 0x80000000 + self._place()
        count = self._random.randint(1, 4)
        which = self._random.choice((f"index {index:#x}", f"count {count}", f"indexed-count {count} {index:#x}"))
        action = self._random.choice(("add", "remove"))
        self._writers.append(self._guest.spawn(f"echo memory {action} {which} >/sys/kernel/dlpar"))

    def flip(self) -> None:
        """An administrator takes a block off line, or back; it may not be there, and of a pinned one he tires."""
        state = self._random.choice(("offline", "online_movable"))
        self._guest.run(f"timeout {PATIENCE} sh -c 'echo {state} >{block_state(self._place())}'")

    def cancel(self) -> None:
        for job in jobs_since(self._guest, 0)[-1:]:
            self._guest.run(f"pdrctl cancel {job['id']}")

    def refuse_by(self) -> None:
        """Not "off": of a DIMM that QEMU waits for and no job is about, a write may give a part and take it back."""
        self._guest.check(f"echo {self._random.choice(('unisolate', 'configure'))} >{MODULE}/refuse_by")

    def reload(self) -> None:
        """May be refused, while a removal can only go forward.

        In between, the stock kernel would not end at a pinned page, nor tell the host of a veto.
        """
        self.release()
        self.allow()
        if self._guest.run("rmmod pseries_dr").ok:
            load(self._guest)
            self._judged = 0
            self._guest.check(f"echo {STALL_MS} >{MODULE}/stall_timeout_ms")

    def rest(self) -> None:
        """Each write and each job ends within a bounded time, even with obstacles, but for what _have_ended() says."""
        self._guest.poll(self._have_ended, "no more jobs", SOON)
        for writer in self._writers:
            writer.wait(SOON)
        self._writers.clear()
        at_rest(self._guest)
        self._judge()

    def _judge(self) -> None:
        """A removal that fails leaves all as it was, unless a block that it took offline is kept from coming back."""
        jobs = jobs_since(self._guest, self._judged)
        failures = [job for job in jobs if (job["resource"], job["action"]) == ("memory", "remove")
                    and job["state"] in ("refused", "failed", "cancelled")]
        self._failures += len(failures)
        lost = [job for job in failures if job["undo_failed"]]
        if lost and not self._kept_off_line:
            fail(f"not undone, though nothing was in the way: {lost}")
        self._judged = max((job["seq"] for job in jobs), default=self._judged)
        self._kept_off_line = self._keeps_off_line

    # -- inside ---------------------------------------------------------------------------------------------------

    def _have_ended(self) -> bool:
        """Whether all jobs have; one that can only go forward goes on as long as there are obstacles, so they end."""
        if not jobs_pending(self._guest):
            return True
        if any(self._is_in_part(dimm) for dimm in self._dimms()):
            self.release()
            self.allow()
        return False

    def _is_in_part(self, dimm: Dimm) -> bool:
        """Whether the platform has a part of a DIMM: from then on no removal of the DIMM is refused."""
        return len({usage == "absent" for usage in usages(self._guest, dimm)}) > 1

    def _place(self) -> int:
        return self._random.choice(PLACES)

    def _dimms(self) -> list[Dimm]:
        """The DIMMs that QEMU has, and where."""
        found = [each["data"] for each in self._guest.qmp.execute("query-memory-devices")]
        return [Dimm(data["id"], data["addr"] // LMB, LMBS) for data in found]

    def _ask_for(self, dimm: Dimm) -> bool:
        """False when the host waits for it already."""
        try:
            self._guest.device_del(dimm.device)
        except QmpError as error:
            self._guest.note(str(error))
            return False
        return True

    def _leaves(self, dimm: Dimm) -> bool:
        """Whether the DIMM has gone; if not, ask for it, or give it if a removal failed with refuse_by=off."""
        if dimm not in self._dimms():
            return True
        if not self._ask_for(dimm):
            self._guest.run(f"echo memory remove {dimm.request()} >/sys/kernel/dlpar")
        return False

    def _free(self, device: str) -> None:
        """Its memory, once it has gone."""
        try:
            self._guest.free_dimm(device)
        except QmpError as error:
            self._guest.note(str(error))


@scenario("host and guest do at random what they may, and nothing is lost", timeout=600, fresh=True, **WITH_MODULE)
def at_random(guest: Guest) -> None:
    seed, steps = map(int, os.environ.get("PDR_WALK", "11 250").split())
    if guest.kernel == DEBUG:
        guest.check(f"echo never >{HUGE_PAGES}")
    with unchanged(guest), parameter(guest, "stall_timeout_ms", STALL_MS):
        walk = Walk(guest, seed)
        for _ in range(steps):
            walk.step()
        walk.finish()
