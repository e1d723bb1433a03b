"""From visits to checks: the rows of the log of one chunk's month, in compact numbers."""

from dataclasses import dataclass

import numpy as np

from qlog.sample.calendars import Month
from qlog.sample.dice import Bools, Dice, Ints
from qlog.sample.institutions import Institutions
from qlog.sample.invented import DISEASE_SETS
from qlog.sample.people import OTHER, SECOND, SLOTS, People
from qlog.sample.tickets import (
    WHOLE_MONTH,
    Tickets,
    found,
    keep_to_spans,
    make_tickets,
    ticket_causes,
    with_emergencies,
)
from qlog.sample.visits import Visits, add_pharmacies, make_visits

# why a row is there; position = code
VISIT, RETRY, COMBINED, BULK_QUERY, INPATIENT = range(5)
# positions in the method column: 01 card, 02 recipient number, 03 reference number, 04 bulk query
CARD, BY_NUMBER, BY_REFERENCE, BULK = range(4)
_METHODS = (82, 13, 5)
_CARD_AGAIN = 0.8  # of the retries; the others type the number
_SECOND_RETRY = 0.2
_MISSING_IN_BULK = 0.1  # patients without a ticket yet whom a bulk query lists all the same
# position of the care type in the ticket by slot; 0 is inpatient
_CARE_OF_SLOT = np.array([1, 1, 2, 4, 3, 1])
PATTERNS = 3
CHECKS = 5


@dataclass(frozen=True)
class Rows:
    """Rows of the log: ``time`` in seconds since the month began, ``ticket`` 0 or a position in the month's tickets.

    ``truth`` is (ticket cause * CHECKS + check cause) * PATTERNS + pattern.
    """

    person: Ints
    institution: Ints
    time: Ints
    method: Ints
    ticket: Ints
    truth: Ints

    def only(self, at: Ints | slice) -> "Rows":
        """Return the rows at these positions, in this order."""
        return Rows(*(getattr(self, name)[at] for name in self.__dataclass_fields__))


_COMPACT = {"person": np.int32, "institution": np.int32, "time": np.int32, "method": np.int8, "ticket": np.int16}


def join_rows(parts: list[Rows]) -> Rows:
    """Return all rows, the earliest check first."""
    together = Rows(*(np.concatenate([getattr(part, name) for part in parts]) for name in Rows.__dataclass_fields__))
    parts.clear()
    return together.only(np.argsort(together.time, kind="stable"))


@dataclass(frozen=True)
class _Checks:
    visits: Visits
    method: Ints
    cause: Ints


@dataclass(frozen=True)
class IssuedTickets:
    """Tickets of one chunk's month for the office's list; ``person`` is the position in the chunk."""

    person: Ints
    institution: Ints
    slot: Ints
    span: Ints
    registered: Ints


def make_month(
    people: People, institutions: Institutions, month: Month, number: int, dice: Dice
) -> tuple[Rows, IssuedTickets]:
    """Return the rows and the tickets of ``people`` in the ``number``-th month of the run."""
    tickets = make_tickets(people, month, dice)
    visits = keep_to_spans(make_visits(people, institutions, month, number, dice), tickets)
    tickets = with_emergencies(tickets, visits, people, month, dice)
    visits = add_pharmacies(visits, people, tickets.inpatient, dice)
    seen = np.full((people.count, SLOTS), -1, dtype=np.int64)
    seen[visits.person, visits.slot] = visits.institution
    checks = _read_cards(visits, people, institutions, dice)
    bulk = _bulk_queries(people, institutions, tickets, seen=seen, month=month, dice=dice)
    checks = _Checks(
        checks.visits.and_also(bulk.visits),
        np.concatenate([checks.method, bulk.method]),
        np.concatenate([checks.cause, bulk.cause]),
    )
    return _to_rows(checks, tickets, people, month), _issued(people, tickets, seen, month)


