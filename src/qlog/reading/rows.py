"""Blocks of raw rows -> typed rows of a table, and which of them are rejected and why."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from qlog.reading import reasons
from qlog.reading.delimited import RawBlock
from qlog.reading.digits import Mask
from qlog.reading.encoding import UTF8
from qlog.reading.fields import ColumnTyper
from qlog.reading.header import Columns
from qlog.reading.layout import HELPERS, LINE, ColumnForm, Layout
from qlog.reading.report import RejectLog
from qlog.schema import ARROW_TYPES, CHECKS, Column

TICKET_ITEMS: Final = ("ticket_kind", "care_type", "service_month", "valid_from", "valid_to", "single_or_combined")


@dataclass
class Rows:
    """Typed rows of one block; ``fault`` is 0 for a good row, else 1 + the place of its first fault in ``faults``."""

    columns: dict[str, pa.Array]
    lines: npt.NDArray[np.int64]
    fault: npt.NDArray[np.uint8]
    faults: list[tuple[str, str]] = field(default_factory=list)  # field, reason

    def reject(self, rows: Mask, field_name: str, reason: str) -> None:
        """Mark ``rows`` as rejected, unless they are already."""
        if rows.any():
            self.faults.append((field_name, reason))
            self.fault[rows & (self.fault == 0)] = len(self.faults)


class RowTyper:
    """Types the blocks of one file and counts what people should know of it."""

    def __init__(self, layout: Layout, columns: Columns, *, fields: Collection[str] = ()) -> None:
        self._layout = layout
        self._columns = columns
        wanted = fields or [name for name in layout.target.names if name != LINE]
        self._typers = {name: ColumnTyper(self._vocabulary(name), self._form(name)) for name in wanted}
        if not fields:
            helpers = [name for name in HELPERS if name in columns.positions]
            self._typers |= {name: ColumnTyper(HELPERS[name], layout.columns[name]) for name in helpers}
        self.restored: Counter[str] = Counter()

    def type(self, raw: RawBlock, encoding: str) -> Rows:
        """Type a block: every field of the table, null where the file has no such column."""
        rows = Rows({}, raw.lines, np.zeros(len(raw.lines), dtype=np.uint8))
        for name in self._typers:
            rows.columns[name] = self._column(raw, name, encoding, rows)
        if "checked_time" in rows.columns:
            rows.columns["checked_at"] = _at(rows.columns["checked_at"], rows.columns["checked_time"])
        return rows

    def _column(self, raw: RawBlock, name: str, encoding: str, rows: Rows) -> pa.Array:
        if name not in self._columns.positions:
            return self._constant(name, len(raw.lines))
        typed = self._typers[name].type(raw.columns[self._columns.positions[name]], encoding)
        if typed.restored:
            self.restored[name] += typed.restored
        for reason, faulty in typed.faults:
            rows.reject(faulty, name, reason)
        if self._form(name).empty == "never" and typed.values.null_count:
            rows.reject(nulls(typed.values), name, reasons.EMPTY)
        return typed.values

    def _constant(self, name: str, count: int) -> pa.Array:
        constant = self._layout.constants.get(name)
        cells = pa.nulls(count, pa.binary()) if constant is None else pa.array([constant.encode()] * count, pa.binary())
        return self._typers[name].type(cells, UTF8).values

    def _form(self, name: str) -> ColumnForm:
        return self._layout.columns.get(name, ColumnForm())

    def _vocabulary(self, name: str) -> Column:
        column = self._layout.column(name)
        split = name == "checked_at" and "checked_time" in self._columns.positions
        return replace(column, type="date") if split else column

    @property
    def unknown(self) -> dict[str, set[str]]:
        """Codes of each column that are not in the table of the layout."""
        return {name: typer.unknown for name, typer in self._typers.items() if typer.unknown}


def _at(days: pa.Array, clock: pa.Array) -> pa.Array:
    """Return date and time of day as one time."""
    return pc.add(days.cast(ARROW_TYPES["time"]), clock.cast(pa.duration("s")))


def nulls(values: pa.Array) -> Mask:
    """Tell which values are null."""
    mask: Mask = values.is_null().to_numpy(zero_copy_only=False)
    return mask


def accepted(rows: Rows, layout: Layout, log: RejectLog) -> pa.Table:
    """Return the good rows as a table of the layout, in file order, and note the others in ``log``.

    Text is dictionary-encoded: whoever wants the schema of the table casts to it.
    """
    for place, (name, reason) in enumerate(rows.faults, start=1):
        lines = rows.lines[rows.fault == place]
        if len(lines):
            log.add(lines, column=layout.label(name), reason=reason)
    columns = {**rows.columns, LINE: pa.array(rows.lines, pa.int64())}  # a reference table has no line
    table = pa.table({name: columns[name] for name in layout.target.names})
    return table.filter(pa.array(rows.fault == 0)) if rows.faults else table


def require_ticket_items(rows: Rows, layout: Layout) -> None:
    """Reject rows whose validity says that there is a ticket, but whose ticket items are empty or impossible."""
    columns = rows.columns
    for name, values in layout.ticket.none.items():
        _clear_tickets(columns, pc.is_in(columns[name], pa.array(values, columns[name].type)))
    wanted = [name for name, form in layout.columns.items() if form.empty == "without_ticket"]
    empty = [name for name in wanted if columns[name].null_count]
    if empty:
        registered = pc.is_in(columns["validity"], pa.array(layout.ticket.registered, pa.string()))
        ticketed = registered.to_numpy(zero_copy_only=False)
        for name in empty:
            rows.reject(ticketed & nulls(columns[name]), name, reasons.EMPTY)
    reject_reversed(rows)


def reject_reversed(rows: Rows) -> None:
    """Reject rows whose last day is before their first."""
    first, last = (rows.columns[name].view(pa.int32()) for name in ("valid_from", "valid_to"))
    backwards = pc.less(last, first).fill_null(False)
    rows.reject(backwards.to_numpy(zero_copy_only=False), "valid_to", reasons.REVERSED)


def _clear_tickets(columns: dict[str, pa.Array], without: pa.Array) -> None:
    for column in CHECKS.columns:
        if column.name in TICKET_ITEMS:
            empty = pa.scalar(None, ARROW_TYPES[column.type])
            columns[column.name] = pc.if_else(without.fill_null(False), empty, columns[column.name])
