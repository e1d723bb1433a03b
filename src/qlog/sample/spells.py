"""Times in which somebody sees a doctor on very many days: habits that last, and short intensive treatment.

Calibrated to what is published: 2-3 % of recipients a year reach 15 days a month at one institution, about 0.5 % of
recipients meet 15 days and 40 in three months, and of these most are back to few days within half a year.
"""

from dataclasses import dataclass

import numpy as np

from qlog.sample.dice import Bools, Dice, Ints

ORDINARY, INTENSIVE, HABIT = range(3)

_YEAR = 12
_HABITS_A_YEAR = 0.0058  # share of recipients in whom a habit begins, a year
_INTENSIVE_A_YEAR = 0.0190
_MONTHS_OF_HABIT = (2, 3, 4, 5, 6, 7, 8, 10, 14, 24)
_WEIGHTS_OF_HABIT = (15, 17, 17, 15, 12, 7, 5, 4, 4, 4)
_TWO_CLINICS = 0.2  # of the habits, spread over two clinics
_FEWEST_DAYS = 15


@dataclass(frozen=True)
class Spells:
    """One row a spell: who, what, first month (0 = first of the run, may be earlier), months, days, two clinics."""

    person: Ints
    pattern: Ints
    first_month: Ints
    months: Ints
    days: Ints
    two_clinics: Bools

    def days_in(self, month: int, dice: Dice) -> tuple[Ints, Ints, Ints, Bools]:
        """Return who is in a spell in ``month``: person, pattern, days at the clinic, whether at two clinics."""
        age = month - self.first_month
        now = np.flatnonzero((age >= 0) & (age < self.months))
        age, habit = age[now], self.pattern[now] == HABIT
        full = np.maximum(self.days[now] + dice.below(len(now), 3) - 1, _FEWEST_DAYS)
        tail = np.where(habit, full, 3 + dice.below(len(now), 7))
        # a habit grows for a month first; a treatment fades out in its second month
        onset = np.where(habit, 10 + dice.below(len(now), 4), full)
        return self.person[now], self.pattern[now], np.where(age == 0, onset, tail), self.two_clinics[now]


def make_spells(candidates: Bools, calm: Bools, months: int, dice: Dice) -> Spells:
    """Return the spells that touch a run of ``months``, of ``candidates``; intensive treatment is of ``calm`` ones.

    Spells of the two years before the run are drawn too, so the first month has as many as the last.
    """
    parts: list[tuple[Ints, int, int]] = []  # people, pattern, first month of the year
    free = candidates.copy()
    for year in range(-(-months // _YEAR) + 2):
        begins = months - _YEAR * (year + 1)
        # a small sample is a show-case: it holds more habits than life
        habit = dice.pick(free, _HABITS_A_YEAR, at_least=16 if year == 0 else 0)
        free[habit] = False
        treated = dice.pick(free & calm, _INTENSIVE_A_YEAR, at_least=6 if year == 0 else 0)
        parts += [(habit, HABIT, begins), (treated, INTENSIVE, begins)]
    person = np.concatenate([people for people, _, _ in parts])
    pattern = np.concatenate([np.full(len(people), what) for people, what, _ in parts])
    begins_at = np.concatenate([np.full(len(people), first) for people, _, first in parts])
    count = len(person)
    lasting = np.asarray(_MONTHS_OF_HABIT)[dice.choose(count, _WEIGHTS_OF_HABIT)]
    is_habit = pattern == HABIT
    return Spells(
        person=person,
        pattern=pattern,
        first_month=begins_at + dice.below(count, _YEAR),
        months=np.where(is_habit, lasting, 2),
        days=_FEWEST_DAYS + np.where(is_habit, dice.below(count, 10), dice.below(count, 5)),
        two_clinics=is_habit & dice.chance(count, _TWO_CLINICS),
    )