def _read_cards(visits: Visits, people: People, institutions: Institutions, dice: Dice) -> _Checks:
    count = len(visits.person)
    method = dice.choose(count, _METHODS)
    again = np.flatnonzero(dice.chance(count, institutions.retry_rate[visits.institution]))
    third = again[dice.chance(len(again), _SECOND_RETRY)]
    twice = np.flatnonzero(people.combined[visits.person])
    source = np.concatenate([np.arange(count), again, third, twice])
    later = np.zeros(len(source), dtype=np.int64)
    pause = 20 + dice.below(len(again), 220)
    later[count : count + len(again)] = pause
    later[count + len(again) : len(source) - len(twice)] = 260 + dice.below(len(third), 220)
    later[len(source) - len(twice) :] = 1 + dice.below(len(twice), 5)
    retry = np.repeat([VISIT, RETRY, COMBINED], [count, len(again) + len(third), len(twice)])
    by_card = dice.chance(len(source), _CARD_AGAIN)
    method = np.where(retry == RETRY, np.where(by_card, CARD, BY_NUMBER), method[source])
    rows = visits.only(source)
    # whoever comes a minute before midnight is read again on the same day
    second = np.minimum(rows.second + later, 86399)
    return _Checks(Visits(rows.person, rows.slot, rows.institution, rows.day, second, rows.pattern), method, retry)


def _bulk_queries(
    people: People, institutions: Institutions, tickets: Tickets, *, seen: Ints, month: Month, dice: Dice
) -> _Checks:
    """Return the rows of institutions that ask for all their tickets, on the first morning and after the batch."""
    expected = seen[:, :OTHER] >= 0
    expected |= people.chronic & (people.institution >= 0) & (people.start <= month.ordinal)[:, None]
    asks = institutions.bulk[np.maximum(people.institution, 0)]
    person, slot = np.nonzero(expected & asks & (people.institution >= 0))
    place = people.institution[person, slot]
    opening = institutions.calendar[place]
    first = month.open_days[opening, 0]
    after = (month.open_days <= month.batch_day) & (month.open_days > 0)
    second = month.open_days[opening, after.sum(axis=1)[opening]]
    person, slot, place = (np.tile(each, 2) for each in (person, slot, place))
    day = np.concatenate([first, second])
    to_come = (tickets.span[person, slot] == WHOLE_MONTH) & dice.chance(len(person), _MISSING_IN_BULK)
    listed = found(person, slot, day, tickets, month) | to_come
    listed &= people.start[person] <= month.ordinal + day
    count = int(listed.sum())
    rows = Visits(
        person[listed],
        slot[listed],
        place[listed],
        day[listed],
        8 * 3600 + 1800 + dice.below(count, 900),
        np.zeros(count, dtype=np.int64),
    )
    return _Checks(rows, np.full(count, BULK), np.full(count, BULK_QUERY))


def _to_rows(checks: _Checks, tickets: Tickets, people: People, month: Month) -> Rows:
    visits = checks.visits
    person, slot = visits.person, visits.slot
    entrusted = found(person, slot, visits.day, tickets, month)
    stays: Bools = entrusted & (slot == SECOND) & tickets.inpatient[person]
    check_cause = np.where(stays & (checks.cause != BULK_QUERY), INPATIENT, checks.cause)
    care = np.where(stays, 0, _CARE_OF_SLOT[slot])
    variant = (care * 3 + tickets.span[person, slot]) * 2 + people.combined[person]
    ticket_cause = ticket_causes(visits, entrusted, tickets, people, month)
    columns = {
        "person": people.first + person,
        "institution": visits.institution,
        "time": visits.day * 86400 + visits.second,
        "method": checks.method,
        "ticket": np.where(entrusted, 1 + variant * DISEASE_SETS + people.disease[person], 0),
        "truth": (ticket_cause * CHECKS + check_cause) * PATTERNS + visits.pattern,
    }
    return Rows(**{name: values.astype(_COMPACT.get(name, np.uint8)) for name, values in columns.items()})


def _issued(people: People, tickets: Tickets, seen: Ints, month: Month) -> IssuedTickets:
    carried_on = people.chronic & (people.institution >= 0) & (people.start <= month.ordinal)[:, None]
    seen[:, :OTHER] = np.where(carried_on, people.institution, seen[:, :OTHER])
    person, slot = np.nonzero((seen >= 0) & (tickets.registered > 0))
    return IssuedTickets(person, seen[person, slot], slot, tickets.span[person, slot], tickets.registered[person, slot])
