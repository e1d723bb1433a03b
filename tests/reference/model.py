"""What goes in (checks and reference files) and what comes out (one named tuple a findings table).

The fields stand in the order of ``qlog.schema``; an empty cell is "" or None, and both mean the same.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

KIND_BY_DIGIT = {"1": "medical", "3": "dental", "4": "pharmacy", "6": "visiting_nurse"}
CARD, BULK = "01", "04"
KNOWN_METHODS = {"01", "02", "03", "04"}
INPATIENT = "01"


@dataclass(frozen=True)
class Check:
    """One row of the log: 21 fields, and all of them together are its identity."""

    checked_at: datetime
    method: str
    institution_code: str
    institution_name: str | None
    payer_number: str
    recipient_number: str
    reference_number: str | None = None
    name: str | None = None
    kana: str | None = None
    sex: str | None = None
    birth_date: date | None = None
    validity: str | None = None
    ticket_kind: str | None = None
    care_type: str | None = None
    service_month: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    single_or_combined: str | None = None
    disease_1: str | None = None
    disease_2: str | None = None
    disease_3: str | None = None

    @property
    def day(self) -> date:
        """The calendar day of the check; times in the log are Japanese wall-clock times."""
        return self.checked_at.date()

    @property
    def month(self) -> str:
        """The calendar month of the check, YYYY-MM."""
        return month_of(self.day)

    @property
    def has_ticket(self) -> bool:
        """A ticket was registered when the check ran: one of the items of a ticket is there."""
        return bool(self.ticket_kind or self.valid_from or self.valid_to)


@dataclass(frozen=True)
class Ticket:
    """A row of the tickets file."""

    payer_number: str | None
    recipient_number: str
    institution_code: str
    valid_from: date | None
    valid_to: date | None
    registered_on: date | None = None
    ticket_kind: str | None = None


@dataclass(frozen=True)
class OtherLaw:
    """A row of the list of recipients for whom another public payer pays first."""

    payer_number: str | None
    recipient_number: str
    law: str | None
    institution_code: str | None
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True)
class Alias:
    """A row of the aliases file: the same person, an old number and a new one."""

    payer_number: str | None
    old_number: str
    new_number: str


@dataclass(frozen=True)
class Log:
    """All that a run is given. ``tickets`` None = no tickets file; an empty list = a file that holds no ticket."""

    checks: list[Check]
    tickets: list[Ticket] | None = None
    other_law: list[OtherLaw] = field(default_factory=list)
    aliases: list[Alias] = field(default_factory=list)
    institution_names: dict[str, str | None] = field(default_factory=dict)


class Visit(NamedTuple):
    payer_number: str
    recipient_number: str
    institution_code: str
    visit_date: date
    kind: str
    checks: int
    checks_by_card: int
    entrusted: bool

    @property
    def month(self) -> str:
        return month_of(self.visit_date)


class MonthlyDays(NamedTuple):
    month: str
    payer_number: str
    unit: str
    recipient_number: str
    institution_code: str
    days: int
    days_prev1: int
    days_prev2: int
    days_3m: int


class FrequentVisits(NamedTuple):
    month: str
    payer_number: str
    unit: str
    recipient_number: str
    institution_code: str
    days: int
    days_prev1: int
    days_prev2: int
    days_3m: int
    level: str
    first_month: str


class UnentrustedVisits(NamedTuple):
    month: str
    payer_number: str
    recipient_number: str
    institution_code: str
    visit_days: int
    first_date: date
    last_date: date
    status: str


class DuplicateChecks(NamedTuple):
    visit_date: date
    payer_number: str
    recipient_number: str
    pattern: str
    institution_codes: str
    checks: int


class Institution(NamedTuple):
    month: str
    institution_code: str
    institution_name: str | None
    kind: str
    recipients: int
    visits: int
    checks: int
    repeat_rate: float | None
    bulk_queries: int
    unentrusted_visits: int
    frequent_recipients: int


class Measure(NamedTuple):
    month: str
    payer_number: str
    measure: str
    value: int


class Gap(NamedTuple):
    payer_number: str
    first_date: date
    last_date: date
    days: int
    reason: str


def kind_of(institution_code: str) -> str:
    """The kind of institution: the third digit of the ten-digit code."""
    if len(institution_code) != 10:
        return "other"
    return KIND_BY_DIGIT.get(institution_code[2], "other")


def month_of(day: date) -> str:
    """The calendar month of a date, YYYY-MM."""
    return f"{day.year:04d}-{day.month:02d}"


def month_before(month: str, months: int = 1) -> str:
    """The calendar month ``months`` months earlier: from January one goes back to December."""
    count = int(month[:4]) * 12 + int(month[5:]) - 1 - months
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


def days_in(month: str) -> int:
    """How many days the calendar month has."""
    first = date(int(month[:4]), int(month[5:]), 1)
    following = date(first.year + 1, 1, 1) if first.month == 12 else date(first.year, first.month + 1, 1)
    return (following - first).days
