"""Tables for analysts: pandas DataFrames that know the Japanese words of their columns and codes."""

from collections.abc import Mapping
from typing import Final

import pandas as pd
import pyarrow as pa

from qlog import schema
from qlog.codes import KIND_LABELS, METHOD_LABELS
from qlog.dimensions import MEASURES

_TABLES: Final = schema.TABLES | {table.name: table for table in (schema.EXPLANATION, schema.FILES)}
# columns of codes, and the words for their values
CODE_WORDS: Final[dict[str, Mapping[str, str]]] = {
    "change": schema.CHANGES,
    "kind": KIND_LABELS,
    "level": schema.LEVELS,
    "measure": MEASURES | schema.SIGNALS,
    "method": METHOD_LABELS,
    "pattern": schema.PATTERNS,
    "rule": {name: table.jp for name, table in schema.TABLES.items()},
    "status": schema.STATUSES,
    "status_before": schema.STATUSES,
    "unit": schema.UNITS,
}


class LabelledFrame(pd.DataFrame):
    """A pandas DataFrame in every way; :meth:`jp` gives it in Japanese. Rows chosen from it keep the method."""

    _metadata = ["_table"]  # noqa: RUF012  # pandas asks for a list
    _table: str = ""

    @property
    def _constructor(self) -> type["LabelledFrame"]:
        return LabelledFrame

    def jp(self) -> pd.DataFrame:
        """Return a copy for people: Japanese headers, and words for codes; this table stays as it is.

        Shape and rows are the same; an index, and columns made of codes (pivot tables), are in Japanese as well. A
        column that no table of qlog has (one you added) keeps its name.

        >>> list(findings.gaps.jp().columns)
        ['公費負担者番号', '最初の日', '最後の日', '日数', '理由']
        """
        shown = pd.DataFrame(self)
        for name, words in CODE_WORDS.items():
            if name in shown.columns:
                shown[name] = shown[name].replace(dict(words))
            if name in shown.index.names:
                shown = shown.rename(index=words, level=name)
            if name in shown.columns.names:
                shown = shown.rename(columns=words, level=name)
        titles = labels(self._table)
        return shown.rename(columns=titles).rename_axis(
            index=lambda name: titles.get(name, name), columns=lambda name: titles.get(name, name)
        )


@pd.api.extensions.register_dataframe_accessor("jp")
class JapaneseWords:
    """``.jp()`` of every other DataFrame: what groupby, pivot_table and concat make of a table is a plain one again.

    >>> findings.visits.groupby("kind", as_index=False).checks.sum().jp().columns.tolist()
    ['種別', '確認回数']
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame

    def __call__(self) -> pd.DataFrame:
        """Return a copy in Japanese, as :meth:`LabelledFrame.jp`."""
        return LabelledFrame(self._frame).jp()


def labelled(frame: pd.DataFrame, table: str) -> LabelledFrame:
    """Return ``frame`` as a table of that name (of :data:`qlog.schema.TABLES`, or explanation, or files)."""
    result = LabelledFrame(frame)
    result._table = table
    return result


def labelled_table(table: pa.Table, name: str) -> LabelledFrame:
    """Return an Arrow table as pandas: dates as datetime64, codes as text."""
    return labelled(table.to_pandas(date_as_object=False), name)


def labels(table: str = "") -> dict[str, str]:
    """Return the Japanese label of every column name; where tables differ, that of ``table``, else of the first."""
    found: dict[str, str] = {}
    for one in [*([_TABLES[table]] if table else []), *_TABLES.values()]:
        for column in one.columns:
            found.setdefault(column.name, column.jp)
    return found
