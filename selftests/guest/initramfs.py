# SPDX-License-Identifier: GPL-2.0
"""Makes the guest's initramfs: a base kept in the cache, and a small overlay appended to it for each boot.

The base holds files that never change between boots (busybox, PID 1, drmgr); the overlay holds files under test. Both
are plain newc archives, which the kernel unpacks one after the other, so a freshly built module costs milliseconds.
Every dynamically linked program brings its libraries along by itself.
"""

import hashlib
import lzma
import os
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Iterable, Iterator

from kernels import setup_script

TOP = Path(__file__).resolve().parents[2]
LIBRARY_FOLDER = "lib/powerpc64le-linux-gnu"
LOADER = "lib64/ld64.so.2"
FOLDERS = ("dev", "proc", "sys", "tmp", "run", "var", "var/log", "var/lock", "etc", "root",
           "bin", "sbin", "usr", "usr/bin", "usr/sbin", "lib", "lib64", LIBRARY_FOLDER, "lib/modules")
PROGRAMS = ("usr/sbin/drmgr", "usr/sbin/lsslot")
# PID 1 lets busybox make its other names; these are where programs look for them by path.
LINKS = ("bin/sh", "sbin/modprobe", "sbin/lsmod")


class InitramfsError(Exception):
    """A file for the archive is not there; the message names it, and how to get it."""


def cache() -> Path:
    """The folder selftests/setup fills, by the same rule as selftests/setup/lib.sh."""
    own = os.environ.get("PDR_CACHE")
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return (Path(own) if own else Path(home) / "pseries-dr").absolute()


def sysroot() -> Path:
    return cache() / "sysroot"


def kernel_folder(kernel: str) -> Path:
    folder = cache() / "kernels" / kernel
    if not (folder / "stamp").exists():
        raise InitramfsError(f"no kernel {kernel} in the cache: run selftests/setup/{setup_script(kernel)}")
    return folder


@dataclass(frozen=True)
class Entry:
    """One name in the archive."""
    mode: int
    data: bytes = b""
    rdev: tuple[int, int] = (0, 0)


class Archive:
    """A newc cpio archive; adding a file adds the folders above it and the libraries it is linked with."""

    def __init__(self, have: Iterable[str] = ()) -> None:
        self._have = set(have)
        self._entries: dict[str, Entry] = {}

    @property
    def names(self) -> set[str]:
        return self._have | set(self._entries)

    def folder(self, name: str) -> None:
        if not name or name in self._have or name in self._entries:
            return
        self.folder(os.path.dirname(name))
        self._entries[name] = Entry(stat.S_IFDIR | 0o755)

    def data(self, name: str, data: bytes, mode: int = 0o644) -> None:
        self.folder(os.path.dirname(name))
        self._entries[name] = Entry(stat.S_IFREG | mode, data)

    def link(self, name: str, target: str) -> None:
        self.folder(os.path.dirname(name))
        self._entries[name] = Entry(stat.S_IFLNK | 0o777, target.encode())

    def device(self, name: str, major: int, minor: int) -> None:
        self.folder(os.path.dirname(name))
        self._entries[name] = Entry(stat.S_IFCHR | 0o600, rdev=(major, minor))

    def file(self, name: str, source: Path) -> None:
        """A file as it is, executable if it is so on the host, and its libraries."""
        try:
            data = source.read_bytes()
            mode = 0o755 if os.access(source, os.X_OK) else 0o644
        except OSError as err:
            raise InitramfsError(f"{source}: {err.strerror}") from err
        self.data(name, data, mode)
        for library in needed_libraries(source, data):
            self._library(library)

    def tree(self, name: str, source: Path) -> None:
        """A file, or a folder with all that is below it."""
        if not source.is_dir():
            self.file(name, source)
            return
        self.folder(name)
        for path in sorted(source.rglob("*")):
            if path.is_file():
                self.file(f"{name}/{path.relative_to(source)}", path)

    def _library(self, soname: str) -> None:
        name = LOADER if soname == os.path.basename(LOADER) else f"{LIBRARY_FOLDER}/{soname}"
        if name in self.names:
            return
        self.file(name, find_library(soname))

    def pack(self) -> bytes:
        """The archive; the same content gives the same bytes. A folder sorts before its files."""
        out = bytearray()
        for number, name in enumerate(sorted(self._entries), 1):
            append_entry(out, number, name, self._entries[name])
        append_entry(out, 0, "TRAILER!!!", Entry(0))
        out += bytes(-len(out) % 512)
        return bytes(out)


def append_entry(out: bytearray, number: int, name: str, entry: Entry) -> None:
    encoded = name.encode() + b"\0"
    links = 2 if stat.S_ISDIR(entry.mode) else 1
    fields = (number, entry.mode, 0, 0, links, 0, len(entry.data), 0, 0, *entry.rdev, len(encoded), 0)
    out += b"070701" + b"".join(b"%08X" % field for field in fields) + encoded
    out += bytes(-len(out) % 4)
    out += entry.data
    out += bytes(-len(out) % 4)


