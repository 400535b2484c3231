# SPDX-License-Identifier: GPL-2.0
"""The results: saved, printed as a table, judged by their bounds."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

STOCK = "stock"
OURS = "pseries-dr"
MIB = 1 << 20
# If others use more processors than this, times are unreliable, unless our priority is higher.
NOISE_LIMIT = 0.25


@dataclass(frozen=True)
class Row:
    """One line of the table: how many times faster than the stock kernel pseries-dr is, and has to be at least."""
    what: str
    part: str
    text: str
    bound: float | None = None

    def keeps(self, ratio: float) -> bool:
        return self.bound is None or ratio >= self.bound


@dataclass
class Report:
    """All samples of one kernel, in seconds, by measurement, part and side."""
    idle: int
    refused: int
    release: str = ""
    qemu: str = ""
    page_size: int = 0
    lmb_size: int = 0
    first_in_line: bool = False
    noise: float = 0.0
    samples: dict[str, dict[str, dict[str, list[float]]]] = field(default_factory=dict)

    def add(self, what: str, side: str, **parts: float) -> None:
        for part, seconds in parts.items():
            self.samples.setdefault(what, {}).setdefault(part, {}).setdefault(side, []).append(seconds)

    def rows(self) -> list[Row]:
        back = "  and, in the guest, until all are online again"
        return [
            Row("remove", "host", f"remove {self.idle} idle LMBs: until DEVICE_DELETED", 1.0),
            Row("remove", "guest", "  of that, moving blocks in the guest"),
            Row("refuse", "host", f"refuse {self.refused} LMBs, the last one stays: until told", 3.0),
            Row("refuse", "guest", back),
            Row("refuse-middle", "host", f"refuse {self.refused} LMBs, a middle one stays: until told"),
            Row("refuse-middle", "guest", back),
            Row("add", "guest", f"add {self.idle} LMBs: moving blocks in the guest"),
        ]

    def of(self, row: Row, side: str) -> list[float]:
        return self.samples[row.what][row.part][side]

    def ratio(self, row: Row) -> float:
        return median(self.of(row, STOCK)) / median(self.of(row, OURS))

    def kept(self) -> bool:
        return all(row.keeps(self.ratio(row)) for row in self.rows())

    @property
    def rounds(self) -> int:
        return len(self.of(self.rows()[0], OURS))


def triple(samples: list[float]) -> str:
    return " ".join(f"{seconds * 1000:6.1f}" for seconds in (median(samples), min(samples), max(samples)))


def line(report: Report, row: Row) -> str:
    ratio = report.ratio(row)
    text = f"{row.text:<49} {triple(report.of(row, STOCK))}  {triple(report.of(row, OURS))} {ratio:6.2f}"
    if row.bound is None:
        return text
    return f"{text}  {row.bound:4.1f} {'kept' if row.keeps(ratio) else 'MISSED'}"


def remarks(report: Report) -> list[str]:
    lines = [f"faster: the stock kernel's median by that of pseries-dr. The module was loaded and unloaded"
             f" {report.rounds} times in between."]
    if report.noise > NOISE_LIMIT:
        place = "we went before them" if report.first_in_line else "DO NOT RELY ON THESE TIMES"
        lines.append(f"Others kept {report.noise:.1f} processors of this machine busy meanwhile; {place}.")
    return lines


def show(report: Report) -> None:
    columns = "median    min    max"
    print(f"kernel {report.release}, pages of {report.page_size // 1024} KiB, LMBs of {report.lmb_size // MIB} MiB,"
          f" QEMU {report.qemu} (TCG), {report.rounds} rounds")
    print(f"{'':<49} {STOCK:^20}  {OURS:^20}".rstrip())
    print(f"{'milliseconds from device_del':<49} {columns}  {columns} faster  bound")
    for row in report.rows():
        print(line(report, row))
    print(*remarks(report), "", sep="\n", flush=True)


def write_json(report: Report, path: Path) -> None:
    """All samples, for other statistics."""
    rows: list[dict[str, Any]] = []
    for row in report.rows():
        rows.append({"what": row.what, "part": row.part, "bound": row.bound,
                     "ratio": report.ratio(row), "kept": row.keeps(report.ratio(row))})
    content = {"kernel": report.release, "qemu": report.qemu, "page-size": report.page_size,
               "lmb-size": report.lmb_size, "first-in-line": report.first_in_line, "noise": report.noise,
               "rows": rows, "seconds": report.samples}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1) + "\n")
