"""Columns of digits of one width, read as numbers all at once: no text, no loop over rows."""

from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_FIRST_YEAR, _LAST_YEAR = 1868, 2199
_MONTHS = np.arange(f"{_FIRST_YEAR}-01", f"{_LAST_YEAR + 1}-02", dtype="datetime64[M]").astype("datetime64[D]")
_MONTH_STARTS: Final[Ints] = _MONTHS.astype(np.int64)  # days since 1970
_MONTH_DAYS: Final[Ints] = np.diff(_MONTH_STARTS)

# ASCII digit -> the digits of its double, added
_DOUBLED: Final[Bytes] = np.zeros(256, dtype=np.uint8)
_DOUBLED[ord("0") : ord("9") + 1] = [sum(divmod(2 * digit, 10)) for digit in range(10)]


def matrix(values: pa.Array, width: int) -> Bytes | None:
    """Return the bytes of the non-null values as a matrix of ``width`` columns, None if one has another width."""
    offsets = np.frombuffer(values.buffers()[1], dtype=np.int32)[values.offset : values.offset + len(values) + 1]
    present = len(values) - values.null_count
    size = int(offsets[-1] - offsets[0])
    if size != width * present or present == 0:
        return None
    lengths = np.diff(offsets)
    if not ((lengths == width) | (lengths == 0)).all():
        return None
    data = np.frombuffer(values.buffers()[2], dtype=np.uint8)[offsets[0] : offsets[-1]]
    return data.reshape(present, width)


def all_digits(characters: Bytes) -> bool:
    """Tell whether all bytes are ASCII digits."""
    return bool(((characters - ord("0")) <= 9).all())


def number(characters: Bytes, begin: int, end: int) -> npt.NDArray[np.int32]:
    """Return the columns ``begin`` to ``end`` of a matrix of digits as numbers."""
    total = np.zeros(len(characters), dtype=np.int32)
    for place in range(begin, end):
        total *= 10
        total += characters[:, place] - ord("0")
    return total


def short_numbers(characters: Bytes) -> npt.NDArray[np.uint16]:
    """Return a matrix of one or two bytes a row as one number a row, the same for the same bytes."""
    numbers = characters[:, -1].astype(np.uint16)
    if characters.shape[1] > 1:
        numbers += characters[:, 0].astype(np.uint16) << 8
    return numbers


def days(characters: Bytes) -> tuple[Ints, Mask]:
    """Return days since 1970 of YYYYMMDD in the first eight columns, and which of them are dates."""
    month = number(characters, 4, 6)
    place = (number(characters, 0, 4) - _FIRST_YEAR) * 12 + month - 1
    day = number(characters, 6, 8)
    good = (place >= 0) & (place < len(_MONTH_DAYS)) & (month >= 1) & (month <= 12) & (day >= 1)
    if not good.all():
        place = np.where(good, place, 0)
    good &= day <= _MONTH_DAYS[place]
    return _MONTH_STARTS[place] + (day - 1), good


def seconds(characters: Bytes) -> tuple[Ints, Mask]:
    """Return seconds since 1970 (wall clock) of YYYYMMDDhhmmss, and which of them are times."""
    day, good = days(characters)
    hour, minute, second = (number(characters, place, place + 2) for place in (8, 10, 12))
    good &= (hour <= 23) & (minute <= 59) & (second <= 59)
    return day * 86_400 + hour * 3_600 + minute * 60 + second, good


def bad_check_digits(characters: Bytes) -> Mask:
    """Tell which rows of a matrix of digits do not end in their check digit (rule: codes.check_digit)."""
    width = characters.shape[1]
    total = characters[:, -1] - ord("0")  # with the check digit the sum ends in 0
    for place in range(width - 1):
        digit = characters[:, place]
        total += _DOUBLED[digit] if (width - 2 - place) % 2 == 0 else digit - ord("0")
    bad: Mask = total % 10 != 0
    return bad
