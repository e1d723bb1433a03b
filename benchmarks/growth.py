"""How the cost of reading and judging grows with rows, offices and months: a line fitted, and ratios beside it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.measure import Run, in_turn, median, task
from benchmarks.report import Result, ratio

SHARES: Final = (0.1, 0.25, 0.5, 1.0)  # of the rows asked for
OFFICES: Final = (1, 5, 25)
MONTHS_LOGGED: Final = (3, 6, 12)


def line(rows: Sequence[int], runs: Sequence[Sequence[Run]]) -> Result:
    """Fit seconds = base + slope x millions of rows; the value is the slope in wall seconds."""
    millions = np.array(rows) / 1e6
    wall, cpu = (np.array([median(one, figure) for one in runs]) for figure in ("wall", "cpu"))
    slope, base = np.polyfit(millions, wall, 1)
    cpu_slope = float(np.polyfit(millions, cpu, 1)[0])
    off = float(np.abs(wall - (base + slope * millions)).max() / wall.max())
    measured = ", ".join(f"{size:g} M {seconds:.2f} s" for size, seconds in zip(millions, wall, strict=True))
    detail = f"{base:.2f} s to begin with, {cpu_slope:.2f} s of processor time a million; {measured}; off by {off:.0%}"
    return Result("reading and judging: seconds a million rows (fitted line)", float(slope), "s", None, detail)


def against_smallest(label: str, folders: dict[int, Path], rounds: int) -> Result:
    """Compare the folder of most offices or months with that of fewest; rows are the same."""
    runs = in_turn({str(number): task("judge_qlog", folder) for number, folder in folders.items()}, rounds)
    least, most = str(min(folders)), str(max(folders))
    return ratio(f"the same rows in {most} {label} / in {least}", runs[most], runs[least], limit=None)
