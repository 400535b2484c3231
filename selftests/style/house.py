#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Rules of the house that concern more than one file.

    house.py CHECK FILE...

layers     an include in kmod names nothing that is above: see LAYERS
cycles     no header includes itself by way of others; in kmod/core a header and its .c count as one
resources  no file of kmod compares a resource or lane with a named one, but that resource's own
stated     the first comment of a file in kmod says which folders of kmod it includes
functions  no two static functions have one name, and each of kmod has two words at least
names      no two files of one name
purpose    the first lines of a file say what it is for
mutations  each expression of a list of mutations still changes the file that it is for

One line for each place that breaks the rule; status 1 if there is any. A place that is named in pardons.txt beside this
file is let pass for now. A pardon that is not needed any more breaks the rule, too, so the list only shrinks.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

PARDONS = Path(__file__).with_name("pardons.txt")
# From the bottom to the top. Only what is further down may be included, and what is in the same folder.
LAYERS = ("core/parse", "core/engine", "fw", "state", "stock", "res", "work", "ui", "")
# The folders by the names that a comment gives them; core stands for pdr_env.h.
FOLDERS = ("core", *LAYERS[:-1])
STATED = re.compile(r"\bIncludes ((?:core|nothing|" + "|".join(LAYERS[1:-1]) + r")\b[^.]*)\.")
FIRST_COMMENT = re.compile(r"/\*(?! SPDX)(.*?)\*/", re.S)
NAMED = r"PSERIES_DR_RESOURCE_(?!UNKNOWN\b)(?P<{}>[A-Z]+)\b|PDR_LANE_(?:MEMORY|CPU|IO)\b"
OPERATOR = r"(?:[=!<>]=|(?<![<-])[<>](?![<>]))"
COMPARED = re.compile(rf"(?:{OPERATOR}\s*|\bcase\s+)(?:{NAMED.format('right')})|"
                      rf"(?:{NAMED.format('left')})\s*{OPERATOR}")
# The header by which the core sees the world around it.
OUTSIDE = "pdr_env.h"
INCLUDE = re.compile(r'\s*#\s*include\s+["<]([^">]+)[">]')
STATIC = re.compile(r"^static\s[^;={(]*?\b(\w+)\([^;{]*\)\s*\n\{", re.M)
MAIN = re.compile(r"^int (main|LLVMFuzzerTestOneInput)\(", re.M)
# Files that each program or folder has one of; a header that replaces one of the kernel has its name.
COMMON = {"main.c", "pdr_env.h", "run", "Makefile", "README.md", ".gitignore"}
# The first comment of a file stands before anything but these, and is not one of them.
BEFORE = re.compile(r"\s*$|(//|/\*|#) SPDX|#!|#$|//$|#ifndef \w+_H$|#define \w+_H$")
# The folder of the files that a list of mutations names.
BROKEN = {"fault": "kmod/core", "guest": "kmod", "unit": "agent"}
COMMENT = {".c": re.compile(r"/[*/]"), ".h": re.compile(r"/\*"), ".py": re.compile(r'r?"""')}


def layer(path):
    """Number of the layer that a file of kmod belongs to; None for what is of no layer, as headers of the kernel."""
    folder = os.path.dirname(path)
    if folder == "core":
        return 0
    return LAYERS.index(folder) if folder in LAYERS else None


def included(path):
    for number, line in enumerate(Path(path).read_text().split("\n"), 1):
        match = INCLUDE.match(line)
        name = match and match.group(1).replace(OUTSIDE, f"core/{OUTSIDE}")
        if name and Path("kmod", name).is_file():
            yield number, name


def check_layers(paths):
    for path in paths:
        below = layer(path.removeprefix("kmod/"))
        for number, name in included(path):
            above = layer(name)
            if below is not None and above is not None and above > below:
                yield f"{path} {name}", f"{path}:{number}: includes {name}, which is above it"


def near(path, name):
    """The file of the tree that an include in another file means; None for any other header."""
    places = ("kmod", "kmod/core", "agent", "include", "include/uapi", os.path.dirname(path))
    return next((str(file) for file in (Path(place, name) for place in places) if file.is_file()), None)


def unit(path):
    """The part that a file is of: a header and its .c are one in kmod/core, where a .c has nothing but its header's."""
    return os.path.splitext(path)[0] if path.startswith("kmod/core/") else path


def inclusions(paths):
    """For each part, the parts that its files include, with the line of the first such include."""
    graph = {}
    for path in paths:
        for number, line in enumerate(Path(path).read_text().split("\n"), 1):
            match = INCLUDE.match(line)
            other = match and near(path, match.group(1))
            if other and unit(other) != unit(path):
                graph.setdefault(unit(path), {}).setdefault(unit(other), f"{path}:{number}")
    return graph


