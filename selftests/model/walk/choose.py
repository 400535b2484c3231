# SPDX-License-Identifier: GPL-2.0
"""Chooses the steps of a walk so that deep states are reached: plans that are mostly followed, and disturbed."""

import random
from dataclasses import dataclass
from typing import Callable

from pair import Outcome
from steps import ALLOCATION, DR_INDICATOR, EPOW, HOT_PLUG, ISOLATION, Step


@dataclass(frozen=True)
class Device:
    """A device that the host plugs: the words of `add`, and its connectors."""
    words: tuple[int | str, ...]
    indexes: tuple[int, ...]

    @property
    def kind(self) -> str:
        return str(self.words[0])

    @property
    def name(self) -> str:
        return str(self.words[1])


def dimm(name: str, first: int, count: int) -> Device:
    return Device(("dimm", name, first, count), tuple(0x80000000 + first + i for i in range(count)))


def core(name: str, number: int) -> Device:
    return Device(("core", name, number), (0x10000000 + number,))


def pci(name: str, phb: int, slot: int, function: int) -> Device:
    return Device(("pci", name, phb, slot, function), (0x40000000 | phb << 16 | slot << 3 | function,))


# A bridge's name is p and its number, because QEMU names the bus after the bridge.
DEVICES = (
    dimm("d1", 4, 1), dimm("d2", 5, 2), dimm("d3", 7, 3),
    core("c1", 1), core("c2", 2),
    Device(("phb", "p1", 1), (0x20000001,)),
    pci("f0", 0, 1, 0), pci("f1", 0, 1, 1), pci("f2", 0, 1, 2), pci("g0", 1, 1, 0), pci("g1", 1, 1, 1),
    Device(("nvdimm", "n7", 7), (0x90000007,)),
)
KINDS = tuple(dict.fromkeys(device.kind for device in DEVICES))
# Requests of the host that fail: a place or a number that is taken.
TAKEN = (dimm("d4", 6, 2), core("c3", 1), pci("f3", 0, 1, 0), Device(("phb", "p1x", 1), ()))
# Connectors of the machine itself, empty ones (of PCI, only those of one slot), and indexes of no connector.
OTHERS = (0x10000000, 0x10000003, 0x20000000, 0x20000002, 0x4000000B, 0x4001000A, 0x90000000, 0x8000001F)
UNKNOWN = (0, 1, 0x80000003, 0x80000020, 0x10000004, 0x2000001F, 0x30000001, 0x40020008, 0x90000008, 0xFFFFFFFF)
MASKS = (EPOW, HOT_PLUG, EPOW | HOT_PLUG, 0, 0x80000000, 0xFFFFFFFF)
LENGTHS = (256, 2048, 116, 16, 0)
POWER_DOMAINS = (0xFFFFFFFF, 0, 1, 0xFFFFFFFE)
# Calls that nobody should make: the wrong number of cells, no such kind of indicator or sensor.
ODD = (
    ("set-indicator", 2, 1, ISOLATION, 0x80000004), ("set-indicator", 3, 2, ISOLATION, 0x80000004, 0),
    ("set-indicator", 4, 1, ALLOCATION, 0x80000004, 1, 0), ("set-indicator", 3, 1, 9000, 0x80000004, 1),
    ("set-indicator", 3, 1, 0, 0, 0), ("get-sensor-state", 1, 2, 9003), ("get-sensor-state", 2, 1, 9003, 0x80000004),
    ("get-sensor-state", 3, 2, 9003, 0x80000004, 0), ("ibm,configure-connector", 1, 1, 0x101000),
    ("ibm,configure-connector", 2, 2, 0x101000, 0), ("ibm,configure-connector", 3, 1, 0x101000, 0, 0),
    ("check-exception", 5, 1, 0x500, 0x1001, EPOW, 0, 0x100800),
    ("check-exception", 6, 2, 0x500, 0x1001, EPOW, 0, 0x100800, 256),
    ("check-exception", 8, 1, 0x500, 0x1001, EPOW, 0, 0x100800, 256, 0, 0),
    ("event-scan", 3, 1, EPOW, 0, 0x100800), ("event-scan", 4, 2, EPOW, 0, 0x100800, 256),
    ("set-power-level", 1, 2, 0xFFFFFFFF), ("set-power-level", 2, 1, 0xFFFFFFFF, 100),
    ("get-power-level", 2, 2, 0xFFFFFFFF, 0), ("get-power-level", 1, 1, 0xFFFFFFFF),
)
# QEMU dies when a fifth core is plugged in its life, removed ones included.
CORES_MAX = 3
FOLLOW, SKIP = 0.85, 0.06
# Chances that a guest negotiates when it could, and that it does so as today's guests.
NEGOTIATED, MODERN = 0.7, 0.8


