"""Dates on which an office's log is silent although its own habit says there should be rows (deliveries lost, outages).

The habit is the office's own: for each weekday, and for holidays and the turn of the year as a class of their own, the
share of dates with rows. A class that has rows on at least ``USUAL_SHARE`` of at least ``ENOUGH_DATES`` dates is
expected to have rows. Source: an outage left such a gap in one city in November 2024.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

import jpholiday
import pyarrow as pa

from qlog import schema

USUAL_SHARE: Final = 0.8
ENOUGH_DATES: Final = 4
REASON: Final = "この福祉事務所ではふだん記録のある日に、記録がありません。"


def find_gaps(office_days: Iterable[tuple[str, date]]) -> pa.Table:
    """Return the gaps of every office as :data:`qlog.schema.GAPS`, from the dates that have rows."""
    by_office: dict[str, set[date]] = defaultdict(set)
    for payer, day in office_days:
        by_office[payer].add(day)
    rows = [
        {
            "payer_number": payer,
            "first_date": first,
            "last_date": last,
            "days": (last - first).days + 1,
            "reason": REASON,
        }
        for payer in sorted(by_office)
        for first, last in _gaps_of(by_office[payer])
    ]
    return pa.Table.from_pylist(rows, schema=schema.GAPS.arrow_schema())


def _gaps_of(days: set[date]) -> Iterable[tuple[date, date]]:
    first, last = min(days), max(days)
    calendar = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    expected = _expected(calendar, days)
    missing: list[date] = []  # expected dates without rows in the current run
    for day in calendar:
        if day not in days:
            missing.extend([day] if day in expected else [])
        elif missing:
            yield missing[0], missing[-1]
            missing = []


def _expected(calendar: list[date], days: set[date]) -> set[date]:
    classes: dict[str, list[date]] = defaultdict(list)
    for day in calendar:
        classes[_class_of(day)].append(day)
    usual = {
        name
        for name, dates in classes.items()
        if len(dates) >= ENOUGH_DATES and sum(day in days for day in dates) >= USUAL_SHARE * len(dates)
    }
    return {day for name in usual for day in classes[name]}


def _class_of(day: date) -> str:
    turn_of_year = (day.month == 12 and day.day >= 29) or (day.month == 1 and day.day <= 3)
    return "holiday" if turn_of_year or jpholiday.is_holiday(day) else str(day.weekday())
