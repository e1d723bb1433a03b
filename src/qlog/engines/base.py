"""What the house asks of an engine: take tables, run SQL, give Arrow back. No engine is imported here."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import pyarrow as pa


class Engine(Protocol):
    """One small class an engine. SQL is the portable subset of rules/*.sql; results come cast to ``schema``."""

    name: str

    def load_parquet(self, name: str, paths: Sequence[Path], columns: Sequence[str]) -> None:
        """Make the Parquet files ``paths`` readable as relation ``name`` with these columns."""

    def load_arrow(self, name: str, table: pa.Table) -> None:
        """Make an Arrow table readable as relation ``name``; what had the name before is replaced."""

    def create(self, name: str, sql: str) -> None:
        """Run ``sql`` once and keep its result as relation ``name``; what had the name before is replaced."""

    def create_view(self, name: str, sql: str) -> None:
        """Make ``sql`` readable as relation ``name`` without running it."""

    def query(self, sql: str, schema: pa.Schema) -> pa.Table:
        """Run ``sql`` and return the whole result, cast to ``schema``."""

    def batches(self, sql: str, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        """Run ``sql`` and yield the result in pieces, cast to ``schema``: for tables larger than memory."""

    def scope(self) -> "Engine":
        """Return an engine that reads what this one has and keeps its own results apart: other settings, same facts."""

    def close(self) -> None:
        """Give back memory and temporary files."""


def sql_text(text: str) -> str:
    """Return ``text`` as a SQL string literal: quotes doubled, nothing else is special in the portable subset."""
    return "'" + text.replace("'", "''") + "'"
