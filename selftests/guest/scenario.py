# SPDX-License-Identifier: GPL-2.0
"""Scenarios, and the register of all of them.

    @scenario("a 1 GiB DIMM comes online when plugged and leaves when unplugged")
    def dimm(guest: Guest) -> None:
        ...

A scenario is a function that returns when all is well, raises when not (assert, guest.check(), fail()), or raises Skip.
Its name is FILE.FUNCTION. The decorator states its needs: scenarios with equal needs share one guest, one after the
other, and so must leave it as they found it; `fresh=True` asks for a guest of its own.
"""

import importlib.util
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Iterable

from console import Pardon
from initramfs import TOP, cache
from kernels import KERNELS

DEFAULT_TIMEOUT = 60.0

# QEMU's full firmware gives addresses to the functions that are there at boot, so there is one; its minimal firmware
# does not.
WITH_BRIDGE: dict[str, Any] = {
    "firmware": "slof", "qemu_args": ("-device", "pci-bridge,id=cold,bus=pci.0,addr=2,chassis_nr=1")}

# From the disk that selftests/setup/debian makes. Interfaces have the names that the kernel gives them.
DEBIAN: dict[str, Any] = {
    "disk": cache() / "debian/disk", "append": "rdinit=/start net.ifnames=0",
    "files": ("selftests/guest/debian/start:/start",), "modules": ("ibmvscsi", "sd_mod", "ext4")}

# The machines a scenario can ask for by name: arguments of Guest(). Files, modules and options of the kernel come
# beside those of the scenario.
VARIANTS: dict[str, dict[str, Any]] = {
    "power9": {},
    "slof": WITH_BRIDGE,
    "power8": {"cpu": "power8"},
    "power10": {"cpu": "power10"},
    "hash": {"append": "disable_radix"},
    "xics": {"machine": "ic-mode=xics"},
    "xive": {"machine": "ic-mode=xive"},
    "debian": DEBIAN,
    "debian-slof": {**DEBIAN, **WITH_BRIDGE},
}

# Those that need nothing that a ring of its own makes ready.
MACHINES = tuple(name for name, arguments in VARIANTS.items() if "disk" not in arguments)

# Given a Guest.
Function = Callable[[Any], None]


class Skip(Exception):
    """This scenario has nothing to say here; the message says why."""


class Failure(AssertionError):
    """An expectation of the scenario did not come true."""


def fail(text: str) -> None:
    raise Failure(text)


@dataclass(frozen=True)
class Needs:
    """The needs of a scenario. Scenarios with equal needs may share a guest: nothing else tells two guests apart."""
    files: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    prepare: tuple[str, ...] = ()
    append: str = ""
    options: tuple[tuple[str, Any], ...] = ()

    def guest_arguments(self, kernel: str, variant: str) -> dict[str, Any]:
        """The arguments of Guest() for these needs on one kernel and machine."""
        arguments = {**dict(self.options), **VARIANTS[variant]}
        arguments["append"] = f"{self.append} {arguments.get('append', '')}".strip()
        arguments["files"] = [self._place(text, kernel) for text in (*self.files, *arguments.get("files", ()))]
        arguments["modules"] = (*self.modules, *arguments.get("modules", ()))
        return arguments

    @staticmethod
    def _place(text: str, kernel: str) -> str:
        """A relative source is looked for from the top of the tree, with {kernel} replaced."""
        source, _, destination = text.format(kernel=kernel).rpartition(":")
        return f"{TOP / source}:{destination}"


@dataclass(frozen=True)
class Scenario:
    """One registered function."""
    name: str
    sentence: str
    function: Function
    kernels: tuple[str, ...]
    variants: tuple[str, ...]
    needs: Needs
    fresh: bool
    timeout: float
    pardons: tuple[Pardon, ...] = field(default=())


REGISTER: list[Scenario] = []


def scenario(sentence: str, *, kernels: Iterable[str] = KERNELS, variants: Iterable[str] = ("power9",),
             files: Iterable[str] = (), modules: Iterable[str] = (), prepare: Iterable[str] = (), append: str = "",
             fresh: bool = False, timeout: float = DEFAULT_TIMEOUT,
             pardons: Iterable[Pardon] = (), **options: Any) -> Callable[[Function], Function]:
    """Register a function. FILES, MODULES, APPEND and OPTIONS go to Guest(); PREPARE are commands run once booted.

    PARDONS hold for this scenario alone, so a scenario that has some gets a fresh guest. TIMEOUT is for the function,
    without the boot.
    """
    def register(function: Function) -> Function:
        forgiven = tuple(pardons)
        needs = Needs(tuple(files), tuple(modules), tuple(prepare), append, tuple(sorted(options.items())))
        name = f"{Path(function.__code__.co_filename).stem}.{function.__name__}"
        REGISTER.append(Scenario(name, sentence, function, tuple(kernels), tuple(variants), needs,
                                 fresh or bool(forgiven), timeout, forgiven))
        return function
    return register


def load(folder: Path) -> list[Scenario]:
    """Import every file of FOLDER and return the functions that they registered, in the order written."""
    before = len(REGISTER)
    for path in sorted(folder.glob("*.py")):
        spec = importlib.util.spec_from_file_location(f"scenarios.{path.stem}", path)
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
    return REGISTER[before:]
