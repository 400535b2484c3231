#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Limits of form that no checker of the distribution knows.

    limits.py FILE...

C and headers: lines of 100 columns, functions of 60 lines, files of 700 lines,
no conditional compilation in .c files, no BUG(). Python and shell: lines of 120
columns, functions of 60 lines, files of 700 lines. Everywhere: no space at the
end of a line, a newline at the end of the file, no note that something is
unfinished.

One line for each place that is beyond a limit; status 1 if there is any.
"""

import re
import sys

FILE_LINES = 700
FUNCTION_LINES = 60
COLUMNS = {"c": 100, "other": 120}

# Words that say "unfinished"; written apart so that this file does not say them.
UNFINISHED = re.compile(r"\b(" + "|".join(("TO" "DO", "FIX" "ME", "X" "XX", "HA" "CK")) + r")\b")
CONDITIONAL = re.compile(r"\s*#\s*(if|ifdef|ifndef|elif|else)\b")
BUG = re.compile(r"\bBUG(_ON)?\s*\(")

# The line on which a function's name stands, and the line on which it ends.
FUNCTIONS = {
    "c": (re.compile(r"[A-Za-z_][^;=]*\b(\w+)\("), re.compile(r"\}")),
    "sh": (re.compile(r"(\w+)\(\)"), re.compile(r"\}")),
}
PYTHON_DEF = re.compile(r"(\s*)(?:async )?def (\w+)")


def language(path, first):
    """The language of a file: c, py, sh, or None for any other text."""
    if path.endswith((".c", ".h")):
        return "c"
    if path.endswith(".py") or (first.startswith("#!") and "python" in first):
        return "py"
    if path.endswith(".sh") or re.match(r"#!.*\b(ba|da)?sh\b", first):
        return "sh"
    return None


def brace_functions(lines, kind):
    """(name, first line, lines) of each function that ends with a brace in column 0."""
    head, end = FUNCTIONS[kind]
    name = start = None
    for number, line in enumerate(lines, 1):
        if name and end.match(line):
            if start:
                yield name, start, number - start - 1
            name = start = None
        elif line.startswith("{"):
            start = number
        elif not start and head.match(line):
            name = head.match(line).group(1)


def python_functions(lines):
    """(name, first line, lines) of each function, by indentation."""
    for number, line in enumerate(lines, 1):
        found = PYTHON_DEF.match(line)
        if not found:
            continue
        indent, last = len(found.group(1)), number
        for later, text in enumerate(lines[number:], number + 1):
            if text.strip() and len(text) - len(text.lstrip()) <= indent and not text.lstrip().startswith(")"):
                break
            if text.strip():
                last = later
        yield found.group(2), number, last - number


def check_line(path, kind, number, line):
    """Complaints about one line."""
    limit = COLUMNS["c" if kind == "c" else "other"]
    columns = len(line.expandtabs(8))
    if kind and columns > limit:
        yield f"{path}:{number}: {columns} columns, {limit} are the limit"
    if line != line.rstrip():
        yield f"{path}:{number}: space at the end of the line"
    if UNFINISHED.search(line):
        yield f"{path}:{number}: a note that something is unfinished"
    if path.endswith(".c") and CONDITIONAL.match(line):
        yield f"{path}:{number}: conditional compilation in a .c file"
    if kind == "c" and BUG.search(line):
        yield f"{path}:{number}: BUG() takes the machine down"


def check_file(path):
    """Complaints about one file."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    lines = text.split("\n")
    if lines.pop() != "":
        yield f"{path}: no newline at the end"
    kind = language(path, lines[0] if lines else "")
    for number, line in enumerate(lines, 1):
        yield from check_line(path, kind, number, line)
    if not kind:
        return
    if len(lines) > FILE_LINES:
        yield f"{path}: {len(lines)} lines, {FILE_LINES} are the limit"
    functions = python_functions(lines) if kind == "py" else brace_functions(lines, kind)
    for name, start, length in functions:
        if length > FUNCTION_LINES:
            yield f"{path}:{start}: {name}() has {length} lines, {FUNCTION_LINES} are the limit"


def main():
    """Check the files named."""
    complaints = [text for path in sys.argv[1:] for text in check_file(path)]
    print("\n".join(complaints), end="\n" if complaints else "")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
