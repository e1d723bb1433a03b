"""What a program computes is what qlog stored; after a threshold changes it is what the rules would find.

LibreOffice computes the 2007 edition, formulon (which knows dynamic arrays) the 2021 edition.
"""

import pytest

from qlog.export.workbook import OfficeMonth, build_workbook
from qlog.references import References
from qlog.schema import LEVELS, STATUSES, TICKETS
from qlog.settings import Settings
from tests.workbook.computed import CHANGED, EDITIONS, OTHER, differences
from tests.workbook.files import (
    Cells,
    choosing,
    rows_of,
    values,
    with_values,
)
from tests.workbook.office import caseworkers, invented_checks, office_month


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_stored_value_is_what_the_formula_gives(office: OfficeMonth, edition, compute):
    book = build_workbook(office, edition=edition)
    computed = compute(book)
    assert differences(book, computed) == {}
    assert not set(computed) - set(values(book))  # nothing spills over cells that hold no value


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_month_with_one_person_computes(edition, compute):
    rows = invented_checks(people=1)
    book = build_workbook(office_month(rows, caseworkers=caseworkers(["0000000"])), edition=edition)
    assert differences(book, compute(book)) == {}


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(("day", "with_tickets"), [(20, False), (31, True)])
def test_lists_follow_the_thresholds(edition, compute, day, with_tickets):
    rows = [row for row in invented_checks(seed=day) if (row["checked_at"].month, row["checked_at"].day) <= (10, day)]
    references = References(tickets=TICKETS.arrow_schema().empty_table() if with_tickets else None)
    given, other = (office_month(rows, settings=s, references=references) for s in (Settings(), OTHER))
    cells = compute(with_values(build_workbook(given, edition=edition), CHANGED))

    expected = {
        (LEVELS[row["level"]], row["recipient_number"], row["unit"] == "institution", row["days"], row["days_3m"])
        for row in other.frequent.to_pylist()
    }
    assert {row[:2] for row in expected} != {
        (LEVELS[row["level"]], row["recipient_number"]) for row in given.frequent.to_pylist()
    }
    listed = {
        (level, number, unit == "同じ医療機関", days, total)
        for level, number, unit, days, total in rows_of(cells, "頻回受診の傾向", "A B F K L")
        if level != "目安未満"
    }
    assert listed == expected
    extract = rows_of(cells, "頻回受診の一覧", "A B C G L M")
    assert {(row[1], row[2], row[3] == "同じ医療機関", *row[4:]) for row in extract} == expected
    assert [row[0] for row in extract] == list(range(1, len(extract) + 1))
    assert extract == sorted(extract, key=lambda row: (row[1] == LEVELS["early"], -row[4]))
    assert all(isinstance(row[2], str) and row[2].startswith("0") for row in extract)

    statuses = {
        (STATUSES[row["status"]], row["recipient_number"], row["institution_code"])
        for row in other.unentrusted.to_pylist()
    }
    assert set(rows_of(cells, "未委託受診", "A B G")) == statuses
    assert_calendar(cells, other)
    assert_duplicates(cells)


def assert_calendar(cells: Cells, office: OfficeMonth) -> None:
    """The calendar shows who reaches a level, with a mark of 医科 on as many days as were counted."""
    columns = "C F " + " ".join([*"HIJKLMNOPQRSTUVWXYZ", *(f"A{letter}" for letter in "ABCDEFGHIJKL")])
    found = {
        row[0]: (row[1], sum(mark in {"医", "複"} for mark in row[2:]))
        for row in rows_of(cells, "受診カレンダー", columns)
    }
    assert found == {
        row["recipient_number"]: (row["days"], row["days"])
        for row in office.frequent.to_pylist()
        if row["unit"] == "recipient"
    }


def assert_duplicates(cells: Cells) -> None:
    """Repeated checks at one institution reach the threshold of three, visits to several institutions that of two."""
    rows = rows_of(cells, "同日重複確認", "A B K")
    expected = ["目安以上" if checks >= 3 or pattern.startswith("複数") else "目安未満" for pattern, _, checks in rows]
    assert [row[1] for row in rows] == expected
    assert set(expected) == {"目安以上", "目安未満"}
    assert cells["表紙", "I6"] == expected.count("目安以上")


@pytest.mark.parametrize("edition", EDITIONS)
def test_lists_are_empty_when_nobody_reaches_the_thresholds(office: OfficeMonth, edition, compute):
    cells = compute(with_values(build_workbook(office, edition=edition), {"月の日数": 31, "早めの日数": 31}))
    assert rows_of(cells, "頻回受診の一覧", "A B C") == []
    assert rows_of(cells, "受診カレンダー", "A B C H I") == []
    assert cells["表紙", "A6"] == 0
    assert cells["設定", "A3"] == "実行時と異なる目安で表示しています。"


@pytest.mark.parametrize("edition", EDITIONS)
def test_another_person_can_be_chosen(office: OfficeMonth, edition, compute):
    number = sorted(set(office.candidates["recipient_number"].to_pylist()))[-1]
    person = office.person(number)
    book = build_workbook(office, edition=edition)
    cells = compute(choosing(book, "個人票", "B4", f"{number}　{person.name}"))
    assert cells["個人票", "B6"] == number
    assert cells["個人票", "U6"] == person.name
    visits = [row for row in office.visits.to_pylist() if row["recipient_number"] == number]
    in_month = [row for row in visits if row["visit_date"].month == 10]
    row = [cells.get(("個人票", f"{column}14")) for column in columns_of_days()]
    assert [day for day, mark in enumerate(row, start=1) if mark] == sorted({v["visit_date"].day for v in in_month})
    shown = rows_of(cells, "個人票", "A Z", first=19)[:10]
    counts: dict[str, int] = {}
    for visit in visits:
        name = office.institution(visit["institution_code"])
        counts[name] = counts.get(name, 0) + 1
    assert dict(shown) == counts


def columns_of_days() -> list[str]:
    return [*"BCDEFGHIJKLMNOPQRSTUVWXYZ", *(f"A{letter}" for letter in "ABCDEF")]
