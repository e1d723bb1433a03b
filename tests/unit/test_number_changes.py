"""Numbers that may be one person's are listed, never merged."""

from datetime import date, datetime

import pyarrow as pa

from qlog import schema
from qlog.analysis import analyze_table
from qlog.references import References


def check(number: str, day: date, *, kana: str = "ｻｸｼ", born: date = date(1950, 1, 1)) -> dict[str, object]:
    return {
        "checked_at": datetime(day.year, day.month, day.day, 9),
        "method": "01",
        "institution_code": "1310000010",
        "payer_number": "12016010",
        "recipient_number": number,
        "kana": kana,
        "birth_date": born,
    }


def changes(
    rows: list[dict[str, object]], aliases: list[dict[str, str | None]] | None = None
) -> list[tuple[object, ...]]:
    table = pa.Table.from_pylist(rows, schema=schema.CHECKS.arrow_schema())
    known = pa.Table.from_pylist(aliases, schema=schema.ALIASES.arrow_schema()) if aliases else None
    findings = analyze_table(table, references=References(aliases=known))
    found = findings.table("number_changes").to_pylist()
    return [(row["old_number"], row["new_number"], row["old_last_date"], row["new_first_date"]) for row in found]


def test_the_same_birth_date_and_kana_one_after_the_other() -> None:
    rows = [check("0000001", date(2026, 8, 1)), check("0000001", date(2026, 8, 20)), check("0000002", date(2026, 9, 3))]
    assert changes(rows) == [("0000001", "0000002", date(2026, 8, 20), date(2026, 9, 3))]


def test_numbers_that_overlap_are_two_people() -> None:
    rows = [
        check("0000001", date(2026, 8, 1)),
        check("0000002", date(2026, 8, 10)),
        check("0000001", date(2026, 8, 20)),
    ]
    assert changes(rows) == []


def test_another_kana_or_birth_date_is_another_person() -> None:
    rows = [
        check("0000001", date(2026, 8, 1)),
        check("0000002", date(2026, 9, 1), kana="ﾚｲﾀﾞｲ"),
        check("0000003", date(2026, 9, 1), born=date(1951, 1, 1)),
    ]
    assert changes(rows) == []


def test_only_the_next_number_is_named() -> None:
    rows = [check(f"000000{number}", date(2026, 7 + number, 1)) for number in (1, 2, 3)]
    assert [pair[:2] for pair in changes(rows)] == [("0000001", "0000002"), ("0000002", "0000003")]


def test_a_change_the_office_has_confirmed_is_no_longer_listed() -> None:
    rows = [check("0000001", date(2026, 8, 1)), check("0000002", date(2026, 9, 1))]
    alias = {"payer_number": None, "old_number": "0000001", "new_number": "0000002"}
    assert changes(rows, [alias]) == []
