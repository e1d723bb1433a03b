"""Gaps: dates without a row of an office, on days of the week when it usually has more rows than chance explains."""

from collections import Counter
from datetime import date, timedelta

import jpholiday

from tests.reference.model import Check, Gap

REASON = "この福祉事務所ではふだん記録のある日に、記録がありません。"
HOLIDAY = 7  # after Monday 0 ... Sunday 6


def day_class(day: date) -> int:
    """The class of a date: its weekday, or holiday (national holidays and 29 December to 3 January)."""
    new_year = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return HOLIDAY if new_year or jpholiday.is_holiday(day) else day.weekday()


def gaps(checks: list[Check]) -> list[Gap]:
    """All gaps of all offices; rows count as delivered, each once."""
    offices: dict[str, Counter[date]] = {}
    for check in set(checks):
        offices.setdefault(check.payer_number, Counter())[check.day] += 1
    return sorted(gap for payer, rows in offices.items() for gap in gaps_of_office(payer, rows))


def gaps_of_office(payer: str, rows: Counter[date]) -> list[Gap]:
    """Runs of dates without a row whose usual rows are ten together, from the first usual date to the last."""
    first, last = min(rows), max(rows)
    dates = [first + timedelta(days=count) for count in range((last - first).days + 1)]
    usual = usual_rows(dates, rows)
    found = []
    run: list[date] = []
    for day in dates:  # the last date has rows, so every run is closed inside the loop
        if rows[day] == 0:
            run.append(day)
            continue
        expected = [empty for empty in run if day_class(empty) in usual]
        if sum(usual[day_class(empty)] for empty in expected) >= 20:  # halves
            length = (expected[-1] - expected[0]).days + 1
            found.append(Gap(payer, expected[0], expected[-1], length, REASON))
        run = []
    return found


def usual_rows(dates: list[date], rows: Counter[date]) -> dict[int, int]:
    """Twice the median of the rows a date has, for classes with at least four dates of which 80 % have rows."""
    usual = {}
    for one_class in range(HOLIDAY + 1):
        counts = sorted(rows[day] for day in dates if day_class(day) == one_class)
        with_rows = [count for count in counts if count > 0]
        if len(counts) >= 4 and len(with_rows) * 10 >= len(counts) * 8:
            usual[one_class] = counts[(len(counts) - 1) // 2] + counts[len(counts) // 2]
    return usual