def needed_libraries(source: Path, data: bytes) -> list[str]:
    """The sonames a program or library of the guest is linked with; none for a file that is static or is not ELF."""
    if not data.startswith(b"\x7fELF") or source.suffix == ".ko":
        return []
    text = subprocess.run(["powerpc64le-linux-gnu-readelf", "-dW", str(source)],
                          check=True, capture_output=True, text=True).stdout
    names = [line.split("[")[1].rstrip("]") for line in text.splitlines() if "(NEEDED)" in line]
    return names + [os.path.basename(LOADER)] if names else []


def find_library(soname: str) -> Path:
    path = sysroot() / LIBRARY_FOLDER / soname
    if path.exists():
        return path
    raise InitramfsError(f"{soname} is not in the sysroot: see selftests/setup/sysroot")


def add_modules(archive: Archive, kernel: str, names: Iterable[str]) -> None:
    """Modules of the stock kernel with all they depend on, so that modprobe in the guest finds them."""
    source = kernel_folder(kernel) / "modules"
    release = (kernel_folder(kernel) / "release").read_text().strip()
    target = f"lib/modules/{release}"
    depends = dict(line.split(":", 1) for line in (source / "modules.dep").read_text().splitlines())
    by_name = {module_name(path): path for path in depends}
    for asking, asked in soft_dependencies(source):
        depends[by_name[asking]] += "".join(f" {by_name[name]} {depends[by_name[name]]}" for name in asked)
    lines = []
    for name in names:
        path = by_name.get(name.replace("-", "_"))
        if path is None:
            raise InitramfsError(f"kernel {kernel} has no module {name}")
        wanted = [path, *depends[path].split()]
        for each in wanted:
            add_module(archive, f"{target}/{plain(each)}", source / each)
            lines.append(f"{plain(each)}: {' '.join(plain(d) for d in depends[each].split())}\n")
    archive.data(f"{target}/modules.dep", "".join(sorted(set(lines))).encode())


def soft_dependencies(source: Path) -> Iterator[tuple[str, list[str]]]:
    """Modules that want others loaded before, by a name that some of those have, such as crypto-crc32c.

    The guest's modprobe knows only modules.dep. A name that no module has stands for a part of the kernel itself.
    """
    owners: dict[str, list[str]] = {}
    for line in (source / "modules.alias").read_text().splitlines():
        _alias, name, owner, *_comment = line.split()
        owners.setdefault(name, []).append(owner)
    for line in (source / "modules.softdep").read_text().splitlines():
        match line.split():
            case ["softdep", asking, "pre:", *names]:
                yield asking, [owner for name in names for owner in owners.get(name, [])]


def add_module(archive: Archive, name: str, source: Path) -> None:
    data = source.read_bytes()
    archive.data(name, lzma.decompress(data) if source.suffix == ".xz" else data)


def module_name(path: str) -> str:
    return os.path.basename(path).split(".")[0].replace("-", "_")


def plain(path: str) -> str:
    return path.removesuffix(".xz")


def build_base(init: Path) -> Archive:
    archive = Archive()
    for folder in FOLDERS:
        archive.folder(folder)
    archive.device("dev/console", 5, 1)
    archive.device("dev/null", 1, 3)
    archive.file("init", init)
    archive.file("bin/busybox", sysroot() / "bin/busybox")
    for applet in LINKS:
        archive.link(applet, "/bin/busybox")
    archive.data("etc/passwd", b"root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n")
    archive.data("etc/group", b"root:x:0:\nnogroup:x:65534:\n")
    for program in PROGRAMS:
        archive.file(program, sysroot() / program)
    return archive


def publish(path: Path, data: bytes) -> Path:
    """Write to a name of our own first: two runs may build the same archive at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}")
    part.write_bytes(data)
    part.replace(path)
    return path


def base_sources(init: Path) -> list[Path]:
    return [Path(__file__), init, sysroot() / "stamp"]


def base(init: Path) -> tuple[Path, frozenset[str]]:
    """The base archive's file, built if its parts have changed, and the names in it."""
    key = hashlib.sha256()
    try:
        for source in base_sources(init):
            key.update(source.read_bytes())
    except OSError as err:
        raise InitramfsError(f"{err.filename}: {err.strerror}: run selftests/setup/sysroot and make guest") from err
    path = cache() / "initramfs" / f"base-{key.hexdigest()[:16]}.cpio"
    index = path.with_suffix(".names")
    if not index.exists():
        archive = build_base(init)
        publish(path, archive.pack())
        publish(index, "\n".join(sorted(archive.names)).encode())
    return path, frozenset(index.read_text().split("\n"))


def write_initramfs(out: Path, init: Path, kernel: str, files: Iterable[tuple[Path, str]] = (),
                    modules: Iterable[str] = ()) -> None:
    """Base and overlay in one file: each of FILES is (source, absolute name in the guest), a file or a folder."""
    path, names = base(init)
    overlay = Archive(names)
    for source, destination in files:
        overlay.tree(destination.strip("/"), source)
    modules = list(modules)
    if modules:
        add_modules(overlay, kernel, modules)
    out.write_bytes(path.read_bytes() + overlay.pack())


def parse_file(text: str) -> tuple[Path, str]:
    """SRC:DEST as the command line and the scenarios spell it; DEST ending in / keeps the name."""
    source, colon, destination = text.partition(":")
    if not source or not colon or not destination.startswith("/"):
        raise InitramfsError(f"{text}: expected SRC:/DEST")
    if destination.endswith("/"):
        destination += os.path.basename(source)
    return Path(source), destination
