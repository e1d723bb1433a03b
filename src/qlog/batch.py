"""One function a command: what happens, in order. The command line only parses and prints."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa

from qlog.analysis import analyze_files, make_engine
from qlog.changes import Judged
from qlog.coverage import Coverage
from qlog.engines.base import Engine
from qlog.errors import EXIT_DONE_WITH_REFUSALS, Message, NothingReadError, SettingsError
from qlog.export.formulas import EDITIONS, Edition
from qlog.files import PRIVATE_PREFIX, folder_for, output_errors, private_directory
from qlog.findings import Findings
from qlog.intake import Intake, read_only, take, taken_before
from qlog.ledger import Ledger, LedgerSource, gather, recorded_files, set_aside
from qlog.manifest import Manifest, Progress, report_record
from qlog.output import Workbooks, build_output, publish
from qlog.privacy import Pseudonymizer, read_key, read_password, store_name
from qlog.reading import FileReport, Layout, LogSource, find_inputs, load_layout, read_reference
from qlog.references import References
from qlog.settings import Settings, load_settings
from qlog.store import Store
from qlog.unchanged import forget
from qlog.workspace import locked_for_once, workspace_of


@dataclass(frozen=True)
class RunRequest:
    """What ``qlog run`` was asked for; paths as given."""

    inputs: tuple[Path, ...]
    out: Path | None = None  # None only for a workspace
    month: str | None = None
    settings: Path | None = None
    layout: str | None = None
    references: dict[str, Path] = field(default_factory=dict)  # kind of schema.REFERENCE_TABLES -> file
    editions: tuple[Edition, ...] = EDITIONS
    engine: str = "duckdb"
    password_file: Path | None = None
    pseudonymize: Path | None = None
    ledger: Path | None = None  # returned workbooks; None = those in the workspace
    by_caseworker: bool = False
    master: str | None = None  # of Spark
    read: bool = True  # False = judge what the store of the workspace holds


@dataclass(frozen=True)
class RunResult:
    """What came of a run: exit code, how the files were read, the figures of the month, what was written where."""

    exit_code: int
    intake: Intake
    lists: tuple[FileReport, ...]  # how the office's own lists were read
    month: str
    counts: dict[str, int]
    out: Path
    workbooks: tuple[str, ...]
    coverage: tuple[Coverage, ...]
    changes: dict[str, int]  # empty without a last run
    warnings: tuple[Message, ...]


def run(request: RunRequest, progress: Progress) -> RunResult:
    """Read, judge and write everything; a killed run leaves the old files or the new ones.

    The output goes to ``request.out``, of a workspace to its out/YYYY-MM. Raises SettingsError, NothingReadError and
    OutputError.
    """
    manifest = Manifest()
    with _ready(request, manifest, progress) as ready:
        return _judge_and_write(request, ready, manifest, progress)


def judge_again(request: RunRequest, progress: Progress) -> RunResult:
    """Judge what a workspace has taken before, by other settings or lists; no log is read. Otherwise as :func:`run`."""
    if workspace_of(request.inputs) is None:
        raise SettingsError(
            ja="qlog judge には、qlog init で作った作業フォルダーを指定してください（ほかは qlog run です）。",
            en="qlog judge takes a workspace made by qlog init; for other inputs there is qlog run",
        )
    if request.out is None:
        with output_errors(request.inputs[0]):
            forget(request.inputs[0])
    return run(replace(request, read=False), progress)


def explain(request: RunRequest, recipient_number: str, payer_number: str | None, progress: Progress) -> str:
    """Return why one person was flagged or not, in words; nothing is written but the store of a workspace.

    Raises SettingsError when the log does not know the number, else as :func:`run`.
    """
    with tempfile.TemporaryDirectory(prefix=PRIVATE_PREFIX) as temporary:
        request = replace(request, out=Path(temporary))
        with _ready(request, Manifest(), progress) as ready, _engine(request, ready) as engine:
            text = _judged(request, ready, engine).explain_text(recipient_number, payer_number=payer_number)
    if not text:
        raise SettingsError(
            ja="指定した受給者番号の行は、ログにありません。番号の桁（先頭の0）と公費負担者番号を確かめてください。",
            en="the log has no row of this number: check its digits (leading zeros) and the office's number",
        )
    return text


@dataclass(frozen=True)
class _Ready:
    """Everything read: what there is to judge, and a private place to work in."""

    plan: "_Plan"
    store: Store
    intake: Intake
    private: Path


@contextmanager
def _ready(request: RunRequest, manifest: Manifest, progress: Progress) -> Iterator[_Ready]:
    plan = _plan(request, manifest)
    with folder_for(plan.home), plan.lock, private_directory(plan.home) as private:
        home = plan.store_home or private
        store = Store(home / plan.store_name, memory_limit=plan.settings.engine.memory_limit)
        with manifest.timed("read"):
            if request.read:
                intake = take(
                    plan.sources,
                    store,
                    layout=plan.layout,
                    own=plan.own,
                    change=plan.change,
                    progress=_reading(progress),
                )
            else:
                intake = taken_before(store)
        intake.require_rows()
        yield _Ready(plan, store, intake, private)


def _engine(request: RunRequest, ready: _Ready) -> "closing[Engine]":
    return closing(
        make_engine(request.engine, ready.plan.settings.engine, spill_parent=ready.private, master=request.master)
    )


def _judged(request: RunRequest, ready: _Ready, engine: Engine) -> Findings:
    return analyze_files(
        ready.store.files(),
        settings=ready.plan.settings,
        references=ready.plan.references,
        engine=engine,
        month=request.month,
        judged_before=Judged(ready.store.root).path if ready.plan.store_home else None,
    ).with_source(ready.intake)


def _judge_and_write(request: RunRequest, ready: _Ready, manifest: Manifest, progress: Progress) -> RunResult:
    built, plan = ready.private / "out", ready.plan
    with _engine(request, ready) as engine:
        progress(Message(ja="判定しています", en="judging"))
        with manifest.timed("judge"):
            findings = _judged(request, ready, engine)
        out = plan.out(findings.month)
        with manifest.timed("ledger"):
            ledger = _ledger(request, ready, findings, progress)
        manifest.kept = recorded_files(out)
        wanted = Workbooks(request.editions, plan.password, request.by_caseworker)
        names = build_output(findings, built, wanted, manifest, progress, ledger=ledger, lists=plan.lists)
        result = RunResult(
            ready.intake.exit_code or (EXIT_DONE_WITH_REFUSALS if ledger.refused else 0),
            ready.intake,
            plan.lists,
            findings.month,
            findings.counts,
            out,
            tuple(names),
            tuple(findings.month_coverage()),
            findings.change_counts,
            (*findings.warnings, *ledger.messages),
        )
        replaced = publish(built, out)
        # what was saved while this run was at work
        late = set_aside(replaced, plan.filled, read_back=False)
        # what changes is told against the results that stand in the workspace; results elsewhere are a trial
        if plan.store_home and request.out is None:
            Judged(ready.store.root).remember(findings.batches("unentrusted_visits"))
    return replace(result, warnings=(*result.warnings, *late))


def _ledger(request: RunRequest, ready: _Ready, findings: Findings, progress: Progress) -> Ledger:
    """Keep what somebody filled in inside the results, then read back everything that came back."""
    plan, pseudonyms = ready.plan, bool(request.pseudonymize)
    read_back = plan.filled == plan.ledger and not pseudonyms
    kept = [
        message
        for folder in plan.results(plan.out(findings.month))
        for message in set_aside(folder, plan.filled, read_back=read_back)
    ]
    source = LedgerSource(plan.ledger, ready.store.root / "ledger", plan.password, pseudonyms=pseudonyms)
    return gather(findings, source, progress).told(kept)


@dataclass(frozen=True)
class _Plan:
    """A request made whole: everything that can be refused before a log is read has been looked at."""

    home: Path  # where temporary files may lie
    out: Callable[[str], Path]  # month -> folder of the results
    store_home: Path | None  # None = the store goes with the run
    store_name: str
    sources: list[LogSource]
    layout: Layout | None
    own: list[Layout]  # of the office, tried with the shipped ones where no layout is named
    settings: Settings
    references: References
    lists: tuple[FileReport, ...]
    password: str | None
    ledger: Path | None
    filled: Path  # where workbooks go that somebody filled in inside the output
    results: Callable[[Path], list[Path]]  # folder of the results -> all whose workbooks may have been filled in
    change: Callable[[pa.Table], pa.Table]
    lock: AbstractContextManager[None]


def _plan(request: RunRequest, manifest: Manifest) -> _Plan:
    """Fill in what a workspace knows; what the command line says goes first."""
    workspace = workspace_of(request.inputs)
    home = workspace.root if workspace else request.out
    if home is None:
        raise SettingsError(
            ja="書き出すフォルダーを --out で指定してください。", en="name the output folder with --out"
        )
    out = request.out
    settings = load_settings(request.settings or (workspace.settings if workspace else None))
    pseudonyms = read_key(request.pseudonymize) if request.pseudonymize else None
    files = {**(workspace.references if workspace else {}), **request.references}
    references, lists = _read_references(files, pseudonyms, manifest)
    return _Plan(
        home=home,
        out=workspace.out if workspace and out is None else lambda _: out or home,
        store_home=workspace.root if workspace else None,
        store_name=store_name(pseudonyms),
        sources=find_inputs((workspace.logs,) if workspace else request.inputs) if request.read else [],
        layout=load_layout(request.layout) if request.layout else None,
        own=_own_layouts(request.inputs),
        settings=settings,
        references=references,
        lists=lists,
        password=read_password(request.password_file) if request.password_file else None,
        ledger=request.ledger or (workspace.ledger if workspace else None),
        filled=workspace.root / "ledger" if workspace and out is None else (out or home) / "ledger",
        results=lambda own: workspace.results if workspace and out is None else [own],
        change=pseudonyms.table if pseudonyms else lambda block: block,
        lock=workspace.locked() if workspace else locked_for_once(home),
    )


def check(inputs: Sequence[Path], layout: str | None, progress: Progress) -> Intake:
    """Read only: nothing is kept and nothing is written."""
    chosen = load_layout(layout) if layout else None
    workspace = workspace_of(tuple(inputs))
    sources = find_inputs([workspace.logs] if workspace else inputs)
    return read_only(sources, layout=chosen, own=_own_layouts(tuple(inputs)), progress=_reading(progress))


def _own_layouts(inputs: tuple[Path, ...]) -> list[Layout]:
    workspace = workspace_of(inputs)
    return [load_layout(str(path)) for path in workspace.layouts] if workspace else []


def _reading(progress: Progress) -> Callable[[LogSource], None]:
    return lambda source: progress(Message(ja=f"{source.label} を読んでいます", en=f"reading {source.label}"))


def _read_references(
    files: dict[str, Path], pseudonyms: Pseudonymizer | None, manifest: Manifest
) -> tuple[References, tuple[FileReport, ...]]:
    tables: dict[str, pa.Table] = {}
    reports: list[FileReport] = []
    for kind, path in files.items():
        table, report = read_reference(kind, path)
        tables[kind] = pseudonyms.table(table) if pseudonyms else table
        if report.refused is not None:
            raise NothingReadError(ja=f"{report.file}：{report.refused.ja}", en=f"{report.file}: {report.refused.en}")
        manifest.references.append({"kind": kind, **report_record(report)})
        manifest.warnings.extend(f"{report.file}：{warning.ja}" for warning in report.warnings)
        reports.append(report)
    return References(**tables), tuple(reports)
