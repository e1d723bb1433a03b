"""Blocks of raw rows -> typed rows of a table, and which of them are rejected and why."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from qlog.reading import reasons
from qlog.reading.delimited import RawBlock
from qlog.reading.digits import Mask
from qlog.reading.fields import ColumnTyper
from qlog.reading.header import Columns
from qlog.reading.layout import LINE, ColumnForm, Layout
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

    def __init__(self, layout: Layout, columns: Columns, encoding: str) -> None:
        self._layout = layout
        self._columns = columns
        self.encoding = encoding
        self._typers = {
            column.name: ColumnTyper(column, layout.columns.get(column.name, ColumnForm()))
            for column in layout.target.columns
        }
        self.restored: Counter[str] = Counter()

    def type(self, raw: RawBlock) -> Rows:
        """Type a block: every field of the table, null where the file has no such column."""
        rows = Rows({}, raw.lines, np.zeros(len(raw.lines), dtype=np.uint8))
        for column in self._layout.target.columns:
            if column.name != LINE:
                rows.columns[column.name] = self._column(raw, column, rows)
        return rows

    def _column(self, raw: RawBlock, column: Column, rows: Rows) -> pa.Array:
        name, count = column.name, len(raw.lines)
        if name not in self._columns.positions:
            constant = self._layout.constants.get(name)
            cells = pa.nulls(count, pa.binary()) if constant is None else pa.array([constant.encode()] * count)
            return self._typers[name].type(cells, "utf-8").values
        typed = self._typers[name].type(raw.columns[self._columns.positions[name]], self.encoding)
        if typed.restored:
            self.restored[name] += typed.restored
        for reason, faulty in typed.faults:
            rows.reject(faulty, name, reason)
        if self._layout.columns[name].empty == "never" and typed.values.null_count:
            rows.reject(nulls(typed.values), name, reasons.EMPTY)
        return typed.values

    @property
    def unknown(self) -> dict[str, set[str]]:
        """Codes of each column that are not in the table of the layout."""
        return {name: typer.unknown for name, typer in self._typers.items() if typer.unknown}


def nulls(values: pa.Array) -> Mask:
    """Tell which values are null."""
    mask: Mask = values.is_null().to_numpy(zero_copy_only=False)
    return mask


def accepted(rows: Rows, layout: Layout, log: RejectLog) -> pa.Table:
    """Return the good rows as a table of the layout, in file order, and note the others in ``log``."""
    for place, (name, reason) in enumerate(rows.faults, start=1):
        lines = rows.lines[rows.fault == place]
        if len(lines):
            log.add(lines, column=layout.label(name), reason=reason)
    wanted = layout.target.arrow_schema()
    columns = {**rows.columns, LINE: pa.array(rows.lines, pa.int64())}  # a reference table has no line
    table = pa.table([columns[name] for name in wanted.names], schema=wanted)
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
