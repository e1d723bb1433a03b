"""The blank workbooks, put together sheet by sheet."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from qlog.export.formulas import Edition
from qlog.export.template import columns2007, duplicates, frequent, limits, names, unentrusted
from qlog.export.template.book import Book
from qlog.export.template.calc2021 import write_calc
from qlog.export.template.check import Check, Fill, write_check
from qlog.export.template.checks import common_checks
from qlog.export.template.expressions import fill
from qlog.export.template.guide import write_guide
from qlog.export.template.listing import FIRST, write_frame, write_rows
from qlog.export.template.paste import write_paste
from qlog.export.template.picks2007 import Pick, PickSheet, write_searched
from qlog.export.template.settings import write_settings
from qlog.export.template.sizes import MOST_ROWS_2021, SIZES
from qlog.files import write_atomically

_TITLE: Final = "資格確認実績ログを読むブック（ひな形）"
_SHEETS: Final = (
    names.GUIDE, names.PASTE, names.SETTINGS, names.CHECK, names.FREQUENT, names.UNENTRUSTED, names.DUPLICATES,
    names.COLUMNS,
)  # fmt: skip
_COUNTS_2021: Final = (("visits", "checks"), ("pairs", "days0"), ("open", "days"), ("days", "places"))


def write_templates(out: Path) -> list[Path]:
    """Write every blank workbook into the folder ``out`` and return their paths. Raises OutputError."""
    made: list[tuple[Edition, int]] = [("2021", MOST_ROWS_2021), *(("2007", rows) for rows in SIZES)]
    paths = []
    for edition, rows in made:
        path = out / template_name(edition, rows)
        write_template(path, edition=edition, rows=rows)
        paths.append(path)
    return paths


def write_template(path: Path, *, edition: Edition, rows: int) -> None:
    """Write one blank workbook; the same edition and rows give the same bytes.

    ``rows`` is one of the sizes of the 2007 edition; the 2021 edition takes what is pasted, up to ``rows``. Raises
    ValueError for a size there is none of, OutputError when the file cannot be written.
    """
    content = build_template(edition=edition, rows=rows)
    with write_atomically(path) as beside:
        beside.write_bytes(content)


def template_name(edition: Edition, rows: int) -> str:
    """Return the file name of a blank workbook."""
    return f"qlog_template_excel{edition}" + (f"_{rows}rows.xlsx" if edition == "2007" else ".xlsx")


def build_template(*, edition: Edition, rows: int) -> bytes:
    """Return a blank workbook as the bytes of its file."""
    if edition == "2007" and rows not in SIZES:
        raise ValueError(f"no size of {rows} rows")
    return _build_2007(rows) if edition == "2007" else _build_2021(rows)


def _build_2007(rows: int) -> bytes:
    size = SIZES[rows]
    book = Book("2007", _TITLE, (*_SHEETS, names.PICKS))
    ranges = columns2007.write_columns(book, size)
    sheet = PickSheet(book, size, ranges)
    counts = write_searched(book, sheet)
    lists = ((frequent.LISTING, frequent), (unentrusted.LISTING, unentrusted), (duplicates.LISTING, duplicates))
    watched: dict[str, Sequence[Pick]] = {}
    for listing, module in lists:
        formulas, picks = module.write_picks(sheet)
        watched[listing.name] = picks
        write_rows(write_frame(book, listing), listing, formulas, sum(pick.places.rows for pick in picks))
    last = (*limits.size_checks(size, counts, watched), limits.program_check_2007())
    fields = columns2007.fields(size)
    _write_front(book, rows, ranges, last, lambda text: fill(text, steps=ranges | columns2007.INLINE, fields=fields))
    return book.finish()


def _build_2021(rows: int) -> bytes:
    book = Book("2021", _TITLE, _SHEETS)
    calc = write_calc(book)
    for listing, formula in (
        (frequent.LISTING, frequent.formula_2021(calc)),
        (unentrusted.LISTING, unentrusted.formula_2021(calc)),
        (duplicates.LISTING, duplicates.formula_2021(calc)),
    ):
        write_frame(book, listing).spill(FIRST, 0, formula)
    ends = [calc.column(block, column) for block, column in _COUNTS_2021]
    _write_front(book, rows, calc.ranges, (limits.program_check_2021(ends),), calc.fill)
    return book.finish()


def _write_front(book: Book, rows: int, ranges: Mapping[str, str], last: Sequence[Check], fill_in: Fill) -> None:
    """Write the sheets people read first, for which the hidden sheets must be known."""
    write_guide(book, rows)
    write_paste(book)
    write_settings(book, rows=rows, known_days=(ranges["known"], ranges["day"]))
    write_check(book, (*common_checks(rows), *last), fill=fill_in)
