"""Dates as Japanese offices write them: eight digits, with separators, ISO, and in eras, long and short.

Six digits (060701) do not say their era; they are read only where a layout declares it.
"""

import re
import unicodedata
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Final

DIGITS: Final = "digits"  # 20240701
SEPARATED: Final = "separated"  # 2024-07-01, 2024/7/1, 2024.7.1, 2024年7月1日
ERA: Final = "era"  # 令和6年7月1日, 令6.7.1, R6.7.1, R06/07/01
ERA_DIGITS: Final = "era_digits"  # 060701 with a declared era, or 5060701 (1 Meiji .. 5 Reiwa)
SERIAL: Final = "serial"  # days of a spreadsheet, 1900 system
FORMS: Final = (DIGITS, SEPARATED, ERA, ERA_DIGITS, SERIAL)
SAFE_FORMS: Final = (DIGITS, SEPARATED, ERA)

# era letter -> kanji, first day, last day (None = now)
_ERAS: Final[dict[str, tuple[str, date, date | None]]] = {
    "M": ("明治", date(1868, 1, 25), date(1912, 7, 30)),
    "T": ("大正", date(1912, 7, 30), date(1926, 12, 25)),
    "S": ("昭和", date(1926, 12, 25), date(1989, 1, 7)),
    "H": ("平成", date(1989, 1, 8), date(2019, 4, 30)),
    "R": ("令和", date(2019, 5, 1), None),
}
_ERA_NUMBERS: Final = {"1": "M", "2": "T", "3": "S", "4": "H", "5": "R"}
_ERA_NAMES: Final = {
    name: letter for letter, (kanji, _, _) in _ERAS.items() for name in (letter, letter.lower(), kanji, kanji[0])
}
_SERIAL: Final = re.compile(r"\d{2,6}(?:\.\d+)?")
_SERIAL_EPOCH: Final = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 61, 109_574  # 1900-03-01, before which spreadsheets are a day off; 2199-12-31
_DIGITS: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SEPARATED: Final = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日)")
_NAME: Final = "|".join(sorted(_ERA_NAMES, key=len, reverse=True))
_ERA: Final = re.compile(rf"({_NAME})(\d{{1,2}}|元)(?:([-/.])(\d{{1,2}})\3(\d{{1,2}})|年(\d{{1,2}})月(\d{{1,2}})日)")
_ERA_DIGITS: Final = re.compile(r"([1-5]?)(\d{2})(\d{2})(\d{2})")
_ERA_MONTH: Final = re.compile(rf"({_NAME})(\d{{1,2}}|元)(?:[-/.](\d{{1,2}})|年(\d{{1,2}})月)")
_MONTH: Final = re.compile(r"(\d{4})(?:[-/.]?(\d{2})|[-/.](\d)|年(\d{1,2})月)")
_TIME: Final = re.compile(
    r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?|(\d{2})(\d{2})(\d{2})?|(\d{1,2})時(\d{1,2})分(?:(\d{1,2})秒)?"
)
_NO_TIME: Final = re.compile(r"[ T]0{1,2}:00(?::00)?$")
_ZONE: Final = re.compile(r"(?:\+09:?00)$")


def parse_date(text: str, *, forms: Collection[str] = SAFE_FORMS, era: str | None = None) -> date | None:
    """Return the date ``text`` writes in one of ``forms``, or None. ``era`` is the letter six digits count in."""
    text = _NO_TIME.sub("", _plain(text))
    readers = {DIGITS: _digits, SEPARATED: _separated, ERA: _in_era, SERIAL: _serial}
    for form in forms:
        found = _era_digits(text, era) if form == ERA_DIGITS else readers[form](text)
        if found is not None:
            return found
    return None


