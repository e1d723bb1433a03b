"""Calendar months as numbers (year * 12 + month - 1) and as text (YYYY-MM)."""

import calendar
import re
from datetime import date

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def month_index(day: date) -> int:
    """Return the number of the month of ``day``: consecutive months differ by one."""
    return day.year * 12 + day.month - 1


def month_text(index: int) -> str:
    """Return YYYY-MM for a month number."""
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def parse_month(text: str) -> int | None:
    """Return the month number of YYYY-MM, or None if ``text`` is nothing of the kind."""
    found = _MONTH.fullmatch(text)
    return int(found[1]) * 12 + int(found[2]) - 1 if found else None


def month_length(index: int) -> int:
    """Return the number of days of a month."""
    return calendar.monthrange(index // 12, index % 12 + 1)[1]


def first_day(index: int) -> date:
    """Return the first day of a month."""
    return date(index // 12, index % 12 + 1, 1)
