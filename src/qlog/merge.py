"""One month of a delivery against what the store holds of it: what is new, what repeats, what it tells otherwise."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Final

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from qlog import schema
from qlog.engines.base import sql_text
from qlog.engines.memory import Memory

# the six fields that make two rows tell of the same check at the counter
EVENT: Final = "hash(checked_at, method, institution_code, payer_number, recipient_number, reference_number)"
_FIELDS: Final = ", ".join(column.name for column in schema.CHECK_FIELDS)
# told before, and now again just the same
_UNCHANGED: Final = "(SELECT event FROM told WHERE NOT otherwise)"

Events = npt.NDArray[np.uint64]


class MergeDatabase:
    """The one database for all deliveries, opened when first wanted: to open one takes longer than a small delivery.

    It works within ``memory_limit``, a setting of the engine, and puts aside in ``spill`` what does not fit.
    """

    def __init__(self, spill: Path, memory_limit: str) -> None:
        self._spill = spill
        self._memory_limit = memory_limit
        self._opening = Lock()  # several deliveries may be the first
        self._opened: tuple[duckdb.DuckDBPyConnection, Memory] | None = None

    def session(self) -> "Session":
        """Return a way into the database for one thread."""
        with self._opening:
            if self._opened is None:
                connection = duckdb.connect(":memory:", config={"temp_directory": str(self._spill)})
                self._opened = connection, Memory(connection, self._memory_limit)
            connection, memory = self._opened
            return Session(connection.cursor(), memory)

    def close(self) -> None:
        """Give back the memory; the next delivery opens another."""
        if self._opened is not None:
            self._opened[0].close()
            self._opened = None


class Session:
    """What one delivery asks the database."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, memory: Memory) -> None:
        self._connection = connection
        self._memory = memory

    def events(self, checks: pa.Table) -> pa.ChunkedArray:
        """Return the event every check tells of."""
        with self._knowing(checks=checks):
            return self._connection.sql(f"SELECT {EVENT} AS event FROM checks").to_arrow_table()["event"]

    def rows(self, sql: str, **tables: pa.Table) -> list[tuple[int, ...]]:
        """Run a statement that reads ``tables``, again with more memory if it finds no room, and return its rows."""
        with self._knowing(**tables):
            return self._memory.with_room(lambda: self._connection.execute(sql).fetchall())

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()

    @contextmanager
    def _knowing(self, **tables: pa.Table) -> Iterator[None]:
        for name, table in tables.items():
            self._connection.register(name, table)
        yield
        for name in tables:
            self._connection.unregister(name)


