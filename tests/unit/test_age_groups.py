"""The decade of birth: by the newest row, of the person and not of the number, and the same under pseudonyms."""

from datetime import date, datetime

import pyarrow as pa

from qlog import schema
from qlog.analysis import analyze_table
from qlog.privacy import Pseudonymizer
from qlog.references import References

OFFICE = "12016010"


def check(number: str, day: int, born: date | None) -> dict[str, object]:
    return {
        "checked_at": datetime(2026, 10, day, 9),
        "method": "01",
        "institution_code": "1310000010",
        "payer_number": OFFICE,
        "recipient_number": number,
        "birth_date": born,
    }


def table(*rows: dict[str, object]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=schema.CHECKS.arrow_schema())


def decades(checks: pa.Table, aliases: pa.Table | None = None) -> list[tuple[str, int]]:
    found = analyze_table(checks, references=References(aliases=aliases)).table("age_groups").to_pylist()
    assert {row["payer_number"] for row in found} <= {OFFICE}
    return [(row["recipient_number"], row["birth_decade"]) for row in found]


def test_a_decade_begins_with_a_zero_and_ends_with_a_nine() -> None:
    rows = [check("1", 1, date(1949, 12, 31)), check("2", 1, date(1950, 1, 1)), check("3", 1, date(1959, 12, 31))]
    assert decades(table(*rows)) == [("1", 1940), ("2", 1950), ("3", 1950)]


def test_the_newest_row_with_a_birth_date_holds() -> None:
    rows = [check("1", 1, date(1935, 1, 1)), check("1", 2, date(1953, 1, 1)), check("1", 3, None)]
    assert decades(table(*rows, check("2", 1, None))) == [("1", 1950)]


def test_a_person_with_two_numbers_has_one_decade() -> None:
    aliases = pa.Table.from_pylist([{"old_number": "1", "new_number": "2"}], schema=schema.ALIASES.arrow_schema())
    assert decades(table(check("1", 1, date(1970, 5, 5)), check("2", 2, date(1970, 5, 5))), aliases) == [("2", 1970)]


def test_pseudonyms_leave_the_decade() -> None:
    born = [date(1931, 3, 4), date(1950, 1, 1), date(2019, 12, 31)]
    plain = table(*(check(str(number), 1, day) for number, day in enumerate(born)))
    hidden = Pseudonymizer(b"0123456789abcdef").table(plain)
    assert sorted(decade for _, decade in decades(hidden)) == [1930, 1950, 2010]
    assert not set(hidden["birth_date"].to_pylist()) & {born[0], born[2]}