def isolation(index: int, value: int) -> Step:
    return Step("set-indicator", (ISOLATION, index, value))


def allocation(index: int, value: int) -> Step:
    return Step("set-indicator", (ALLOCATION, index, value))


class Chooser:
    """Chooses one step after the other. It is told the result of each, and so knows what is plugged."""

    def __init__(self, rng: random.Random, kinds: tuple[str, ...], migrations: bool) -> None:
        self._rng = rng
        self._plan = [self._negotiate()] if rng.random() < NEGOTIATED else []
        self._present: set[str] = set()
        self._migrations = migrations
        self._cores_left = CORES_MAX
        at_hand = [device for device in DEVICES if device.kind in kinds]
        # An episode has few devices, so that it gets far with each.
        self._devices = rng.sample(at_hand, min(len(at_hand), rng.choice((1, 2, 2, 3, 3, 4, len(at_hand)))))
        if any(device.name.startswith("g") for device in self._devices) and "phb" in kinds:
            self._devices += [device for device in at_hand if device.kind == "phb" and device not in self._devices]

    def next(self) -> Step:
        """The next step, without those that QEMU does not survive."""
        while True:
            step = self._next()
            one_more = step.verb == "add" and step.args[0] == "core"
            if not (one_more and not self._cores_left) and not (step.verb == "migrate" and not self._migrations):
                return step

    def _next(self) -> Step:
        if self._plan and self._rng.random() < FOLLOW:
            step = self._plan.pop(0)
            if self._rng.random() > SKIP:
                return step
        if not self._plan and self._rng.random() < 0.4:
            self._plan = self._make_plan()
            if self._plan:
                return self._plan.pop(0)
        return self._weighted((
            (45, self._guest), (14, self._events), (9, self._host), (3, self._odd), (1, lambda: Step("reset")),
            (1, self._negotiate), (1, lambda: Step("powerdown")),
            (3 if self._migrations else 0, lambda: Step("migrate")),
        ))()

    def learn(self, step: Step, outcome: Outcome) -> None:
        """Note how a step changed the plugged devices."""
        if step.verb == "reset" and self._rng.random() < NEGOTIATED:
            self._plan = [self._negotiate()]
        if step.verb == "add" and outcome.answers[0] == "OK":
            self._present.add(str(step.args[1]))
            self._cores_left -= step.args[0] == "core"
        for event in outcome.events:
            name, _, device = event.partition(":")
            if name == "DEVICE_DELETED":
                self._present.discard(device)
                # This leaves something behind on which a migration fails.
                self._migrations &= device[0] != "c"

    def _weighted(self, choices: tuple[tuple[int, Callable[[], Step]], ...]) -> Callable[[], Step]:
        return self._rng.choices([what for _, what in choices], [weight for weight, _ in choices])[0]

    def _device(self) -> Device:
        return self._rng.choice(self._devices)

    def _index(self) -> int:
        """A connector, mostly of a device of this episode."""
        draw = self._rng.random()
        if draw < 0.93:
            return self._rng.choice(self._device().indexes)
        return self._rng.choice(OTHERS if draw < 0.98 else UNKNOWN)

    def _guest(self) -> Step:
        return self._weighted((
            (24, lambda: isolation(self._index(), self._value())),
            (22, lambda: allocation(self._index(), self._value())),
            (2, lambda: Step("set-indicator", (DR_INDICATOR, self._index(), self._rng.choice((0, 1, 2, 3, 4, 7))))),
            (20, lambda: Step("get-sensor", (9003, self._index()))),
            (1, lambda: Step("get-sensor", (self._rng.choice((9001, 9002, 9004, 0)), self._index()))),
            (20, lambda: Step("connector", (self._index(),))),
            (12, lambda: Step("configure", (self._index(),))),
        ))()

    def _value(self) -> int:
        return self._rng.choice((0, 1)) if self._rng.random() < 0.96 else self._rng.choice((2, 3, 7))

    def _events(self) -> Step:
        if self._rng.random() < 0.15:
            return Step("event-scan", (self._rng.choice(MASKS),))
        usual = self._rng.random() < 0.7
        return Step("check-exception", (self._rng.choice((EPOW, EPOW | HOT_PLUG)) if usual else
                                        self._rng.choice(MASKS), self._rng.choice(LENGTHS)))

    def _host(self) -> Step:
        device = self._device()
        draw = self._rng.random()
        if draw < 0.01:
            return Step("add", self._rng.choice((device, *TAKEN)).words)
        if draw < 0.05:
            return Step("del", (self._rng.choice(DEVICES).name,))
        if device.name in self._present:
            return Step("del", (device.name,))
        return self._add(device)

    def _add(self, device: Device) -> Step:
        """Mostly plug the bus of a device first, and unplug function 0 before another function is added."""
        bus = f"p{device.words[2]}" if device.kind == "pci" and device.words[2] else ""
        if bus and bus not in self._present and self._rng.random() < 0.95:
            device = next((each for each in self._devices if each.name == bus), device)
        if device.kind == "pci" and device.words[4] != 0 and self._rng.random() < 0.95:
            first = f"{device.name[0]}0"
            if first in self._present:
                return Step("del", (first,))
        return Step("add", device.words)

    def _odd(self) -> Step:
        draw = self._rng.random()
        if draw < 0.3:
            return Step("get-power", (self._rng.choice(POWER_DOMAINS),))
        if draw < 0.6:
            return Step("set-power", (self._rng.choice(POWER_DOMAINS), self._rng.choice((0, 50, 100, 200))))
        if draw < 0.7:
            return Step("connector", (self._index(), 1))
        return Step("odd", self._rng.choice(ODD))

    def _negotiate(self) -> Step:
        return Step("cas", tuple(int(self._rng.random() < MODERN) for _ in range(2)))

    def _make_plan(self) -> list[Step]:
        device = self._device()
        if device.name not in self._present:
            return [self._add(device), *(self._acquire(device) if self._rng.random() < 0.8 else [])]
        makers = self._acquire, self._release, self._release, self._ask_release, self._refuse, self._regret, self._drain
        return self._rng.choice((*makers, self._move) if self._migrations else makers)(device)

    def _indexes(self, device: Device) -> list[int]:
        """The device's connectors: in order and all of them, or not."""
        indexes = list(device.indexes)
        if self._rng.random() < 0.15:
            self._rng.shuffle(indexes)
        if self._rng.random() < 0.2:
            indexes = indexes[:self._rng.randint(1, len(indexes))]
        return indexes

    def _acquire(self, device: Device) -> list[Step]:
        plan = []
        for index in self._indexes(device):
            plan += [allocation(index, 1), isolation(index, 1)]
            if self._rng.random() < 0.85:
                plan += [Step("configure", (index,))]
            else:
                plan += [Step("connector", (index,))] * self._rng.randint(1, 5)
        return plan

    def _release(self, device: Device) -> list[Step]:
        """Isolate all and make all unusable, or one after the other."""
        indexes = self._indexes(device)
        if self._rng.random() < 0.5:
            return [isolation(i, 0) for i in indexes] + [allocation(i, 0) for i in indexes]
        return [step for i in indexes for step in (isolation(i, 0), allocation(i, 0))]

    def _ask_release(self, device: Device) -> list[Step]:
        return [Step("del", (device.name,)), *self._release(device)]

    def _refuse(self, device: Device) -> list[Step]:
        """The host asks for a device, of which the guest perhaps gives a part and refuses the rest."""
        plan = [Step("del", (device.name,))]
        if self._rng.random() < 0.4:
            plan += self._release(device)[:self._rng.randint(1, 4)]
        index = self._rng.choice(device.indexes)
        plan.append(isolation(index, 1) if self._rng.random() < 0.7 else Step("connector", (index,)))
        return plan + [Step("del", (device.name,))] * self._rng.randint(0, 2)

    def _regret(self, device: Device) -> list[Step]:
        """Isolate all connectors, and take them back."""
        indexes = self._indexes(device)
        back = [step for i in indexes for step in (isolation(i, 1), Step("configure", (i,)))]
        return [Step("del", (device.name,)), *[isolation(i, 0) for i in indexes], *back]

    def _move(self, device: Device) -> list[Step]:
        """The host asks for a device and migrates the guest before it has given all of it."""
        some = self._release(device)[:self._rng.randint(0, 3)]
        makers = self._release, self._refuse, self._ask_release
        after = self._rng.choice(makers)(device)
        if after[0].verb == "del" and self._rng.random() < 0.6:
            after = after[1:]
        return [Step("del", (device.name,)), *some, Step("migrate"), *after]

    def _drain(self, _device: Device) -> list[Step]:
        """Fetch all events of one class or both; perhaps with an EPOW event behind those of hot-plug."""
        mask = self._rng.choice((EPOW | HOT_PLUG, EPOW | HOT_PLUG, EPOW, HOT_PLUG))
        fetch = [Step("check-exception", (mask, 256))] * self._rng.randint(1, 6)
        return [*[Step("powerdown")] * (self._rng.random() < 0.4), *fetch]
