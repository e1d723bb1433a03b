"""The two sheets caseworkers write into: their columns by header text, and what may stand in them."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final

from qlog.dates import SAFE_FORMS, SERIAL, parse_date
from qlog.export.workbook import choices, names
from qlog.export.workbook.choices import Entry
from qlog.export.workbook.entered import TICKETS, Value
from qlog.schema import INSTITUTION, RECIPIENT, UNITS

_YEARS: Final = range(2000, 2100)  # as the cells themselves allow
_MOST_DAYS: Final = 31
_NUMBER: Final = re.compile(r"\d{1,2}(?:\.0+)?")


@dataclass(frozen=True)
class Field:
    """One column of entries: name in the history, header without spaces, what may be entered."""

    name: str
    header: str
    entry: Entry


@dataclass(frozen=True)
class Form:
    """One sheet: its name, the headers that say what a row is about, and its columns of entries."""

    sheet: str
    keys: tuple[str, ...]
    fields: tuple[Field, ...]

    def unit(self, label: str | None) -> str | None:
        """Return the unit of a row from the text of its cell, or None if there is no such unit."""
        if UNIT not in self.keys:
            return TICKETS
        if (label or "").endswith(names.SUM):  # called after the kinds the office counts
            return "recipient"
        return {jp: unit for unit, jp in UNITS.items()}.get(label or "")


UNIT: Final = "単位"
NUMBER: Final = RECIPIENT.jp
CODE: Final = INSTITUTION.jp
_TEXT: Final = Entry("text")
_CASEWORKER: Final = Field("caseworker", "担当員", _TEXT)
_REMARK: Final = Field("remark", "備考", _TEXT)
FORMS: Final = (
    Form(
        names.FREQUENT,
        (NUMBER, UNIT, CODE),
        (
            Field("progress", "確認状況", Entry("choice", choices.PROGRESS)),
            Field("consulted", "協議日", Entry("date")),
            Field("opinion", "主治医・嘱託医の意見", Entry("choice", choices.OPINION)),
            Field("confirmed_until", "確認の期限", Entry("date")),
            Field("guided", "指導日", Entry("date")),
            Field("next_days", "翌月の日数", Entry("days")),
            Field("improved", "改善", Entry("choice", choices.IMPROVED)),
            _REMARK,
            _CASEWORKER,
        ),
    ),
    Form(
        names.UNENTRUSTED,
        (NUMBER, CODE),
        (
            Field("progress", "確認状況", Entry("choice", choices.TICKET_PROGRESS)),
            Field("checked", "確認日", Entry("date")),
            _REMARK,
            _CASEWORKER,
        ),
    ),
)
FIELDS: Final = {field.name: field for form in FORMS for field in form.fields}
# what the machine filled in from the office's list is no record of work by itself
OWN_WORK: Final = frozenset(FIELDS) - {_CASEWORKER.name}


def read_entry(entry: Entry, text: str) -> str | None:
    """Return an entry as the history keeps it (dates as YYYY-MM-DD), or None if it is not what the column asks for."""
    if entry.kind == "text":
        return text
    if entry.kind == "choice":
        return text if text in entry.words else None
    plain = unicodedata.normalize("NFKC", text)
    if entry.kind == "date":
        # five digits are the day itself, of a cell that lost its date format
        day = parse_date(plain, forms=(*SAFE_FORMS, SERIAL))
        return day.isoformat() if day is not None and day.year in _YEARS else None
    number = int(float(plain)) if _NUMBER.fullmatch(plain) else None
    return str(number) if number is not None and number <= _MOST_DAYS else None


def entry_value(field: str, kept: str) -> Value:
    """Return an entry of the history as a cell shows it."""
    kind = FIELDS[field].entry.kind
    if kind == "date":
        return date.fromisoformat(kept)
    return int(kept) if kind == "days" else kept
