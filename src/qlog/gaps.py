"""Dates on which an office's log is silent although its own habit says there should be rows (deliveries lost, outages).

The habit is the office's own: for each weekday, and for holidays and the turn of the year as a class of their own, the
share of dates with rows. A class that has rows on at least ``USUAL_SHARE`` of at least ``ENOUGH_DATES`` dates is
expected to have rows, as many as its median date has. Source: an outage left such a gap in one city in November 2024.

Small offices are silent by chance: where two rows are usual, every seventh such date has none. So a run of silent
dates is a gap only if its expected rows are ``FEWEST_EXPECTED`` together. If rows come as a Poisson process, chance
leaves such a run empty with a probability of at most exp(-10), one in twenty thousand: a year of days hardly ever
holds one. The median, and not the mean: a bulk query fills one date with hundreds of rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from statistics import median
from typing import Final

import jpholiday
import pyarrow as pa

from qlog import schema

USUAL_SHARE: Final = 0.8
ENOUGH_DATES: Final = 4
FEWEST_EXPECTED: Final = 10  # rows
REASON: Final = "この福祉事務所ではふだん記録のある日に、記録がありません。"


def find_gaps(rows: Mapping[tuple[str, date], int]) -> pa.Table:
    """Return the gaps of every office as :data:`qlog.schema.GAPS`; ``rows``: (payer_number, date) -> rows as delivered.

    Dates without a row are left out of ``rows``.
    """
    by_office: dict[str, dict[date, int]] = defaultdict(dict)
    for (payer, day), count in rows.items():
        by_office[payer][day] = count
    found = [
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
    return pa.Table.from_pylist(found, schema=schema.GAPS.arrow_schema())


def _gaps_of(rows: Mapping[date, int]) -> Iterable[tuple[date, date]]:
    first, last = min(rows), max(rows)
    calendar = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    expected = _expected(calendar, rows)
    missing: list[date] = []  # expected dates without rows in the current run
    for day in calendar:
        if day not in rows:
            missing.extend([day] if day in expected else [])
            continue
        if sum(expected[silent] for silent in missing) >= FEWEST_EXPECTED:
            yield missing[0], missing[-1]
        missing = []


def _expected(calendar: list[date], rows: Mapping[date, int]) -> dict[date, float]:
    """Return the dates that usually have rows, and how many."""
    classes: dict[str, list[date]] = defaultdict(list)
    for day in calendar:
        classes[_class_of(day)].append(day)
    expected: dict[date, float] = {}
    for dates in classes.values():
        if len(dates) >= ENOUGH_DATES and sum(day in rows for day in dates) >= USUAL_SHARE * len(dates):
            expected |= dict.fromkeys(dates, median(rows.get(day, 0) for day in dates))
    return expected


def _class_of(day: date) -> str:
    turn_of_year = (day.month == 12 and day.day >= 29) or (day.month == 1 and day.day <= 3)
    return "holiday" if turn_of_year or jpholiday.is_holiday(day) else str(day.weekday())
