"""The background of frequent visits: by example, and against plain Python on random offices."""

import os
from collections import defaultdict
from datetime import date
from random import Random

import jpholiday

from qlog.settings import Settings
from tests.reference.identity import with_newest_numbers
from tests.reference.judge import judge
from tests.reference.model import FrequentVisits, Log, Visit, month_before
from tests.spec import given
from tests.strategies.offices import random_log, random_settings
from tests.unit.judged import analyzed, rows


def details(log: Log, settings: Settings) -> list[tuple[object, ...]]:
    return rows(analyzed(log, settings), "frequent_details")


def of_institution(checks: str, **sections: object) -> dict[str, tuple[object, ...]]:
    """Month -> short_intensive, months_in_a_row, trend, weekday_share, other_institutions of A at the clinic."""
    rows = details(given.log(checks), given.settings(dict(sections)))
    clinic, person = given.INSTITUTIONS["clinic"], given.PEOPLE["A"]
    return {str(row[0]): row[5:] for row in rows if row[3] == person and row[4] == clinic}


EXAMPLES = int(os.environ.get("QLOG_EXAMPLES", "15"))
END = "B | 2026-10: 31 | 04"


def test_many_days_in_one_month_alone_are_short_intensive_treatment() -> None:
    found = of_institution(f"""
        who | at             | method
        A   | 2026-08: 1     | 01
        A   | 2026-09: 1     | 01
        A   | 2026-10: 1-15  | 01
        {END}
    """)
    # October 2026: of the first fifteen days eleven are Monday to Friday, and the 12th is a holiday
    assert found == {"2026-10": (True, 1, 15 - (1 + 1) / 2, (11 - 1) / 15, 0)}


def test_a_habit_is_not_short_intensive_treatment() -> None:
    found = of_institution(f"""
        who | at             | method
        A   | 2026-08: 1-12  | 01
        A   | 2026-09: 1-13  | 01
        A   | 2026-10: 1-15  | 01
        {END}
    """)
    assert [row[:3] for row in found.values()] == [(False, 1, None), (False, 2, 1.0), (False, 1, 15 - 25 / 2)]


def test_a_log_that_lacks_a_month_before_cannot_tell_short_from_long() -> None:
    found = of_institution(f"who | at | method \n A | 2026-09: 1 | 01 \n A | 2026-10: 1-15 | 01 \n {END}")
    assert found["2026-10"][0] is None
    forty = of_institution(
        f"who | at | method \n A | 2026-09: 1-25 | 01 \n A | 2026-10: 1-15 | 01 \n {END}",
    )
    assert forty["2026-10"][0] is False  # forty days are reached: whatever stood before, it is not short


def test_a_month_of_the_office_without_a_visit_counts_as_no_days() -> None:
    found = of_institution(f"""
        who | at             | method
        B   | 2026-08: 1     | 01
        A   | 2026-09: 1-4   | 01
        A   | 2026-10: 1-10  | 01
        {END}
    """)
    assert found["2026-10"][2] == 10 - (0 + 4) / 2


def test_other_institutions_are_those_of_the_kinds_counted_one_by_one() -> None:
    log = given.log("""
        who | where    | at             | method
        A   | clinic   | 2026-10: 1-10  | 01
        A   | clinic2  | 2026-10: 3     | 01
        A   | clinic3  | 2026-10: 4     | 01
        A   | pharmacy | 2026-10: 3,4,5 | 01
        B   | clinic   | 2026-10: 31    | 04
    """)
    assert {row[2]: row[9] for row in details(log, Settings())} == {"institution": 2, "recipient": 3 - 1}


def test_institutions_that_share_a_name_are_not_merged() -> None:
    log = given.log("""
        who | where   | at             | method | institution_name
        A   | clinic  | 2026-10: 1-10  | 01     | 駅前ビルクリニック
        A   | clinic2 | 2026-10: 1-10  | 01     | 駅前ビルクリニック
        B   | clinic  | 2026-10: 31    | 04     | 駅前ビルクリニック
    """)
    assert [(row[2], row[4], row[9]) for row in details(log, Settings())] == [
        ("institution", given.INSTITUTIONS["clinic"], 1),
        ("institution", given.INSTITUTIONS["clinic2"], 1),
        ("recipient", "", 1),
    ]


def is_weekday(day: date) -> bool:
    return day.weekday() < 5 and not jpholiday.is_holiday(day)


def expected(log: Log, settings: Settings) -> list[tuple[object, ...]]:
    """Work the same out row by row."""
    tables = judge(log, settings)
    months = defaultdict(set)
    for check in with_newest_numbers(log).checks:
        months[check.payer_number].add(check.month)
    days = {row[:5]: row.days for row in tables["monthly_days"]}
    visits = [
        visit for visit in tables["visits"] if visit.kind in settings.for_office(visit.payer_number).frequent.kinds
    ]
    return [expected_row(row, months[row.payer_number], days, visits, settings) for row in tables["frequent_visits"]]


def expected_row(
    row: FrequentVisits, months: set[str], days: dict[tuple[str, ...], int], visits: list[Visit], settings: Settings
) -> tuple[object, ...]:
    rule = settings.for_office(row.payer_number).frequent
    there = [
        visit
        for visit in visits
        if (visit.payer_number, visit.recipient_number, visit.month) == (row[1], row[3], row[0])
    ]
    dates = {visit.visit_date for visit in there if visit.institution_code == row[4] or row.unit == "recipient"}
    earlier = [days.get((month, *row[1:5]), 0) for month in sorted(months) if month < row.month]
    short: bool | None = row.days >= rule.month_days and row.days_3m < rule.three_month_days
    if short and not {month_before(row.month), month_before(row.month, 2)} <= months:
        short = None
    streak, month = 1, row.month
    while month != row.first_month:
        month, streak = month_before(month), streak + 1
    return (
        *row[:5],
        short,
        streak,
        row.days - sum(earlier) / len(earlier) if earlier else None,
        sum(map(is_weekday, dates)) / len(dates),
        len({visit.institution_code for visit in there}) - 1,
    )


def test_random_offices_agree_with_plain_python() -> None:
    compared = 0
    for seed in range(EXAMPLES):
        rng = Random(seed)
        log, settings = random_log(rng), random_settings(rng)
        wanted = expected(log, settings)
        assert details(log, settings) == wanted, f"seed {seed}"
        compared += len(wanted)
    assert compared > 2 * EXAMPLES
