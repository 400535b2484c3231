# SPDX-License-Identifier: GPL-2.0
"""pdrd at work beside a fake module, with the jobs that it sees."""

import contextlib
import json
import os
import pathlib
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile

from fake import EPOCH_NS, NEW_JOB, REQUEST
from harness import ENDED, PROGRAM, Program, line_of_schema, run, until

# A kill loses nothing that was written, so there is no need for a disk
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
PDRD = pathlib.Path(PROGRAM).parent / "pdrd"
JOB = NEW_JOB | REQUEST
REFUSED = {"state": "refused", "error": 16, "step": "offline", "drc-index": 0x80000006} | ENDED


class Client:
    """A client of the socket; lines() are those that came whole."""

    def __init__(self, path, since):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        until("the socket of pdrd", lambda: self.connect(path))
        self.sock.sendall(json.dumps({"since": since}).encode() + b"\n")
        self.rest = b""

    def connect(self, path):
        try:
            self.sock.connect(str(path))
            return True
        except (FileNotFoundError, ConnectionRefusedError):
            return False

    def lines(self):
        """Each line until pdrd is gone."""
        self.sock.settimeout(60)
        try:
            while more := self.sock.recv(65536):
                *whole, self.rest = (self.rest + more).split(b"\n")
                yield from map(line_of_schema, whole)
        except ConnectionResetError:
            pass

    def answer(self):
        """The lines of the answer: from the line "replay" on."""
        began = False
        for line in self.lines():
            if began:
                yield line
            began = began or line["type"] == "replay"


class Daemon:
    """pdrd at work in a folder of its own."""

    def __init__(self, fake, *words):
        self.fake, self.words = fake, words
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="pdrd-test-", dir=MEMORY))
        self.file, self.socket = self.folder / "history.db", self.folder / "socket"
        self.process = None

    def start(self, stdout=subprocess.DEVNULL):
        command = [PDRD, "--socket", self.socket, "--history", self.file, "--keep-days", "0", *self.words]
        self.process = Program(command, stdout=stdout, stderr=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL,
                               env=os.environ | {"PDR_FAKE_PORT": str(self.fake.port)})

    def end(self, number=signal.SIGTERM):
        """End it; what it said on standard error."""
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=60)
        self.process = None
        return said

    def ask(self, question):
        """The one number that a question has for an answer, read beside pdrd; None before there is a table."""
        if not self.file.exists():
            return None
        with contextlib.closing(sqlite3.connect(f"file:{self.file}?mode=ro", uri=True)) as db:
            try:
                return db.execute(question).fetchone()[0]
            except sqlite3.OperationalError:
                return None

    def wait_for(self, count):
        """Wait until so many events are kept."""
        until(f"{count} events", lambda: (self.ask("SELECT count(*) FROM entry WHERE kind = 1") or 0) >= count)

    def history(self, *words, **options):
        return run(self.fake, "history", "--file", str(self.file), *words, **options)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        if self.process:
            self.process.kill()
            self.process.communicate(timeout=60)
        shutil.rmtree(self.folder, ignore_errors=True)


def happen(fake, number, *changes):
    """A job with these changes, one event each; in the thread of the fake, and done when this returns."""
    fake.jobs[number] = JOB | {"id": number, "seq": 0, "created": EPOCH_NS + number * 1_000_000_000}
    goal = fake.seq + len(changes)
    for change in changes:
        fake.later(0, lambda change=change: fake.happen(fake.jobs[number], change))
    until("the events", lambda: fake.seq == goal)


def burst(fake, count):
    """So many events, of jobs of four events each; done some time later."""
    def one(number):
        job = fake.jobs.setdefault(number // 4, JOB | {"id": number // 4, "seq": 0})
        fake.happen(job, {"state": ("queued", "running", "running", "done")[number % 4]})
        # As the module does, which keeps the last 1024
        if job["state"] == "done":
            del fake.jobs[job["id"]]
    for _ in range(count):
        fake.later(0, lambda: one(fake.seq))