def way_back(graph, start, first):
    """The parts from one that a part includes to the part itself; None if there is no such way."""
    ways, seen = [[first]], {first}
    for way in ways:
        if way[-1] == start:
            return way
        for name in graph.get(way[-1], {}):
            if name not in seen:
                seen.add(name)
                ways.append([*way, name])
    return None


def check_cycles(paths):
    graph = inclusions(paths)
    for name, others in graph.items():
        for other, place in others.items():
            way = way_back(graph, name, other)
            if way:
                yield f"{name} {other}", f"{place}: {name} includes itself by way of {', '.join(way[:-1])}"


def check_resources(paths):
    for path in paths:
        for number, line in enumerate(Path(path).read_text().split("\n"), 1):
            match = COMPARED.search(line)
            if not match:
                continue
            name = match["left"] or match["right"] or ""
            if path != f"kmod/res/{name.lower()}.c":
                yield f"{path} {line.strip()}", f"{path}:{number}: asks for a resource by name: {line.strip()}"


def listed(words):
    """Words as a sentence lists them."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else "nothing of kmod"


def check_stated(paths):
    """A file is free to include its own folder, but says so."""
    for path in paths:
        text = Path(path).read_text()
        comment = FIRST_COMMENT.search(text)
        stated = STATED.findall(" ".join(re.split(r"\s*\n \*\s*", comment.group(1)))) if comment else []
        names = {os.path.dirname(name) for _, name in included(path)}
        right = listed([folder for folder in FOLDERS if folder in names])
        if stated != [right]:
            yield path, f'{path}: its first comment does not say "Includes {right}."'


def check_functions(paths):
    """A test of one file, which is linked to nothing but what it tests, has names of its own: see is_alone()."""
    seen = {}
    for path in paths:
        text = Path(path).read_text()
        if is_alone(path, text):
            continue
        for name in dict.fromkeys(STATIC.findall(text)):
            if path.startswith("kmod/") and "_" not in name.strip("_"):
                yield f"{path} {name}", f"{path}: {name}() does not say of what"
            elif seen.setdefault(name, path) != path and not is_twin(path, seen[name]):
                yield f"{path} {name}", f"{path}: {name}() is in {seen[name]} too"


def is_alone(path, text):
    """Tell if a file of the tests is a program by itself: a unit test, a fuzzer, or any other that has main()."""
    name = os.path.basename(path)
    return path.startswith("selftests/") and (name.startswith(("test_", "fuzz_")) or bool(MAIN.search(text)))


def is_twin(path, other):
    """Tell if both headers are the kernel's and user space's form of one thing."""
    return os.path.basename(path) == os.path.basename(other) and any(
        name.startswith(("agent/env/", "selftests/env/")) for name in (path, other))


def check_names(paths):
    seen = {}
    for path in sorted(paths):
        name = os.path.basename(path)
        # a shadow has the name of the kernel's own header
        if path.startswith("selftests/env/"):
            continue
        if name not in COMMON and seen.setdefault(name, path) != path:
            yield path, f"{path}: there is a file of this name, {seen[name]}"


def check_purpose(paths):
    for path in paths:
        lines = Path(path).read_text().split("\n")
        first = next((line for line in lines if not BEFORE.match(line)), "")
        if not COMMENT[os.path.splitext(path)[1]].match(first):
            yield path, f"{path}: nothing says what it is for"


def check_mutations(paths):
    for path in paths:
        folder = Path(BROKEN[Path(path).parent.name])
        for line in Path(path).read_text().split("\n"):
            if line.startswith("#") or not line.strip():
                continue
            # a bar of the expression is doubled, or has no blank on both sides
            sentence, name, expression = re.split(r"\s*(?<!\|)\|(?!\|)\s*", line.strip(), maxsplit=2)
            text = (folder / name).read_text()
            expression = expression.rsplit(" | ", 1)[0].strip()
            done = subprocess.run(["sed", expression], input=text, capture_output=True, text=True, check=False)
            if done.returncode or done.stdout == text:
                yield f"{path} {sentence}", f"{path}: {sentence}: {done.stderr.strip() or 'changes nothing'}"


def pardons(check):
    """The places that are let pass in a check: lines of its name and the place."""
    lines = PARDONS.read_text().split("\n") if PARDONS.exists() else []
    return {line.split(None, 1)[1] for line in lines if line.split()[:1] == [check]}


def main():
    check, paths = sys.argv[1], sys.argv[2:]
    pardoned = pardons(check)
    found = dict(globals()[f"check_{check}"](paths))
    wrong = [text for place, text in found.items() if place not in pardoned]
    idle = [f"{PARDONS.name}: {check} {place} needs no pardon any more" for place in sorted(pardoned - found.keys())]
    print("".join(f"{line}\n" for line in wrong + idle), end="")
    return 1 if wrong or idle else 0


if __name__ == "__main__":
    sys.exit(main())
