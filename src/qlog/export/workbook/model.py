"""What one workbook shows: the month of one office, as tables, plus how the files were read.

Everything is of this office alone. Nothing here is computed from the clock: the date of making is handed in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from qlog import schema
from qlog.coverage import Coverage
from qlog.export.workbook.entered import Entered
from qlog.months import first_day, month_length, month_text, parse_month
from qlog.settings import Settings

# a candidate is listed from this many days a month on, so that a threshold can be lowered in the workbook
CANDIDATE_DAYS: Final = 5


@dataclass(frozen=True, repr=False)
class Person:
    """How a recipient is called; each may be empty."""

    name: str = ""
    kana: str = ""
    birth_date: date | None = None


@dataclass(frozen=True)
class FileResult:
    """How one file was read; data_rows = accepted + rejected, duplicates are accepted rows delivered before."""

    name: str
    encoding: str = ""
    layout: str = ""
    data_rows: int = 0
    accepted: int = 0
    duplicates: int = 0
    rejected: int = 0
    refused: str = ""  # one sentence in Japanese if the whole file was refused


@dataclass(frozen=True)
class RejectCount:
    """Rows of one file that were not accepted for one reason; never a value of a cell."""

    file: str
    reason: str  # in Japanese
    count: int


@dataclass(frozen=True)
class UnknownCode:
    """A code that no table knows; its rows were kept."""

    field: str  # Japanese label of the column
    code: str
    count: int


@dataclass(frozen=True)
class ImportResult:
    """How the files of the run were read, of all offices together."""

    files: tuple[FileResult, ...] = ()
    rejects: tuple[RejectCount, ...] = ()
    unknown_codes: tuple[UnknownCode, ...] = ()
    warnings: tuple[str, ...] = ()  # sentences in Japanese


@dataclass(frozen=True, repr=False)
class OfficeMonth:
    """The month of one office; tables have the schemas of :mod:`qlog.schema`, restricted to this office.

    ``candidates`` are rows of MONTHLY_DAYS of the month, both units, with at least :func:`candidate_days` days;
    ``frequent``, ``unentrusted``, ``duplicates`` and ``institutions`` are of the month; ``visits`` of the three months.
    ``first_date`` and ``last_date`` are the first and the last date of the whole log of the office, ``as_of`` the last
    one in the month (None: the month has no row). ``details``, ``reasons``, ``changes`` and ``signals`` (above a limit)
    are of the month, ``coverage`` of the three months. ``first_seen`` gives the date from which a recipient is known
    (rule first_seen); a recipient who is missing there counts as known all along.
    """

    payer_number: str
    office_name: str
    month: str  # YYYY-MM
    first_date: date | None
    as_of: date | None
    last_date: date | None
    generated_on: date
    settings: Settings
    candidates: pa.Table
    frequent: pa.Table
    unentrusted: pa.Table
    duplicates: pa.Table
    institutions: pa.Table
    visits: pa.Table
    gaps: pa.Table
    caseworkers: pa.Table | None = None  # None: the office gave no such list
    tickets_given: bool = False
    other_law_given: bool = False
    details: pa.Table = field(default_factory=schema.FREQUENT_DETAILS.arrow_schema().empty_table)
    reasons: pa.Table = field(default_factory=schema.UNENTRUSTED_REASONS.arrow_schema().empty_table)
    changes: pa.Table | None = None  # None: there was no earlier run to compare with
    signals: pa.Table = field(default_factory=schema.INSTITUTION_SIGNALS.arrow_schema().empty_table)
    coverage: tuple[Coverage, ...] = ()
    first_seen: Mapping[str, date] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    institution_names: Mapping[str, str] = field(default_factory=dict)
    imports: ImportResult = ImportResult()
    entered: Entered = field(default_factory=Entered)

    @property
    def month_index(self) -> int:
        """Number of the month; see :mod:`qlog.months`."""
        index = parse_month(self.month)
        if index is None:
            raise ValueError("month is YYYY-MM")
        return index

    @property
    def months(self) -> tuple[str, str, str]:
        """Two months before, the month before, the month itself, as YYYY-MM."""
        return (month_text(self.month_index - 2), month_text(self.month_index - 1), self.month)

    @property
    def month_days(self) -> int:
        """Calendar days of the month."""
        return month_length(self.month_index)

    @property
    def first_day(self) -> date:
        """First day of the month."""
        return first_day(self.month_index)

    @property
    def elapsed_days(self) -> int:
        """Days of the month up to its last row; the whole month if it has none."""
        return self.as_of.day if self.as_of else self.month_days

    @property
    def unfinished(self) -> bool:
        """True if the log ends within the month."""
        return self.as_of is not None and self.as_of == self.last_date and self.as_of.day < self.month_days

    @property
    def both_months_before(self) -> bool:
        """True if the log reaches back to the two months before, so that days of three months mean something."""
        return self.first_date is not None and f"{self.first_date:%Y-%m}" <= self.months[0]

    @property
    def month_label(self) -> str:
        """The month in Japanese, as 2026年10月."""
        return f"{self.month_index // 12}年{self.month_index % 12 + 1}月"

    @property
    def office_label(self) -> str:
        """Name of the office, or its number if it has no name."""
        return self.office_name or f"公費負担者番号 {self.payer_number}"

    @cached_property
    def caseworker_of(self) -> dict[str, tuple[str, bool]]:
        """For each recipient of the caseworkers list: caseworker, and True if not to be contacted at home."""
        if self.caseworkers is None:
            return {}
        return {
            row["recipient_number"]: (row["caseworker"] or "", bool(row["undisclosed"]))
            for row in self.caseworkers.to_pylist()
        }

    @cached_property
    def visits_of_month(self) -> pa.Table:
        """Rows of ``visits`` whose date is in the month."""
        first, last = self.first_day, self.first_day.replace(day=self.month_days)
        days = self.visits["visit_date"]
        return self.visits.filter(pc.and_(pc.greater_equal(days, first), pc.less_equal(days, last)))

    def person(self, recipient_number: str) -> Person:
        """Return how a recipient is called; empty if unknown."""
        return self.people.get(recipient_number, _NOBODY)

    def institution(self, institution_code: str) -> str:
        """Return the name of an institution, or its code if it has none."""
        return self.institution_names.get(institution_code) or institution_code


_NOBODY: Final = Person()


def candidate_days(settings: Settings) -> int:
    """Return from how many days a month on people are listed: five, or fewer if a threshold lies lower."""
    return min(CANDIDATE_DAYS, settings.frequent.month_days, settings.frequent.early_days)
