"""Ready-made pieces of lines, encoded once: a row of a file is a join of a few of them, done by Arrow on bytes."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from qlog.sample.calendars import Month
from qlog.sample.dice import Dice, Ints
from qlog.sample.institutions import Institutions
from qlog.sample.invented import (
    DENTAL_DISEASES,
    DISEASE_SETS,
    DISEASES,
    GIVEN_NAMES,
    SURNAMES,
    UNKNOWN_CHARACTER,
)
from qlog.sample.offices import payer_number
from qlog.sample.tickets import HALF

BLOCK = 200_000  # lines joined at a time
REFERENCES = 5000  # invented reference numbers, and the empty one
_BETWEEN = '","'
_CARE_TYPES = ("01", "02", "03", "04", "05")
_DENTAL, _PHARMACY = 2, 3
_VARIANTS = 3  # of a name: as it is, with a character that did not arrive, with trailing spaces
_VARIANT_WEIGHTS = (962, 8, 30)
_FIRST_YEAR, _YEARS = 1930, 95
_YEAR_WEIGHTS = tuple(
    3 if year < 1950 else 4 if year < 1975 else 1 for year in range(_FIRST_YEAR, _FIRST_YEAR + _YEARS)
)


def encode(texts: Iterable[str], encoding: str) -> pa.Array:
    """Return the texts as Arrow bytes in ``encoding``."""
    return pa.array([text.encode(encoding) for text in texts], pa.binary())


def lines(pieces: Sequence[tuple[pa.Array, npt.NDArray[Any]]]) -> memoryview:
    """Return the bytes of lines: piece after piece, each a dictionary and the positions in it by line."""
    columns = [pc.take(dictionary, pa.array(positions)) for dictionary, positions in pieces]
    joined = pc.binary_join_element_wise(*columns, pa.scalar(b"", pa.binary()))
    offsets = np.frombuffer(joined.buffers()[1], dtype=np.int32)
    return memoryview(joined.buffers()[2])[: int(offsets[len(joined)])]


@cache
def seconds() -> pa.Array:
    """The end of a time by second of the day."""
    return encode(
        (f"{h:02d}{m:02d}{s:02d}{_BETWEEN}" for h in range(24) for m in range(60) for s in range(60)), "ascii"
    )


@cache
def references() -> pa.Array:
    """Reference numbers of institutions; position 0 is empty."""
    return encode(("" if not n else f"R{n:05d}" for n in range(REFERENCES)), "ascii")


@cache
def birth_dates() -> pa.Array:
    """Birth dates by year, month and day; no month has a day after the 28th here."""
    years = range(_FIRST_YEAR, _FIRST_YEAR + _YEARS)
    return encode((f"{y}{m:02d}{d:02d}" for y in years for m in range(1, 13) for d in range(1, 29)), "ascii")


def days(month: Month, encoding: str) -> pa.Array:
    """The begin of a line by day of the month, position 0 unused."""
    return encode((f'"{month.label}{day:02d}' for day in range(month.days + 1)), encoding)


def dates(first: date, count: int, form: str) -> pa.Array:
    """``count`` dates from ``first`` on, written in ``form``."""
    return encode((f"{first + timedelta(days=each):{form}}" for each in range(count)), "ascii")


def methods() -> pa.Array:
    """Methods of a check by position."""
    return encode((f"0{number}{_BETWEEN}" for number in range(1, 5)), "ascii")


def institution_pieces(institutions: Institutions, encoding: str) -> pa.Array:
    """Code and name by institution."""
    pairs = zip(institutions.codes, institutions.names, strict=True)
    return encode((f"{code}{_BETWEEN}{name}{_BETWEEN}" for code, name in pairs), encoding)


def person_keys(office: int, numbers: pa.Array) -> pa.Array:
    """Office and number by recipient."""
    payer = encode([f"{payer_number(office)}{_BETWEEN}"], "ascii")[0]
    return pc.binary_join_element_wise(payer, numbers, encode([_BETWEEN], "ascii")[0], pa.scalar(b"", pa.binary()))


def person_names(count: int, encoding: str, dice: Dice) -> pa.Array:
    """Name, kana, sex and birth date by recipient."""
    texts = [
        f"{_BETWEEN}{name}{_BETWEEN}{kana} {given_kana}{_BETWEEN}{sex}{_BETWEEN}"
        for surname, kana in SURNAMES
        for given, given_kana, sex in GIVEN_NAMES
        for name in _variants(surname, given)
    ]
    which = dice.below(count, len(texts) // _VARIANTS) * _VARIANTS + dice.choose(count, _VARIANT_WEIGHTS)
    birth = dice.choose(count, _YEAR_WEIGHTS) * 336 + dice.below(count, 336)
    return pc.binary_join_element_wise(
        pc.take(encode(texts, encoding), pa.array(which)),
        pc.take(birth_dates(), pa.array(birth)),
        encode([_BETWEEN], "ascii")[0],
        pa.scalar(b"", pa.binary()),
    )


def ticket_pieces(month: Month, encoding: str) -> pa.Array:
    """What a check says of the ticket; position 0 is no ticket, then care type, span, combined, diseases."""
    texts = [_BETWEEN.join(["6", *[""] * 9]) + '"\r\n']
    for care, care_type in enumerate(_CARE_TYPES):
        for span_from, span_to in spans(month):
            for combined in ("01", "02"):
                for number in range(DISEASE_SETS):
                    kind = "02" if care == _PHARMACY else "01"
                    when = [month.label, f"{month.label}{span_from:02d}", f"{month.label}{span_to:02d}"]
                    fields = ["1", kind, care_type, *when, combined, *_diseases(care, number)]
                    texts.append(_BETWEEN.join(fields) + '"\r\n')
    return encode(texts, encoding)


def spans(month: Month) -> tuple[tuple[int, int], ...]:
    """First and last day a ticket covers, by span."""
    return ((1, month.days), (1, HALF), (HALF + 1, month.days))


def reference_positions(person: Ints, institution: Ints, *, given: npt.NDArray[np.bool_]) -> Ints:
    """Return the position of the reference number an institution has for a person, 0 where none is ``given``."""
    return np.where(given, 1 + (person.astype(np.int64) * 7919 + institution) % (REFERENCES - 1), 0)


def _variants(surname: str, given: str) -> tuple[str, str, str]:
    whole = f"{surname}　{given}"
    return whole, UNKNOWN_CHARACTER + whole[1:], whole + "　　"


def _diseases(care: int, number: int) -> list[str]:
    if care == _DENTAL:
        return [DENTAL_DISEASES[number % len(DENTAL_DISEASES)], "", ""]
    several = [DISEASES[(number * step + step // 4) % len(DISEASES)] for step in (1, 5, 7)]
    distinct = list(dict.fromkeys(several[: 1 + number % 3]))
    return [*distinct, "", ""][:3]
