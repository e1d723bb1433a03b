"""What the sheet 個人票 shows of each person, on a hidden sheet: who, at which institutions, on which lists."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from qlog.codes import KIND_LABELS, kind_of
from qlog.export.workbook import names
from qlog.export.workbook.background import backgrounds
from qlog.export.workbook.book import Book, column_name
from qlog.export.workbook.candidates import Candidates
from qlog.export.workbook.duplicates import duplicate_rows
from qlog.export.workbook.frequent import institution_label
from qlog.export.workbook.marks import NO_VISIT, month_marks, shared, visits_of
from qlog.export.workbook.model import OfficeMonth
from qlog.export.workbook.rows import Value
from qlog.export.workbook.unentrusted import unentrusted_rows
from qlog.months import month_index
from qlog.schema import PATTERNS

SEPARATOR: Final = "　"


@dataclass(frozen=True, repr=False)
class Block:
    """A table on the hidden sheet: its first column, its headers, its rows."""

    first: int
    heads: tuple[str, ...]
    rows: list[tuple[Value, ...]]

    def area(self, head: str) -> str:
        """Return the range of a column, at least one row long."""
        column = column_name(self.first + self.heads.index(head))
        return f"{names.PERSON_DATA}!${column}$2:${column}${max(len(self.rows), 1) + 1}"

    def texts(self, head: str) -> set[str]:
        """Return the different texts of a column."""
        return {str(row[self.heads.index(head)]) for row in self.rows}

    def value(self, row: int, head: str) -> Value:
        """Return one cell, rows from 0."""
        return self.rows[row][self.heads.index(head)]


@dataclass(frozen=True, repr=False)
class Persons:
    """People who can be chosen, their institutions, and where they stand on the lists."""

    people: Block
    places: Block
    flags: Block


def persons_of(office: OfficeMonth, found: Candidates) -> Persons:
    """Collect everybody who is on 頻回受診の傾向 or asks for work on 未委託受診."""
    unentrusted = unentrusted_rows(office)
    numbers = {row["recipient_number"] for row in found.rows}
    numbers |= {row["recipient_number"] for row in unentrusted if row["status"] == "review"}
    visits = visits_of(office, numbers)
    places, flags = _places(office, visits), _flags(office, found, unentrusted, numbers)
    marks, days = month_marks(visits), _days(office, visits)
    months = range(office.month_index - 2, office.month_index + 1)
    people: list[tuple[Value, ...]] = []
    first_place = first_flag = 1
    for number in sorted(numbers):
        person, (worker, undisclosed) = office.person(number), office.caseworker_of.get(number, ("", False))
        at, on = len(places.get(number, ())), len(flags.get(number, ()))
        row: list[Value] = [
            f"{number}{SEPARATOR}{person.name}", number, person.name, person.kana, person.birth_date,
            names.UNDISCLOSED if undisclosed else "", worker,
        ]  # fmt: skip
        row += [marks.get((number, month), NO_VISIT) for month in months]
        row += [days[number, month] for month in months]
        row += [first_place, at, first_flag, on]
        people.append(tuple(row))
        first_place, first_flag = first_place + at, first_flag + on
    ordered = sorted(numbers)
    return Persons(
        Block(0, _PEOPLE, people),
        Block(len(_PEOPLE) + 1, _PLACES, [row for number in ordered for row in places.get(number, ())]),
        Block(len(_PEOPLE) + len(_PLACES) + 2, _FLAGS, [row for number in ordered for row in flags.get(number, ())]),
    )


_PEOPLE: Final = (
    "選択肢", "番号", "氏名", "カナ", "生年月日", "不開示", "担当員", "印1", "印2", "印3", "日数1", "日数2", "日数3",
    "機関の初め", "機関の数", "一覧の初め", "一覧の数",
)  # fmt: skip
_PLACES: Final = ("医療機関等", "種別", "前々月", "前月", "当月", "3か月", "最後の受診日")
_FLAGS: Final = ("一覧", "一覧の番号", "行", "内容")


def _places(office: OfficeMonth, visits: pa.Table) -> dict[str, list[tuple[Value, ...]]]:
    """Return for each person a row an institution, most visits first."""
    days: dict[tuple[str, str], list[date]] = {}
    columns = (shared(visits[name]) for name in ("recipient_number", "institution_code", "visit_date"))
    for number, code, day in zip(*columns, strict=True):
        days.setdefault((number, code), []).append(day)
    places: dict[str, list[tuple[Value, ...]]] = {}
    for (number, code), dates in sorted(days.items(), key=lambda item: (-len(item[1]), item[0])):
        months = Counter(map(month_index, dates))
        counts = [months[office.month_index - back] for back in (2, 1, 0)]
        named: tuple[Value, ...] = (office.institution(code), KIND_LABELS[kind_of(code)])
        places.setdefault(number, []).append((*named, *counts, sum(counts), max(dates)))
    return places


def _days(office: OfficeMonth, visits: pa.Table) -> Counter[tuple[str, int]]:
    """Return the days of each person and month over the kinds counted for frequent visits."""
    counted = visits.filter(pc.is_in(visits["kind"], value_set=pa.array(office.settings.frequent.kinds, pa.string())))
    days = counted.group_by(["recipient_number", "visit_date"]).aggregate([])
    numbers, dates = shared(days["recipient_number"]), shared(days["visit_date"])
    return Counter(zip(numbers, map(month_index, dates), strict=True))


def _flags(
    office: OfficeMonth, found: Candidates, unentrusted: Sequence[dict[str, Any]], numbers: set[str]
) -> dict[str, list[tuple[Value, ...]]]:
    """Return for each person where they stand: list, its number for CHOOSE, the row, and what it says."""
    flags: dict[str, list[tuple[Value, ...]]] = {}

    def add(number: str, *row: Value) -> None:
        if number in numbers:
            flags.setdefault(number, []).append(row)

    month, words = f"{int(office.month[5:])}月", backgrounds(office)
    reasons = {(row["recipient_number"], row["institution_code"]): row["reason"] for row in office.reasons.to_pylist()}
    for at, row in enumerate(found.rows, start=1):
        text = f"{institution_label(office, row)}　{month} {row['days']}日、3か月 {row['days_3m']}日"
        told = words.get((row["unit"], row["recipient_number"], row["institution_code"] or ""))
        text += f"（{told}）" if told else ""
        add(row["recipient_number"], names.FREQUENT, 1, at, text)
    for at, row in enumerate(unentrusted, start=1):
        period = f"{row['first_date']:%m/%d}〜{row['last_date']:%m/%d}"
        told = reasons.get((row["recipient_number"], row["institution_code"]), f"{row['visit_days']}日（{period}）")
        text = f"{office.institution(row['institution_code'])}　{told}"
        add(row["recipient_number"], names.UNENTRUSTED, 2, at, text)
    repeated: dict[tuple[str, str], list[tuple[int, int, date]]] = {}
    for at, row in enumerate(duplicate_rows(office), start=1):
        size = max(row["checks"], row["institution_codes"].count(";") + 1)
        repeated.setdefault((row["recipient_number"], row["pattern"]), []).append((-size, at, row["visit_date"]))
    for (number, pattern), rows in sorted(repeated.items()):
        text = f"{PATTERNS[pattern]}　{len(rows)}日（{min(day for _, _, day in rows):%m/%d} から）"
        add(number, names.DUPLICATES, 3, min(rows)[1], text)
    return flags


def write_persons(book: Book, persons: Persons) -> None:
    """Write the hidden sheet and name the list to choose from."""
    sheet = book.sheet(names.PERSON_DATA)
    for block in (persons.people, persons.places, persons.flags):
        for offset, head in enumerate(block.heads):
            column = block.first + offset
            values = [row[offset] for row in block.rows]
            sheet.put(0, column, head, "head")
            look = ("date",) if head in {"生年月日", "最後の受診日"} else ("code",)
            sheet.fill(1, column, values, book.style("plain", *look))
    book.define(names.PEOPLE, persons.people.area("選択肢"))
    sheet.worksheet.hide()
    sheet.protect()
