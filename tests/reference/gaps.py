"""Gaps: dates without a row of an office, on days of the week when the office always has rows."""

from collections import defaultdict
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
    """All gaps of all offices."""
    dates = defaultdict(set)
    for check in checks:
        dates[check.payer_number].add(check.day)
    return sorted(gap for payer, seen in dates.items() for gap in gaps_of_office(payer, seen))


def gaps_of_office(payer: str, seen: set[date]) -> list[Gap]:
    """Runs of dates without a row that hold a date expected to have rows; the run's ends that are not go."""
    first, last = min(seen), max(seen)
    dates = [first + timedelta(days=count) for count in range((last - first).days + 1)]
    usual = usual_classes(dates, seen)
    found = []
    run: list[date] = []
    for day in dates:  # the last date has rows, so every run is closed inside the loop
        if day not in seen:
            run.append(day)
            continue
        expected = [empty for empty in run if day_class(empty) in usual]
        if expected:
            length = (expected[-1] - expected[0]).days + 1
            found.append(Gap(payer, expected[0], expected[-1], length, REASON))
        run = []
    return found


def usual_classes(dates: list[date], seen: set[date]) -> set[int]:
    """Classes with at least four dates of which at least 80 % have rows."""
    usual = set()
    for one_class in range(HOLIDAY + 1):
        in_class = [day for day in dates if day_class(day) == one_class]
        with_rows = [day for day in in_class if day in seen]
        if len(in_class) >= 4 and len(with_rows) * 10 >= len(in_class) * 8:
            usual.add(one_class)
    return usual
