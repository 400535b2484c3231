# SPDX-License-Identifier: GPL-2.0
"""How much of this machine others used during a measurement: tells a bad result from a busy machine."""

import os
import resource
import time

TICK = os.sysconf("SC_CLK_TCK")


def machine_busy() -> float:
    """CPU seconds that all processors of this machine have worked since its start."""
    with open("/proc/stat", encoding="ascii") as stat:
        user, nice, system, _idle, _wait, irq, softirq, steal = (int(word) for word in stat.readline().split()[1:9])
    return (user + nice + system + irq + softirq + steal) / TICK


def own_busy() -> float:
    """CPU seconds of this process and of those of its children that have ended."""
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in usage)


class Noise:
    """Counts from its making on; our guests must have ended before share() is called."""

    def __init__(self) -> None:
        self._when = time.monotonic()
        self._others = machine_busy() - own_busy()

    def share(self) -> float:
        """CPU time of others since then, in processors: 0.3 is a third of one."""
        return max(0.0, machine_busy() - own_busy() - self._others) / (time.monotonic() - self._when)
