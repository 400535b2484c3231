#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Prove that each rule of house.py finds a file that breaks it, and passes one that does not.

The files are a line or two each, in a folder that is gone afterwards. One line for each rule that does not do as it
should; status 1 if there is any.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

HOUSE = Path(__file__).with_name("house.py").resolve()
# The folders of the module, as they may include: each those that follow it.
DOWNWARDS = ("ui", "work", "res", "stock", "state", "fw")
STATIC = "static int {}(void)\n{{\n}}\n"

# rule, files that break it, words of the complaint; no word if the files are right
CASES = (
    *(("layers", {f"kmod/{low}/low.c": f'#include "{high}/high.h"\n', f"kmod/{high}/high.h": ""},
       f"{high}/high.h, which is above it") for high, low in zip(DOWNWARDS, DOWNWARDS[1:])),
    *(("layers", {f"kmod/{high}/high.c": f'#include "{low}/low.h"\n', f"kmod/{low}/low.h": ""}, "")
      for high, low in zip(DOWNWARDS, DOWNWARDS[1:])),
    ("layers", {"kmod/core/parse/low.c": '#include "core/engine/high.h"\n', "kmod/core/engine/high.h": ""}, "above it"),
    ("cycles", {"kmod/fw/one.h": '#include "fw/two.h"\n', "kmod/fw/two.h": '#include "fw/one.h"\n'},
     "kmod/fw/one.h includes itself by way of kmod/fw/two.h"),
    ("cycles", {"kmod/fw/one.h": '#include "fw/two.h"\n', "kmod/fw/two.h": '#include "fw/three.h"\n',
                "kmod/fw/three.h": '#include "fw/one.h"\n'}, "by way of kmod/fw/two.h, kmod/fw/three.h"),
    ("cycles", {"kmod/fw/one.h": '#include "fw/two.h"\n', "kmod/fw/two.h": "",
                "kmod/fw/two.c": '#include "fw/one.h"\n'}, ""),
    ("cycles", {"kmod/core/engine/one.h": '#include "core/engine/two.h"\n', "kmod/core/engine/two.h": "",
                "kmod/core/engine/two.c": '#include "core/engine/one.h"\n'}, "kmod/core/engine/one includes itself"),
    ("cycles", {"agent/lib/one.h": '#include "two.h"\n', "agent/lib/two.h": '#include "one.h"\n'}, "includes itself"),
    ("resources", {"kmod/ui/a.c": "if (resource == PSERIES_DR_RESOURCE_MEMORY)\n"}, "asks for a resource by name"),
    ("resources", {"kmod/core/parse/a.c": "if (PSERIES_DR_RESOURCE_CPU != resource)\n"}, "asks for a resource by name"),
    ("resources", {"kmod/work/a.c": "\tcase PSERIES_DR_RESOURCE_PMEM:\n"}, "asks for a resource by name"),
    ("resources", {"kmod/state/a.c": "if (resource <= PSERIES_DR_RESOURCE_DT)\n"}, "asks for a resource by name"),
    ("resources", {"kmod/state/a.c": "if (lane == PDR_LANE_MEMORY)\n"}, "asks for a resource by name"),
    ("resources", {"kmod/res/cpu.c": "if (resource == PSERIES_DR_RESOURCE_MEMORY)\n"}, "asks for a resource by name"),
    ("resources", {"kmod/res/memory.c": "if (resource == PSERIES_DR_RESOURCE_MEMORY)\n",
                   "kmod/ui/a.c": "if (resource != PSERIES_DR_RESOURCE_UNKNOWN)\n",
                   "kmod/ui/b.c": "\t.resource = PSERIES_DR_RESOURCE_CPU,\n"}, ""),
    ("stated", {"kmod/ui/a.c": '/* A. Includes fw. */\n#include "fw/b.h"\n#include "res/c.h"\n', "kmod/fw/b.h": "",
                "kmod/res/c.h": ""}, "Includes fw and res."),
    ("stated", {"kmod/ui/a.c": "/* A. Includes fw. */\n"}, "Includes nothing of kmod."),
    ("stated", {"kmod/ui/a.c": "/* A. */\n"}, "Includes nothing of kmod."),
    ("stated", {"kmod/ui/a.c": "/* A. */\n/* Includes nothing of kmod. */\n"}, "Includes nothing of kmod."),
    ("stated", {"kmod/ui/a.c": '/* A. Includes\n * core and fw.\n */\n#include <pdr_env.h>\n#include "fw/b.h"\n',
                "kmod/fw/b.h": "/* B. Includes nothing of kmod. */\n",
                "kmod/core/pdr_env.h": "/*\n * E.\n *\n * Includes nothing of kmod.\n */\n"}, ""),
    ("functions", {"kmod/fw/a.c": STATIC.format("end")}, "end() does not say of what"),
    ("functions", {"kmod/fw/a.c": STATIC.format("end_job"), "kmod/fw/b.c": STATIC.format("end_job")},
     "end_job() is in kmod/fw/a.c too"),
    ("functions", {"kmod/fw/a.c": STATIC.format("end_job"), "kmod/fw/b.c": STATIC.format("end_lane")}, ""),
    ("names", {"kmod/fw/a.c": "", "kmod/ui/a.c": ""}, "there is a file of this name"),
    ("names", {"kmod/fw/a.c": "", "kmod/fw/a.h": "", "kmod/fw/main.c": "", "kmod/ui/main.c": ""}, ""),
    ("purpose", {"kmod/fw/a.c": "// SPDX\n#include <linux/of.h>\n/* late */\n"}, "nothing says what it is for"),
    ("purpose", {"kmod/fw/a.c": "// SPDX\n/* A. */\n", "selftests/a.py": '#!/usr/bin/python3\n"""A."""\n'}, ""),
    ("mutations", {"selftests/guest/mutations.list": "a sentence | a.c | s/x/y/\n", "kmod/a.c": "z\n"},
     "a sentence: changes nothing"),
    ("mutations", {"selftests/guest/mutations.list": "a sentence | a.c | s/x/y/\n", "kmod/a.c": "x\n"}, ""),
)


def complaints(rule, files):
    """What the rule says of the files, which it sees in the order of the table."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        names = [name for name in files if rule != "mutations" or name.endswith(".list")]
        done = subprocess.run([HOUSE, rule, *names], cwd=folder, capture_output=True, text=True, check=False)
        return done.stdout + done.stderr


def is_right(said, words):
    """Tell if the rule found the fault, or found none where there is none."""
    return words in said if words else not [line for line in said.splitlines() if "needs no pardon" not in line]


def main():
    """Try all cases."""
    wrong = 0
    for rule, files, words in CASES:
        said = complaints(rule, files)
        if not is_right(said, words):
            print(f"{rule} of {', '.join(files)}: expected {words or 'nothing'!r}, house.py says {said!r}")
            wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
