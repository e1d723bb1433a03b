"""From a seed to a damaged file: a log, a zip or a workbook of logs, or one of the office's own lists."""

import random
from dataclasses import dataclass
from typing import Final

from tests.fuzz.base import HEADERS, LOG, file_text, rows
from tests.fuzz.containers import grid, mutate_grid, workbook, worn_workbook, worn_zip, zipped
from tests.fuzz.mutations import MUTATIONS

_LISTS: Final = tuple(kind for kind in HEADERS if kind != LOG)
_FORMS: Final = ("csv",) * 92 + ("zip",) * 4 + ("xlsx",) * 4  # of a hundred; a workbook takes longest


@dataclass(frozen=True)
class Case:
    """A damaged file, and how it came to be. ``kind`` is LOG or a key of REFERENCE_TABLES.

    ``texts`` are the CSV files it holds; of a workbook ``sheet_rows`` is the number of its rows, None = nobody knows.
    """

    seed: int
    kind: str
    name: str
    steps: tuple[str, ...]
    data: bytes
    texts: tuple[bytes, ...] = ()
    sheet_rows: int | None = None


def make_case(seed: int) -> Case:
    """Return the case of a seed; the same seed gives the same bytes."""
    dice = random.Random(seed)
    form = dice.choice(_FORMS)
    kind = LOG if form == "zip" or dice.random() < 0.75 else dice.choice(_LISTS)
    makers = {"csv": _csv, "zip": _zip, "xlsx": _xlsx}
    return makers[form](seed, dice, kind)


def _csv(seed: int, dice: random.Random, kind: str) -> Case:
    data, steps = _damaged_text(dice, kind, dice.randint(1, 3))
    return Case(seed, kind, f"{seed}.csv", steps, data, texts=(data,))


def _damaged_text(dice: random.Random, kind: str, count: int) -> tuple[bytes, tuple[str, ...]]:
    data = file_text(rows(dice, dice.choice([1, 5, 5, 30, 30, 200]), kind), kind).encode(
        dice.choice(["cp932", "cp932", "utf-8", "utf-8-sig"])
    )
    steps = [dice.choice(MUTATIONS) for _ in range(count)]
    for step in steps:
        data = step(dice, data)
    return data, tuple(step.__name__ for step in steps)


def _zip(seed: int, dice: random.Random, kind: str) -> Case:
    members = [_damaged_text(dice, kind, dice.randint(0, 1)) for _ in range(dice.randint(1, 3))]
    data = zipped(dice, [text for text, _ in members])
    data, worn = worn_zip(dice, data)
    steps = tuple(step for _, steps in members for step in steps) + worn
    return Case(seed, kind, f"{seed}.zip", steps, data, texts=tuple(text for text, _ in members))


def _xlsx(seed: int, dice: random.Random, kind: str) -> Case:
    cells, steps = mutate_grid(dice, grid(rows(dice, dice.choice([1, 5, 30]), kind), kind))
    data, worn = worn_workbook(dice, workbook(cells))
    known = len([row for row in cells.rows if any(cell not in (None, "") for cell in row)])
    return Case(seed, kind, f"{seed}.xlsx", steps + worn, data, sheet_rows=None if worn else known)
