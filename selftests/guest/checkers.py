# SPDX-License-Identifier: GPL-2.0
"""Asks the debug kernel's checkers, before a guest ends, for findings that they do not print on the console."""

from link import CommandTimeout, Link, LinkError

KMEMLEAK = "/sys/kernel/debug/kmemleak"
# kmemleak calls nothing a leak that is younger than 5 s, nor anything that has changed since the scan before.
LEAK_AGE = 6
# Without the module, all that it has not freed is a leak. If it cannot be unloaded, its scenario judges that.
LOOK = f"""
rmmod pseries_dr 2>/dev/null
echo scan >{KMEMLEAK} && sleep {LEAK_AGE} && echo scan >{KMEMLEAK} && cat {KMEMLEAK}
grep -q 'debug_locks: *1$' /proc/lockdep_stats || echo 'lockdep is off since its first report' >&2
"""
TIMEOUT = 300.0


def last_look(link: Link) -> str:
    """The findings, as text for the judge of the console."""
    try:
        result = link.start(LOOK).wait(TIMEOUT)
    except (CommandTimeout, LinkError) as error:
        return f"checkers: {error}\n"
    return result.output + "".join(f"checkers: {line}\n" for line in result.errors.splitlines())
