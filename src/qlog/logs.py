"""Logs for analysts: from paths, folders or tables to distinct checks, and from there to findings.

>>> logs = qlog.read_logs("sample_logs/shikaku_log_2026??.csv")
>>> findings = qlog.analyze(logs, month="2026-10")

Every example in the docstrings of the public names uses these two.
"""

import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from glob import glob, has_magic
from os import PathLike, fspath
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds

from qlog import schema
from qlog.analysis import analyze_files, make_engine
from qlog.engines.base import Engine
from qlog.errors import NothingReadError, SettingsError
from qlog.findings import Findings
from qlog.handed import COLUMNS_HINT, FILE_NAME, ArrowTable, write_as_log
from qlog.html import count_text, logs_html
from qlog.intake import Intake, take
from qlog.labels import LabelledFrame, labelled_table, labels
from qlog.reading import find_inputs, load_layout, read_reference, reason_text
from qlog.reading.catalog import shipped_layouts
from qlog.references import References
from qlog.settings import Settings
from qlog.store import Store

_COLUMNS = [column.name for column in schema.CHECK_FIELDS]
_SHOWN = ("file", "encoding", "layout", "accepted", "repeated", "rejected", "refused")
FilePath = str | PathLike[str]


class Logs:
    """Accepted checks, each once, and what became of every file. Showing it shows counts only, none under ten.

    The checks lie in a private temporary directory that goes with this object.

    >>> bool(logs.checks.num_rows <= logs.files.accepted.sum())
    True
    >>> logs.rejects
    {}
    """

    def __init__(self, store: Store, intake: Intake, directory: "tempfile.TemporaryDirectory[str]") -> None:
        self._directory = directory
        self._store = store
        self.intake = intake

    @property
    def checks(self) -> pa.Table:
        """Distinct checks as an Arrow table, columns of :data:`qlog.schema.CHECK_FIELDS`, in order of time (JST).

        It holds names and numbers of people. ``.to_pandas()`` makes a pandas DataFrame of it.
        """
        table = ds.dataset(self._store.files()).to_table(columns=_COLUMNS)
        return table.cast(pa.schema([schema.CHECKS.arrow_schema().field(name) for name in _COLUMNS])).sort_by(
            "checked_at"
        )

    @property
    def rejects(self) -> dict[str, int]:
        """Rows that were not accepted, by reason (a key of :data:`qlog.reading.REASONS`)."""
        counts = Counter[str]()
        for taken in self.intake.files:
            for reject in taken.report.rejects:
                counts[reject.reason] += reject.count
        return dict(sorted(counts.items()))

    @property
    def files(self) -> LabelledFrame:
        """One row a file, columns of :data:`qlog.schema.FILES`: rows accepted, repeated, rejected; why refused.

        >>> logs.files[["encoding", "layout"]].value_counts().to_dict()
        {('cp932', 'default'): 2, ('utf-8', 'default'): 1}
        """
        return labelled_table(pa.Table.from_pylist(self._files(), schema=schema.FILES.arrow_schema()), "files")

    def _files(self) -> list[dict[str, object]]:
        return [
            {name: getattr(taken.report, name) for name in schema.FILES.names if name not in {"repeated", "refused"}}
            | {
                "repeated": taken.stored.repeated if taken.stored else 0,
                "refused": taken.report.refused.ja if taken.report.refused else None,
            }
            for taken in self.intake.files
        ]

    @property
    def months(self) -> list[str]:
        """Months with checks, YYYY-MM, in order.

        >>> logs.months
        ['2026-08', '2026-09', '2026-10']
        """
        return self._store.months

    @property
    def store(self) -> Store:
        """Where the checks lie."""
        return self._store

    def __repr__(self) -> str:
        """Say how much was read, never what; counts under ten as ``<10``."""
        reports = [taken.report for taken in self.intake.files]
        return (
            f"Logs(files={len(reports)}, accepted={count_text(sum(report.accepted for report in reports))}, "
            f"rejected={count_text(sum(report.rejected for report in reports))}, months={self.months})"
        )

    def _repr_html_(self) -> str:
        titles = {name: title for name, title in labels("files").items() if name in _SHOWN}
        rejected = {reason_text(reason).ja: count for reason, count in self.rejects.items()}
        shipped = {name: layout.title for name, layout in shipped_layouts().items()}
        files = [row | {"layout": shipped.get(str(row["layout"]), row["layout"])} for row in self._files()]
        return logs_html(self.months, files, titles, rejected)


