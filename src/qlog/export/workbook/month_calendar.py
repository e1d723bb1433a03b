"""受診カレンダー: people who reach a level by days of the month; it follows the thresholds."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from qlog.export.formulas import Edition
from qlog.export.workbook import names
from qlog.export.workbook.book import Book
from qlog.export.workbook.candidates import EARLY, SCREENED, Candidates
from qlog.export.workbook.charts import is_day_off
from qlog.export.workbook.extract import level_count, ranked_position
from qlog.export.workbook.frequent import unit_label
from qlog.export.workbook.listing import FIRST_ROW, Column, Listing, Spill, Summary, text_lines, write_listing
from qlog.export.workbook.marks import LEGEND
from qlog.export.workbook.model import OfficeMonth
from qlog.export.workbook.rows import Value

MOST_PEOPLE: Final = 500  # rows of formulas in the 2007 edition; a summary line says how many are left out
_COPIED: Final = ("level", "recipient", "name", "undisclosed", "days", "days_3m")
_WEEKDAYS: Final = "月火水木金土日"


def calendar_listing(office: OfficeMonth, source: Listing, found: Candidates, edition: Edition) -> Listing:
    """Describe the sheet: one row a person, one column a day."""
    people = sum(row["unit"] == "recipient" for row in found.rows)
    rows = min(people, MOST_PEOPLE) if edition == "2007" else people
    order = _order(found)[:rows]
    total = f"{level_count(source, 'person_screened')}+{level_count(source, 'person_early')}"
    live = edition == "2007"
    columns = (
        _rank(len(order), rows, f'=IF({{number}}<={total},{{number}},"")' if live else ""),
        *(_copy(source, key, order, rows, live=live) for key in _COPIED),
        *_day_columns(office, source, order, rows, live=live),
        *(_hidden_columns(source, order, rows) if live else ()),
    )
    return Listing(
        name=names.CALENDAR,
        title=f"受診カレンダー　{office.month_label}",
        lead="設定の目安に届く人の、日ごとの受診です（記入は「頻回受診の傾向」へ）。" + LEGEND,
        columns=columns,
        frozen=4,
        summary=_summary(total, len(_order(found)), rows, edition),
        nothing="5日以上受診した人はいません。",
        room=_room(source),
        base="plain",
        print_area=False,
        filtered=1 + len(_COPIED),  # a button would hide a day of the month
        spills=() if live or not rows else _spills(office, source, len(order)),
    )


def _order(found: Candidates) -> list[int]:
    """Return the places of the people who reach a level in the list of candidates, screened first."""
    return [
        place
        for level in ("screened", "early")
        for place, row in enumerate(found.rows)
        if row["level"] == level and row["unit"] == "recipient"
    ]


def _summary(total: str, people: int, rows: int, edition: Edition) -> Summary:
    if edition == "2021":
        return Summary(f'={total}&" 人"', f"{people} 人")
    more = f'&IF({total}>{rows},"（{rows} 人まで表示。残りは「頻回受診の一覧」にあります）","")'
    rest = f"（{rows} 人まで表示。残りは「頻回受診の一覧」にあります）" if people > rows else ""
    return Summary(f'={total}&" 人"{more}', f"{people} 人{rest}")


def _room(source: Listing) -> int:
    """Return the lines every row needs, whoever stands in it after a threshold changes."""
    spec = source.columns[source.column("name")]
    return min(2, max((text_lines(spec, str(text)) for text in set(spec.values)), default=1))


def _filled(values: Sequence[Value], rows: int) -> list[Value]:
    return [*values, *[""] * (rows - len(values))]


def _rank(filled: int, rows: int, formula: str) -> Column:
    note = "目安に該当する人が先、次に早めの気づき。それぞれ日数の多い順。"
    note += "右の列は「頻回受診の傾向」と同じ、その右は日ごとの印。"
    return Column("rank", "順", 5, note, _filled(range(1, filled + 1), rows), ("center",), formula=formula)


def _copy(source: Listing, key: str, order: Sequence[int], rows: int, *, live: bool) -> Column:
    spec = source.columns[source.column(key)]
    as_text = "" if key.startswith("days") else '&""'
    formula = f'=IF({{position}}="","",INDEX({source.reference(key)},{{position}}){as_text})' if live else ""
    header = {"days": "日数", "days_3m": "3か月"}.get(key, spec.header)
    values = _filled([spec.values[place] for place in order], rows)
    width = {"days": 7, "days_3m": 7}.get(key, spec.width)
    note = {"days": "その月に、数える種別の医療機関等を受診した日数。", "days_3m": "三つの月の日数の合計。"}.get(
        key, ""
    )
    return Column(key, header, width, note, values, spec.roles, formula=formula)


def _day_columns(
    office: OfficeMonth, source: Listing, order: Sequence[int], rows: int, *, live: bool
) -> tuple[Column, ...]:
    marks = source.columns[source.column("marks")].values
    columns = []
    for number in range(1, office.month_days + 1):
        day = office.first_day + timedelta(days=number - 1)
        values = _filled([str(marks[place])[number - 1].strip() for place in order], rows)
        formula = f'=IF({{position}}="","",TRIM(MID({{marks}},{number},1)))' if live else ""
        header = f"{number}\n{_WEEKDAYS[day.weekday()]}"
        columns.append(Column(f"d{number}", header, 3.4, "", values, ("center",), formula=formula))
    return tuple(columns)


def _hidden_columns(source: Listing, order: Sequence[int], rows: int) -> tuple[Column, ...]:
    marks = source.columns[source.column("marks")].values
    places = _filled([place + 1 for place in order], rows)
    position = ranked_position(
        source.reference("person_screened_rank"),
        source.reference("person_early_rank"),
        level_count(source, "person_screened"),
    )
    copy = f'=IF({{position}}="","",INDEX({source.reference("marks")},{{position}}))'
    return (
        Column("position", "行", 8, "", places, formula=position, hidden=True),
        Column("marks", "印", 8, "", _filled([marks[place] for place in order], rows), formula=copy, hidden=True),
    )


def _spills(office: OfficeMonth, source: Listing, filled: int) -> tuple[Spill, ...]:
    """Return the dynamic arrays of 2021: one for the ranks, one a copied column, one for all days."""
    level, unit = source.reference("level"), source.reference("unit")
    hit = f'(({level}="{SCREENED}")+({level}="{EARLY}"))*({unit}="{unit_label(office, "recipient")}")'

    def ranked(values: str) -> str:
        found = f'FILTER(IF({values}="","",{values}),{hit},"")'
        return f'SORTBY({found},FILTER(({level}="{EARLY}")*1,{hit},0),1,FILTER(ROW({level}),{hit},0),1)'

    ranks = f'=LET(v_n,SUMPRODUCT({hit}),IF(v_n=0,"",SEQUENCE(MAX(1,v_n))))'
    days = f"=TRIM(MID({ranked(source.reference('marks'))},SEQUENCE(1,{office.month_days}),1))"
    return (
        Spill("rank", 1, filled, ranks),
        *(Spill(key, 1, filled, f"={ranked(source.reference(key))}") for key in _COPIED),
        Spill("d1", office.month_days, filled, days),
    )


def write_calendar(book: Book, listing: Listing) -> None:
    """Write the sheet, shade days off, and draw lines under filled rows alone."""
    sheet = write_listing(book, listing)
    if not listing.rows:
        return
    office, last_row = book.office, FIRST_ROW + listing.rows - 1
    first_day = listing.column("d1")
    for number in range(office.month_days):
        if is_day_off(office.first_day + timedelta(days=number)):
            column = first_day + number
            head = listing.columns[column].header
            sheet.put(FIRST_ROW - 1, column, head, "head", "day_off")
            rule = {"type": "formula", "criteria": f'=$A{FIRST_ROW + 1}<>""', "format": book.condition("day_off")}
            sheet.worksheet.conditional_format(FIRST_ROW, column, last_row, column, rule)
    for label, look in ((SCREENED, "strong"), (EARLY, "soft")):
        rule = {"type": "formula", "criteria": f'=$B{FIRST_ROW + 1}="{label}"', "format": book.condition(look)}
        sheet.worksheet.conditional_format(FIRST_ROW, 1, last_row, 1, rule)
    filled = {"type": "formula", "criteria": f'=$A{FIRST_ROW + 1}<>""', "format": book.condition("line")}
    last = len(listing.shown) - 1
    sheet.worksheet.conditional_format(FIRST_ROW, 0, last_row, last, filled)
    end = f"INDEX({listing.reference(listing.shown[last].key)},MAX(1,COUNT({listing.reference('rank')})))"
    book.define(f"{listing.name}!_xlnm.Print_Area", f"{listing.name}!$A$1:{end}")
