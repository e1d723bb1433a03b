"""Logs for analysts: from paths, folders or tables to distinct checks, and from there to findings."""

import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from glob import glob
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.dataset as ds

from qlog import schema
from qlog.analysis import analyze_files, make_engine
from qlog.engines.base import Engine
from qlog.errors import NothingReadError
from qlog.findings import Findings
from qlog.intake import Intake, take
from qlog.reading import find_inputs, load_layout, read_reference
from qlog.references import References
from qlog.settings import Settings
from qlog.store import Store

_COLUMNS = [column.name for column in schema.CHECK_FIELDS]


class Logs:
    """Accepted checks, each once, and what became of every file. Showing it shows counts only.

    The checks lie in a private temporary directory that goes with this object.
    """

    def __init__(self, store: Store, intake: Intake, directory: "tempfile.TemporaryDirectory[str]") -> None:
        self._directory = directory
        self._store = store
        self.intake = intake

    @property
    def checks(self) -> pa.Table:
        """Distinct checks as an Arrow table, columns of :data:`qlog.schema.CHECK_FIELDS`, in order of time."""
        return ds.dataset(self._store.files()).to_table(columns=_COLUMNS).sort_by("checked_at")

    @property
    def rejects(self) -> dict[str, int]:
        """Rows that were not accepted, by reason (a key of :data:`qlog.reading.REASONS`)."""
        counts = Counter[str]()
        for taken in self.intake.files:
            for reject in taken.report.rejects:
                counts[reject.reason] += reject.count
        return dict(sorted(counts.items()))

    @property
    def files(self) -> pd.DataFrame:
        """One row a file: encoding, layout, rows accepted, repeated and rejected, and why it was refused."""
        return pd.DataFrame(
            [
                {
                    "file": taken.report.file,
                    "encoding": taken.report.encoding,
                    "layout": taken.report.layout,
                    "data_rows": taken.report.data_rows,
                    "accepted": taken.report.accepted,
                    "repeated": taken.stored.repeated if taken.stored else 0,
                    "rejected": taken.report.rejected,
                    "refused": taken.report.refused.ja if taken.report.refused else None,
                }
                for taken in self.intake.files
            ]
        )

    @property
    def store(self) -> Store:
        """Where the checks lie."""
        return self._store

    def __repr__(self) -> str:
        """Say how much was read, never what."""
        reports = [taken.report for taken in self.intake.files]
        return (
            f"Logs(files={len(reports)}, accepted={sum(report.accepted for report in reports)}, "
            f"rejected={sum(report.rejected for report in reports)}, months={self._store.months})"
        )


def read_logs(source: Any, *, layout: str | None = None) -> Logs:  # noqa: ANN401  # a path, paths, or any table
    """Read logs.

    ``source`` is a path, a folder, a pattern such as ``"logs/*.csv"``, a list of these, or a table (pandas, Polars or
    Arrow) whose columns carry the headers of the layout or the names of :data:`qlog.schema.CHECK_FIELDS`. ``layout``
    names a shipped layout or a file; by default the one that fits is chosen.

    Rows that do not fit are counted in ``.rejects``; raises NothingReadError when no row was accepted.
    """
    directory = tempfile.TemporaryDirectory(prefix=".qlog-")
    try:
        root = Path(directory.name)
        paths = _paths(source) if isinstance(source, str | Path | list | tuple) else [_as_csv(source, root)]
        store = Store(root / "store")
        intake = take(find_inputs(paths), store, layout=load_layout(layout) if layout else None)
        intake.require_rows()
    except BaseException:
        directory.cleanup()
        raise
    return Logs(store, intake, directory)


def read_references(**files: str | Path) -> References:
    """Read reference files by kind: tickets=, other_law=, caseworkers=, institution_names=, aliases=.

    Raises SettingsError for another kind, NothingReadError for a file that cannot be read.
    """
    tables = {}
    for kind, path in files.items():
        tables[kind], report = read_reference(kind, Path(path))
        if report.refused is not None:
            raise NothingReadError(ja=f"{report.file}：{report.refused.ja}", en=f"{report.file}: {report.refused.en}")
    return References(**tables)


def analyze(
    logs: Logs,
    *,
    settings: Settings | None = None,
    month: str | None = None,
    references: References | None = None,
    engine: Engine | str = "duckdb",
) -> Findings:
    """Judge ``logs``; ``month`` (YYYY-MM) is the month to show, default the newest.

    Raises SettingsError when the logs have no row of ``month``.
    """
    settings = settings or Settings()
    findings = analyze_files(
        logs.store.files(),
        settings=settings,
        references=references or References(),
        engine=make_engine(engine, settings.engine),
        month=month,
    )
    return findings.with_source(logs.intake, keep=logs)


def _paths(source: str | Path | Sequence[str | Path]) -> list[Path]:
    given: Iterable[str | Path] = [source] if isinstance(source, str | Path) else source
    paths: list[Path] = []
    for one in given:
        found = sorted(glob(str(one), recursive=True))  # noqa: PTH207  # absolute patterns too
        paths += [Path(path) for path in found] or [Path(one)]
    return paths


def _as_csv(table: Any, root: Path) -> Path:  # noqa: ANN401
    """Write a table as a log file, so that one reader judges every row by the same rules."""
    arrow = table if isinstance(table, pa.Table) else pa.table(table)
    labels = {column.name: column.jp for column in schema.CHECK_FIELDS}
    columns = {labels.get(name, name): _text(arrow[name]) for name in arrow.column_names if name != "line"}
    path = root / "table.csv"
    pacsv.write_csv(pa.table(columns), path)
    return path


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_timestamp(column.type):
        whole = column.cast(pa.timestamp("s"), safe=False)
        return pa.compute.strftime(whole, format="%Y%m%d%H%M%S")
    if pa.types.is_date(column.type):
        return pa.compute.strftime(column.cast(pa.date32()), format="%Y%m%d")
    return column.cast(pa.string())
