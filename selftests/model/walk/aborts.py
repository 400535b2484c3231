# SPDX-License-Identifier: GPL-2.0
"""Short sequences that reach each abort that the model has a name for: a random walk may miss them."""

from dataclasses import dataclass
from itertools import chain

from choose import allocation, dimm, isolation
from steps import Step

DIMM = dimm("d2", 5, 2)
FIRST, SECOND = DIMM.indexes
Steps = list[Step]


def plugs() -> Steps:
    return [Step("add", DIMM.words)]


def takes(*indexes: int) -> Steps:
    return [step for index in indexes for step in (allocation(index, 1), *regrets(index))]


def asks() -> Steps:
    return [Step("del", (DIMM.name,))]


def isolates(index: int) -> Steps:
    return [isolation(index, 0)]


def gives(index: int) -> Steps:
    return [*isolates(index), allocation(index, 0)]


def refuses(index: int) -> Steps:
    return [isolation(index, 1)]


def configures(index: int) -> Steps:
    return [Step("configure", (index,))]


def regrets(index: int) -> Steps:
    return [*refuses(index), *configures(index)]


def resets() -> Steps:
    return [Step("reset")]


def migrates() -> Steps:
    return [Step("migrate")]


@dataclass(frozen=True)
class Way:
    """A sequence whose last step, and no earlier one, reaches an abort."""
    abort: str
    sentence: str
    parts: tuple[Steps, ...]

    @property
    def steps(self) -> Steps:
        return list(chain(*self.parts))


WAYS = (
    Way("A1", "a DIMM is given in part, the rest is refused, and it is asked for again",
        (plugs(), takes(FIRST, SECOND), asks(), gives(FIRST), refuses(SECOND), asks())),
    Way("A1", "the same where it is refused by configure-connector",
        (plugs(), takes(FIRST, SECOND), asks(), gives(FIRST), configures(SECOND), asks())),
    Way("A1", "the same where there is a reset before it is asked for again",
        (plugs(), takes(FIRST, SECOND), asks(), gives(FIRST), refuses(SECOND), resets(), asks())),
    Way("A1", "a DIMM of which one LMB was never taken is refused, and asked for again",
        (plugs(), takes(SECOND), asks(), refuses(SECOND), asks())),
    Way("A2", "a DIMM is asked for, and refused where the guest has migrated to",
        (plugs(), takes(FIRST, SECOND), asks(), migrates(), refuses(FIRST))),
    Way("A3", "the same where it is refused by configure-connector",
        (plugs(), takes(FIRST, SECOND), asks(), migrates(), configures(FIRST))),
    Way("A3", "a DIMM is asked for, isolated in part, and taken back where the guest has migrated to",
        (plugs(), takes(FIRST, SECOND), asks(), isolates(FIRST), migrates(), regrets(FIRST))),
)
