"""History -> what the sheets of a month show: entries of the month, earlier ones in words, conflicts, records."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from qlog.errors import Message
from qlog.export.workbook.entered import TICKETS, Key
from qlog.ledger.forms import FIELDS, OWN_WORK, entry_value
from qlog.ledger.history import Reading
from qlog.ledger.returned import Noted
from qlog.ledger.sentences import conflict_message

_SHOWN_MONTHS: Final = 3
_CONFIRMED: Final = ("opinion", "必要な受診")


@dataclass(frozen=True, repr=False)
class Told:
    """One entry with the file it came from."""

    file: str
    noted: Noted


@dataclass(frozen=True, repr=False)
class Row:
    """Everything ever entered on one row in one month: field -> entries in the order they were read."""

    key: Key
    month: str
    told: Mapping[str, list[Told]]

    @property
    def kept(self) -> dict[str, str]:
        """Field -> what is carried forward: the entry read last."""
        return {field: told[-1].noted.value for field, told in self.told.items()}

    @property
    def is_work(self) -> bool:
        """True if more than a caseworker's name was entered."""
        return not OWN_WORK.isdisjoint(self.told)

    @property
    def conflicts(self) -> dict[str, list[Told]]:
        """Field -> entries that differ."""
        return {
            field: told
            for field, told in self.told.items()
            if any(one.noted.value != other.noted.value for one, other in pairwise(told))
        }

    @property
    def confirmed(self) -> bool:
        """True if a doctor confirmed that the visits are needed."""
        return self.kept.get(_CONFIRMED[0]) == _CONFIRMED[1]

    def conflict_text(self) -> str:
        """Say every entry that differs, in the order they were read; for the workbook only."""
        texts = []
        for field, told in self.conflicts.items():
            each = "／".join(f"「{_shown(field, one.noted.value)}」（{one.file}）" for one in told)
            texts.append(f"写しの食い違い　{FIELDS[field].header}：{each}")
        return "。".join(texts)

    def note(self) -> str:
        """Say why the row is no work, and what differs."""
        until = self.kept.get("confirmed_until")
        day = f"（{_shown('confirmed_until', until)}まで）" if until else ""
        reason = f"医師が必要な受診と確認{day}" if self.confirmed else ""
        return "。".join(filter(None, (reason, self.conflict_text())))


def rows_of(readings: Iterable[Reading], payer: str, newest: Mapping[str, str]) -> list[Row]:
    """Return the rows of one office by month and key; ``newest`` gives the newest number of a recipient."""
    told: dict[tuple[str, Key], dict[str, list[Told]]] = defaultdict(lambda: defaultdict(list))
    for reading in readings:
        for noted in reading.entries if reading.payer_number == payer else ():
            person = newest.get(noted.recipient_number, noted.recipient_number)
            key = (noted.unit, person, noted.institution_code)
            told[reading.month, key][noted.field].append(Told(reading.file, noted))
    return [Row(key, month, fields) for (month, key), fields in sorted(told.items(), key=lambda item: item[0])]


def conflict_messages(rows: Iterable[Row]) -> list[Message]:
    """Say where copies differ: file, sheet and cell."""
    return [
        conflict_message(
            row.month, told[-1].noted.sheet, FIELDS[field].header, [(one.file, one.noted.cell) for one in told]
        )
        for row in rows
        for field, told in row.conflicts.items()
    ]


def earlier_texts(rows: Iterable[Row], month: str, reasons: Mapping[Key, str]) -> dict[Key, str]:
    """Return for each key one short text: the last months before ``month``, newest first, and what differs in it.

    ``reasons`` say why a row is left out until a date; they come first.
    """
    own: dict[Key, Row] = {}
    before: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        if row.month < month and row.is_work:
            before[row.key].insert(0, row)
        elif row.month == month:
            own[row.key] = row
    texts = {}
    for key in [*own, *(key for key in before if key not in own)]:
        latest = [row for row in (own.get(key), *before[key]) if row is not None and "opinion" in row.kept][:1]
        undated = [f"医師が必要な受診と確認（{_month(row.month)}）" for row in latest if row.confirmed]
        reason = [reasons[key]] if key in reasons else undated
        this = [f"今月：{text}" for text in [own[key].conflict_text() if key in own else ""] if text]
        past = [_past(row) for row in before[key][:_SHOWN_MONTHS]]
        left = len(before[key]) - _SHOWN_MONTHS
        texts[key] = "。".join([*reason, *this, *past, *([f"ほかに{left}か月の記録"] if left > 0 else [])])
    return {key: text for key, text in texts.items() if text}


def _past(row: Row) -> str:
    entries = [f"{FIELDS[name].header} {_shown(name, row.kept[name])}" for name in FIELDS if name in row.kept]
    return f"{_month(row.month)}：{'、'.join(entries)}" + "".join(f"。{text}" for text in [row.conflict_text()] if text)


def frequent_rows(rows: Iterable[Row], month: str) -> list[Row]:
    """Return the rows of the register: work on frequent visits up to ``month``, by person, institution and month."""
    chosen = [row for row in rows if row.month <= month and row.is_work and row.key[0] != TICKETS]
    return sorted(chosen, key=lambda row: (row.key[1], row.key[0], row.key[2], row.month))


def _shown(field: str, kept: str) -> str:
    value = entry_value(field, kept)
    return f"{value.year}/{value.month}/{value.day}" if isinstance(value, date) else str(value)


def _month(month: str) -> str:
    return f"{month[:4]}年{int(month[5:])}月"
