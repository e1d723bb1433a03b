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
from qlog.reading.text import Fault, decode, half_width
from qlog.reading.values import FIRST_LOG_YEAR, Value, pad, reader
from qlog.schema import ARROW_TYPES, Column

_FIRST_LOG_SECOND: Final = int(np.datetime64(f"{FIRST_LOG_YEAR}-01-01", "s").astype(np.int64))


@dataclass(frozen=True)
class Typed:
    """A typed column; ``faults`` are (reason, rows); ``restored`` rows got their leading zeros back.

    ``unknown``: codes that are not in the table of the layout; they are kept.
    """

    values: pa.Array
    faults: list[tuple[str, Mask]] = field(default_factory=list)
    restored: int = 0
    unknown: frozenset[str] = frozenset()


def type_column(raw: pa.Array, column: Column, form: ColumnForm, encoding: str) -> Typed:
    """Type one binary column (null = empty) of a file as ``column`` of the vocabulary says."""
    if raw.null_count == len(raw):
        return Typed(pa.nulls(len(raw), ARROW_TYPES[column.type]))
    plain = _plain_digits(raw, column, form)
    return _by_distinct(raw, column, form, encoding) if plain is None else Typed(plain)


def _plain_digits(raw: pa.Array, column: Column, form: ColumnForm) -> pa.Array | None:
    """Return the typed column if it is plain digits of the right width throughout, and nothing is wrong with it."""
    time = column.type == "time" and dates.DIGITS in form.forms and not raw.null_count
    width = 14 if time else form.width
    if form.codes or form.blank or not width or not (time or column.type == "code"):
        return None
    characters = digits.matrix(raw, width)
    if characters is None or not digits.all_digits(characters):
        return None
    if column.type == "code":
        return raw.view(pa.string())
    seconds, good = digits.seconds(characters)
    if not good.all() or seconds.min() < _FIRST_LOG_SECOND:
        return None
    return pa.array(seconds).view(ARROW_TYPES["time"])


def _by_distinct(raw: pa.Array, column: Column, form: ColumnForm, encoding: str) -> Typed:
    encoded = raw.dictionary_encode()
    texts = decode(encoded.dictionary, encoding)
    read = reader(column, form)
    results = [text if isinstance(text, Fault) else read(text) for text in texts]
    values = [None if isinstance(result, Fault) else result for result in results]
    return Typed(
        values=pa.array(values, ARROW_TYPES[column.type]).take(encoded.indices),
        faults=_faults(encoded.indices, results),
        restored=_restored(encoded.indices, texts, form) if form.restore_zeros else 0,
        unknown=_unknown(values, form),
    )


def _faults(indices: pa.Array, results: list[Value | Fault]) -> list[tuple[str, Mask]]:
    places: dict[str, list[int]] = {}
    for place, result in enumerate(results):
        if isinstance(result, Fault):
            places.setdefault(result.reason, []).append(place)
    return [(reason, _rows(indices, found)) for reason, found in places.items()]


def _restored(indices: pa.Array, texts: list[str | Fault], form: ColumnForm) -> int:
    short = [
        place
        for place, text in enumerate(texts)
        if isinstance(text, str) and text not in form.codes and pad(code := half_width(text), form) != code
    ]
    return int(_rows(indices, short).sum()) if short else 0


def _unknown(values: list[Value], form: ColumnForm) -> frozenset[str]:
    if not form.codes:
        return frozenset()
    return frozenset(str(value) for value in values if value is not None) - set(form.codes.values())


def _rows(indices: pa.Array, places: list[int]) -> Mask:
    rows: Mask = np.isin(indices.fill_null(-1).to_numpy(zero_copy_only=False), places)
    return rows
