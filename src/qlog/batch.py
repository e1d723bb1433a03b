"""One function a command: what happens, in order. The command line only parses and prints."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from qlog.analysis import analyze_files, make_engine
from qlog.changes import Judged
from qlog.coverage import Coverage
from qlog.errors import Message, NothingReadError, SettingsError
from qlog.export.formulas import EDITIONS, Edition
from qlog.files import output_errors, private_directory
from qlog.intake import Intake, read_only, take
from qlog.manifest import Manifest, Progress, report_record
from qlog.output import Workbooks, build_output, publish
from qlog.privacy import Pseudonymizer, read_key, read_password
from qlog.reading import Layout, LogSource, find_inputs, load_layout, read_reference
from qlog.references import References
from qlog.settings import Settings, load_settings
from qlog.store import Store
from qlog.workspace import workspace_of


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


@dataclass(frozen=True)
class RunResult:
    """What came of a run: exit code, how the files were read, the figures of the month, what was written where."""

    exit_code: int
    intake: Intake
    month: str
    counts: dict[str, int]
    out: Path
    workbooks: tuple[str, ...]
    coverage: tuple[Coverage, ...]
    warnings: tuple[Message, ...]


def run(request: RunRequest, progress: Progress) -> RunResult:
    """Read, judge and write everything; a killed run leaves the old files or the new ones.

    The output goes to ``request.out``, of a workspace to its out/YYYY-MM. Raises SettingsError, NothingReadError and
    OutputError.
    """
    manifest = Manifest()
    plan = _plan(request, manifest)
    with output_errors(plan.home):
        plan.home.mkdir(parents=True, exist_ok=True)
    with plan.lock, private_directory(plan.home) as private:
        store = Store((plan.store_home or private) / plan.store_name)
        with manifest.timed("read"):
            intake = take(plan.sources, store, layout=plan.layout, change=plan.change, progress=_reading(progress))
        intake.require_rows()
        return _judge_and_write(
            request, plan, store=store, intake=intake, private=private, manifest=manifest, progress=progress
        )


def _judge_and_write(
    request: RunRequest,
    plan: "_Plan",
    *,
    store: Store,
    intake: Intake,
    private: Path,
    manifest: Manifest,
    progress: Progress,
) -> RunResult:
    # what changed is told against the results that stand in the workspace; results elsewhere are a trial
    judged = Judged(store.root) if plan.store_home else None
    with closing(make_engine(request.engine, plan.settings.engine, spill_parent=private)) as engine:
        progress(Message(ja="判定しています", en="judging"))
        with manifest.timed("judge"):
            findings = analyze_files(
                store.files(),
                settings=plan.settings,
                references=plan.references,
                engine=engine,
                month=request.month,
                judged_before=judged.path if judged else None,
            ).with_source(intake)
        names = build_output(findings, private / "out", Workbooks(request.editions, plan.password), manifest, progress)
        result = RunResult(
            intake.exit_code,
            intake,
            findings.month,
            findings.counts,
            plan.out(findings.month),
            tuple(names),
            tuple(findings.month_coverage()),
            tuple(findings.warnings),
        )
        publish(private / "out", result.out)
        if judged is not None and request.out is None:
            judged.remember(findings.batches("unentrusted_visits"))
    return result


@dataclass(frozen=True)
class _Plan:
    """A request made whole: everything that can be refused before a log is read has been looked at."""

    home: Path  # where temporary files may lie
    out: Callable[[str], Path]  # month -> folder of the results
    store_home: Path | None  # None = the store goes with the run
    store_name: str
    sources: list[LogSource]
    layout: Layout | None
    settings: Settings
    references: References
    password: str | None
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
    return _Plan(
        home=home,
        out=workspace.out if workspace and out is None else lambda _: out or home,
        store_home=workspace.root if workspace else None,
        # what is under pseudonyms never lies beside what is not
        store_name=f"store-{pseudonyms.fingerprint}" if pseudonyms else "store",
        sources=find_inputs((workspace.logs,) if workspace else request.inputs),
        layout=load_layout(request.layout) if request.layout else None,
        settings=settings,
        references=_read_references(files, pseudonyms, manifest),
        password=read_password(request.password_file) if request.password_file else None,
        change=pseudonyms.table if pseudonyms else lambda block: block,
        lock=workspace.locked() if workspace else nullcontext(),
    )


def check(inputs: Sequence[Path], layout: str | None, progress: Progress) -> Intake:
    """Read only: nothing is kept and nothing is written."""
    chosen = load_layout(layout) if layout else None
    return read_only(find_inputs(inputs), layout=chosen, progress=_reading(progress))


def _reading(progress: Progress) -> Callable[[LogSource], None]:
    return lambda source: progress(Message(ja=f"{source.label} を読んでいます", en=f"reading {source.label}"))


def _read_references(files: dict[str, Path], pseudonyms: Pseudonymizer | None, manifest: Manifest) -> References:
    tables: dict[str, pa.Table] = {}
    for kind, path in files.items():
        table, report = read_reference(kind, path)
        tables[kind] = pseudonyms.table(table) if pseudonyms else table
        if report.refused is not None:
            raise NothingReadError(ja=f"{report.file}：{report.refused.ja}", en=f"{report.file}: {report.refused.en}")
        manifest.references.append({"kind": kind, **report_record(report)})
    return References(**tables)
