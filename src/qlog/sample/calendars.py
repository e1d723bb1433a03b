"""Months as institutions and offices live them: opening days, short days, the day tickets are registered."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

import jpholiday
import numpy as np

from qlog.sample.dice import Bools, Ints

BATCH_DAY = 15  # tickets are registered in one go around this day
EVERY_DAY = 4  # position of the hospitals' calendar in CLOSED_WEEKDAYS
# weekdays an institution is closed, Monday = 0; all but hospitals are closed on Sundays and holidays too
CLOSED_WEEKDAYS: tuple[frozenset[int], ...] = (
    frozenset({6}),
    frozenset({3, 6}),
    frozenset({2, 6}),
    frozenset({5, 6}),
    frozenset(),
)


@dataclass(frozen=True)
class Month:
    """One calendar month.

    ``open_days``: day numbers a calendar is open, one row a calendar, padded with 0 to 31 columns;
    ``open_count``: how many of them; ``short``: by day number (0 unused), True where only the morning is worked;
    ``batch_day``: day on which the tickets of the month are registered, the last working day up to the 15th.
    """

    first: date
    days: int
    open_days: Ints
    open_count: Ints
    short: Bools
    batch_day: int

    @property
    def label(self) -> str:
        """The month as YYYYMM."""
        return f"{self.first:%Y%m}"

    @property
    def ordinal(self) -> int:
        """Day number of the last day of the month before: ``ordinal + day`` is a proleptic ordinal."""
        return self.first.toordinal() - 1

    @property
    def next_first(self) -> date:
        """First day of the month after."""
        return self.first + timedelta(days=self.days)


def make_month(first: date) -> Month:
    """Return the month that begins on ``first``."""
    days = calendar.monthrange(first.year, first.month)[1]
    dates = [first.replace(day=day) for day in range(1, days + 1)]
    open_days = np.zeros((len(CLOSED_WEEKDAYS), 31), dtype=np.int64)
    open_count = np.zeros(len(CLOSED_WEEKDAYS), dtype=np.int64)
    for row, closed in enumerate(CLOSED_WEEKDAYS):
        numbers = [d.day for d in dates if not closed or (d.weekday() not in closed and not _is_holiday(d))]
        open_days[row, : len(numbers)] = numbers
        open_count[row] = len(numbers)
    short = np.array([False, *(d.weekday() >= 5 or _is_holiday(d) for d in dates)])
    batch_day = max(day for day in range(1, BATCH_DAY + 1) if not short[day])
    return Month(first, days, open_days, open_count, short, batch_day)


def months_up_to(last: date, count: int) -> list[Month]:
    """Return ``count`` months, the last of them the month of ``last``."""
    number = last.year * 12 + last.month - 1
    numbers = range(number - count + 1, number + 1)
    return [make_month(date(each // 12, each % 12 + 1, 1)) for each in numbers]


def _is_holiday(day: date) -> bool:
    new_year = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return new_year or bool(jpholiday.is_holiday(day))
