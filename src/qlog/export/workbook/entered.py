"""What caseworkers entered, as the sheets of a month show it; the package qlog.ledger fills it from its history."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

# custom document properties that say which office and month a workbook is of
IDENTITY: Final = ("qlog_payer", "qlog_month")
TICKETS: Final = "unentrusted"  # stands in a key where frequent visits have their unit

Key = tuple[str, str, str]  # unit (of schema.UNITS, or TICKETS), recipient_number, institution_code or ""
Value = str | int | date


@dataclass(frozen=True, repr=False)
class Record:
    """What was entered on one row of 頻回受診の傾向 in one month; days are None where the log holds no such month."""

    key: Key
    month: str
    first_month: str
    days: tuple[int | None, int | None, int | None]  # two months before, the month before, the month
    values: Mapping[str, Value]
    note: str  # why the row is not work, and what copies say differently


@dataclass(frozen=True, repr=False)
class Entered:
    """Entries of one office: those of the month itself, earlier ones in words, and the records of the register."""

    now: Mapping[Key, Mapping[str, Value]] = field(default_factory=dict)
    earlier: Mapping[Key, str] = field(default_factory=dict)
    records: tuple[Record, ...] = ()
    excluded: frozenset[Key] = frozenset()  # rows whose visits of the month a doctor confirmed as needed

    def values(self, keys: list[Key], name: str) -> list[Value | None]:
        """Return what was entered this month into one column, a value a row; None = nothing."""
        return [self.now.get(key, {}).get(name) for key in keys]

    def texts(self, keys: list[Key]) -> list[str]:
        """Return what earlier months say, a text a row."""
        return [self.earlier.get(key, "") for key in keys]

    def only(self, people: Collection[str]) -> "Entered":
        """Return the entries of these recipients alone, for a workbook of one caseworker."""
        return Entered(
            {key: values for key, values in self.now.items() if key[1] in people},
            {key: text for key, text in self.earlier.items() if key[1] in people},
            tuple(record for record in self.records if record.key[1] in people),
            frozenset(key for key in self.excluded if key[1] in people),
        )
