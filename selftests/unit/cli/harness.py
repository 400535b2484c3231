# SPDX-License-Identifier: GPL-2.0
"""The common part of the tests of pdrctl against a fake module.

A file of tests marks its tests with @test and ends with main(). Called with a program and words it
runs the tests whose names have one of the words, called with a program only it runs all.
"""

import fcntl
import json
import os
import pathlib
import pty
import re
import select
import socket
import struct
import subprocess
import sys
import termios
import time

import jsonschema

from fake import EPOCH_NS, NETLINK_USERSOCK, NOTIFY_GROUP, Fake

TESTS = []
SCHEMA = json.loads((pathlib.Path(__file__).parents[3] / "include/pdr.schema.json").read_text("utf-8"))
PROGRAM = sys.argv[1] if len(sys.argv) > 1 else "pdrctl"
RUNNING = (0.05, {"state": "running", "total": 4, "step": "resolve"})
ENDED = {"ended": EPOCH_NS + 1_500_000_000}
FAILURE = {"state": "failed", "step": "offline", "drc-index": 0x80000006, "undone": 3} | ENDED


def test(function):
    """Mark a test."""
    TESTS.append(function)
    return function


class Program(subprocess.Popen):
    """A program that does not outlive a test that fails."""

    def __exit__(self, kind, *error):
        if kind:
            self.kill()
        return super().__exit__(kind, *error)


def start(fake, *words, **options):
    """pdrctl with the words, at work."""
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    environment |= {"PDR_FAKE_PORT": str(fake.port), "TZ": "UTC0", "TERM": "xterm", "LC_ALL": "C"}
    environment |= options.pop("env", {})
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True} | options
    return Program([PROGRAM, *words], stdin=subprocess.DEVNULL, env=environment, **options)


def run(fake, *words, **options):
    """(status, stdout, stderr) of pdrctl with the words."""
    with start(fake, *words, **options) as process:
        out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def on_terminal(fake, *words, env=None, columns=100, seen_then=()):
    """(status, what a terminal was sent); SEEN_THEN is what is done, in order, once a text has been seen."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("=4H", 25, columns, 0, 0))
    process = start(fake, *words, stdout=slave, stderr=slave, env=env or {})
    os.close(slave)
    seen = b""
    waiting = list(seen_then)
    with process:
        while select.select([master], [], [], 30)[0]:
            try:
                seen += os.read(master, 65536)
            except OSError:
                break
            while waiting and waiting[0][0].encode() in seen:
                waiting.pop(0)[1](process)
        os.close(master)
        status = process.wait(timeout=30)
    return status, seen.decode()


def same(value, expected):
    """Complain unless both are equal."""
    if value != expected:
        raise AssertionError(f"{value!r} is not {expected!r}")


def within(part, whole):
    """Complain unless part is in whole."""
    if part not in whole:
        raise AssertionError(f"{part!r} is not in {whole!r}")


def without(part, whole):
    """Complain if part is in whole."""
    if part in whole:
        raise AssertionError(f"{part!r} is in {whole!r}")


def line_of_schema(line):
    """The object of a line of JSON, which must be as include/pdr.schema.json says."""
    found = json.loads(line)
    if not jsonschema.Draft202012Validator(SCHEMA).is_valid(found):
        raise AssertionError(f"{line!r} is not as the schema says")
    return found


def until(what, true, seconds=30):
    """Wait until true() is, at most so long."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise AssertionError(f"waited in vain for {what}")
        time.sleep(0.01)


def asked(fake, name):
    """The requests of a name so far."""
    return [values for word, values in fake.requests if word == name]


def run_test(function):
    """Whether a test passes; what went wrong is printed."""
    fake = Fake()
    try:
        function(fake)
        fake.close()
        return True
    except Exception as problem:  # whatever it is, the other tests go on
        print(f"FAILED: {function.__name__}: {type(problem).__name__}: {problem}")
        if fake.crash:
            print(f"        the fake module: {fake.crash!r}")
        return False


def to_own_network():
    """Run in a network namespace of our own, where the groups are ours alone and anybody may join them."""
    if "PDR_UNSHARED" in os.environ:
        return
    os.environ["PDR_UNSHARED"] = "1"
    for options in (["--net"], ["--map-root-user", "--net"]):
        unshare = ["unshare", *options]
        if subprocess.run([*unshare, "true"], stderr=subprocess.DEVNULL, check=False).returncode == 0:
            os.execvp("unshare", [*unshare, os.path.abspath(sys.argv[0]), *sys.argv[1:]])


def may_listen():
    """Whether a multicast group can be joined: that takes CAP_NET_ADMIN."""
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_USERSOCK) as sock:
        try:
            sock.bind((0, 1 << (NOTIFY_GROUP - 1)))
        except PermissionError:
            return False
    return True


def main():
    """Run the tests named, or all."""
    to_own_network()
    chosen = [function for function in TESTS
              if not sys.argv[2:] or any(re.search(word, function.__name__) for word in sys.argv[2:])]
    if not may_listen():
        print("neither a network namespace nor CAP_NET_ADMIN can be had")
        print(f"0 passed, 0 failed, {len(chosen)} skipped")
        return 0
    failed = sum(not run_test(function) for function in chosen)
    print(f"{len(chosen) - failed} passed, {failed} failed")
    return 1 if failed else 0
