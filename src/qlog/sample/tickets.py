"""Tickets of one chunk's month: from which day a check finds one, what it covers, when it was registered."""

from dataclasses import dataclass

import numpy as np

from qlog.sample.calendars import Month
from qlog.sample.dice import Bools, Dice, Ints
from qlog.sample.people import CHEMIST, MAIN, OTHER, SECOND, SLOTS, People
from qlog.sample.visits import Visits

WHOLE_MONTH, FIRST_HALF, SECOND_HALF = range(3)
HALF = 15  # last day of the first half
# why a check found a ticket or none; position = code
REGULAR, LATE, OTHER_LAW, NEW, EMERGENCY, ASTRAY = range(6)

_LATE = 0.10  # share of tickets not issued ahead that only come with the next month's batch
_HALF_MONTH = 0.015
_INPATIENTS = 0.003
_AHEAD = 6  # days before the month on which tickets that carry on are registered
_AFTER_EMERGENCY = (3, 18)  # days until the ticket of an emergency is registered


@dataclass(frozen=True)
class Tickets:
    """Tickets by person and slot (six columns).

    ``registered``: ordinal of the day of registration, 0 = no ticket ever; ``span``: the part of the month it covers;
    ``strays``: goes on to the clinic after the ticket's half has ended; ``inpatient``: second slot is a stay.
    """

    registered: Ints
    span: Ints
    strays: Bools
    inpatient: Bools


def make_tickets(people: People, month: Month, dice: Dice) -> Tickets:
    """Return the tickets ``people`` will have in ``month``; of emergencies see :func:`with_emergencies`."""
    count = people.count
    registered = np.full((count, SLOTS), month.ordinal + month.batch_day, dtype=np.int64)
    late = dice.chance(count * CHEMIST, _LATE).reshape(count, CHEMIST)
    registered[:, :CHEMIST][late] = month.next_first.toordinal() + month.batch_day
    registered[:, CHEMIST] = registered[:, MAIN]
    inpatient = _drawn(people, people.institution[:, SECOND] >= 0, _INPATIENTS, dice)
    ahead = people.chronic.copy()
    ahead[inpatient, SECOND] = True
    registered[:, :OTHER][ahead] = month.ordinal - _AHEAD
    registered = np.maximum(registered, people.completed[:, None])
    registered[people.law > 0, MAIN] = 0
    registered[:, OTHER] = 0
    halved = _drawn(people, people.chronic[:, MAIN] & people.steady, _HALF_MONTH, dice)
    span = np.zeros((count, SLOTS), dtype=np.int64)
    span[halved, MAIN] = FIRST_HALF + dice.below(int(halved.sum()), 2)
    strays = (span[:, MAIN] == FIRST_HALF) & dice.chance(count, 0.5)
    return Tickets(registered, span, strays, inpatient)


def keep_to_spans(visits: Visits, tickets: Tickets) -> Visits:
    """Return ``visits`` without those outside a ticket for half a month, but for people who stray."""
    span = tickets.span[visits.person, visits.slot]
    outside = ((span == FIRST_HALF) & (visits.day > HALF)) | ((span == SECOND_HALF) & (visits.day <= HALF))
    return visits.only(~outside | tickets.strays[visits.person])


def with_emergencies(tickets: Tickets, visits: Visits, people: People, month: Month, dice: Dice) -> Tickets:
    """Return ``tickets`` with those the office issues after emergencies (slot OTHER at a hospital)."""
    where = np.flatnonzero(is_emergency(visits, people))
    low, high = _AFTER_EMERGENCY
    day = visits.day[where] + low + dice.below(len(where), high - low + 1)
    registered = tickets.registered.copy()
    registered[visits.person[where], OTHER] = month.ordinal + day
    return Tickets(registered, tickets.span, tickets.strays, tickets.inpatient)


def is_emergency(visits: Visits, people: People) -> Bools:
    """Tell which visits are emergencies: elsewhere than usual, at a hospital; whoever strays never goes to one."""
    emergency: Bools = (visits.slot == OTHER) & (visits.institution < people.area.first[0] + people.area.hospitals)
    return emergency


def found(person: Ints, slot: Ints, day: Ints, tickets: Tickets, month: Month) -> Bools:
    """Tell whether a check on ``day`` finds a ticket that is registered by then and covers the day."""
    registered = tickets.registered[person, slot]
    span = tickets.span[person, slot]
    covered = ~(((span == FIRST_HALF) & (day > HALF)) | ((span == SECOND_HALF) & (day <= HALF)))
    answer: Bools = (registered > 0) & (registered <= month.ordinal + day) & covered & (slot != OTHER)
    return answer


def ticket_causes(visits: Visits, entrusted: Bools, tickets: Tickets, people: People, month: Month) -> Ints:
    """Return why each check found a ticket or none."""
    person, slot = visits.person, visits.slot
    cause = np.where(month.ordinal + visits.day < people.completed[person], NEW, LATE)
    cause = np.where((slot == MAIN) & (people.law[person] > 0), OTHER_LAW, cause)
    after_ticket = (slot == MAIN) & tickets.strays[person] & (visits.day > HALF)
    cause = np.where((slot == OTHER) | after_ticket, ASTRAY, cause)
    cause = np.where(is_emergency(visits, people), EMERGENCY, cause)
    return np.where(entrusted, REGULAR, cause)


def _drawn(people: People, candidates: Bools, share: float, dice: Dice) -> Bools:
    drawn = np.zeros(people.count, dtype=np.bool_)
    drawn[dice.pick(candidates, share, at_least=2)] = True
    return drawn
