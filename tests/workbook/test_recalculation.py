"""What LibreOffice computes is what qlog stored; after a threshold changes it is what the rules would find."""

from typing import Any

import pytest

from qlog.export.workbook import OfficeMonth, build_workbook
from qlog.references import References
from qlog.schema import LEVELS, STATUSES, TICKETS
from qlog.settings import Settings
from tests.workbook.files import formulas, needs_libreoffice, recalculated, rows_of, values, with_values
from tests.workbook.office import caseworkers, invented_checks, office_month

pytestmark = [pytest.mark.libreoffice, needs_libreoffice]

CHANGED = {"月の日数": 12, "三か月の日数": 30, "早めの日数": 7, "券の登録日": 20, "新しい受給者の日数": 10}
OTHER = Settings.model_validate(
    {
        "frequent": {"month_days": 12, "three_month_days": 30, "early_days": 7},
        "unentrusted": {"registration_day": 20, "new_recipient_days": 10},
    }
)


def frequent_of(office: OfficeMonth) -> set[tuple[Any, ...]]:
    return {
        (LEVELS[row["level"]], row["recipient_number"], row["unit"] == "institution", row["days"], row["days_3m"])
        for row in office.frequent.to_pylist()
    }


def shown_frequent(book: bytes, sheet: str, columns: str) -> set[tuple[Any, ...]]:
    rows = rows_of(book, sheet, columns)
    return {(level, number, unit == "同じ医療機関", days, total) for level, number, unit, days, total in rows}


def test_every_stored_value_is_what_the_formula_gives(book_2007, tmp_path):
    stored, computed = values(book_2007), values(recalculated(book_2007, tmp_path))
    cells = formulas(book_2007)
    assert {at: computed.get(at) for at in cells} == {at: stored.get(at) for at in cells}


@pytest.mark.parametrize("day", [20, 31])
@pytest.mark.parametrize("with_tickets", [False, True])
def test_levels_statuses_and_the_extract_follow_the_thresholds(tmp_path, day, with_tickets):
    rows = [row for row in invented_checks(seed=day) if (row["checked_at"].month, row["checked_at"].day) <= (10, day)]
    references = References(tickets=TICKETS.arrow_schema().empty_table() if with_tickets else None)
    given, other = (office_month(rows, settings=s, references=references) for s in (Settings(), OTHER))
    book = recalculated(with_values(build_workbook(given, edition="2007"), CHANGED), tmp_path)

    expected = frequent_of(other)
    assert expected != frequent_of(given)
    listed = {row for row in shown_frequent(book, "頻回受診の傾向", "A B F K L") if row[0] != "目安未満"}
    assert listed == expected
    assert shown_frequent(book, "頻回受診の一覧", "B C G K L") == expected

    statuses = {
        (STATUSES[row["status"]], row["recipient_number"], row["institution_code"])
        for row in other.unentrusted.to_pylist()
    }
    assert set(rows_of(book, "未委託受診", "A B G")) == statuses


def test_the_extract_is_ranked_screened_first_then_by_days(tmp_path, office: OfficeMonth):
    book = recalculated(with_values(build_workbook(office, edition="2007"), CHANGED), tmp_path)
    rows = rows_of(book, "頻回受診の一覧", "A B K")
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    assert rows == sorted(rows, key=lambda row: (row[1] == LEVELS["early"], -row[2]))


def test_a_number_of_a_person_stays_text_with_its_zeros(tmp_path, office: OfficeMonth):
    book = recalculated(build_workbook(office, edition="2007"), tmp_path)
    numbers = [row[0] for row in rows_of(book, "頻回受診の一覧", "C")]
    assert numbers
    assert all(isinstance(number, str) and number.startswith("0") for number in numbers)


def test_duplicates_fade_below_the_thresholds(tmp_path, office: OfficeMonth):
    book = recalculated(with_values(build_workbook(office, edition="2007"), {"同じ医療機関の回数": 3}), tmp_path)
    rows = rows_of(book, "同日重複確認", "A B K")
    expected = ["目安以上" if checks >= 3 or pattern.startswith("複数") else "目安未満" for pattern, _, checks in rows]
    assert [row[1] for row in rows] == expected
    assert {"目安以上", "目安未満"} == set(expected)
    assert values(book)["表紙", "I6"] == expected.count("目安以上")


def test_a_month_with_one_person_computes(tmp_path):
    rows = invented_checks(people=1)
    book = build_workbook(office_month(rows, caseworkers=caseworkers(["0000000"])), edition="2007")
    stored, computed = values(book), values(recalculated(book, tmp_path))
    cells = formulas(book)
    assert {at: computed.get(at) for at in cells} == {at: stored.get(at) for at in cells}
