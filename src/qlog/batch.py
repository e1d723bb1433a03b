"""One function a command: what happens, in order. The command line only parses and prints."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

import pyarrow as pa

from qlog import schema
from qlog.analysis import analyze_files, make_engine
from qlog.errors import Message, NothingReadError
from qlog.export.office import build_office_month, workbook_name
from qlog.export.tables import write_table
from qlog.export.workbook import write_workbook
from qlog.files import hash_file, output_errors, private_directory
from qlog.findings import Findings
from qlog.intake import Intake, read_only, take
from qlog.manifest import Manifest
from qlog.reading import FileReport, LogSource, find_inputs, load_layout, read_reference, reason_text
from qlog.references import References
from qlog.settings import load_settings
from qlog.store import Store

EDITIONS = ("2007", "2021")
Progress = Callable[[Message], None]


@dataclass(frozen=True)
class RunRequest:
    """What ``qlog run`` was asked for; paths as given."""

    inputs: tuple[Path, ...]
    out: Path
    month: str | None = None
    settings: Path | None = None
    layout: str | None = None
    references: dict[str, Path] = field(default_factory=dict)  # kind of schema.REFERENCE_TABLES -> file
    editions: tuple[str, ...] = EDITIONS
    engine: str = "duckdb"


@dataclass(frozen=True)
class RunResult:
    """What came of a run: exit code, the intake, the findings' figures and what was written."""

    exit_code: int
    intake: Intake
    month: str
    counts: dict[str, int]
    out: Path
    workbooks: tuple[str, ...]
    warnings: tuple[Message, ...]


def run(request: RunRequest, progress: Progress) -> RunResult:
    """Read, judge and write everything into ``request.out``; a killed run leaves the old files or the new ones.

    Raises SettingsError, NothingReadError and OutputError.
    """
    manifest = Manifest()
    settings = load_settings(request.settings)
    layout = load_layout(request.layout) if request.layout else None
    sources = find_inputs(request.inputs)
    references = _read_references(request.references, manifest)
    with output_errors(request.out):
        request.out.mkdir(parents=True, exist_ok=True)
    with private_directory(request.out) as private:
        store = Store(private / "store")
        with manifest.timed("read"):
            intake = take(sources, store, layout=layout, progress=_reading(progress))
        intake.require_rows()
        engine = make_engine(request.engine, settings.engine, spill_parent=private)
        try:
            with manifest.timed("judge"):
                progress(Message(ja="判定しています", en="judging"))
                findings = analyze_files(
                    store.files(), settings=settings, references=references, engine=engine, month=request.month
                )
            built = private / "out"
            built.mkdir(mode=0o700)
            with manifest.timed("tables"):
                progress(Message(ja="表を書き出しています", en="writing tables"))
                _write_tables(findings, intake, built, manifest)
            with manifest.timed("workbooks"):
                names = list(_write_workbooks(findings, intake, built, request.editions, progress))
            counts, month = findings.counts, findings.month
        finally:
            engine.close()
        _record(manifest, intake, findings)
        manifest.outputs = {str(path.relative_to(built)): hash_file(path) for path in _files(built)}
        manifest.write(built / "run.json")
        _publish(built, request.out)
    return RunResult(
        exit_code=intake.exit_code,
        intake=intake,
        month=month,
        counts=counts,
        out=request.out,
        workbooks=tuple(names),
        warnings=tuple(warning for file in intake.files for warning in file.report.warnings),
    )


def check(inputs: Sequence[Path], layout: str | None, progress: Progress) -> Intake:
    """Read only: nothing is kept and nothing is written."""
    chosen = load_layout(layout) if layout else None
    return read_only(find_inputs(inputs), layout=chosen, progress=_reading(progress))


def _reading(progress: Progress) -> Callable[[LogSource], None]:
    return lambda source: progress(Message(ja=f"{source.label} を読んでいます", en=f"reading {source.label}"))


def _read_references(files: dict[str, Path], manifest: Manifest) -> References:
    tables: dict[str, pa.Table] = {}
    for kind, path in files.items():
        tables[kind], report = read_reference(kind, path)
        if report.refused is not None:
            raise NothingReadError(ja=f"{report.file}：{report.refused.ja}", en=f"{report.file}: {report.refused.en}")
        manifest.references.append({"kind": kind, **_report_record(report)})
    return References(**tables)


def _write_tables(findings: Findings, intake: Intake, built: Path, manifest: Manifest) -> None:
    folder = built / "tables"
    folder.mkdir(mode=0o700)
    for name, table in schema.FINDINGS.items():
        manifest.tables[name] = write_table(folder, name, table.arrow_schema(), findings.batches(name))
    _write_rejects(intake, built / "rejects.csv")


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
    findings: Findings, intake: Intake, built: Path, editions: Sequence[str], progress: Progress
) -> Iterator[str]:
    folder = built / "workbooks"
    folder.mkdir(mode=0o700)
    for payer in findings.payers if editions else []:
        progress(Message(ja=f"{payer} のブックを作っています", en=f"writing the workbooks of {payer}"))
        office_month = build_office_month(findings, intake, payer, date.today())
        for edition in editions:
            name = workbook_name(payer, findings.month, edition)
            with output_errors(folder / name):
                write_workbook(office_month, folder / name, edition=edition)
            yield name


def _record(manifest: Manifest, intake: Intake, findings: Findings) -> None:
    manifest.month = findings.month
    manifest.settings = findings.settings.model_dump(mode="json")
    manifest.counts = findings.counts
    for taken in intake.files:
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