def read_logs(
    source: FilePath | ArrowTable | Iterable[FilePath | ArrowTable], *, layout: FilePath | None = None
) -> Logs:
    """Read logs.

    ``source`` is a path, a folder, a pattern such as ``"logs/*.csv"``, a table (pandas, Polars, Arrow) whose columns
    carry the headers of the layout or the names of :data:`qlog.schema.CHECK_FIELDS`, or several of these. Files are
    CSV, Excel or zip; a folder named ``reference`` holds no logs. ``layout`` names a shipped layout or a TOML file; by
    default the one that fits is chosen, and its columns are assumed ones: the official list is not public.

    Rows that do not fit are counted in ``.rejects``; a row delivered twice counts once. Raises NothingReadError, with
    the reason of every file, when no row was accepted, and SettingsError for a layout that cannot be used.

    >>> logs = qlog.read_logs(["sample_logs/shikaku_log_202609.csv", "sample_logs/shikaku_log_202610.csv"])
    >>> again = qlog.read_logs(logs.checks.to_pandas())  # a table works as well
    >>> again.checks.num_rows == logs.checks.num_rows
    True
    """
    directory = tempfile.TemporaryDirectory(prefix=".qlog-")
    try:
        root = Path(directory.name)
        paths = _paths(source, root)
        store = Store(root / "store")
        intake = take(find_inputs(paths), store, layout=load_layout(fspath(layout)) if layout else None)
        intake.require_rows()
    except BaseException as error:
        directory.cleanup()
        if isinstance(error, NothingReadError) and FILE_NAME in str(error):
            error.add_note(COLUMNS_HINT)
        raise
    return Logs(store, intake, directory)


def read_references(**files: FilePath) -> References:
    """Read the office's own lists by kind: tickets=, other_law=, caseworkers=, institution_names=, aliases=.

    Each is a CSV or Excel file with the columns of :data:`qlog.schema.REFERENCE_TABLES`. Raises SettingsError for
    another kind, NothingReadError for a file that cannot be read.

    >>> references = qlog.read_references(tickets="sample_logs/reference/tickets.csv")
    >>> sure = qlog.analyze(logs, month="2026-10", references=references)
    >>> sure.counts["unentrusted_pending"] <= findings.counts["unentrusted_pending"]
    True
    """
    unknown = sorted(files.keys() - schema.REFERENCE_TABLES.keys())
    if unknown:
        raise SettingsError(
            ja=f"{'、'.join(unknown)} という一覧はありません。あるのは {'、'.join(schema.REFERENCE_TABLES)} です。",
            en=f"no such list: {', '.join(unknown)}; there are {', '.join(schema.REFERENCE_TABLES)}",
        )
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
    """Judge ``logs`` by ``settings`` (default: the national thresholds) and the office's own lists.

    ``month`` (YYYY-MM) is the month to show, default the newest; tables hold every month. ``engine`` is ``"duckdb"``,
    ``"spark"`` or an engine. Raises SettingsError when the logs have no row of ``month``.

    >>> qlog.analyze(logs).month
    '2026-10'
    """
    if not isinstance(logs, Logs) or not isinstance(settings, Settings | None):
        raise SettingsError(
            ja="analyze には read_logs の結果と、settings=qlog.Settings(...) を渡してください。"
            '例：qlog.analyze(qlog.read_logs("logs"), settings=qlog.Settings(frequent={"month_days": 12}))',
            en="analyze takes what read_logs returns, and settings=qlog.Settings(...)",
        )
    settings = settings or Settings()
    findings = analyze_files(
        logs.store.files(),
        settings=settings,
        references=references or References(),
        engine=make_engine(engine, settings.engine),
        month=month,
    )
    return findings.with_source(logs.intake, keep=logs)


def _paths(source: object, root: Path) -> list[Path]:
    """Return the files of ``source``; tables become files, each in a folder of its own below ``root``."""
    single = isinstance(source, str | PathLike | ArrowTable | Mapping)
    several = source if isinstance(source, Iterable) and not single else [source]
    paths = []
    for number, given in enumerate(several, start=1):
        paths += [write_as_log(given, root / str(number))] if isinstance(given, ArrowTable) else _found(given)
    return paths


def _found(given: object) -> list[Path]:
    """Return the files a path or a pattern stands for, in order. Raises NothingReadError."""
    if not isinstance(given, str | PathLike):
        kind = type(given).__name__
        raise NothingReadError(
            ja="read_logs には、ファイル・フォルダー・パターン（logs/*.csv など）か、それを並べたもの、"
            f"または表（pandas・Polars・Arrow）を渡してください（渡されたものの型：{kind}）。",
            en=f"read_logs takes paths, patterns or tables (pandas, Polars, Arrow), not {kind}",
        )
    path = Path(given).expanduser()
    found = sorted(glob(str(path), recursive=True))  # noqa: PTH207  # absolute patterns too
    if not found and has_magic(str(path)) and not path.exists():
        raise NothingReadError(
            ja=f"「{path.name}」に合うファイルがありません。フォルダーと Python を動かしている場所を確かめてください。",
            en=f"no file fits {path.name}; check the folder, and the directory Python runs in",
        )
    return [Path(one) for one in found] or [path]
