"""The value of one cell, as text, -> its typed value, or a Fault that says why not."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from qlog import dates
from qlog.reading import reasons
from qlog.reading.layout import ColumnForm
from qlog.reading.text import half_width
from qlog.schema import Column


class Fault:
    """Stands for a value that could not be read; ``reason`` is a key of REASONS."""

    __slots__ = ("reason",)

    def __init__(self, reason: str) -> None:
        self.reason = reason


Value = str | int | date | datetime | bool | None
Reader = Callable[[str], Value | Fault]

FIRST_LOG_YEAR: Final = 2000  # no check of this system is older; a row that says so is damaged
_OPEN_END: Final = "99999999"  # how some systems write "no end"
_END_OF_DATES: Final = date(9999, 12, 31)
_DAY_SHARE: Final = re.compile(r"0\.\d+")  # a time of day as spreadsheets keep it
_DAY_SECONDS: Final = 86_400
_CODE: Final = re.compile(r"[0-9A-Za-z]{1,4}")
_YES: Final = {"1", "01", "true", "yes", "○", "〇", "有", "該当"}
_NO: Final = {"0", "00", "false", "no", "×", "無", "非該当"}


def reader(column: Column, form: ColumnForm) -> Reader:
    """Return the function that reads one value of ``column`` that is neither text nor empty."""
    readers: dict[str, Callable[[str, ColumnForm], Value | Fault]] = {
        "code": _table_code if form.codes else _number_code,
        "date": _date,
        "time": _time,
        "clock": _clock,
        "month": _month,
        "bool": _flag,
    }
    read = readers[column.type]
    return lambda text: read(text, form)


def pad(code: str, form: ColumnForm) -> str:
    """Return ``code`` with the leading zeros a spreadsheet took from it, if the layout allows so many."""
    lost = (form.width or 0) - len(code)
    return code.zfill(form.width or 0) if 0 < lost <= form.restore_zeros and code.isdigit() else code


def _number_code(text: str, form: ColumnForm) -> str | Fault:
    code = pad(half_width(text), form)
    if not (code.isascii() and code.isdigit()):
        return Fault(reasons.NOT_DIGITS)
    return Fault(reasons.WRONG_WIDTH) if form.width and len(code) != form.width else code


def known_code(text: str, form: ColumnForm) -> str | None:
    """Return what the table of the layout makes of ``text``, None if it is not in the table."""
    code = half_width(text)
    return next((form.codes[way] for way in (text, code, pad(code, form)) if way in form.codes), None)


def _table_code(text: str, form: ColumnForm) -> str | Fault:
    """Read a code of a table; an unknown one is kept if it looks like a code."""
    known = known_code(text, form)
    if known is not None:
        return known
    code = pad(half_width(text), form)
    return code if _CODE.fullmatch(code) else Fault(reasons.BAD_CODE)


def _date(text: str, form: ColumnForm) -> date | Fault:
    if form.restore_zeros:
        text = pad(half_width(text), form)
    if half_width(text) == _OPEN_END:
        return _END_OF_DATES
    found = dates.parse_date(text, forms=form.forms, era=form.era)
    return Fault(reasons.BAD_DATE) if found is None or found.year < 1868 else found


def _time(text: str, form: ColumnForm) -> datetime | Fault:
    found = dates.parse_datetime(text, forms=form.forms, era=form.era)
    return Fault(reasons.BAD_TIME) if found is None or not FIRST_LOG_YEAR <= found.year < 2200 else found


def _clock(text: str, form: ColumnForm) -> int | Fault:
    if dates.SERIAL in form.forms and _DAY_SHARE.fullmatch(text):
        return round(float(text) * _DAY_SECONDS) % _DAY_SECONDS
    found = dates.parse_time(pad(half_width(text), form))
    return Fault(reasons.BAD_TIME) if found is None else int(found.total_seconds())


def _month(text: str, form: ColumnForm) -> str | Fault:
    return dates.parse_month(text, forms=form.forms) or Fault(reasons.BAD_MONTH)


def _flag(text: str, _form: ColumnForm) -> bool | Fault:
    word = half_width(text).casefold()
    return Fault(reasons.BAD_FLAG) if word not in _YES | _NO else word in _YES
