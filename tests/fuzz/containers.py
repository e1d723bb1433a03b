"""Zips and workbooks, and what happens to them: odd cells inside, damage outside."""

import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

import xlsxwriter

from tests.fuzz.base import HEADERS, Row
from tests.fuzz.mutations import cut_end, cut_middle, flip_bytes, insert_noise, repeat_part

Cells = list[Any]

_MEMBER_NAMES: Final = (
    "log.csv", "a/log.csv", "../log.csv", "/log.csv", "C:\\log.csv", "ログ.CSV", "log.txt", "log.tsv", "深い/所/表.csv",
)  # fmt: skip
_OUTSIDE: Final = (flip_bytes, flip_bytes, cut_end, cut_middle, insert_noise, repeat_part)
_PARTS: Final = (
    "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml",
    "xl/_rels/workbook.xml.rels", "[Content_Types].xml",
)  # fmt: skip


@dataclass(frozen=True)
class Grid:
    """A sheet: titles above the header, the header, rows (empty ones are no rows)."""

    titles: list[Cells]
    header: Cells
    rows: list[Cells]


def grid(data: list[Row], kind: str) -> Grid:
    """Return good rows as a sheet of text."""
    return Grid([], list(HEADERS[kind]), [list(row.values()) for row in data])


def mutate_grid(dice: random.Random, cells: Grid) -> tuple[Grid, tuple[str, ...]]:
    """Change a sheet as people and programs do; also the names of what was done."""
    steps = [dice.choice(_CHANGES) for _ in range(dice.randint(0, 3))]
    for step in steps:
        cells = step(dice, cells)
    return cells, tuple(step.__name__ for step in steps)


def _numbers(_dice: random.Random, cells: Grid) -> Grid:
    """Every text of digits becomes a number, and loses its zeros."""
    return replace(cells, rows=[[int(c) if str(c).isdecimal() else c for c in row] for row in cells.rows])


def _dates(_dice: random.Random, cells: Grid) -> Grid:
    return replace(cells, rows=[[_as_date(cell) for cell in row] for row in cells.rows])


def _as_date(cell: Any) -> Any:
    text = str(cell)
    try:
        return datetime.strptime(text, "%Y%m%d").date() if len(text) == 8 and text.startswith("20") else cell
    except ValueError:
        return cell


def _odd_cells(dice: random.Random, cells: Grid) -> Grid:
    odd = [True, -1, 0.5, 1e300, "", " ", "x" * 32_767, "改\n行", '"', "=1+1", date(1900, 1, 1), "\x01", 46250.5, "●"]
    changed = [list(row) for row in cells.rows]
    for _ in range(dice.randint(1, 5)):
        row, cell = dice.choice(changed), dice.choice(odd)
        if row:
            row[dice.randrange(len(row))] = cell
    return replace(cells, rows=changed)


def _empty_rows(dice: random.Random, cells: Grid) -> Grid:
    changed = list(cells.rows)
    for _ in range(dice.randint(1, 4)):
        changed.insert(dice.randrange(len(changed) + 1), [])
    return replace(cells, rows=changed)


def _title(dice: random.Random, cells: Grid) -> Grid:
    return replace(cells, titles=[["一覧"], *[[] for _ in range(dice.randint(0, 2))]])


def _shuffled_columns(dice: random.Random, cells: Grid) -> Grid:
    order = dice.sample(range(len(cells.header)), len(cells.header))
    turned = [[row[place] for place in order] if len(row) == len(order) else row for row in cells.rows]
    return replace(cells, header=[cells.header[place] for place in order], rows=turned)


def _one_more_column(dice: random.Random, cells: Grid) -> Grid:
    return replace(cells, rows=[[*row, dice.choice(["余分", None, 1])] if row else row for row in cells.rows])


_CHANGES: Final[tuple[Callable[[random.Random, Grid], Grid], ...]] = (
    _numbers, _dates, _odd_cells, _odd_cells, _empty_rows, _title, _shuffled_columns, _one_more_column,
)  # fmt: skip


def workbook(cells: Grid) -> bytes:
    """Return the sheet as an xlsx file."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"})
    book.set_properties({"created": datetime(2026, 9, 1)})
    sheet = book.add_worksheet()
    for place, row in enumerate([*cells.titles, cells.header, *cells.rows]):
        for column, cell in enumerate(row):
            if cell not in (None, ""):
                sheet.write(place, column, cell)
    book.close()
    return stream.getvalue()


def worn_workbook(dice: random.Random, data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Damage half of the workbooks: the file, or a part inside a file that is whole."""
    chance = dice.random()
    if chance < 0.5:
        return data, ()
    step = dice.choice(_OUTSIDE)
    if chance < 0.75:
        return step(dice, data), (step.__name__,)
    part = dice.choice(_PARTS)
    return _with_part(data, part, lambda text: step(dice, text)), (f"{step.__name__} in {part}",)


def _with_part(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part])
    return _packed(parts)


def zipped(dice: random.Random, texts: list[bytes]) -> bytes:
    """Return a zip of CSV files with names of every kind, and of things that are none."""
    names = dice.sample(_MEMBER_NAMES, len(texts))
    others = {"read me.md": b"x", ".hidden.csv": b"x", "folder/": b"", "__MACOSX/._log.csv": b"x"}
    return _packed(dict(zip(names, texts, strict=True)) | {name: others[name] for name in dice.sample(list(others), 2)})


def _packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def worn_zip(dice: random.Random, data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Damage half of the zips."""
    if dice.random() < 0.5:
        return data, ()
    step = dice.choice(_OUTSIDE)
    return step(dice, data), (f"{step.__name__} of the zip",)
