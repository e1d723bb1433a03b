"""A blank workbook being written: the theme, safe options, and formulas as the file format wants them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from qlog.export import theme
from qlog.export.formulas import Edition, prepare
from qlog.export.template.stretch import Column, stretched
from qlog.export.themed import ThemedBook

MADE: Final = datetime(2026, 1, 1)  # always the same: the same program writes the same bytes
_FREE: Final = {"autofilter": True, "format_columns": True, "format_rows": True}


class Book(ThemedBook):
    """A workbook of one edition; its sheets are named in their order first, and filled in any order."""

    def __init__(self, edition: Edition, title: str, sheets: Sequence[str]) -> None:
        super().__init__(title, MADE)
        self.edition = edition
        self._long: dict[int, list[Column]] = {}
        self._sheets = {name: self.workbook.add_worksheet(name) for name in sheets}

    def sheet(self, name: str, *, landscape: bool = True) -> "Sheet":
        """Take up one of the sheets, with the page set-up of every sheet."""
        return Sheet(self, self._sheets[name], landscape=landscape)

    def lengthen(self, sheet: "Sheet", column: Column) -> None:
        """Continue a column of ``sheet`` downwards when the workbook is finished."""
        self._long.setdefault(list(self._sheets).index(sheet.name) + 1, []).append(column)

    def finish(self) -> bytes:
        """Close the workbook and return the file."""
        self.workbook.close()
        return stretched(self._buffer.getvalue(), self._long)


class Sheet:
    """One sheet. Rows and columns count from 0; nothing has a value yet, so formulas are stored with an empty one."""

    def __init__(self, book: Book, worksheet: Worksheet, *, landscape: bool) -> None:
        self.book = book
        self.worksheet = worksheet
        self.name: str = worksheet.get_name()
        worksheet.hide_gridlines(2)
        worksheet.set_paper(9)
        if landscape:
            worksheet.set_landscape()
        worksheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.65)
        worksheet.center_horizontally()
        worksheet.set_header(f"&C&B取扱注意&B&R{self.name}")
        worksheet.set_footer("&L個人情報を含みます。施錠して保管し、不要になったら細断してください。&R&P / &N ページ")

    def widths(self, widths: Sequence[float]) -> None:
        """Set the widths of the columns from the left, in units of a half-width character."""
        for column, width in enumerate(widths):
            self.worksheet.set_column(column, column, width)

    def height(self, row: int, line_count: int) -> None:
        """Make a row ``line_count`` lines high."""
        self.worksheet.set_row_pixels(row, theme.pixels(line_count))

    def put(self, row: int, column: int, value: str | int | None, *roles: str) -> None:
        """Write one value as what it is: text stays text."""
        style = self.book.style(*roles)
        if value is None or value == "":
            self.worksheet.write_blank(row, column, None, style)
        elif isinstance(value, str):
            self.worksheet.write_string(row, column, value, style)
        else:
            self.worksheet.write_number(row, column, value, style)

    def merge(self, row: int, columns: tuple[int, int], text: str, *roles: str) -> None:
        """Write text over several columns (first, last)."""
        self.worksheet.merge_range(row, columns[0], row, columns[1], "", self.book.style(*roles))
        self.worksheet.write_string(row, columns[0], text, self.book.style(*roles))

    def merged_formula(self, row: int, last: int, formula: str, *roles: str) -> None:
        """Write a formula that shows a sentence over the columns up to ``last``."""
        self.worksheet.merge_range(row, 0, row, last, "", self.book.style(*roles))
        self.formula(row, 0, formula, *roles)

    def formula(self, row: int, column: int, formula: str, *roles: str, value: str | int = "") -> None:
        """Write a formula of one cell."""
        text = prepare(formula, self.book.edition)
        self.worksheet.write_formula(row, column, text, self.book.style(*roles), value)

    def array(self, row: int, column: int, formula: str, *roles: str, value: str | int = 0) -> None:
        """Write an array formula of one cell, as every edition of Excel knows it."""
        text = prepare(formula, self.book.edition)
        style = self.book.style(*roles) if roles else None
        self.worksheet.write_array_formula(row, column, row, column, text, style, value)

    def long_array(self, row: int, column: int, formula: str, rows: int) -> None:
        """Write an array formula over ``rows`` cells downwards."""
        self.array(row, column, formula)
        self.book.lengthen(self, Column(column_name(column), row + 1, rows))

    def long_formula(
        self, row: int, column: int, formula: str, rows: int, *roles: str, first: str | None = None
    ) -> None:
        """Write a formula a row over ``rows`` cells downwards; its marks are those of :class:`stretch.Column`."""
        text = formula if first is None else first
        numbers = {"{k}": "1", "{row}": str(row + 1), "{above}": str(row), "{pick}": "2"}
        for mark, number in numbers.items():
            text = text.replace(mark, number)
        self.formula(row, column, text, *(roles or ("plain",)))
        stored = prepare(formula, self.book.edition)
        self.book.lengthen(self, Column(column_name(column), row + 1, rows, stored))

    def spill(self, row: int, column: int, formula: str, *roles: str) -> None:
        """Write a dynamic array formula; what it spills over follows from what is pasted."""
        text = prepare(formula, self.book.edition)
        style = self.book.style(*roles) if roles else None
        self.worksheet.write_dynamic_array_formula(row, column, row, column, text, style, "")

    def computed(self, row: int, column: int, formula: str, *roles: str) -> None:
        """Write a formula that looks at whole columns and shows one value."""
        if self.book.edition == "2021":
            self.spill(row, column, formula, *roles)
        else:
            self.array(row, column, formula, *roles, value="")

    def protect(self) -> None:
        """Lock all but the entry cells, without a password; filters and widths stay free."""
        self.worksheet.protect("", _FREE)


def column_name(column: int) -> str:
    """Return A for 0, B for 1, ..."""
    return str(xl_col_to_name(column))