class Merge:
    """Merges the Parquet file ``path`` into ``folder``, of which the files ``held`` hold so far.

    After :meth:`write`, ``new + repeated`` is the number of rows of the delivery and ``replaced`` the number of held
    rows that left. ``session`` is the delivery's own; tables made here are replaced by the next month's.
    """

    def __init__(self, session: Session, folder: Path, held: list[str], path: Path, number: str) -> None:
        self._session = session
        self._folder = folder
        self._held = held
        self._path = path
        self._number = number
        self.new = self.repeated = self.replaced = 0

    def write(self) -> list[str]:
        """Write the files that hold from now on and return their names; no held file is changed."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        delivered = _events([self._path])
        before = _events([self._folder / name for name in self._held])
        told = _repeated(np.concatenate([_distinct(delivered), _distinct(before)]))
        looked_at = _distinct(np.concatenate([told, _repeated(delivered)]))
        self.new = len(delivered)
        if not len(looked_at):
            return [*self._held, self._move()]
        self._compare(told, looked_at)
        names = [*self._held_without_replaced(), *self._write_delivered(len(delivered))]
        self._session.rows("DROP TABLE compared")
        self._session.rows("DROP TABLE told")
        return names

    def _compare(self, told: Events, looked_at: Events) -> None:
        """Look row by row only at events told more than once: most deliveries have next to none."""
        first, last = _span(self._path)  # the same event is at the same time: other parts of the files are not read
        before = f"""UNION ALL
            SELECT {_FIELDS}, event, NULL AS line, 0 AS copies, TRUE AS held FROM {self._source(self._held)}
            WHERE checked_at BETWEEN '{first}' AND '{last}' AND event IN (SELECT event FROM told_events)"""
        self._session.rows(
            f"""CREATE OR REPLACE TABLE compared AS
            SELECT {_FIELDS}, event, min(line) AS line, sum(copies) AS copies, bool_or(held) AS held
            FROM (SELECT {_FIELDS}, event, line, 1 AS copies, FALSE AS held FROM {_parquet([self._path])}
                  WHERE event IN (SELECT event FROM looked_at)
                  {before if len(told) else ""})
            GROUP BY {_FIELDS}, event""",
            looked_at=pa.table({"event": looked_at}),
            told_events=pa.table({"event": told}),
        )
        self._session.rows("""CREATE OR REPLACE TABLE told AS
            SELECT event, bool_or(held <> (copies > 0)) AS otherwise
            FROM compared GROUP BY event HAVING bool_or(held)""")

    def _held_without_replaced(self) -> list[str]:
        [(otherwise,)] = self._session.rows("SELECT count(*) FROM told WHERE otherwise")
        if not otherwise:
            return self._held
        names = []
        for name in self._held:
            left = f"{self._source([name])} WHERE event IN (SELECT event FROM told WHERE otherwise)"
            [(leaving,)] = self._session.rows(f"SELECT count(*) FROM {left}")
            if leaving:
                changed = f"{name.removesuffix('.parquet')}-{self._number}.parquet"
                self._copy(f"SELECT * FROM {left.replace('event IN', 'event NOT IN')}", changed)
                names.append(changed)
            else:
                names.append(name)
        return names

    def _write_delivered(self, rows: int) -> list[str]:
        stays = f"copies > 0 AND event NOT IN {_UNCHANGED}"
        [(looked_at, staying, new, self.replaced)] = self._session.rows(f"""SELECT
            sum(copies), count(*) FILTER ({stays}), count(*) FILTER (NOT held), count(*) FILTER (copies = 0)
            FROM compared""")
        # rows of a replaced event that both tell alike move to the new file, but are no news
        self.new = rows - looked_at + new
        self.repeated = rows - self.new
        if looked_at == staying:
            return [self._move()]
        if rows - looked_at + staying == 0:
            return []
        name = f"{self._number}.parquet"
        self._copy(
            f"""SELECT {_FIELDS}, line, delivery, event FROM {_parquet([self._path])}
                WHERE event NOT IN (SELECT event FROM compared)
                UNION ALL SELECT {_FIELDS}, line, {sql_text(self._number)}, event FROM compared WHERE {stays}""",
            name,
        )
        return [name]

    def _move(self) -> str:
        name = f"{self._number}.parquet"
        shutil.move(self._path, self._folder / name)
        return name

    def _source(self, names: Sequence[str]) -> str:
        return _parquet([self._folder / name for name in names])

    def _copy(self, sql: str, name: str) -> None:
        self._session.rows(f"COPY ({sql}) TO {sql_text(str(self._folder / name))} (FORMAT parquet, COMPRESSION zstd)")


def _events(paths: Sequence[Path]) -> Events:
    columns = [pq.ParquetFile(path).read(columns=["event"])["event"].to_numpy() for path in paths]
    return np.concatenate([np.empty(0, np.uint64), *columns])


def _span(path: Path) -> tuple[datetime, datetime]:
    """Return the first and the last time in a Parquet file, from what it says of its parts."""
    metadata = pq.read_metadata(path)
    place = metadata.schema.names.index("checked_at")
    parts = [metadata.row_group(part).column(place).statistics for part in range(metadata.num_row_groups)]
    return min(part.min for part in parts), max(part.max for part in parts)


def _distinct(events: Events) -> Events:
    """Return each event once; to sort and compare neighbours is far quicker than numpy's unique."""
    ordered = np.sort(events)
    distinct: Events = ordered[np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]]
    return distinct


def _repeated(events: Events) -> Events:
    """Return the events that come more than once."""
    ordered = np.sort(events)
    return _distinct(ordered[1:][ordered[1:] == ordered[:-1]])


def _parquet(paths: Sequence[Path]) -> str:
    return f"read_parquet([{', '.join(sql_text(str(path)) for path in paths)}])"
