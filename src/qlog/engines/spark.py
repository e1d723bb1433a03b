"""Spark, for logs no machine holds: an existing session or a master URL; the same rules, transpiled."""

import shutil
import subprocess
import tempfile
import weakref
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from qlog.engines.dialect import transpile
from qlog.errors import EngineError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

MASTER: Final = "local[*]"
_numbers = count(1)
_QUIET: Final = {
    "spark.ui.enabled": "false",
    "spark.sql.session.timeZone": "UTC",  # times are wall-clock times: nothing may shift them
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.sql.shuffle.partitions": "8",
    "spark.sql.adaptive.enabled": "true",
}


class SparkEngine:
    """An engine on Spark; ``session`` is used if given, else one is started for ``master``.

    Only results a workbook or a table file needs come to the driver; larger ones pass through Parquet files in a
    private directory under ``spill_parent``. Raises EngineError if pyspark or Java 17 is missing, or no session starts.
    """

    name = "spark"

    def __init__(
        self, session: "SparkSession | None" = None, *, master: str = MASTER, spill_parent: Path | None = None
    ) -> None:
        self._spill = Path(tempfile.mkdtemp(prefix=".qlog-spark-", dir=spill_parent))
        self._own = session is None
        self._session = session or _start(master, self._spill)
        self._names: dict[str, str] = {}
        self._kept: list[DataFrame] = []
        self._finalizer: weakref.finalize[..., SparkEngine] = weakref.finalize(
            self, _dispose, self._session, self._spill, self._own
        )

    def load_parquet(self, name: str, paths: Sequence[Path], columns: Sequence[str]) -> None:
        """Make Parquet files readable as ``name``."""
        self._view(name, self._session.read.parquet(*map(str, paths)).select(*columns))

    def load_arrow(self, name: str, table: pa.Table) -> None:
        """Make an Arrow table readable as ``name``; it passes through a Parquet file."""
        path = self._spill / f"{name}-{next(_numbers)}.parquet"
        pq.write_table(table, path)
        self._view(name, self._session.read.parquet(str(path)))

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
        return self._sql(sql).toArrow().select(schema.names).cast(schema)

    def batches(self, sql: str, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        """Run ``sql``, leave the result in Parquet files, and yield these in order."""
        path = self._spill / f"result-{next(_numbers)}"
        self._sql(sql).write.parquet(str(path))
        for file in sorted(path.glob("part-*.parquet")):
            for batch in ds.dataset(file).to_batches():
                yield from pa.Table.from_batches([batch]).select(schema.names).cast(schema).to_batches()
        shutil.rmtree(path, ignore_errors=True)

    def scope(self) -> "SparkEngine":
        """Return an engine on the same session that keeps its own results apart."""
        child = object.__new__(SparkEngine)
        child.__dict__.update(self.__dict__)
        child._names = dict(self._names)
        child._kept = []
        child._finalizer = weakref.finalize(child, _release, self._session, child._kept)
        child.__dict__["_parent"] = self  # the session lives as long as a scope of it
        return child

    def close(self) -> None:
        """Give back memory and temporary files; a session that was handed in goes on."""
        self._finalizer()

    def _sql(self, sql: str) -> "DataFrame":
        return self._session.sql(transpile(sql, "spark", self._names))

    def _view(self, name: str, frame: "DataFrame") -> None:
        unique = f"qlog_{name}_{next(_numbers)}"
        frame.createOrReplaceTempView(unique)
        self._names[name] = unique


def _start(master: str, spill: Path) -> "SparkSession":
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise EngineError(
            ja="Spark がありません。pip install 'qlog[spark]' で入れてください。",
            en="Spark is not installed: pip install 'qlog[spark]'",
        ) from error
    _require_java()
    builder: Any = SparkSession.builder.master(master).appName("qlog")
    for key, value in {**_QUIET, "spark.local.dir": str(spill), "spark.sql.warehouse.dir": str(spill)}.items():
        builder = builder.config(key, value)
    try:
        session: SparkSession = builder.getOrCreate()
    except Exception as error:
        raise EngineError(
            ja=f"Spark（{master}）につながりません。--master の値と、Spark が動いているかを確かめてください。",
            en=f"no Spark session at {master}: check --master and whether Spark runs ({type(error).__name__})",
        ) from error
    session.sparkContext.setLogLevel("ERROR")
    return session


def _require_java() -> None:
    try:
        said = subprocess.run(["java", "-version"], capture_output=True, text=True, check=True).stderr  # noqa: S607
    except (OSError, subprocess.CalledProcessError) as error:
        raise EngineError(
            ja="Java がありません。Spark には Java 17 以降が必要です。", en="no Java: Spark needs Java 17 or later"
        ) from error
    version = said.split('"')[1].split(".")[0] if '"' in said else ""
    if version.isdigit() and int(version) < 17:
        raise EngineError(
            ja=f"Java {version} では動きません。Spark には Java 17 以降が必要です。",
            en=f"Java {version} is too old: Spark needs Java 17 or later",
        )


def _release(session: "SparkSession", kept: "list[DataFrame]") -> None:
    if session.getActiveSession() is None:  # stopped: there is nothing left to give back
        return
    for frame in kept:
        frame.unpersist()


def _dispose(session: "SparkSession", spill: Path, own: bool) -> None:
    if own:
        session.stop()
    shutil.rmtree(spill, ignore_errors=True)
