"""Rows without a recipient number: taken from the same file, where birth date and kana tell one person."""

from collections.abc import Iterable
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from qlog.reading import reasons
from qlog.reading.rows import Rows, nulls

_KEY: Final = ["payer_number", "birth_date", "kana"]
_NUMBER: Final = "recipient_number"
PERSON_FIELDS: Final = (*_KEY, _NUMBER)


class People:
    """Who is who in one file: (payer, birth date, kana) -> number, where there is exactly one."""

    def __init__(self, blocks: Iterable[Rows]) -> None:
        tables = [_people(rows) for rows in blocks]
        people = _distinct(pa.concat_tables(tables)) if tables else _SCHEMA.empty_table()
        grouped = people.group_by(_KEY).aggregate([(_NUMBER, "count"), (_NUMBER, "min")]).to_pydict()
        keys = zip(*(grouped[name] for name in _KEY), strict=True)
        self._numbers: dict[tuple[object, ...], str] = {
            key: number
            for key, count, number in zip(keys, grouped[f"{_NUMBER}_count"], grouped[f"{_NUMBER}_min"], strict=True)
            if count == 1
        }

    def fill(self, rows: Rows) -> None:
        """Give rows without a number the number of their person; reject those whose person is not certain."""
        columns = rows.columns
        missing = pa.array(nulls(columns[_NUMBER]))
        keys = zip(*(columns[name].filter(missing).to_pylist() for name in _KEY), strict=True)
        found = pa.array([self._numbers.get(key) for key in keys], pa.string())
        columns[_NUMBER] = pc.replace_with_mask(columns[_NUMBER], missing, found)
        rows.reject(nulls(columns[_NUMBER]), _NUMBER, reasons.RECIPIENT_UNKNOWN)


_SCHEMA: Final = pa.schema(
    [("payer_number", pa.string()), ("birth_date", pa.date32()), ("kana", pa.string()), (_NUMBER, pa.string())]
)


def _people(rows: Rows) -> pa.Table:
    table = pa.table({name: rows.columns[name] for name in _SCHEMA.names}).cast(_SCHEMA)
    return _distinct(table.drop_null())


def _distinct(table: pa.Table) -> pa.Table:
    return table.group_by(list(PERSON_FIELDS)).aggregate([]).select(list(PERSON_FIELDS))
