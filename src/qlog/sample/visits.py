"""The visits of one chunk's month: who is where on which day, before anybody reads a card."""

from dataclasses import dataclass

import numpy as np

from qlog.sample.calendars import Month
from qlog.sample.dice import Bools, Dice, Ints
from qlog.sample.institutions import MEDICAL, Institutions
from qlog.sample.people import (
    CHEMIST,
    DENTIST,
    FORTNIGHTLY,
    MAIN,
    NURSING,
    OCCASIONAL,
    OTHER,
    SECOND,
    SLOTS,
    People,
)
from qlog.sample.spells import HABIT

# days a month at the main clinic, 0 to 13, by rhythm; rows sum to 100
_MAIN_DAYS = np.array(
    [
        [100, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        [60, 30, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 70, 24, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 20, 60, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 20, 50, 30, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 45, 30, 15, 10, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10, 15, 40, 35],
    ]
)
_SECOND_DAYS = (30, 45, 18, 7)
_DENTIST_DAYS = (40, 18, 20, 14, 8)
_EMERGENCIES = 0.004  # share of recipients a month
_ASTRAY = 0.005
_WITH_PHARMACY = 0.70
_WITH_PHARMACY_IN_SPELL = 0.3
# share of the visits of an hour, from 8 o'clock; on short days the morning only
_HOURS = (5, 17, 19, 15, 5, 2, 6, 9, 10, 9, 3)
_SHORT_HOURS = (8, 30, 32, 24, 6)
_OPENS = 8


@dataclass(frozen=True)
class Visits:
    """One row a visit; ``person`` is the position in the chunk, ``second`` the second of the day."""

    person: Ints
    slot: Ints
    institution: Ints
    day: Ints
    second: Ints
    pattern: Ints

    def only(self, keep: Bools | Ints) -> "Visits":
        """Return the visits at ``keep``."""
        return Visits(*(getattr(self, name)[keep] for name in self.__dataclass_fields__))

    def and_also(self, other: "Visits") -> "Visits":
        """Return these visits and those of ``other``."""
        pairs = ((getattr(self, name), getattr(other, name)) for name in self.__dataclass_fields__)
        return Visits(*(np.concatenate(pair) for pair in pairs))


def make_visits(people: People, institutions: Institutions, month: Month, number: int, dice: Dice) -> Visits:
    """Return every visit of ``people`` in ``month``, the ``number``-th of the run; pharmacies are not yet in it."""
    days, pattern = _days_by_slot(people, number, dice)
    days = np.where(people.institution[:, :CHEMIST] >= 0, days, 0)
    person, slot = np.nonzero(days)
    emergency = _emergencies(people, month, dice)
    lost_person, lost_place, lost_days = _astray(people, emergency.person, dice)
    visits = _on_days(
        person=np.concatenate([person, lost_person]),
        slot=np.concatenate([slot, np.full(len(lost_person), OTHER)]),
        institution=np.concatenate([people.institution[person, slot], lost_place]),
        days=np.concatenate([days[person, slot], lost_days]),
        pattern=np.concatenate([pattern[person, slot], np.zeros(len(lost_person), dtype=np.int64)]),
        calendar=institutions.calendar,
        month=month,
        dice=dice,
    )
    visits = visits.and_also(emergency)
    begun = people.start[visits.person] <= month.ordinal + visits.day
    return visits.only(begun)


def add_pharmacies(visits: Visits, people: People, inpatient: Bools, dice: Dice) -> Visits:
    """Return ``visits`` and, for a share of those at a clinic, the pharmacy a while later; one a day and person.

    ``inpatient`` tells by recipient whether the second slot is a stay, after which nobody goes to a pharmacy.
    """
    rate = np.where(visits.pattern > 0, _WITH_PHARMACY_IN_SPELL, _WITH_PHARMACY)
    at_clinic = (visits.slot == MAIN) | ((visits.slot == SECOND) & ~inpatient[visits.person])
    source = visits.only(at_clinic & dice.chance(len(rate), rate))
    _, once = np.unique(source.person * 32 + source.day, return_index=True)
    source = source.only(once)
    count = len(source.person)
    at_pharmacy = Visits(
        person=source.person,
        slot=np.full(count, CHEMIST),
        institution=people.institution[source.person, CHEMIST],
        day=source.day,
        second=source.second + 600 + dice.below(count, 3000),
        pattern=np.zeros(count, dtype=np.int64),
    )
    return visits.and_also(at_pharmacy)


def _days_by_slot(people: People, number: int, dice: Dice) -> tuple[Ints, Ints]:
    count = people.count
    days = np.zeros((count, CHEMIST), dtype=np.int64)
    pattern = np.zeros((count, SLOTS), dtype=np.int64)
    days[:, MAIN] = dice.choose_by_row(people.rhythm, _MAIN_DAYS)
    days[:, SECOND] = dice.choose(count, _SECOND_DAYS)
    days[:, DENTIST] = dice.choose(count, _DENTIST_DAYS)
    days[:, NURSING] = 3 + dice.below(count, 7)
    person, what, spell_days, two_clinics = people.spells.days_in(number, dice)
    split = two_clinics & (people.institution[person, SECOND] >= 0)
    days[person, MAIN] = np.where(split, (spell_days + 7) // 2, spell_days)
    days[person[split], SECOND] = (spell_days[split] + 6) // 2
    pattern[person, MAIN] = what
    pattern[person[split], SECOND] = HABIT
    return days, pattern


def _emergencies(people: People, month: Month, dice: Dice) -> Visits:
    person = dice.pick((people.rhythm >= OCCASIONAL) & (people.rhythm <= FORTNIGHTLY), _EMERGENCIES, at_least=3)
    count = len(person)
    hospital = people.area.first[MEDICAL] + dice.below(count, people.area.hospitals)
    visits = Visits(
        person=person,
        slot=np.full(count, OTHER),
        institution=hospital,
        day=1 + dice.below(count, month.days),
        second=dice.below(count, 86400),
        pattern=np.zeros(count, dtype=np.int64),
    )
    return visits.only((people.institution[person, : SECOND + 1] != hospital[:, None]).all(axis=1))


def _astray(people: People, busy: Ints, dice: Dice) -> tuple[Ints, Ints, Ints]:
    """Return who goes where nobody sent them, and on how many days: person, institution, days."""
    candidates = people.steady
    candidates[busy] = False
    person = dice.pick(candidates, _ASTRAY, at_least=4)
    area = people.area
    main = people.institution[person, MAIN] - area.first[MEDICAL]
    others = area.count[MEDICAL] - area.hospitals
    place = area.first[MEDICAL] + area.hospitals + (main + dice.below(len(person), others)) % others
    known = (people.institution[person, : SECOND + 1] == place[:, None]).any(axis=1)
    return person[~known], place[~known], 1 + dice.below(int((~known).sum()), 2)


def _on_days(
    *, person: Ints, slot: Ints, institution: Ints, days: Ints, pattern: Ints, calendar: Ints, month: Month, dice: Dice
) -> Visits:
    """Spread ``days`` visits over the opening days: one in each of as many stretches of equal length."""
    opening = calendar[institution]
    opens = month.open_count[opening]
    days = np.minimum(days, opens)
    row = np.repeat(np.arange(len(days)), days)
    turn = np.arange(len(row)) - np.repeat(np.cumsum(days) - days, days)
    low = turn * opens[row] // days[row]
    width = (turn + 1) * opens[row] // days[row] - low
    day = month.open_days[opening[row], low + dice.below(len(row), width)]
    return Visits(person[row], slot[row], institution[row], day, _times(day, month, dice), pattern[row])


def _times(day: Ints, month: Month, dice: Dice) -> Ints:
    count = len(day)
    hour = np.where(month.short[day], dice.choose(count, _SHORT_HOURS), dice.choose(count, _HOURS))
    return (_OPENS + hour) * 3600 + dice.below(count, 3600)
