# SPDX-License-Identifier: GPL-2.0
"""The suites of selftests/suites, which any pseries guest can run, in ours."""

from guest import GIB, Guest
from initramfs import TOP
from scenario import fail, scenario

SUITES = sorted(path for path in (TOP / "selftests/suites").iterdir() if path.is_file())
FILES = tuple(f"{path.relative_to(TOP)}:/suites/{path.name}" for path in SUITES) + (
    "build/{kernel}/kmod/pseries_dr.ko:/pseries_dr.ko",
    "build/guest/pdrctl:/usr/bin/pdrctl",
)
# A suite may not unload a module that PID 1 has loaded, so each suite loads the module itself.
RUN = "PDR_MODULE=/pseries_dr.ko /suites/run"


@scenario("all suites pass in a guest with a DIMM, and none is skipped", files=FILES, timeout=300,
          append="memhp_default_state=online_movable")
def all_pass(guest: Guest) -> None:
    before = guest.mem_total()
    guest.plug_dimm("d1", GIB)
    guest.poll(lambda: guest.mem_total() >= before + GIB, "the DIMM in MemTotal", timeout=20)
    result = guest.run(RUN, timeout=280)
    lines = result.output.splitlines()
    wrong = [line for line in lines
             if line.lstrip("# ").startswith("not ok") or line.startswith("ok") and "SKIP" in line]
    wanted = sum(path.suffix == ".sh" and path.stat().st_mode & 0o100 != 0 for path in SUITES)
    if result.status or wrong or sum(line.startswith("ok ") for line in lines) != wanted:
        fail("\n".join(["the suites said:", *(wrong or lines[-20:])]))
