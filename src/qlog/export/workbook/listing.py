"""A list on a sheet: one description of its columns, from which the sheet and its explanation (見方) are written."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from qlog.export import theme
from qlog.export.workbook.book import Book, Sheet, column_name
from qlog.export.workbook.choices import Entry
from qlog.export.workbook.rows import Value

TITLE_ROW: Final = 0
LEAD_ROW: Final = 1
SUMMARY_ROW: Final = 2
GROUP_ROW: Final = 3
HEAD_ROW: Final = 4
FIRST_ROW: Final = 5
_MOST_LINES: Final = 21  # Excel allows 409 points a row
NOTHING: Final = "該当する行はありません。"


@dataclass(frozen=True)
class Column:
    """One column: header, width, what it means, and its values from the first row down.

    With ``formula`` (a template, see :meth:`Sheet.formulas`; {key} stands for the cell of another column) the values
    are what the formula gives now. ``roles`` are looks of the theme on top of "list".
    """

    key: str
    header: str
    width: float
    note: str  # what 見方 says about it
    values: Sequence[Value] = ()
    roles: tuple[str, ...] = ()
    formula: str = ""
    entry: Entry | None = None
    group: str = ""
    hidden: bool = False


@dataclass(frozen=True)
class Summary:
    """The line under the title: a formula ("" = none) and what it gives now."""

    formula: str
    cached: str


@dataclass(frozen=True)
class Spill:
    """A dynamic array (edition 2021): its first column, how many columns wide, how many rows it fills now."""

    key: str
    wide: int
    rows: int
    formula: str


@dataclass(frozen=True)
class Listing:
    """One list: name of its sheet, title, one sentence on how to read it, columns, and how many stay in view."""

    name: str
    title: str
    lead: str
    columns: tuple[Column, ...]
    frozen: int = 0
    summary: Summary | None = None
    nothing: str = NOTHING
    room: int = 1  # lines every row has room for, where rows change with the thresholds and heights cannot follow
    base: str = "list"  # look of every cell; "plain" where conditions draw the lines
    print_area: bool = True
    filtered: int | None = None  # columns with a filter button; None = all
    second_page: str = ""  # first column of a second page, beside the first; the columns up to ``kept`` stand on both
    kept: str = ""
    spills: tuple[Spill, ...] = ()

    @property
    def rows(self) -> int:
        """Number of rows."""
        return max((len(column.values) for column in self.columns), default=0)

    def column(self, key: str) -> int:
        """Return the position of a column."""
        return [column.key for column in self.columns].index(key)

    def reference(self, key: str, *, sheet: bool = True) -> str:
        """Return the absolute range of a column, at least one row long."""
        name = column_name(self.column(key))
        last = FIRST_ROW + max(self.rows, 1)
        area = f"${name}${FIRST_ROW + 1}:${name}${last}"
        return f"{self.name}!{area}" if sheet else area

    @property
    def shown(self) -> list[Column]:
        """Columns a reader sees."""
        return [column for column in self.columns if not column.hidden]


def write_listing(book: Book, listing: Listing) -> Sheet:
    """Write a list with title, frozen header, filter, print titles and protection; return its sheet."""
    sheet = book.sheet(listing.name)
    sheet.widths([column.width for column in listing.columns])
    sheet.roomy()
    _write_top(sheet, listing)
    _write_head(sheet, listing)
    if listing.rows:
        _write_rows(sheet, listing)
        _write_spills(sheet, listing)
        _set_heights(sheet, listing)
    else:
        sheet.merge(FIRST_ROW, (0, len(listing.shown) - 1), listing.nothing, "list", "muted")
    _set_page(sheet, listing)
    return sheet


def _write_top(sheet: Sheet, listing: Listing) -> None:
    """Write title, sentence and summary; they stand where a second page beside the first does not cut them."""
    sheet.put(TITLE_ROW, 0, listing.title, "title")
    area, row = (0, len(listing.shown) - 1), LEAD_ROW
    if listing.second_page:
        area, row = (listing.column(listing.kept) + 1, listing.column(listing.second_page) - 1), TITLE_ROW
        sheet.worksheet.set_row_pixels(LEAD_ROW, 4)
    widths = [spec.width for spec in listing.columns[area[0] : area[1] + 1] if not spec.hidden]
    lines = theme.lines(listing.lead, *widths)
    sheet.merge(row, area, listing.lead, "lead")
    sheet.worksheet.set_row_pixels(row, theme.pixels(lines))
    sheet.worksheet.set_row_pixels(TITLE_ROW, max(34, theme.pixels(lines) if row == TITLE_ROW else 0))
    if listing.summary is None:
        sheet.worksheet.set_row_pixels(SUMMARY_ROW, 6)
    elif listing.summary.formula:
        sheet.formula(SUMMARY_ROW, area[0], listing.summary.formula, listing.summary.cached, "summary")
    else:
        sheet.put(SUMMARY_ROW, area[0], listing.summary.cached, "summary")


def _write_head(sheet: Sheet, listing: Listing) -> None:
    for column, spec in enumerate(listing.columns):
        sheet.put(HEAD_ROW, column, spec.header, "head")
    sheet.height(HEAD_ROW, max(theme.lines(spec.header, spec.width) for spec in listing.shown))
    groups = [spec.group for spec in listing.columns]
    if not any(groups):
        sheet.worksheet.set_row_pixels(GROUP_ROW, 6)
    for group in dict.fromkeys(filter(None, groups)):
        first = groups.index(group)
        sheet.merge(GROUP_ROW, (first, first + groups.count(group) - 1), group, "group")


def _write_rows(sheet: Sheet, listing: Listing) -> None:
    cells = {spec.key: f"${column_name(at)}{{row}}" for at, spec in enumerate(listing.columns)}
    cells |= {f"{spec.key}_above": f"${column_name(at)}{{above}}" for at, spec in enumerate(listing.columns)}
    own = {"row": "{row}", "above": "{above}", "number": "{number}"}
    spilled = {listing.column(spill.key) + at for spill in listing.spills for at in range(spill.wide)}
    for column, spec in enumerate(listing.columns):
        if column in spilled:
            continue
        style = sheet.book.style(listing.base, *spec.roles)
        if spec.formula:
            sheet.formulas(FIRST_ROW, column, spec.formula.format_map(cells | own), spec.values, style)
        else:
            sheet.fill(FIRST_ROW, column, spec.values, style)
        if spec.entry and (rule := spec.entry.validation()):
            sheet.worksheet.data_validation(FIRST_ROW, column, FIRST_ROW + listing.rows - 1, column, rule)


def _write_spills(sheet: Sheet, listing: Listing) -> None:
    """Put each dynamic array over its first cell; the cells it fills keep the values it gives now."""
    for spill in listing.spills:
        first = listing.column(spill.key)
        block = listing.columns[first : first + spill.wide]
        styles = [sheet.book.style(listing.base, *spec.roles) for spec in block]
        sheet.spill(FIRST_ROW, first, spill.formula, [spec.values for spec in block], styles, rows=spill.rows)


def _set_heights(sheet: Sheet, listing: Listing) -> None:
    """Make rows higher whose text wraps; the rest keep the height of one line."""
    needed: dict[int, int] = {}
    for spec in listing.columns:
        if "wrap" not in spec.roles or spec.hidden:
            continue
        texts = {value for value in spec.values if isinstance(value, str)}
        counts = {text: count for text in texts if (count := text_lines(spec, text)) > 1}
        if not counts:
            continue
        for row, value in enumerate(spec.values, start=FIRST_ROW):
            if value in counts:
                needed[row] = max(needed.get(row, 1), counts[str(value)])
    if listing.room > 1:
        needed = {row: max(listing.room, needed.get(row, 1)) for row in range(FIRST_ROW, FIRST_ROW + listing.rows)}
    for row, line_count in needed.items():
        sheet.height(row, min(line_count, _MOST_LINES))


def text_lines(spec: Column, text: str) -> int:
    """Return how many lines a text takes in a column."""
    return theme.lines(text, spec.width, indented=not {"text", "input_text"}.isdisjoint(spec.roles))


def _set_page(sheet: Sheet, listing: Listing) -> None:
    worksheet, last_row = sheet.worksheet, FIRST_ROW + max(listing.rows, 1) - 1
    worksheet.freeze_panes(FIRST_ROW, listing.frozen)
    worksheet.autofilter(HEAD_ROW, 0, last_row, (listing.filtered or len(listing.shown)) - 1)
    worksheet.repeat_rows(GROUP_ROW, HEAD_ROW)
    widths = [0 if spec.hidden else theme.column_pixels(spec.width) for spec in listing.columns]
    for column, spec in enumerate(listing.columns):
        if spec.hidden:
            worksheet.set_column(column, column, spec.width, None, {"hidden": True})
    if listing.print_area:
        worksheet.print_area(0, 0, last_row, len(listing.shown) - 1)
    if listing.second_page:
        sheet.side_by_side(widths, listing.column(listing.kept) + 1, listing.column(listing.second_page))
    else:
        sheet.fit()
    sheet.protect()
