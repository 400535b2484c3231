# SPDX-License-Identifier: GPL-2.0
"""The kernels that a guest can have, and how they differ for a test."""

STOCK = ("6.1", "6.12")
# Not Debian's own: selftests/setup/debug-kernel builds it.
DEBUG = "debug"
KERNELS = (*STOCK, DEBUG)
# Debian's newest, by the names of their suites. What is true on 6.12 has to be true there.
NEWER = ("sid", "experimental")
ALIKE = "6.12"

# The debug kernel is compiled for POWER9, and KASAN needs the radix MMU.
NOT_ON_DEBUG = ("power8", "hash")
# The checkers of the debug kernel cost time.
DEBUG_SLOWER = 4.0
DEBUG_FEWER = 5


def can_run(kernel: str, variant: str) -> bool:
    """Whether a kernel runs on a machine of scenario.VARIANTS."""
    return kernel != DEBUG or variant not in NOT_ON_DEBUG


def takes(kernel: str, kernels: tuple[str, ...]) -> bool:
    """Whether a kernel runs a scenario that is for these."""
    return (ALIKE if kernel in NEWER else kernel) in kernels


def slower(kernel: str) -> float:
    """The factor for how long something may take."""
    return DEBUG_SLOWER if kernel == DEBUG else 1.0


def tries(kernel: str, count: int) -> int:
    """How often to try what goes wrong now and then: the checkers of the debug kernel notice it in fewer tries."""
    return count // DEBUG_FEWER if kernel == DEBUG else count


def setup_script(kernel: str) -> str:
    """The script in selftests/setup that makes a kernel ready."""
    return "debug-kernel" if kernel == DEBUG else f"kernels {kernel}"
