"""A table an analyst hands over -> a log file, so that one reader judges every row by the same rules.

Any table that speaks the Arrow PyCapsule interface is taken (pandas, Polars, Arrow, DuckDB, ...), and none of these
libraries but Arrow is imported here. Messages never repeat what Arrow says of a value: it quotes the value.
"""

from pathlib import Path
from typing import Any, Final, Protocol, runtime_checkable

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from qlog import schema
from qlog.errors import NothingReadError

FILE_NAME: Final = "渡された表"
COLUMNS_HINT: Final = (
    "表の列の名前は、レイアウトの見出し（資格確認日時、資格確認方法、…）か、qlog.schema.CHECK_FIELDS の name"
    "（checked_at、method、…）にしてください。"
)
_LABELS: Final = {column.name: column.jp for column in schema.CHECK_FIELDS}
_TIME: Final = schema.CHECK_FIELDS[0]
_JST_SECONDS: Final = 9 * 3600
_JAPANESE_DAY: Final = "%Y%m%d"


@runtime_checkable
class ArrowTable(Protocol):
    """A table of any library that hands its columns over as an Arrow stream: pandas, Polars, Arrow, DuckDB."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return the columns as a PyCapsule."""


def write_as_log(table: ArrowTable, folder: Path) -> Path:
    """Write ``table`` into the new ``folder`` as CSV with the headers of the default layout, line 2 its first row.

    Columns may have the names of :data:`qlog.schema.CHECK_FIELDS` or the headers of a layout; an index is left out.
    Times with a zone become JST, whole floats whole numbers. Raises NothingReadError for what is no table of cells.
    """
    arrow = _arrow(table)
    names = [_LABELS.get(name, name) for name in arrow.column_names]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise NothingReadError(
            ja=f"渡された表に同じ意味の列が2つあります：{'、'.join(twice)}。どちらかを除いてください。",
            en=f"two columns of the table mean the same: {', '.join(twice)}; leave one out",
        )
    columns = {name: _text(name, column) for name, column in zip(names, arrow.columns, strict=True)}
    folder.mkdir()
    path = folder / FILE_NAME
    pacsv.write_csv(pa.table(columns), path)
    return path


def _arrow(table: Any) -> pa.Table:  # noqa: ANN401
    try:
        arrow = table if isinstance(table, pa.Table) else pa.table(_with_text_columns(table))
    except (pa.ArrowException, TypeError, ValueError, NotImplementedError):
        raise NothingReadError(
            ja="渡された表を読めません。1つの列の値の型（文字・数・日付）をそろえ、列の見出しを1段にしてください。",
            en="the table cannot be read: give each column one type (text, number or date), and one level of headers",
        ) from None
    wanted = [name for name in arrow.column_names if name != "line" and not name.startswith("__index_level_")]
    return arrow.select(wanted)


def _with_text_columns(table: Any) -> Any:  # noqa: ANN401
    """Return a pandas table with its mixed columns as text (numbers among text are common there), others as given."""
    if not hasattr(table, "assign"):
        return table
    mixed = [name for name, kind in table.dtypes.items() if str(kind) == "object"]
    return table.assign(**{name: table[name].map(_cell_text, na_action="ignore") for name in mixed})


def _cell_text(value: object) -> str:
    """Return a cell of a mixed column as text; Excel gives whole numbers as floats."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _text(name: str, column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_timestamp(kind):
        return _time_text(name, column)
    if pa.types.is_date(kind):
        return pc.strftime(column.cast(pa.date32()), format=_JAPANESE_DAY)
    if pa.types.is_floating(kind) and pc.all(pc.equal(pc.floor(column), column)).as_py() is not False:
        column = column.cast(pa.int64(), safe=False)
    try:
        return column.cast(pa.string())
    except pa.ArrowException:
        raise NothingReadError(
            ja=f"渡された表の列「{name}」は、文字・数・日付ではないので読めません。文字列にしてください。",
            en=f"column {name} of the table is neither text, number nor date: turn it into text",
        ) from None


def _time_text(name: str, column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return times as 14 digits, or as 8 where a column holds only dates (pandas keeps these as midnight)."""
    seconds = column.cast(pa.timestamp("s", column.type.tz), safe=False)
    if column.type.tz is not None:  # the moment in UTC, then nine hours on: Japan has no summer time
        seconds = pc.add(seconds.cast(pa.timestamp("s")), pa.scalar(_JST_SECONDS, pa.duration("s")))
    midnight = pc.all(pc.equal(pc.floor_temporal(seconds, unit="day"), seconds)).as_py() is not False
    only_dates = midnight and name != _TIME.jp
    return pc.strftime(seconds, format=_JAPANESE_DAY if only_dates else "%Y%m%d%H%M%S")
