# SPDX-License-Identifier: GPL-2.0
"""Two columns on a terminal: what the guest says and what the host hears, each line with its time."""

import os
import shutil
import sys
import textwrap
import time

WIDTH_MIN, WIDTH_MAX = 80, 150
TIME = 8
COLOURS = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


def colourful() -> bool:
    """Colours are for a terminal whose user has not asked for none."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


class Columns:
    """Prints as things happen; nothing is drawn twice, so the output can be piped."""

    def __init__(self) -> None:
        columns = shutil.get_terminal_size((100, 24)).columns
        self.width = max(WIDTH_MIN, min(WIDTH_MAX, columns)) - 1
        self.left = (self.width - TIME - 3) * 11 // 20
        self.right = self.width - TIME - 3 - self.left
        self._colours = colourful()
        self._start = time.monotonic()

    def paint(self, text: str, *names: str) -> str:
        if not self._colours or not names:
            return text
        return f"\033[{';'.join(COLOURS[name] for name in names)}m{text}\033[0m"

    def say(self, text: str = "", *names: str) -> None:
        """A paragraph over the whole width."""
        for line in textwrap.wrap(text, self.width) or [""]:
            print(self.paint(line, *names), flush=True)

    def act(self, title: str, why: str) -> None:
        """A new act: its clock starts with it."""
        self.say()
        self.say(title, "bold")
        self.say(why)
        self.say()
        head = f"{'seconds':>{TIME - 1}} {'the guest says':{self.left}} │ the host"
        print(self.paint(head, "dim"), flush=True)
        self._start = time.monotonic()

    def guest(self, text: str, *names: str) -> None:
        self._row(textwrap.wrap(text, self.left), [], names)

    def host(self, text: str, *names: str) -> None:
        self._row([], textwrap.wrap(text, self.right), names)

    def block(self, text: str) -> None:
        """Output of a command in the guest, as it is."""
        for line in text.splitlines():
            print(f"{'':{TIME}}{line[:self.width - TIME]}", flush=True)

    def _row(self, left: list[str], right: list[str], names: tuple[str, ...]) -> None:
        when = f"{time.monotonic() - self._start:{TIME - 1}.3f}"
        for number in range(max(len(left), len(right))):
            one = left[number] if number < len(left) else ""
            other = right[number] if number < len(right) else ""
            stamp = self.paint(when if not number else " " * len(when), "dim")
            print(f"{stamp} {self.paint(f'{one:{self.left}}', *names)} {self.paint('│', 'dim')} "
                  f"{self.paint(other, *names)}".rstrip(), flush=True)
