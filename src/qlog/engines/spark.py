"""Spark, for logs no machine holds: an existing session or a master URL; the same rules, transpiled."""

import re
import shutil
import tempfile
import weakref
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from qlog.damage import parquet_columns
from qlog.engines.dialect import transpile
from qlog.engines.spark_session import MASTER, Session, open_session, plain_errors
from qlog.settings import EngineSettings

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["MASTER", "SparkEngine"]

_numbers = count(1)
_GLOB: Final = re.compile(r"([][{}*?\\])")  # in a path that is read; where one is written they are plain letters
# times are wall-clock times: a session in another time zone must not shift them
_SPARK_TYPES: Final = {
    pa.string(): "STRING",
    pa.int32(): "INT",
    pa.int64(): "BIGINT",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
    pa.timestamp("s"): "TIMESTAMP_NTZ",
    pa.timestamp("ms"): "TIMESTAMP_NTZ",
    pa.timestamp("us"): "TIMESTAMP_NTZ",
}


class SparkEngine:
    """An engine on Spark: ``session`` if given, else the active one, else a new one at ``master``.

    A session that was there before keeps its settings and goes on after :meth:`close`. Only results that are asked for
    whole come to the driver; :meth:`batches` passes through Parquet files in a private directory under
    ``spill_parent``. On a cluster, the store and ``spill_parent`` lie where driver and workers see them under one path.
    Raises EngineError if pyspark, sqlglot or Java 17 is missing, or no session can be had.
    """

    name = "spark"

    def __init__(
        self,
        session: "SparkSession | None" = None,
        *,
        master: str = MASTER,
        settings: EngineSettings | None = None,
        spill_parent: Path | None = None,
    ) -> None:
        self._spill = Path(tempfile.mkdtemp(prefix=".qlog-spark-", dir=spill_parent))
        try:
            self._opened = open_session(session, master, settings or EngineSettings(), self._spill)
        except BaseException:
            shutil.rmtree(self._spill, ignore_errors=True)
            raise
        self._session = self._opened.spark
        self._names: dict[str, str] = {}
        self._kept: list[DataFrame] = []
        self._views: list[str] = []
        self._finalizer: weakref.finalize[..., SparkEngine] = weakref.finalize(
            self, _dispose, self._opened, self._spill, self._kept, self._views
        )

    def load_parquet(self, name: str, paths: Sequence[Path], columns: Sequence[str]) -> None:
        """Make Parquet files readable as ``name``.

        Files in folders ``month=YYYY-MM`` have a column ``month``, by which Spark reads only the folders it needs.
        """
        [file, *_] = [parquet_columns(path) for path in paths]
        reader = self._session.read.schema(_ddl(file, columns))
        folder = paths[0].parent
        if "=" in folder.name:
            reader = reader.option("basePath", _url(folder.parent))
        self._view(name, reader.parquet(*(_GLOB.sub(r"\\\1", _url(path)) for path in paths)).select(*columns))

    def load_arrow(self, name: str, table: pa.Table) -> None:
        """Make an Arrow table readable as ``name``; it passes through a Parquet file, whose size the planner knows."""
        path = self._spill / f"{name}-{next(_numbers)}.parquet"
        pq.write_table(table, path)
        self.load_parquet(name, [path], table.column_names)

    def create(self, name: str, sql: str) -> None:
        """Run ``sql`` when it is first needed and keep the result."""
        frame = self._sql(sql).persist()
        self._kept.append(frame)
        self._view(name, frame)

    def create_view(self, name: str, sql: str) -> None:
        """Make ``sql`` readable as ``name`` without keeping its result."""
        self._view(name, self._sql(sql))

    def query(self, sql: str, schema: pa.Schema) -> pa.Table:
        """Run ``sql`` and bring the whole result to the driver, cast to ``schema``."""
        with plain_errors(self._opened):
            return self._sql(sql).toArrow().select(schema.names).cast(schema)

    def batches(self, sql: str, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        """Run ``sql``, leave the result in Parquet files, and yield these in order: the driver never holds it whole."""
        path = self._spill / f"result-{next(_numbers)}"
        with plain_errors(self._opened):
            self._sql(sql).write.parquet(_url(path))
        for file in sorted(path.glob("part-*.parquet")):
            for batch in ds.dataset(file).to_batches():
                yield from pa.Table.from_batches([batch]).select(schema.names).cast(schema).to_batches()
        shutil.rmtree(path, ignore_errors=True)

    def scope(self) -> "SparkEngine":
        """Return an engine on the same session that keeps its own results apart."""
        child = object.__new__(SparkEngine)
        child.__dict__.update(self.__dict__)
        child._names = dict(self._names)
        child._kept, child._views = [], []
        child._finalizer = weakref.finalize(child, _release, self._opened, child._kept, child._views)
        child.__dict__["_parent"] = self  # the session lives as long as a scope of it
        return child

    def close(self) -> None:
        """Give back memory and temporary files; a session that was there before goes on."""
        self._finalizer()

    def _sql(self, sql: str) -> "DataFrame":
        return self._session.sql(transpile(sql, "spark", self._names))

    def _view(self, name: str, frame: "DataFrame") -> None:
        unique = f"qlog_{name}_{next(_numbers)}"
        frame.createOrReplaceTempView(unique)
        self._views.append(unique)
        self._names[name] = unique


def _ddl(file: pa.Schema, columns: Sequence[str]) -> str:
    """Return the columns as Spark declares them: said beforehand, no setting of a session reads them otherwise."""
    types = {field.name: getattr(field.type, "value_type", field.type) for field in file}  # dictionaries: of text
    return ", ".join(f"{name} {_SPARK_TYPES[types[name]]}" for name in columns if name in types)


def _url(path: Path) -> str:
    """Return the address of a local path, which Spark would else look for in the cluster's own file system."""
    return f"file:///{path.absolute().as_posix().lstrip('/')}"  # Spark wants no percent signs, unlike Path.as_uri


def _release(opened: Session, kept: "list[DataFrame]", views: list[str]) -> None:
    if opened.stopped:  # there is nothing left to give back
        return
    with suppress(Exception):  # Java may be gone at any moment, and everything with it
        for frame in kept:
            frame.unpersist()
        for view in views:
            opened.spark.catalog.dropTempView(view)


def _dispose(opened: Session, spill: Path, kept: "list[DataFrame]", views: list[str]) -> None:
    _release(opened, kept, views)
    opened.close()
    shutil.rmtree(spill, ignore_errors=True)
