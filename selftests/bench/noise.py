# SPDX-License-Identifier: GPL-2.0
"""How much of this machine others used while something was measured: what tells a bad number from a bad moment."""

import os
import resource
import time

TICK = os.sysconf("SC_CLK_TCK")


def machine_busy() -> float:
    """CPU seconds all of this machine's processors have worked since it was started."""
    with open("/proc/stat", encoding="ascii") as stat:
        user, nice, system, _idle, _wait, irq, softirq, steal = (int(word) for word in stat.readline().split()[1:9])
    return (user + nice + system + irq + softirq + steal) / TICK


def own_busy() -> float:
    """CPU seconds of this process and of those of its children that have ended."""
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in usage)


class Noise:
    """Begins to count when made; our guests must have ended when share() is asked."""

    def __init__(self) -> None:
        self._when = time.monotonic()
        self._others = machine_busy() - own_busy()

    def share(self) -> float:
        """CPU time of others since then, in processors: 0.3 means that they kept a third of one busy."""
        return max(0.0, machine_busy() - own_busy() - self._others) / (time.monotonic() - self._when)
