# SPDX-License-Identifier: GPL-2.0
"""Draws what the demo shows: headings, sentences, two columns beside a time. Plain where it is no terminal."""

import os
import shutil
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from textwrap import wrap
from typing import Iterator, TextIO

NARROW, WIDE = 72, 160
# Sentences are easier to read when they are not as wide as the columns.
PROSE = 96
TIME_WIDTH = 9
# The host's column must have room for the name of a QMP event.
HOST_LEAST = 29
TICK = 0.1

TONES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
SIGNS = {"bar": "│", "rule": "─", "cross": "┼", "done": "✓", "failed": "✗", "dots": "…"}
ASCII = {"bar": "|", "rule": "-", "cross": "+", "done": "*", "failed": "!", "dots": "..."}


@dataclass(frozen=True)
class Cell:
    """One side's part of a row: a label in a tone, and what follows it."""
    label: str = ""
    text: str = ""
    tone: str = ""

    def lines(self, width: int) -> list[str]:
        words = f"{self.label} {self.text}".strip()
        return wrap(words, width, subsequent_indent="  ") or [""]


class Screen:
    """Everything that is written goes through here."""

    def __init__(self, out: TextIO = sys.stdout) -> None:
        self._out = out
        self.terminal = out.isatty()
        self.width = min(max(shutil.get_terminal_size((100, 24)).columns, NARROW), WIDE)
        self._colour = self.terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        self._signs = SIGNS if "utf" in (out.encoding or "").lower() else ASCII
        self._status = ""
        room = self.width - TIME_WIDTH - len(" | ")
        self._right = max(HOST_LEAST, room * 36 // 100)
        self._left = room - self._right

    # -- text -----------------------------------------------------------------------------------------------

    def sign(self, name: str) -> str:
        return self._signs[name]

    def style(self, text: str, *tones: str) -> str:
        codes = ";".join(TONES[tone] for tone in tones if tone)
        return f"\033[{codes}m{text}\033[0m" if codes and text and self._colour else text

    def line(self, text: str = "") -> None:
        """A line that stays; a status line makes place for it and comes back after it."""
        shown, self._status = self._status, ""
        self._write("\r\033[K" if shown else "", f"{text}\n")
        if shown:
            self.status(shown)

    def heading(self, text: str) -> None:
        rule = self.sign("rule")
        rest = rule * max(0, self.width - len(text) - 4)
        self.line()
        self.line(self.style(f"{rule}{rule} {text} {rest}", "bold", "cyan"))

    def paragraph(self, text: str) -> None:
        for each in wrap(text, min(self.width, PROSE)):
            self.line(each)
        self.line()

    def done(self, text: str, well: bool = True) -> None:
        sign = self.style(self.sign("done"), "green") if well else self.style(self.sign("failed"), "red", "bold")
        first, *more = wrap(text, self.width - 2)
        self.line(f"{sign} {first}")
        for each in more:
            self.line(f"  {each}")

    def shell(self, command: str, output: str) -> None:
        """A command as it was typed in the guest, and what it said."""
        self.line(self.style(f"  guest# {command}", "bold"))
        head, *rest = output.splitlines() or [""]
        self.line(self.style(f"  {head}", "dim"))
        for each in rest:
            self.line(f"  {each}")

    # -- text that changes in place: on a terminal only -----------------------------------------------------

    def status(self, text: str) -> None:
        """One line at the bottom that is replaced by the next; none when TEXT is empty."""
        if not self.terminal or text == self._status:
            return
        self._status = text
        self._write("\r\033[K", text[:self.width - 1])

    @contextmanager
    def working(self, text: str) -> Iterator[None]:
        """Show that time passes while the block runs, which writes nothing itself."""
        ended = threading.Event()
        since = time.monotonic()

        def show() -> None:
            while not ended.wait(TICK):
                self.status(f"  {text} {self.sign('dots')} {time.monotonic() - since:.1f} s")

        shower = threading.Thread(target=show, daemon=True)
        if self.terminal:
            shower.start()
        try:
            yield
        finally:
            ended.set()
            if self.terminal:
                shower.join()
            self.status("")

    def pause(self, seconds: float) -> None:
        """Time to read on a terminal; none for a file."""
        if self.terminal:
            time.sleep(seconds)

    # -- two columns ----------------------------------------------------------------------------------------

    def columns(self, left: str, right: str) -> None:
        bar, rule, cross = self.sign("bar"), self.sign("rule"), self.sign("cross")
        head = f"{'seconds':>{TIME_WIDTH - 2}}  {left:<{self._left}} {bar} {right}"
        self.line(self.style(head, "bold"))
        self.line(rule * (TIME_WIDTH + self._left + 1) + cross + rule * (self._right + 1))

    def row(self, when: float | None, left: Cell, right: Cell) -> None:
        """One moment: a cell of the guest and a cell of the host, one of them mostly empty."""
        lefts, rights = left.lines(self._left), right.lines(self._right)
        stamp = "" if when is None else f"{when:{TIME_WIDTH - 2}.3f}"
        for number in range(max(len(lefts), len(rights))):
            mark = stamp if number == 0 else ""
            mine = self._cell(left, lefts, number, self._left)
            other = self._cell(right, rights, number, 0)
            self.line(f"{mark:<{TIME_WIDTH}}{mine} {self.sign('bar')} {other}".rstrip())

    def _cell(self, cell: Cell, lines: list[str], number: int, width: int) -> str:
        """A line of a cell, padded, its label in its tone."""
        text = lines[number] if number < len(lines) else ""
        padding = " " * (width - len(text))
        if number == 0 and cell.label and text.startswith(cell.label):
            return self.style(cell.label, cell.tone, "bold") + text[len(cell.label):] + padding
        return text + padding

    # -- the verdict ----------------------------------------------------------------------------------------

    def table(self, head: tuple[str, str, str], rows: list[tuple[str, Cell, Cell]]) -> None:
        """Rows of a question and two answers."""
        first = max(len(question) for question, _, _ in rows) + 2
        second = max(len(head[1]), *(len(cell.text) for _, cell, _ in rows)) + 3
        self.line(self.style(f"  {head[0]:<{first}}{head[1]:<{second}}{head[2]}", "bold"))
        for question, one, other in rows:
            padding = " " * (second - len(one.text))
            self.line(f"  {question:<{first}}{self.style(one.text, one.tone)}{padding}"
                      f"{self.style(other.text, other.tone)}")

    def _write(self, *texts: str) -> None:
        self._out.write("".join(texts))
        self._out.flush()
