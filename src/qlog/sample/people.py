"""Invented recipients of one chunk: how often they go, where they go, whose tickets carry on."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from qlog.sample.calendars import Month
from qlog.sample.dice import Bools, Dice, Ints
from qlog.sample.institutions import DENTAL, MEDICAL, NURSE, PHARMACY, Area
from qlog.sample.invented import DISEASE_SETS, LAWS
from qlog.sample.offices import recipient_numbers
from qlog.sample.spells import Spells, make_spells

# the institutions of a recipient, by position; OTHER is wherever an emergency or an odd visit leads this month
MAIN, SECOND, DENTIST, NURSING, CHEMIST, OTHER = range(6)
SLOTS = 6
KIND_OF_SLOT = (MEDICAL, MEDICAL, DENTAL, NURSE, PHARMACY)

# rhythms, how often somebody sees the main clinic, with the number of recipients in a thousand
ABSENT, OCCASIONAL, MONTHLY, FORTNIGHTLY, WEEKLY, SEVERAL, THRICE = range(7)
_RHYTHMS = (120, 195, 340, 175, 100, 55, 15)

# shares of recipients
_HAS_SECOND = 0.42
_HAS_DENTIST = 0.25
_HAS_NURSING = 0.035
_COMBINED = 0.012  # health insurance as well
_OTHER_LAW = 0.035
_ANY_INSTITUTION = 0.3  # of these, on the list without an institution
_NEW_A_MONTH = 0.010
# share of slots whose ticket is issued ahead, month after month, by slot
_CHRONIC = (0.66, 0.38, 0.40, 0.95)
_COMPLETION_DAYS = (25, 40)  # from the start of a new recipient until tickets are registered


@dataclass(frozen=True)
class People:
    """Recipients of one chunk, by position; every array has their length.

    ``first``: number of the first within all recipients; ``numbers``: 受給者番号 as bytes; ``institution``: position
    of the institution by slot (five columns), -1 for none; ``chronic``: ticket issued ahead, by slot; ``law``: 0 or one
    more than the position in LAWS, always for the main clinic; ``start``: ordinal of the day a new recipient began, 0 =
    long ago; ``completed``: ordinal of the day from which the tickets of a new recipient are registered.
    """

    office: int
    first: int
    first_in_office: int
    numbers: pa.Array
    area: Area
    rhythm: Ints
    institution: Ints
    chronic: Bools
    combined: Bools
    law: Ints
    law_anywhere: Bools
    start: Ints
    completed: Ints
    disease: Ints
    spells: Spells

    @property
    def count(self) -> int:
        """How many recipients."""
        return len(self.rhythm)

    @property
    def steady(self) -> Bools:
        """Seen every month for long, under no other law: whoever of these goes astray is known to the log before."""
        usual = (self.rhythm >= MONTHLY) & (self.rhythm <= WEEKLY)
        steady: Bools = usual & (self.start == 0) & (self.law == 0)
        return steady


def make_people(
    *, office: int, first: int, first_in_office: int, count: int, area: Area, months: list[Month], dice: Dice
) -> People:
    """Return ``count`` invented recipients of ``office`` for a run over ``months``."""
    rhythm = dice.choose(count, _RHYTHMS)
    institution = _choose_institutions(rhythm, area, dice)
    chronic = _choose_chronic(rhythm, dice)
    law = np.zeros(count, dtype=np.int64)
    under_law = dice.pick((rhythm >= MONTHLY) & (rhythm <= SEVERAL), _OTHER_LAW, at_least=5)
    law[under_law] = 1 + dice.choose(len(under_law), [weight for _, weight in LAWS])
    start = _choose_starts(rhythm, months, dice)
    low, high = _COMPLETION_DAYS
    spells = make_spells((law == 0) & (start == 0), rhythm <= FORTNIGHTLY, len(months), dice)
    return People(
        office=office,
        first=first,
        first_in_office=first_in_office,
        numbers=recipient_numbers(office, first_in_office, count),
        area=area,
        rhythm=rhythm,
        institution=institution,
        chronic=chronic,
        combined=dice.chance(count, _COMBINED),
        law=law,
        law_anywhere=(law > 0) & dice.chance(count, _ANY_INSTITUTION),
        start=start,
        completed=np.where(start > 0, start + low + dice.below(count, high - low + 1), 0),
        disease=dice.below(count, DISEASE_SETS),
        spells=spells,
    )


def _choose_institutions(rhythm: Ints, area: Area, dice: Dice) -> Ints:
    count = len(rhythm)
    chosen = np.empty((count, 5), dtype=np.int64)
    for slot, kind in enumerate(KIND_OF_SLOT):
        # squared: some institutions are much larger than others; the first ones, hospitals, are for few
        from_last = (dice.uniform(count) ** 2 * area.count[kind]).astype(np.int64)
        chosen[:, slot] = area.first[kind] + area.count[kind] - 1 - from_last
    medical = area.count[MEDICAL]
    second = (chosen[:, MAIN] - area.first[MEDICAL] + 1 + dice.below(count, medical - 1)) % medical
    chosen[:, SECOND] = area.first[MEDICAL] + second
    present = rhythm > ABSENT
    # who is at one clinic three times a week does not need a second one
    chosen[~(present & (rhythm < THRICE) & dice.chance(count, _HAS_SECOND)), SECOND] = -1
    chosen[~(present & dice.chance(count, _HAS_DENTIST)), DENTIST] = -1
    chosen[~(present & dice.chance(count, _HAS_NURSING)), NURSING] = -1
    chosen[~present] = -1
    return chosen


def _choose_chronic(rhythm: Ints, dice: Dice) -> Bools:
    count = len(rhythm)
    chronic = np.empty((count, 5), dtype=np.bool_)
    for slot, share in enumerate(_CHRONIC):
        chronic[:, slot] = dice.chance(count, share)
    chronic[:, MAIN] &= rhythm >= MONTHLY
    chronic[:, CHEMIST] = chronic[:, MAIN]  # the dispensing ticket comes with the medical one
    return chronic


def _choose_starts(rhythm: Ints, months: list[Month], dice: Dice) -> Ints:
    start = np.zeros(len(rhythm), dtype=np.int64)
    for month in months:
        new = dice.pick((rhythm >= MONTHLY) & (rhythm <= SEVERAL) & (start == 0), _NEW_A_MONTH, at_least=2)
        start[new] = month.ordinal + 1 + dice.below(len(new), month.days)
    return start
