"""Invented institutions of every office's area."""

from dataclasses import dataclass

import numpy as np

from qlog.codes import check_digit
from qlog.errors import SettingsError
from qlog.sample.calendars import EVERY_DAY
from qlog.sample.dice import Bools, Dice, Floats, Ints
from qlog.sample.invented import MEDICAL_DEPARTMENTS, PLACES
from qlog.sample.offices import prefecture_of

MEDICAL, DENTAL, PHARMACY, NURSE = range(4)
_KIND_DIGITS = "1346"
_SUFFIXES = ("クリニック", "歯科", "薬局", "訪問看護ステーション")
# recipients that share one institution of a kind, and how many of the kind an office has at least
_SHARED_BY = (40, 100, 60, 400)
_AT_LEAST = (12, 4, 8, 2)
# no area of a prefecture has a number (郡市区) of 90 or more: none of these codes is a real institution's
_FIRST_DISTRICT = 90
_PER_DISTRICT = 9999
_OWN_CALENDAR = (40, 20, 10, 30)  # weights of the calendars that are closed on some weekdays
_RETRY_RATES = np.array([0.02, 0.08, 0.30])  # share of visits whose card is read again
_RETRY_WEIGHTS = (85, 12, 3)
_BULK_SHARE = 0.08
_HOSPITALS_PER = 20  # one hospital, open every day, for so many medical institutions


@dataclass(frozen=True)
class Institutions:
    """All institutions, by position: what the log says of them, and how they behave."""

    codes: list[str]
    names: list[str]
    departments: list[str]
    calendar: Ints
    retry_rate: Floats
    bulk: Bools


@dataclass(frozen=True)
class Area:
    """Where the institutions of one office stand: first position and number, by kind; hospitals come first."""

    first: tuple[int, int, int, int]
    count: tuple[int, int, int, int]

    @property
    def hospitals(self) -> int:
        """How many of the medical institutions are hospitals."""
        return max(2, self.count[MEDICAL] // _HOSPITALS_PER)


def make_institutions(sizes: list[int], dice: Dice) -> tuple[Institutions, list[Area]]:
    """Return the institutions of offices with ``sizes`` recipients, and the area of each office."""
    codes: list[str] = []
    names: list[str] = []
    departments: list[str] = []
    areas: list[Area] = []
    used: dict[tuple[int, int], int] = {}
    for office, size in enumerate(sizes):
        counts = [max(least, size // by) for least, by in zip(_AT_LEAST, _SHARED_BY, strict=True)]
        firsts = [len(codes) + sum(counts[:kind]) for kind in range(4)]
        areas.append(Area((firsts[0], firsts[1], firsts[2], firsts[3]), (counts[0], counts[1], counts[2], counts[3])))
        for kind, count in enumerate(counts):
            key = (prefecture_of(office), kind)
            for number in range(used.get(key, 0), used.get(key, 0) + count):
                codes.append(_code(key[0], kind, number))
                names.append(_name(kind, number, is_hospital=number - used.get(key, 0) < areas[-1].hospitals))
                departments.append(MEDICAL_DEPARTMENTS[number % len(MEDICAL_DEPARTMENTS)] if kind == MEDICAL else "")
            used[key] = used.get(key, 0) + count
    calendar = dice.choose(len(codes), _OWN_CALENDAR)
    for area in areas:
        calendar[area.first[MEDICAL] : area.first[MEDICAL] + area.hospitals] = EVERY_DAY
    retry_rate = _RETRY_RATES[dice.choose(len(codes), _RETRY_WEIGHTS)]
    bulk = dice.chance(len(codes), _BULK_SHARE)
    for area in areas:  # every office knows the habit of asking in bulk
        bulk[[area.first[MEDICAL] + 3, area.first[PHARMACY] + 1]] = True
    return Institutions(codes, names, departments, calendar, retry_rate, bulk), areas


def _code(prefecture: int, kind: int, number: int) -> str:
    district = _FIRST_DISTRICT + number // _PER_DISTRICT
    if district > 99:
        raise SettingsError(
            ja="受給者が多すぎて医療機関等コードが足りません。受給者の数を減らすか、事務所の数を増やしてください。",
            en="too many recipients for the institution codes of one prefecture: ask for fewer, or for more offices",
        )
    body = f"{prefecture:02d}{_KIND_DIGITS[kind]}{district:02d}{number % _PER_DISTRICT + 1:04d}"
    return body + check_digit(body)


def _name(kind: int, number: int, *, is_hospital: bool) -> str:
    place = PLACES[number % len(PLACES)]
    if kind != MEDICAL:
        return f"{place}{_SUFFIXES[kind]}{number + 1:02d}"
    if is_hospital:
        return f"{place}病院{number + 1:02d}"
    return f"{place}{MEDICAL_DEPARTMENTS[number % len(MEDICAL_DEPARTMENTS)]}{_SUFFIXES[kind]}{number + 1:02d}"
