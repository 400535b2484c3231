# SPDX-License-Identifier: GPL-2.0
"""Asks the debug kernel's checkers, before a guest ends, for findings that they do not print on the console."""

from link import CommandTimeout, Link, LinkError

KMEMLEAK = "/sys/kernel/debug/kmemleak"
# Seconds. kmemleak calls nothing a leak that is younger than 5 s, nor anything that has changed since the scan before.
LEAK_AGE = 7
# Without the module, all that it has not freed is a leak. If it cannot be unloaded, its scenario judges that.
LEAKS = f"""
seconds() {{ cut -d. -f1 /proc/uptime; }}
rmmod pseries_dr 2>/dev/null
began=$(seconds)
echo scan >{KMEMLEAK}
left=$((began + {LEAK_AGE} - $(seconds)))
[ $left -le 0 ] || sleep $left
echo scan >{KMEMLEAK} && cat {KMEMLEAK}
"""
LOCKS = """
grep -q 'debug_locks: *1$' /proc/lockdep_stats || echo 'lockdep is off since its first report' >&2
"""
TIMEOUT = 300.0


def last_look(link: Link, leaks: bool) -> str:
    """The findings, as text for the judge of the console; without LEAKS, kmemleak is not asked.

    A scenario that failed may have left a task that holds a lock for ever, which a scan waits for.
    """
    try:
        link.kill_all()
        result = link.start((LEAKS if leaks else "") + LOCKS).wait(TIMEOUT)
    except (CommandTimeout, LinkError) as error:
        return f"checkers: {error}\n"
    return result.output + "".join(f"checkers: {line}\n" for line in result.errors.splitlines())
