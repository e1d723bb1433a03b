"""From the short tables of the spec tests to a log: short names become codes, what is left out gets a default.

Columns of checks (all optional but ``at``):

    office   east, west                         default east
    who      A .. F                             default A
    where    a name of INSTITUTIONS             default clinic
    at       2026-10-05, 2026-10-05 23:59, or several days of a month: 2026-10: 1-13,15   (time 09:00)
    method   as in the log                      default 01
    ticket   the ticket on the row: - (unregistered), month (covers the month), 1-15 (covers these days);
             default month
    times    checks of that day, a minute apart default 1
    copies   times the row was delivered        default 1
    any field of the log by its own name

Columns of reference files go by their own names, ``who``, ``where`` and ``office``; what is left out is empty.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from qlog import schema
from qlog.settings import Settings
from tests.reference.model import Alias, Check, Log, OtherLaw, Ticket
from tests.spec.tables import EMPTY, parse

OFFICES = {"east": "12016010", "west": "12012019"}
PEOPLE = {letter: f"10000{number}" for number, letter in enumerate("ABCDEF", start=11)}
INSTITUTIONS = {
    "clinic": "1310000011",
    "clinic2": "1310000029",
    "clinic3": "1310000037",
    "dentist": "1330000017",
    "pharmacy": "1340000015",
    "pharmacy2": "1340000023",
    "nurse": "1360000010",
    "midwife": "1390000014",  # a kind the code table does not know
    "short": "0010011",  # seven digits: no prefecture, no kind; the third is no code of a kind
}
CODES = {**OFFICES, **PEOPLE, **INSTITUTIONS}
NAMES = {code: name for name, code in CODES.items()}
SHORT = {"who": "recipient_number", "where": "institution_code", "office": "payer_number"}
DEFAULTS = {"office": "east", "who": "A", "where": "clinic", "method": "01", "ticket": "month"}


def field(name: str) -> str:
    """Return the field a column of a spec table stands for."""
    return SHORT.get(name, name)


def log(
    checks: str,
    *,
    tickets: str | None = None,
    other_law: str | None = None,
    aliases: str | None = None,
    institution_names: str | None = None,
) -> Log:
    """Build a log and its reference files from tables."""
    names = _references(institution_names, schema.INSTITUTION_NAMES)
    return Log(
        checks=[check for row in parse(checks) for check in _checks({**DEFAULTS, **row})],
        tickets=None if tickets is None else [Ticket(**row) for row in _references(tickets, schema.TICKETS)],
        other_law=[OtherLaw(**row) for row in _references(other_law, schema.OTHER_LAW)],
        aliases=[Alias(**row) for row in _references(aliases, schema.ALIASES)],
        institution_names={row["institution_code"]: row["institution_name"] for row in names},
    )


def settings(sections: dict[str, Any] | None) -> Settings:
    """Build settings; offices go by their short names."""
    sections = dict(sections or {})
    offices = {OFFICES[name]: own for name, own in sections.pop("office", {}).items()}
    return Settings.model_validate({**sections, "office": offices})


def _checks(row: dict[str, str]) -> Iterator[Check]:
    times, copies = int(row.pop("times", "1")), int(row.pop("copies", "1"))
    ticket = row.pop("ticket")
    for start in _times(row.pop("at")):
        for minute in range(times):
            fields = {"institution_name": None, **_ticket(ticket, start), **_fields(row)}
            check = Check(checked_at=start + timedelta(minutes=minute), **fields)
            yield from [check] * copies


def _times(text: str) -> Iterator[datetime]:
    if ": " not in text:
        moment = datetime.fromisoformat(text)
        yield moment.replace(hour=9) if len(text) == 10 else moment
        return
    month, days = text.split(": ")
    for part in days.split(","):
        first, _, last = part.partition("-")
        for day in range(int(first), int(last or first) + 1):
            yield datetime.fromisoformat(f"{month}-{day:02d} 09:00")


def _ticket(text: str, at: datetime) -> dict[str, Any]:
    if text == EMPTY:
        return {"validity": "6"}
    length = monthrange(at.year, at.month)[1]
    first, last = (1, length) if text == "month" else map(int, text.split("-"))
    return {
        "validity": "1",
        "ticket_kind": "01",
        "service_month": f"{at:%Y-%m}",
        "valid_from": date(at.year, at.month, first),
        "valid_to": date(at.year, at.month, last),
    }


def _fields(row: dict[str, str]) -> dict[str, Any]:
    types = {column.name: column.type for column in schema.CHECK_FIELDS}
    return {field(name): _value(CODES.get(cell, cell), types[field(name)]) for name, cell in row.items()}


def _references(text: str | None, table: schema.Table) -> list[dict[str, Any]]:
    rows = []
    for row in parse(text) if text else []:
        named = {field(name): CODES.get(cell, cell) for name, cell in row.items()}
        assert named.keys() <= set(table.names), f"columns of {table.name}: {table.names}"
        rows.append({column.name: _value(named.get(column.name, EMPTY), column.type) for column in table.columns})
    return rows


def _value(text: str, kind: str) -> Any:
    if text in {EMPTY, ""}:
        return None
    return date.fromisoformat(text) if kind == "date" else text