def parse_month(text: str, *, forms: Collection[str] = SAFE_FORMS) -> str | None:
    """Return the month ``text`` writes (202608, 2026-08, 2026年8月, 令和8年8月, R8.8) as YYYY-MM, or None.

    Where serials are declared (cells of a spreadsheet), a whole date stands for its month.
    """
    text = _plain(text)
    if match := _MONTH.fullmatch(text):
        year, month = int(match[1]), int(match[2] or match[3] or match[4])
    elif match := _ERA_MONTH.fullmatch(text):
        first = _era_date(match[1], match[2], int(match[3] or match[4]), None)
        if first is None:
            return None
        year, month = first.year, first.month
    elif SERIAL in forms and (day := parse_date(text, forms=(SEPARATED, SERIAL))):
        year, month = day.year, day.month
    else:
        return None
    return f"{year:04d}-{month:02d}" if 1 <= month <= 12 and year >= 1868 else None


def parse_time(text: str) -> timedelta | None:
    """Return the time of day ``text`` writes (133616, 13:36:16, 13:36, 13時36分) since midnight, or None."""
    match = _TIME.fullmatch(_plain(text))
    if match is None:
        return None
    hour, minute, second = (int(value or 0) for value in _three(match))
    if hour > 23 or minute > 59 or second > 59:
        return None
    return timedelta(hours=hour, minutes=minute, seconds=second)


def parse_datetime(text: str, *, forms: Collection[str] = SAFE_FORMS, era: str | None = None) -> datetime | None:
    """Return the date and time ``text`` writes: 14 or 12 digits, ISO (JST), or any date, a space or T, and a time."""
    text = _ZONE.sub("", _plain(text))
    if text.isdigit() and len(text) in {12, 14} and DIGITS in forms:
        day, clock = parse_date(text[:8], forms=(DIGITS,)), parse_time(text[8:])
    elif SERIAL in forms and _SERIAL.fullmatch(text):
        return _serial_time(text)
    else:
        parts = re.split(r"[T ]+|(?<=日)", text, maxsplit=1)
        if len(parts) != 2:
            return None
        day, clock = parse_date(parts[0], forms=forms, era=era), parse_time(parts[1])
    return None if day is None or clock is None else datetime.combine(day, time()) + clock


def _plain(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def _three(match: re.Match[str]) -> list[str | None]:
    """Return hour, minute, second of whichever way of writing matched."""
    for first in (1, 4, 7):
        if match[first] is not None:
            return [match[first], match[first + 1], match[first + 2]]
    return [None, None, None]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _digits(text: str) -> date | None:
    match = _DIGITS.fullmatch(text)
    return _day(int(match[1]), int(match[2]), int(match[3])) if match else None


def _separated(text: str) -> date | None:
    match = _SEPARATED.fullmatch(text)
    return _day(int(match[1]), int(match[3] or match[5]), int(match[4] or match[6])) if match else None


def _in_era(text: str) -> date | None:
    match = _ERA.fullmatch(text)
    return _era_date(match[1], match[2], int(match[4] or match[6]), int(match[5] or match[7])) if match else None


def _era_digits(text: str, era: str | None) -> date | None:
    match = _ERA_DIGITS.fullmatch(text)
    if match is None:
        return None
    name = _ERA_NUMBERS[match[1]] if match[1] else era
    return _era_date(name, match[2], int(match[3]), int(match[4])) if name else None


def _era_date(name: str, year: str, month: int, day: int | None) -> date | None:
    """Return the date if it lies in the era; of a month (day None) the first day, if any day of it does."""
    _, first, last = _ERAS[_ERA_NAMES[name]]
    number = 1 if year == "元" else int(year)
    found = _day(first.year + number - 1, month, day or 1) if number else None
    if found is None:
        return None
    earliest = first.replace(day=1) if day is None else first
    return found if earliest <= found and (last is None or found <= last) else None


def _serial(text: str) -> date | None:
    found = _serial_time(text) if _SERIAL.fullmatch(text) else None
    return found.date() if found is not None and found.time() == time() else None


def _serial_time(text: str) -> datetime | None:
    days = float(text)
    if not _FIRST_SERIAL <= days <= _LAST_SERIAL:
        return None
    return datetime.combine(_SERIAL_EPOCH, time()) + timedelta(seconds=round(days * 86_400))
