"""Stops a file that holds Individual Numbers (個人番号, My Number). No value is shown, or kept after the judgement.

A number of twelve digits passes the check by chance once in ten: one such value means nothing, a column of them does.
"""

import re
from collections.abc import Collection
from math import comb
from typing import Final

import numpy as np
import pyarrow as pa

from qlog.codes import is_my_number
from qlog.reading.report import RefusedError
from qlog.reading.text import decode, half_width

_CHANCE: Final = 0.1  # of a random number of twelve digits to pass
_MANY: Final = 10  # from so many values on, the share is judged
_FEW: Final = 2  # of so many, or of one in _MANY rows, all must pass
_SURE: Final = 1e-9  # chance of a false alarm, for each column
_ENOUGH: Final = 500  # distinct values looked at in a column
_TWELVE: Final = re.compile(r"\d{4}[- ]?\d{4}[- ]?\d{4}", re.ASCII)
_SEPARATORS: Final = re.compile(r"[- ]")
# first byte of a number: half-width, or full-width in CP932 and UTF-8
_MAY_BEGIN: Final = np.isin(np.arange(256), list(b"0123456789 \x82\xef"))
_SHORTEST, _LONGEST = 12, 42  # bytes of twelve digits: half-width; full-width with separators in UTF-8


class NumberWatch:
    """Looks at every column of a file, also those no field needs, and refuses the file when one holds such numbers."""

    def __init__(self, columns: int, *, skip: Collection[int] = (), named: Collection[int] = ()) -> None:
        self._named = named  # columns whose header says it: one number is enough
        self._rows = [0] * columns
        self._skip = skip  # columns known to hold times: many long numbers, all different
        self._seen: list[set[str]] = [set() for _ in range(columns)]
        self._others = [False] * columns  # the column holds other values as well

    def look(self, columns: list[pa.Array], encoding: str) -> None:
        """Take the values of a block. Raises RefusedError as soon as many values say so."""
        for place, column in enumerate(columns):
            if place in self._skip or len(self._seen[place]) >= _ENOUGH or column.null_count == len(column):
                continue
            candidates, rows = _candidates(column, encoding)
            self._seen[place] |= candidates
            self._rows[place] += rows
            self._others[place] |= rows < len(column) - column.null_count
            if len(self._seen[place]) >= _MANY and _is_column_of_numbers(self._seen[place]):
                raise _refusal(place)

    def judge(self) -> None:
        """Judge short columns at the end of the file. Raises RefusedError."""
        for place, seen in enumerate(self._seen):
            several = len(seen) >= _FEW or self._rows[place] >= _MANY
            all_pass = bool(seen) and len(seen) < _MANY and all(map(is_my_number, seen))
            if all_pass and (place in self._named or (several and not self._others[place])):
                raise _refusal(place)


def _candidates(column: pa.Array, encoding: str) -> tuple[set[str], int]:
    """Return the different numbers of twelve digits, and how many rows may hold one."""
    offsets = np.frombuffer(column.buffers()[1], dtype=np.int32)[column.offset : column.offset + len(column) + 1]
    lengths = np.diff(offsets)
    if lengths.max() < _SHORTEST:
        return set(), 0
    possible = (lengths >= _SHORTEST) & (lengths <= _LONGEST)
    data = np.frombuffer(column.buffers()[2], dtype=np.uint8)
    possible[possible] = _MAY_BEGIN[data[offsets[:-1][possible]]]
    distinct = column.filter(pa.array(possible)).unique()[:_ENOUGH]
    texts = decode(distinct.to_pylist(), encoding).values
    numbers = {_SEPARATORS.sub("", plain) for text in texts if _TWELVE.fullmatch(plain := half_width(text))}
    return numbers, int(np.count_nonzero(possible)) if numbers else 0


def _is_column_of_numbers(seen: set[str]) -> bool:
    judged = list(seen)[:_ENOUGH]
    return _tail(len(judged), sum(map(is_my_number, judged))) < _SURE


def _tail(count: int, passed: int) -> float:
    """Return the chance that so many of ``count`` random numbers pass, or more."""
    return sum(comb(count, hits) * _CHANCE**hits * (1 - _CHANCE) ** (count - hits) for hits in range(passed, count + 1))


def _refusal(place: int) -> RefusedError:
    return RefusedError(
        ja=f"左から {place + 1} 列目に個人番号（マイナンバー）と思われる12桁の番号が並んでいます。"
        "このファイルは読み込みません。その列を除いたファイルを出力し直してください。",
        en=f"column {place + 1} seems to hold Individual Numbers (My Number); export the file without it",
    )
