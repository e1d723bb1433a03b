"""The embedded engine. It keeps what does not fit into memory in a private directory that is removed with it."""

import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, count, islice
from pathlib import Path
from typing import TypeVar

import duckdb
import pyarrow as pa

from qlog.damage import parquet_columns
from qlog.engines.base import sql_text
from qlog.engines.memory import Memory
from qlog.engines.plain_errors import plain_errors
from qlog.settings import EngineSettings

T = TypeVar("T")
BATCH_ROWS = 100_000
_scopes = count(1)


class DuckDBEngine:
    """DuckDB in memory, spilling beside the output; nothing is downloaded, nothing stays on disk.

    ``spill_parent`` is the directory the private spill directory is made in (default: the system's temporary one).
    """

    name = "duckdb"

    def __init__(self, settings: EngineSettings | None = None, *, spill_parent: Path | None = None) -> None:
        settings = settings or EngineSettings()
        spill = tempfile.mkdtemp(prefix=".qlog-spill-", dir=spill_parent)
        self._connection = duckdb.connect(":memory:", config=_configuration(spill))
        self._memory = Memory(self._connection, settings.memory_limit, settings.threads)
        self._arrow: dict[str, pa.Table] = {}
        self._parent: DuckDBEngine | None = None
        # also when the program forgets to close: a spilled row is personal data
        self._finalizer: weakref.finalize[..., DuckDBEngine] = weakref.finalize(self, _dispose, self._connection, spill)

    def load_parquet(self, name: str, paths: Sequence[Path], columns: Sequence[str]) -> None:
        """Make Parquet files readable as ``main.name``; only ``columns`` are visible."""
        for path in paths:
            parquet_columns(path)
        files = ", ".join(sql_text(str(path)) for path in paths)
        self._run(
            f"CREATE OR REPLACE VIEW main.{name} AS "
            f"SELECT {', '.join(columns)} FROM read_parquet([{files}], union_by_name = true)"
        )

    def load_arrow(self, name: str, table: pa.Table) -> None:
        """Make an Arrow table readable under ``name`` without copying it."""
        self._arrow[name] = table
        self._connection.register(name, table)

    def create(self, name: str, sql: str) -> None:
        """Materialise ``sql`` as a table of this scope."""
        self._run(f"CREATE OR REPLACE TABLE {name} AS {sql}")

    def create_view(self, name: str, sql: str) -> None:
        """Make ``sql`` readable as a view of this scope."""
        self._run(f"CREATE OR REPLACE VIEW {name} AS {sql}")

    def query(self, sql: str, schema: pa.Schema) -> pa.Table:
        """Run ``sql`` and return the result cast to ``schema``."""
        return self._with_room(lambda: self._connection.sql(sql).to_arrow_table().cast(schema))

    def batches(self, sql: str, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        """Run ``sql`` and yield the result in batches cast to ``schema``."""
        # a cursor of its own: DuckDB drops an open result when the same connection runs the next statement
        reader_scope = self.scope()

        def begin() -> tuple[list[pa.RecordBatch], pa.RecordBatchReader]:
            reader = reader_scope._connection.sql(sql).to_arrow_reader(BATCH_ROWS)
            return list(islice(reader, 1)), reader  # a sort has found room, or not, when its first rows come

        first, rest = reader_scope._with_room(begin)
        with plain_errors():
            for batch in chain(first, rest):
                yield from pa.Table.from_batches([batch]).cast(schema).to_batches()

    def scope(self) -> "DuckDBEngine":
        """Return an engine that reads what this one has and keeps its own results apart."""
        child = object.__new__(DuckDBEngine)
        child._parent = self  # the database lives as long as a scope of it
        child._connection = self._connection.cursor()
        child._memory = self._memory
        child._arrow = dict(self._arrow)
        schema = f"scope_{next(_scopes)}"
        [(path,)] = self._connection.execute("SELECT current_setting('search_path')").fetchall()
        child._run(f"CREATE SCHEMA {schema}")
        child._run(f"SET search_path = '{schema},{path or 'main'}'")
        for name, table in child._arrow.items():
            child._connection.register(name, table)
        child._finalizer = weakref.finalize(child, _drop_scope, child._connection, schema)
        return child

    def close(self) -> None:
        """Give back memory and remove the spill directory."""
        self._finalizer()

    def _run(self, sql: str) -> None:
        self._with_room(lambda: self._connection.execute(sql).fetchall())  # a result left open blocks the connection

    def _with_room(self, work: Callable[[], T]) -> T:
        with plain_errors():
            return self._memory.with_room(work)


def _configuration(spill: str) -> dict[str, str | bool | int | float | list[str]]:
    return {
        "temp_directory": spill,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "preserve_insertion_order": False,
    }


def _dispose(connection: duckdb.DuckDBPyConnection, spill: str) -> None:
    connection.close()
    shutil.rmtree(spill, ignore_errors=True)


def _drop_scope(connection: duckdb.DuckDBPyConnection, schema: str) -> None:
    try:
        connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE").fetchall()
        connection.close()
    except duckdb.Error:  # the database itself is gone, and the scope with it
        return
