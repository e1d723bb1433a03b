"""A workbook being written: one theme, safe options, and no silent failure of XlsxWriter."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Final

from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Format
from xlsxwriter.worksheet import Worksheet

from qlog.errors import OutputError
from qlog.export import theme
from qlog.export.formulas import Edition, prepare
from qlog.export.themed import ThemedBook
from qlog.export.workbook.model import OfficeMonth
from qlog.export.workbook.rows import DoesNotFitError, Tail, Tails, Value, harmless, lengthened, serial

_POINTS: Final = 0.75  # of a pixel
_PAGE_PIXELS: Final = 1020  # what fits across A4 lying, between the margins
_HEADER_UNITS: Final = 44  # what fits beside the middle of a header, on an upright page too
_FILTERS: Final = {"autofilter": True, "format_columns": True, "format_rows": True}


class Book(ThemedBook):
    """The workbook of one office's month, in one edition."""

    def __init__(self, office: OfficeMonth, edition: Edition) -> None:
        made = datetime.combine(office.generated_on, time())
        super().__init__(f"資格確認実績ログ {office.month_label}", made)
        self.office = office
        self.edition = edition
        self._tails: dict[int, Tails] = {}

    def sheet(self, name: str, *, landscape: bool = True) -> "Sheet":
        """Add a sheet with the page set-up and the header of every sheet."""
        worksheet = self.workbook.add_worksheet(name)
        tails = self._tails[len(self._tails) + 1] = Tails()
        return Sheet(self, worksheet, tails, landscape=landscape)

    def finish(self) -> bytes:
        """Close the workbook and return the file. Raises OutputError if it cannot be put together."""
        try:
            self.workbook.close()
            return lengthened(self._buffer.getvalue(), self._tails)
        except DoesNotFitError as error:
            raise _too_much() from error
        except (XlsxWriterException, OSError, MemoryError) as error:
            raise _unwritable() from error


