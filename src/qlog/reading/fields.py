"""Binary columns -> typed columns, with the rows that could not be typed and why.

Each distinct value is read once; columns that are plain digits throughout are read in one go (digits.py).
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pyarrow as pa

from qlog import dates
from qlog.reading import digits
from qlog.reading.digits import Mask
from qlog.reading.layout import ColumnForm
from qlog.reading.text import Texts, decode, half_width, plain_kana
from qlog.reading.values import FIRST_LOG_YEAR, Fault, Value, known_code, pad, reader
from qlog.schema import ARROW_TYPES, Column

_TEXT: Final = pa.dictionary(pa.int32(), pa.string())
_REMEMBERED: Final = 200_000  # different values of a column; a bound on memory
_DIGITS_OF: Final = {"time": 14, "date": 8}
_FIRST_LOG_SECOND: Final = int(np.datetime64(f"{FIRST_LOG_YEAR}-01-01", "s").astype(np.int64))


@dataclass(frozen=True)
class Typed:
    """A typed column; ``faults`` are (reason, rows); ``restored`` rows got their leading zeros back."""

    values: pa.Array
    faults: list[tuple[str, Mask]] = field(default_factory=list)
    restored: int = 0


class ColumnTyper:
    """Types one column of a file, block by block, as ``column`` of the vocabulary and ``form`` of the layout say."""

    def __init__(self, column: Column, form: ColumnForm) -> None:
        self._column = column
        self._form = form
        self._type = ARROW_TYPES.get(column.type, pa.int64())  # a clock is seconds since midnight
        self._blank = {"", *form.blank}
        self._short_codes = _short_codes(form)
        self._known: dict[bytes, Value] = {}  # what was read so far, None also for what could not be read
        self._bad: dict[bytes, str] = {}  # what could not be read -> reason
        self._short: set[bytes] = set()  # what had lost its leading zeros
        self.unknown: set[str] = set()  # codes that are not in the table of the layout; they are kept

    def type(self, raw: pa.Array, encoding: str) -> Typed:
        """Type one binary column (null = empty)."""
        if raw.null_count == len(raw):
            return Typed(pa.nulls(len(raw), _TEXT if self._column.type == "text" else self._type))
        # few dates are different, few times are the same
        plain = None if self._column.type == "date" else self._plain_digits(raw)
        return self._by_distinct(raw, encoding) if plain is None else Typed(plain)

    def _plain_digits(self, raw: pa.Array) -> pa.Array | None:
        """Return the typed column if it is plain digits of the right width throughout, and nothing is wrong with it."""
        form, kind = self._form, self._column.type
        width = form.width if kind == "code" else _DIGITS_OF.get(kind)
        if self._short_codes is not None and width is not None and not form.blank:
            return _plain_codes(raw, width, self._short_codes)
        if form.codes or form.blank or not width or (kind != "code" and dates.DIGITS not in form.forms):
            return None
        characters = digits.matrix(raw, width)
        if characters is None or not digits.all_digits(characters):
            return None
        if kind == "code":
            return raw.view(pa.string())
        if raw.null_count:
            return None
        return _plain_dates(characters) if kind == "date" else _plain_times(characters)

    def _by_distinct(self, raw: pa.Array, encoding: str) -> Typed:
        encoded = raw.dictionary_encode()
        if self._column.type == "date" and (plain := self._plain_digits(encoded.dictionary)) is not None:
            return Typed(plain.take(encoded.indices))
        parts = encoded.dictionary.to_pylist()
        self._learn(parts, encoding)
        values = [self._known[part] for part in parts]
        return Typed(
            values=self._values(raw, encoded, parts, values),
            faults=self._faults(encoded.indices, parts),
            restored=self._count(encoded.indices, parts, self._short) if self._short else 0,
        )

    def _values(self, raw: pa.Array, encoded: pa.DictionaryArray, parts: list[bytes], values: list[Value]) -> pa.Array:
        if self._column.type == "text":
            return _texts(values, encoded.indices)
        if _unchanged(parts, values):
            return raw.view(pa.string())
        return pa.array(values, self._type).take(encoded.indices)

    def _learn(self, parts: list[bytes], encoding: str) -> None:
        """Read the values that were not seen before in this file."""
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        new = [part for part in parts if part not in self._known]
        if not new:
            return
        texts = decode(new, encoding)
        values, faults = self._read(texts)
        self._known.update(zip(new, values, strict=True))
        self._bad.update({new[place]: reason for place, reason in faults.items()})
        if self._form.restore_zeros:
            self._short |= {part for part, text in zip(new, texts.values, strict=True) if self._is_short(text)}
        if self._form.codes:
            pairs = zip(texts.values, values, strict=True)
            self.unknown |= {str(value) for text, value in pairs if value and known_code(text, self._form) is None}

    def _read(self, texts: Texts) -> tuple[list[Value], dict[int, str]]:
        """Return the values of the texts, None for empty ones, and the places of those that could not be read."""
        if self._column.type == "text":
            words = plain_kana(texts.values) if self._column.name == "kana" else texts.values
            return [None if word in self._blank else word for word in words], texts.faults
        read, faults = reader(self._column, self._form), dict(texts.faults)
        values: list[Value] = []
        for place, text in enumerate(texts.values):
            value = None if text in self._blank else read(text)
            if isinstance(value, Fault):
                faults[place] = value.reason
                value = None
            values.append(value)
        return values, faults

    def _is_short(self, text: str) -> bool:
        return text not in self._form.codes and pad(code := half_width(text), self._form) != code

    def _faults(self, indices: pa.Array, parts: list[bytes]) -> list[tuple[str, Mask]]:
        if not self._bad:
            return []
        places: dict[str, list[int]] = {}
        for place, part in enumerate(parts):
            if part in self._bad:
                places.setdefault(self._bad[part], []).append(place)
        return [(reason, _rows(indices, found)) for reason, found in places.items()]

    def _count(self, indices: pa.Array, parts: list[bytes], wanted: set[bytes]) -> int:
        places = [place for place, part in enumerate(parts) if part in wanted]
        return int(_rows(indices, places).sum()) if places else 0


def _plain_codes(raw: pa.Array, width: int, known: Mask) -> pa.Array | None:
    """Return the column if all its codes are ``known`` by their short numbers."""
    characters = digits.matrix(raw, width)
    if characters is None or not known[digits.short_numbers(characters)].all():
        return None
    return raw.view(pa.string())


def _short_codes(form: ColumnForm) -> Mask | None:
    """Return, for codes of one or two bytes, which of them are in the table and mean themselves; None for others."""
    same = [code.encode() for code, meaning in form.codes.items() if code == meaning]
    same = [code for code in same if len(code) == form.width]
    if not same or form.width not in {1, 2}:
        return None
    known = np.zeros(1 << 16, dtype=np.bool_)
    known[digits.short_numbers(np.array([list(code) for code in same], dtype=np.uint8))] = True
    return known


def _texts(values: list[Value], indices: pa.Array) -> pa.DictionaryArray:
    """Return text as a dictionary of different values without null: the store writes it as it is."""
    distinct = [value for value in dict.fromkeys(values) if value is not None]
    if len(distinct) < len(values):
        places: dict[Value, int] = {value: place for place, value in enumerate(distinct)}
        indices = pa.array([places.get(value) for value in values], pa.int32()).take(indices)
    return pa.DictionaryArray.from_arrays(indices, pa.array(distinct, pa.string()))


def _unchanged(parts: list[bytes], values: list[Value]) -> bool:
    """Tell whether the bytes of the file can stay as they are."""
    texts = [value for value in values if isinstance(value, str)]
    return len(texts) == len(parts) and "\n".join(texts).encode() == b"\n".join(parts)


def _plain_times(characters: digits.Bytes) -> pa.Array | None:
    seconds, good = digits.seconds(characters)
    return pa.array(seconds).view(ARROW_TYPES["time"]) if good.all() and seconds.min() >= _FIRST_LOG_SECOND else None


def _plain_dates(characters: digits.Bytes) -> pa.Array | None:
    days, good = digits.days(characters)
    return pa.array(days.astype(np.int32)).view(ARROW_TYPES["date"]) if good.all() else None


def _rows(indices: pa.Array, places: list[int]) -> Mask:
    rows: Mask = np.isin(indices.fill_null(-1).to_numpy(zero_copy_only=False), places)
    return rows
