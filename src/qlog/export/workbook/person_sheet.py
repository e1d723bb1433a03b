"""個人票: choose a person, see three months, institutions and lists on one printable page; room to write by hand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from qlog.export import theme
from qlog.export.workbook import names
from qlog.export.workbook.book import Book, Sheet
from qlog.export.workbook.candidates import Candidates
from qlog.export.workbook.charts import is_day_off
from qlog.export.workbook.listing import Listing
from qlog.export.workbook.marks import LEGEND
from qlog.export.workbook.persons import SEPARATOR, Block, Persons
from qlog.export.workbook.rows import Value
from qlog.months import first_day, month_length

_DAYS: Final = 31
_WIDTHS: Final = (14, *[2.7] * _DAYS)
_LAST: Final = _DAYS
_CHOICE: Final = "$B$4"
_HELP: Final = _LAST + 2  # formulas beside the page: place of the person, first and number of institutions and lists
_AT: Final = "$AH$4"
_PLACES: Final = 10
_FLAGS: Final = 8
_CALENDAR_ROW, _PLACE_ROW = 9, 16
_FLAG_ROW: Final = _PLACE_ROW + _PLACES + 4
_NOTE_ROW: Final = _FLAG_ROW + _FLAGS + 4
_PLACE_SPAN, _FLAG_SPAN = (0, 11), (9, _LAST)
_NOTES: Final = ("主治医・嘱託医の意見", "本人の様子・困りごと", "次にすること・つなぎ先", "日付・担当員")


@dataclass(frozen=True)
class Cell:
    """A column of a section: where, header, formula and value from the place in the block, looks."""

    span: tuple[int, int]
    head: str
    formula: Callable[[str], str]
    value: Callable[[int], Value]
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """A table of the page: where, title, rows there is room for, headers of first place and number, columns."""

    row: int
    title: str
    most: int
    heads: tuple[str, str]
    cells: tuple[Cell, ...]
    lines: int = 1  # height of a row; it cannot follow the person chosen


class PersonSheet:
    """The sheet being written: every formula with what it gives for the person chosen first."""

    def __init__(self, book: Book, persons: Persons, lists: tuple[Listing, Listing, Listing], chosen: int) -> None:
        self.sheet = book.sheet(names.PERSON, landscape=False)
        self.book = book
        self.persons = persons
        self.lists = lists
        self.chosen = chosen  # place of the person in persons.people, from 0

    def value(self, head: str) -> Value:
        """Return what the chosen person has under a header of the hidden sheet."""
        return self.persons.people.value(self.chosen, head)

    def number(self, head: str) -> int:
        """Return a count of the chosen person."""
        value = self.value(head)
        return value if isinstance(value, int) else 0

    def field(self, head: str) -> str:
        """Return the formula, without =, of what the person has under a header; "" where there is nothing."""
        area = self.persons.people.area(head)
        return f'IF(INDEX({area},{_AT})="","",INDEX({area},{_AT}))'

    def live(self, row: int, columns: tuple[int, int], formula: str, cached: Value, *roles: str) -> None:
        """Write a formula over merged columns; it shows nothing as long as nobody is chosen."""
        self.sheet.merge(row, columns, "", *roles)
        self.sheet.formula(row, columns[0], f'=IF({_AT}=0,"",{formula})', cached, *roles)


def write_person_sheet(
    book: Book, persons: Persons, lists: tuple[Listing, Listing, Listing], found: Candidates
) -> None:
    """Write the sheet on one page; ``lists`` are 頻回受診の傾向, 未委託受診 and 同日重複確認."""
    numbers = [str(row[1]) for row in persons.people.rows]
    first = found.ranked[0]["recipient_number"] if found.ranked else (numbers[0] if numbers else "")
    page = PersonSheet(book, persons, lists, numbers.index(first) if numbers else -1)
    page.sheet.widths(_WIDTHS)
    page.sheet.roomy()
    _write_top(page)
    if numbers:
        _write_person(page)
        _write_calendar(page)
        for section in _sections(page):
            _write_section(page, section)
        _write_notes(page.sheet)
    page.sheet.worksheet.print_area(0, 0, _NOTE_ROW + len(_NOTES), _LAST)
    page.sheet.fit(pages_high=1)
    page.sheet.protect()


def _sections(page: PersonSheet) -> tuple[Section, Section]:
    """Return the two tables of the page."""
    places, flags = page.persons.places, page.persons.flags
    return (
        Section(
            _PLACE_ROW, "医療機関等ごとの受診日数", _PLACES, ("機関の初め", "機関の数"), _place_cells(page),
            _most_lines(places.texts("医療機関等"), _PLACE_SPAN),
        ),
        Section(
            _FLAG_ROW, "一覧での判定と内容", _FLAGS, ("一覧の初め", "一覧の数"), _flag_cells(page),
            _most_lines(flags.texts("内容"), _FLAG_SPAN),
        ),
    )  # fmt: skip


def _most_lines(texts: set[str], span: tuple[int, int]) -> int:
    widths = _WIDTHS[span[0] : span[1] + 1]
    return min(2, max((theme.lines(text, *widths, indented=True) for text in texts), default=1))


def _write_top(page: PersonSheet) -> None:
    sheet = page.sheet
    sheet.put(0, 0, f"個人票　{page.book.office.month_label}", "title")
    sheet.merge(0, (_LAST - 5, _LAST), "取扱注意", "stamp")
    sheet.worksheet.set_row_pixels(0, 36)
    if page.chosen < 0:
        sheet.put(1, 0, "一覧に載る人がいません。", "plain", "muted")
        return
    lead = (
        "黄色の欄の▼から人を選ぶと、その人の3か月を1枚で見られます。"
        "人についての判定ではなく、支援と相談の手がかりです。"
    )
    sheet.merge(1, (0, _LAST), lead, "lead")
    sheet.height(1, theme.lines(lead, *_WIDTHS))
    sheet.put(3, 0, "人を選ぶ", "field")
    sheet.merge(3, (1, 15), str(page.value("選択肢")), "list", "input_text", "strong")
    sheet.worksheet.data_validation(
        3, 1, 3, 1,
        {"validate": "list", "source": f"={names.PEOPLE}", "ignore_blank": True, "error_title": "一覧にない人です",
         "error_message": "右の▼から選んでください。"},
    )  # fmt: skip
    _write_help(page)


def _write_help(page: PersonSheet) -> None:
    """Write, beside the page, the place of the chosen person on the hidden sheet (0: nobody)."""
    numbers = page.persons.people.area("番号")
    match = "XMATCH({},{})" if page.book.edition == "2021" else "MATCH({},{},0)"
    key = f'LEFT({_CHOICE},FIND("{SEPARATOR}",{_CHOICE})-1)'
    page.sheet.put(2, _HELP, "計算用（印刷されません）", "plain", "muted")
    page.sheet.formula(3, _HELP, f"=IFERROR({match.format(key, numbers)},0)", page.chosen + 1, "plain", "muted")


def _write_person(page: PersonSheet) -> None:
    fields = (
        (5, 0, "受給者番号", "番号", ("code",)), (5, 16, "氏名", "氏名", ("text", "shrink")),
        (6, 0, "生年月日", "生年月日", ("birth",)), (6, 16, "氏名カナ", "カナ", ("text", "shrink")),
        (7, 0, "担当員", "担当員", ("text", "shrink")),
    )  # fmt: skip
    for row, column, label, head, roles in fields:
        first, last = (1, 15) if column == 0 else (20, _LAST)
        if column:
            page.sheet.merge(row, (column, first - 1), label, "field")
        else:
            page.sheet.put(row, column, label, "field")
        page.live(row, (first, last), page.field(head), page.value(head), "list", *roles, "left")
    warning = "不開示：自宅への郵送・電話・訪問をしない"
    area = page.persons.people.area("不開示")
    formula = f'IF(INDEX({area},{_AT})="{names.UNDISCLOSED}","{warning}","")'
    page.live(7, (16, _LAST), formula, warning if page.value("不開示") else "", "list", "flag")


def _write_calendar(page: PersonSheet) -> None:
    sheet, office = page.sheet, page.book.office
    sheet.merge(_CALENDAR_ROW, (0, _LAST), "3か月の受診", "section")
    sheet.put(_CALENDAR_ROW + 1, 0, "月", "head")
    for day in range(1, _DAYS + 1):
        sheet.put(_CALENDAR_ROW + 1, day, day, "head")
    for offset in range(3):
        row, index = _CALENDAR_ROW + 2 + offset, office.month_index - 2 + offset
        days, marks = f"日数{offset + 1}", f"印{offset + 1}"
        area, month = page.persons.people.area(days), f"{index % 12 + 1}月"
        text = f"{month}（{page.number(days)}日）"
        page.live(row, (0, 0), f'"{month}（"&INDEX({area},{_AT})&"日）"', text, "list", "strong")
        for day in range(1, _DAYS + 1):
            exists = day <= month_length(index)
            off = exists and is_day_off(first_day(index) + timedelta(days=day - 1))
            mark = f"TRIM(MID(INDEX({page.persons.people.area(marks)},{_AT}),{day},1))"
            cached = str(page.value(marks))[day - 1].strip()
            roles = ("list", "center", "box", *(("shade",) if off else ()))
            if exists:
                page.live(row, (day, day), mark, cached, *roles)
            else:
                sheet.put(row, day, "", "list", "box", "beyond")
    sheet.merge(_CALENDAR_ROW + 5, (0, _LAST), LEGEND, "lead", "muted")


def _place_cells(page: PersonSheet) -> tuple[Cell, ...]:
    block, month = page.persons.places, page.book.office.month_index
    labels = [f"{index % 12 + 1}月" for index in range(month - 2, month + 1)]
    spans = (_PLACE_SPAN, (12, 15), (16, 18), (19, 21), (22, 24), (25, 27), (28, _LAST))
    heads = ("医療機関等", "種別", *labels, "3か月", "最後")
    looks = (("text", "wrap"), ("center",), *[("center",)] * 3, ("center", "strong"), ("month_day",))
    return tuple(
        _cell_of(block, key, span=span, head=head, roles=roles)
        for span, head, key, roles in zip(spans, heads, block.heads, looks, strict=True)
    )


def _flag_cells(page: PersonSheet) -> tuple[Cell, ...]:
    block, lists = page.persons.flags, tuple(zip(page.lists, ("level", "status", "level"), strict=True))
    live = [listing.reference(key) for listing, key in lists]
    values = [listing.columns[listing.column(key)].values for listing, key in lists]

    def level(at: str) -> str:
        row, number = f"INDEX({block.area('行')},{at})", f"INDEX({block.area('一覧の番号')},{at})"
        return f"CHOOSE({number},{','.join(f'INDEX({area},{row})' for area in live)})"

    def level_now(at: int) -> Value:
        number, row = block.value(at, "一覧の番号"), block.value(at, "行")
        return values[int(str(number)) - 1][int(str(row)) - 1]

    return (
        _cell_of(block, "一覧", span=(0, 1), head="一覧", roles=("text",)),
        Cell((2, 8), "判定", level, level_now, ("center", "strong")),
        _cell_of(block, "内容", span=_FLAG_SPAN, head="内容", roles=("text", "wrap")),
    )


def _cell_of(block: Block, key: str, *, span: tuple[int, int], head: str, roles: tuple[str, ...]) -> Cell:
    def formula(at: str) -> str:
        return f"INDEX({block.area(key)},{at})"

    def value(at: int) -> Value:
        return block.value(at, key)

    return Cell(span, head, formula, value, roles)


def _write_section(page: PersonSheet, section: Section) -> None:
    """Write a heading and the first rows of a block, and how many more there are."""
    sheet, row, most = page.sheet, section.row, section.most
    first, count = (f"INDEX({page.persons.people.area(head)},{_AT})" for head in section.heads)
    start, here = (page.number(head) for head in section.heads)
    sheet.merge(row, (0, _LAST), section.title, "section")
    for cell in section.cells:
        sheet.merge(row + 1, cell.span, cell.head, "head")
    for offset in range(most):
        sheet.height(row + 2 + offset, section.lines)
        for cell in section.cells:
            cached = cell.value(start - 1 + offset) if offset < here else ""
            text = f'IF({offset}>={count},"",{cell.formula(f"{first}+{offset}")})'
            page.live(row + 2 + offset, cell.span, text, cached, "list", *cell.roles)
    more = f'IF({count}>{most},"ほかに "&({count}-{most})&" 件あります。","")'
    cached = f"ほかに {here - most} 件あります。" if here > most else ""
    page.live(row + 2 + most, (0, _LAST), more, cached, "plain", "muted")


def _write_notes(sheet: Sheet) -> None:
    title = "面談・協議の記録（印刷して手書きします。入力は「頻回受診の傾向」の黄色の欄へ）"
    sheet.merge(_NOTE_ROW, (0, _LAST), title, "section")
    for row, label in enumerate(_NOTES, start=_NOTE_ROW + 1):
        sheet.merge(row, (0, 4), label, "field")
        sheet.merge(row, (5, _LAST), "", "list")
        sheet.worksheet.set_row_pixels(row, 48)
