"""Many small logs as the offices of one: each under numbers of its own, and the rows it gave told apart again.

Offices know nothing of each other, so what is found of a log among others is what is found of it alone; on Spark a
thousand judged together take the time of a few. Numbers of offices and institutions change, and keep their order and
what the rules read off them; people, dates and texts stay.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from qlog import schema
from qlog.settings import Settings
from qlog.settings.sections import OFFICE_SECTIONS
from tests.reference.model import Log, Ticket

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
NOBODY = "0000000"  # no recipient of any log
Rows = Sequence[tuple[Any, ...]]


@dataclass(frozen=True)
class Case:
    """A log and the settings it is judged by."""

    log: Log
    settings: Settings


class Numbers:
    """The numbers of one log beside those it has among the others."""

    def __init__(self, place: int, log: Log) -> None:
        checks, lists = log.checks, [*(log.tickets or []), *log.other_law]
        self.payers = sorted({check.payer_number for check in checks})
        named = {row.payer_number for row in [*lists, *log.aliases] if row.payer_number}
        payers = sorted({*self.payers, *named})
        institutions = sorted(
            {row.institution_code for row in [*checks, *lists] if row.institution_code} | set(log.institution_names)
        )
        assert len(payers) <= 10
        assert len(institutions) <= len(DIGITS)
        self._new = {payer: f"{place:07d}{number}" for number, payer in enumerate(payers)}
        self._new |= {code: _institution(code, place, number) for number, code in enumerate(institutions)}
        self.old = {new: old for old, new in self._new.items()}

    def new(self, number: str) -> str:
        """Return an office or an institution under its new number."""
        return self._new[number]

    def rows(self, rows: Iterable[Any]) -> list[Any]:
        """Return rows of a list under the new numbers; a row of no office becomes one of each office of the log."""
        first_the_general = sorted(rows, key=lambda row: row.payer_number is not None)
        return [
            self._row(row, payer)
            for row in first_the_general
            for payer in ([row.payer_number] if row.payer_number else self.payers)
        ]

    def _row(self, row: Any, payer: str) -> Any:
        code = getattr(row, "institution_code", None)
        changed = {"institution_code": self.new(code)} if code else {}
        return replace(row, payer_number=self.new(payer), **changed)


def _institution(code: str, place: int, number: int) -> str:
    """Keep the length and the first three digits, which tell the kind, and the order among those of the same log."""
    digits = ""
    for _ in range(len(code) - 4):
        place, digit = divmod(place, len(DIGITS))
        digits = DIGITS[digit] + digits
    assert place == 0, "too many logs"
    return code[:3] + digits + DIGITS[number]


class Merged:
    """``cases`` as one log with one set of settings."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self.cases = cases
        self._numbers = [Numbers(place, case.log) for place, case in enumerate(cases)]

    @cached_property
    def log(self) -> Log:
        """All checks and all lists."""
        merged, tickets = Log(checks=[]), list[Ticket]()
        for numbers, case in zip(self._numbers, self.cases, strict=True):
            log = case.log
            for check in dict.fromkeys(log.checks):
                payer, institution = numbers.new(check.payer_number), numbers.new(check.institution_code)
                merged.checks.append(replace(check, payer_number=payer, institution_code=institution))
            tickets += _tickets(numbers, log)
            merged.other_law.extend(numbers.rows(log.other_law))
            merged.aliases.extend(numbers.rows(log.aliases))
            merged.institution_names.update({numbers.new(code): name for code, name in log.institution_names.items()})
        return replace(merged, tickets=tickets or None)

    @cached_property
    def settings(self) -> Settings:
        """Every office with the settings of its own case."""
        offices = {}
        for numbers, case in zip(self._numbers, self.cases, strict=True):
            for payer in numbers.payers:
                own = case.settings.for_office(payer)
                offices[numbers.new(payer)] = {name: getattr(own, name).model_dump() for name in OFFICE_SECTIONS}
        return Settings(office=offices)

    def split(self, tables: Mapping[str, Rows]) -> list[dict[str, Rows]]:
        """Return the tables of every case under its own numbers, rows in the order they came."""
        places = {new: place for place, numbers in enumerate(self._numbers) for new in numbers.old}
        found: list[dict[str, list[tuple[Any, ...]]]] = [defaultdict(list) for _ in self.cases]
        for name, rows in tables.items():
            columns = schema.FINDINGS[name].names
            told_by = columns.index("payer_number" if "payer_number" in columns else "institution_code")
            for row in rows:
                place = places[row[told_by]]
                found[place][name].append(tuple(_old(cell, self._numbers[place]) for cell in row))
        return [{name: case[name] for name in tables} for case in found]


def _tickets(numbers: Numbers, log: Log) -> list[Ticket]:
    """Return the tickets; a file that speaks for an office without naming it still does, by a ticket of nobody."""
    if log.tickets is None:
        return []
    tickets: list[Ticket] = numbers.rows(log.tickets)
    if not log.tickets:
        never = date(1900, 1, 1)
        tickets = [Ticket(numbers.new(payer), NOBODY, "0000000000", never, never) for payer in numbers.payers]
    return tickets


def _old(cell: Any, numbers: Numbers) -> Any:
    if not isinstance(cell, str):
        return cell
    return ";".join(numbers.old.get(part, part) for part in cell.split(";"))
