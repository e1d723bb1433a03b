"""One function a command: what happens, in order. The command line only parses and prints."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path

import pyarrow as pa

from qlog import schema
from qlog.analysis import analyze_files, make_engine
from qlog.errors import Message, NothingReadError, SettingsError
from qlog.export.formulas import EDITIONS, Edition
from qlog.export.office import build_office_month, save_workbook, workbook_name
from qlog.export.tables import write_table
from qlog.files import hash_file, output_errors, private_directory
from qlog.findings import Findings
from qlog.intake import Intake, read_only, take
from qlog.manifest import Manifest
from qlog.privacy import Pseudonymizer, read_key, read_password
from qlog.reading import FileReport, LogSource, find_inputs, load_layout, read_reference, reason_text
from qlog.references import References
from qlog.settings import load_settings
from qlog.store import Store
from qlog.workspace import Workspace, workspace_of

Progress = Callable[[Message], None]


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


def run(request: RunRequest, progress: Progress) -> RunResult:
    """Read, judge and write everything; a killed run leaves the old files or the new ones.

    The output goes to ``request.out``, of a workspace to its out/YYYY-MM. Raises SettingsError, NothingReadError and
    OutputError.
    """
    request, workspace = _completed(request)
    home = workspace.root if workspace else request.out
    if home is None:
        raise SettingsError(
            ja="書き出すフォルダーを --out で指定してください。", en="name the output folder with --out"
        )
    settings = load_settings(request.settings)
    password = read_password(request.password_file) if request.password_file else None
    pseudonyms = read_key(request.pseudonymize) if request.pseudonymize else None
    layout = load_layout(request.layout) if request.layout else None
    sources = find_inputs((workspace.logs,) if workspace else request.inputs)
    manifest = Manifest()
    references = _read_references(request.references, pseudonyms, manifest)
    with output_errors(home):
        home.mkdir(parents=True, exist_ok=True)
    with private_directory(home) as private:
        store = Store(_store_path(workspace.root if workspace else private, pseudonyms))
        with manifest.timed("read"):
            change = pseudonyms.table if pseudonyms else (lambda block: block)
            intake = take(sources, store, layout=layout, change=change, progress=_reading(progress))
        intake.require_rows()
        engine = make_engine(request.engine, settings.engine, spill_parent=private)
        try:
            with manifest.timed("judge"):
                progress(Message(ja="判定しています", en="judging"))
                findings = analyze_files(
                    store.files(), settings=settings, references=references, engine=engine, month=request.month
                ).with_source(intake)
            names = _build(
                findings,
                private / "out",
                editions=request.editions,
                password=password,
                manifest=manifest,
                progress=progress,
            )
            counts, month = findings.counts, findings.month
        finally:
            engine.close()
        out = request.out or (workspace.out(month) if workspace else home)
        _publish(private / "out", out)
    return RunResult(intake.exit_code, intake, month, counts, out, tuple(names))


def _store_path(root: Path, pseudonyms: Pseudonymizer | None) -> Path:
    """Return the place of the store: what is under pseudonyms never lies beside what is not."""
    return root / (f"store-{pseudonyms.fingerprint}" if pseudonyms else "store")


def _completed(request: RunRequest) -> tuple[RunRequest, Workspace | None]:
    """Fill in what a workspace knows; what the command line says goes first."""
    workspace = workspace_of(request.inputs)
    if workspace is None:
        return request, None
    return replace(
        request,
        settings=request.settings or workspace.settings,
        references={**workspace.references, **request.references},
    ), workspace


def _build(
    findings: Findings,
    built: Path,
    *,
    editions: Sequence[Edition],
    password: str | None,
    manifest: Manifest,
    progress: Progress,
) -> list[str]:
    """Write everything into ``built``, and the record of it; return the names of the workbooks."""
    built.mkdir(mode=0o700)
    with manifest.timed("tables"):
        progress(Message(ja="表を書き出しています", en="writing tables"))
        _write_tables(findings, built, manifest)
    with manifest.timed("workbooks"):
        names = list(_write_workbooks(findings, built, editions, password, progress))
    _record(manifest, findings)
    manifest.outputs = {path.relative_to(built).as_posix(): hash_file(path) for path in _files(built)}
    manifest.write(built / "run.json")
    return names


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
        manifest.references.append({"kind": kind, **_report_record(report)})
    return References(**tables)


def _write_tables(findings: Findings, built: Path, manifest: Manifest) -> None:
    folder = built / "tables"
    folder.mkdir(mode=0o700)
    for name, table in schema.FINDINGS.items():
        manifest.tables[name] = write_table(folder, name, table.arrow_schema(), findings.batches(name))
    _write_rejects(findings.intake, built / "rejects.csv")


def _write_rejects(intake: Intake, path: Path) -> None:
    with output_errors(path), path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow(schema.REJECTS.names)
        for taken in intake.files:
            if taken.report.refused is not None:
                writer.writerow([taken.report.file, 0, "", taken.report.refused.ja, taken.report.data_rows])
            for reject in taken.report.rejects:
                writer.writerow([reject.file, reject.line, reject.column, reason_text(reject.reason).ja, reject.count])


def _write_workbooks(
    findings: Findings, built: Path, editions: Sequence[Edition], password: str | None, progress: Progress
) -> Iterator[str]:
    folder = built / "workbooks"
    folder.mkdir(mode=0o700)
    for payer in findings.payers if editions else []:
        progress(Message(ja=f"{payer} のブックを作っています", en=f"writing the workbooks of {payer}"))
        office_month = build_office_month(findings, payer, date.today())
        for edition in editions:
            name = workbook_name(payer, findings.month, edition)
            save_workbook(office_month, folder / name, edition=edition, password=password)
            yield name


def _record(manifest: Manifest, findings: Findings) -> None:
    manifest.month = findings.month
    manifest.settings = findings.settings.model_dump(mode="json")
    manifest.counts = findings.counts
    for taken in findings.intake.files:
        kept = asdict(taken.stored) if taken.stored else None
        manifest.inputs.append({**_report_record(taken.report), "stored": kept})
        manifest.warnings.extend(f"{taken.report.file}：{warning.ja}" for warning in taken.report.warnings)


def _report_record(report: FileReport) -> dict[str, object]:
    reasons = Counter[str]()
    for reject in report.rejects:
        reasons[reject.reason] += reject.count
    return {
        "file": report.file,
        "sha256": report.sha256,
        "bytes": report.size,
        "encoding": report.encoding,
        "layout": report.layout,
        "data_rows": report.data_rows,
        "accepted": report.accepted,
        "rejected": report.rejected,
        "reasons": dict(sorted(reasons.items())),
        "refused": report.refused.ja if report.refused else None,
    }


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _publish(built: Path, out: Path) -> None:
    """Move every finished file to its place, the record of the run last."""
    record = built / "run.json"
    for path in [*(file for file in _files(built) if file != record), record]:
        target = out / path.relative_to(built)
        with output_errors(target):
            target.parent.mkdir(mode=0o700, exist_ok=True)
            path.chmod(0o600)
            path.replace(target)