class Sheet:
    """One sheet: typed writes that fail aloud. Rows and columns count from 0."""

    def __init__(self, book: Book, worksheet: Worksheet, tails: Tails, *, landscape: bool) -> None:
        self.book = book
        self.worksheet = worksheet
        self._tails = tails
        self.name: str = worksheet.get_name()
        self._lines: dict[int, int] = {}
        worksheet.hide_gridlines(2)
        worksheet.set_paper(9)
        if landscape:
            worksheet.set_landscape()
        worksheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.65)
        worksheet.center_horizontally()
        office = book.office
        name = theme.cut(office.office_label, _HEADER_UNITS).replace("&", "&&")
        worksheet.set_header(f"&L{name}&C&B取扱注意&B&R{office.month_label}　{self.name}")
        worksheet.set_footer("&L個人情報を含みます。施錠して保管し、不要になったら細断してください。&R&P / &N ページ")

    def widths(self, widths: Sequence[float]) -> None:
        """Set the widths of the columns from the left, in units of a half-width character."""
        for column, width in enumerate(widths):
            _done(self.worksheet.set_column(column, column, width))

    def roomy(self) -> None:
        """Give every row the height of one line and air around it."""
        self._tails.usual_height = theme.ROW_PIXELS * _POINTS
        self.worksheet.set_default_row(self._tails.usual_height)

    def height(self, row: int, line_count: int) -> None:
        """Make a row ``line_count`` lines high, or leave it if it is higher already."""
        self._lines[row] = line_count = max(line_count, self._lines.get(row, 1))
        if self._tails.columns and row >= self._tails.columns[0].first_row:
            self._tails.heights[row + 1] = theme.pixels(line_count) * _POINTS
        else:
            _done(self.worksheet.set_row_pixels(row, theme.pixels(line_count)))

    def put(self, row: int, column: int, value: Value, *roles: str) -> None:
        """Write one value as what it is: text stays text, whatever it begins with."""
        self._first(row, column, value, self.book.style(*roles))

    def fill(self, row: int, column: int, values: Sequence[Value], style: Format) -> None:
        """Write ``values`` downwards from a cell; None and "" leave an empty cell of that style."""
        if values:
            self._first(row, column, values[0], style)
            self._rest(row, column, values)

    def _first(self, row: int, column: int, value: Value, style: Format) -> None:
        if value is None or value == "":
            status = self.worksheet.write_blank(row, column, None, style)
        elif isinstance(value, str):
            status = self.worksheet.write_string(row, column, value, style)
        else:
            number = serial(value) if isinstance(value, date) else value
            status = self.worksheet.write_number(row, column, number, style)
        _done(status)

    def _rest(self, row: int, column: int, values: Sequence[Value], formula: str = "") -> None:
        if len(values) > 1:
            try:
                self._tails.add(Tail(column_name(column), row + 1, values, formula))
            except DoesNotFitError as error:
                raise _too_much() from error

    def formula(self, row: int, column: int, formula: str, cached: Value, *roles: str) -> None:
        """Write one formula with the value it has now."""
        self._formula(row, column, prepare(formula, self.book.edition), cached, self.book.style(*roles))

    def formulas(self, row: int, column: int, template: str, cached: Sequence[Value], style: Format) -> None:
        """Write a formula downwards: {row}, {above} and {number} (1, 2, ...) stand for what each row makes of them."""
        if cached:
            text = prepare(template, self.book.edition)
            self._formula(row, column, text.format(row=row + 1, above=row, number=1), cached[0], style)
            self._rest(row, column, cached, text)

    def _formula(self, row: int, column: int, formula: str, cached: Value, style: Format) -> None:
        _done(self.worksheet.write_formula(row, column, formula, style, _stored(cached)))

    def spill(
        self,
        row: int,
        column: int,
        formula: str,
        cached: Sequence[Sequence[Value]],
        styles: Sequence[Format],
        *,
        rows: int,
    ) -> None:
        """Write a dynamic array that fills ``rows`` rows of the columns of ``cached`` now."""
        text, first = prepare(formula, self.book.edition), _stored(cached[0][0])
        value = _Text(first) if isinstance(first, str) else first
        _done(self.worksheet.write_dynamic_array_formula(row, column, row, column, text, styles[0], value))
        self._rest(row, column, cached[0])
        for offset in range(1, len(cached)):
            self.fill(row, column + offset, cached[offset], styles[offset])
        last = f"{column_name(column + len(cached) - 1)}{row + max(rows, 1)}"
        if (name := f"{column_name(column)}{row + 1}") != last:
            self._tails.arrays[name] = last

    def merge(self, row: int, columns: tuple[int, int], text: str, *roles: str, rows: int = 1) -> None:
        """Write text over several columns (first, last) and rows."""
        first, last = columns
        style = self.book.style(*roles)
        if first == last and rows == 1:
            self.put(row, first, text, *roles)
            return
        _done(self.worksheet.merge_range(row, first, row + rows - 1, last, "", style))
        if text:
            _done(self.worksheet.write_string(row, first, text, style))

    def protect(self) -> None:
        """Lock all but the entry cells, without a password; filters and widths stay free."""
        self.worksheet.protect("", _FILTERS)

    def fit(self, *, pages_high: int = 0) -> None:
        """Print one page wide and as many high as it takes, or ``pages_high``."""
        self.worksheet.fit_to_pages(1, pages_high)

    def side_by_side(self, widths: Sequence[int], kept: int, second: int) -> None:
        """Print two pages side by side, the second from column ``second`` on and with the first ``kept`` columns again.

        Widths are in pixels. Excel takes no notice of a break on a sheet that is fitted to pages, so the scale is set.
        """
        widest = max(sum(widths[:second]), sum(widths[:kept]) + sum(widths[second:]))
        self.worksheet.set_print_scale(max(10, min(100, int(100 * _PAGE_PIXELS / widest))))
        self.worksheet.repeat_columns(0, kept - 1)
        self.worksheet.set_v_pagebreaks([second])
        self.worksheet.print_across()


class _Text(str):
    """Text that XlsxWriter does not take for a number: it stores the first value of an array by ``float(value)``."""

    __slots__ = ()

    def __float__(self) -> float:
        raise ValueError("this is text")


def _stored(value: Value) -> str | int | float:
    """Return what a formula gives now, as the file keeps it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return harmless(value)
    return serial(value) if isinstance(value, date) else value


def column_name(column: int) -> str:
    """Return A for 0, B for 1, ..."""
    return str(xl_col_to_name(column))


def _done(status: int | None) -> None:
    """Raise if XlsxWriter refused a cell: it only returns a code (row past the end, text over 32,767 characters)."""
    if status:
        raise _too_much()


def _too_much() -> OutputError:
    return OutputError(
        ja="ブックに書ききれない行または長すぎる文字があります。対象の月や期間を分けて実行してください。",
        en="a row past the end of a sheet or a text over 32,767 characters: run it for less at once",
    )


def _unwritable() -> OutputError:
    return OutputError(
        ja="ブックを作れませんでした。メモリーとディスクの空きを確かめて、もう一度実行してください。",
        en="the workbook could not be put together: check free memory and disk space",
    )
