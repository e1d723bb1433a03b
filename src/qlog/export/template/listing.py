"""What the three lists have in common: title, lead, figures, a warning, a header, and how rows look and print."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from qlog.export import theme
from qlog.export.template import names
from qlog.export.template.book import Book, Sheet, column_name

HEADER: Final = 4
FIRST: Final = 5  # row of the first item, counted from 0
DEEPEST: Final = 20_000  # looks and figures reach down to this row
NOTHING: Final = "該当なし"
MEMO: Final = "手書きメモ"
_TOO_OLD: Final = (
    "このブックは Excel 2021 以降で開いてください。古い Excel や LibreOffice では Excel 2007 用をお使いください。"
)


@dataclass(frozen=True)
class Column:
    """A column of a list: header, width in half-width characters, and the roles of its cells."""

    header: str
    width: float
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Listing:
    """A list: its sheet, how to read it, its columns, the words its second column may say, and how they look."""

    name: str
    lead: str
    columns: tuple[Column, ...]
    words: tuple[tuple[str, str], ...]  # (word, look)
    row_lines: int = 1


def month_text(day: str) -> str:
    """Return the expression that writes the month of a date as 2026年10月."""
    return f'YEAR({day})&"年"&MONTH({day})&"月"'


def write_frame(book: Book, listing: Listing) -> Sheet:
    """Add the sheet of a list with all but its rows."""
    sheet = book.sheet(listing.name)
    last, widths = len(listing.columns) - 1, [column.width for column in listing.columns]
    for at, column in enumerate(listing.columns):
        style = book.style("plain", *column.roles) if book.edition == "2021" else None
        sheet.worksheet.set_column(at, at, column.width, style)
        sheet.put(HEADER, at, column.header, "head")
    sheet.worksheet.set_default_row(theme.pixels(listing.row_lines) * 0.75)
    month = f'IF({names.LAST_DAY}=0,"",{month_text(names.MONTH_FIRST)})'
    sheet.merged_formula(0, last, f'="{listing.name}　"&{month}', "title")
    sheet.merge(1, (0, last), listing.lead, "lead")
    sheet.height(1, theme.lines(listing.lead, *widths))
    area = f"$B${FIRST + 1}:$B${DEEPEST}"
    figures = '&"　　'.join(f'{word}　"&COUNTIF({area},"{word}")&" 件"' for word, _ in listing.words)
    sheet.merged_formula(2, last, f'="{figures}', "summary")
    sheet.merged_formula(3, last, warning(book), "alert")
    for row in (0, 2, 3):
        sheet.height(row, 1)
    sheet.height(HEADER, 2)
    sheet.worksheet.freeze_panes(FIRST, 4)
    _write_looks(sheet, listing)
    _set_print(sheet, listing)
    return sheet


def warning(book: Book) -> str:
    """Return the formula of the sentence that stands above a list that cannot be trusted."""
    mistakes = (
        f'IF({names.MISTAKES}>0,"「点検」に誤りが "&{names.MISTAKES}&" 件あります。先に「点検」を見てください。","")'
    )
    if book.edition == "2021":
        return f'=IF(ISERROR({names.PROGRAM}),"{_TOO_OLD}",IF({names.PROGRAM}>0,"{_TOO_OLD}",{mistakes}))'
    program = "この表計算ソフトでは正しく数えられないため、一覧を出していません。「点検」を見てください。"
    return f'=IF({names.PROGRAM}>0,"{program}",{mistakes})'


def write_rows(sheet: Sheet, listing: Listing, formulas: Sequence[str], rows: int) -> None:
    """Write one formula a cell (2007); for its marks see :class:`stretch.Column`."""
    for at, (column, formula) in enumerate(zip(listing.columns, formulas, strict=False)):
        sheet.long_formula(FIRST, at, formula, rows, "plain", *column.roles)


def _write_looks(sheet: Sheet, listing: Listing) -> None:
    row = FIRST + 1
    for word, look in listing.words:
        rule = {"type": "formula", "criteria": f'=$B{row}="{word}"', "format": sheet.book.condition(look)}
        sheet.worksheet.conditional_format(FIRST, 1, DEEPEST - 1, 1, rule)
    filled = {"type": "formula", "criteria": f'=$B{row}<>""', "format": sheet.book.condition("line")}
    sheet.worksheet.conditional_format(FIRST, 0, DEEPEST - 1, len(listing.columns) - 1, filled)


def _set_print(sheet: Sheet, listing: Listing) -> None:
    last = column_name(len(listing.columns) - 1)
    sheet.worksheet.repeat_rows(HEADER)
    sheet.worksheet.fit_to_pages(1, 0)
    end = f"INDEX({listing.name}!${last}:${last},{FIRST}+MAX(1,COUNT({listing.name}!$A${FIRST + 1}:$A${DEEPEST})))"
    sheet.book.define(f"{listing.name}!_xlnm.Print_Area", f"{listing.name}!$A$1:{end}")
    sheet.protect()
