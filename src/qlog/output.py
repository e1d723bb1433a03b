"""Everything a run writes: tables, rejects, workbooks, the record; built in private, then moved to its place."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from qlog import schema
from qlog.errors import Message
from qlog.export.caseworkers import by_caseworker
from qlog.export.formulas import Edition
from qlog.export.office import build_office_month, save_workbook, with_entries, workbook_name
from qlog.export.tables import write_table
from qlog.files import hash_file, output_errors
from qlog.findings import Findings
from qlog.ledger import Ledger
from qlog.manifest import Manifest, Progress, report_record
from qlog.reading import FileReport, reason_text
from qlog.swap import move_in, swap_in


@dataclass(frozen=True)
class Workbooks:
    """Which workbooks are wanted, one a caseworker or one an office, and the password that encrypts them."""

    editions: tuple[Edition, ...]
    password: str | None = None  # None = plain
    by_caseworker: bool = False


def build_output(
    findings: Findings,
    built: Path,
    workbooks: Workbooks,
    manifest: Manifest,
    progress: Progress,
    *,
    ledger: Ledger,
    lists: Sequence[FileReport] = (),
) -> list[str]:
    """Write everything into the new folder ``built``, and the record of it; return the names of the workbooks.

    ``lists`` tells how the office's own lists were read: their rejected rows stand with those of the logs.
    """
    with output_errors(built):
        built.mkdir(mode=0o700)
    progress(Message(ja="表を書き出しています", en="writing tables"))
    with manifest.timed("tables"):
        _write_tables(findings, built, manifest)
        _write_rejects([*(taken.report for taken in findings.intake.files), *lists], built / "rejects.csv")
        for name, table in ledger.tables.items():
            manifest.tables[name] = write_table(built / "tables", name, table.schema, table.to_batches())
    with manifest.timed("workbooks"):
        names = list(_write_workbooks(findings, built / "workbooks", workbooks, progress, ledger=ledger, lists=lists))
    _record(manifest, findings)
    manifest.returned = list(ledger.returned)
    manifest.warnings.extend(message.ja for message in ledger.messages)
    manifest.outputs = {path.relative_to(built).as_posix(): hash_file(path) for path in _files(built)}
    manifest.kept = {name: digest for name, digest in manifest.kept.items() if name not in manifest.outputs}
    with output_errors(built):
        manifest.write(built / "run.json")
    return names


def _write_tables(findings: Findings, built: Path, manifest: Manifest) -> None:
    folder = built / "tables"
    folder.mkdir(mode=0o700)
    for name in findings.tables:
        wanted = schema.TABLES[name].arrow_schema()
        manifest.tables[name] = write_table(folder, name, wanted, findings.batches(name))


def _write_rejects(reports: Sequence[FileReport], path: Path) -> None:
    with output_errors(path), path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow(schema.REJECTS.names)
        for report in reports:
            if report.refused is not None:
                writer.writerow([report.file, 0, "", report.refused.ja, report.data_rows])
            for reject in report.rejects:
                writer.writerow([reject.file, reject.line, reject.column, reason_text(reject.reason).ja, reject.count])


def _write_workbooks(
    findings: Findings,
    folder: Path,
    workbooks: Workbooks,
    progress: Progress,
    *,
    ledger: Ledger,
    lists: Sequence[FileReport],
) -> Iterator[str]:
    with output_errors(folder):
        folder.mkdir(mode=0o700)
    for payer in findings.payers if workbooks.editions else []:
        progress(Message(ja=f"{payer} のブックを作っています", en=f"writing the workbooks of {payer}"))
        office_month = with_entries(
            build_office_month(findings, payer, date.today(), lists),
            ledger.entered.get(payer),
            [message.ja for message in ledger.messages],
        )
        for part, month in by_caseworker(office_month) if workbooks.by_caseworker else [("", office_month)]:
            for edition in workbooks.editions:
                name = workbook_name(payer, findings.month, edition, part)
                save_workbook(month, folder / name, edition=edition, password=workbooks.password)
                yield name


def _record(manifest: Manifest, findings: Findings) -> None:
    manifest.month = findings.month
    manifest.settings = findings.settings.model_dump(mode="json")
    manifest.counts = findings.counts
    manifest.coverage = [asdict(row) for row in findings.month_coverage()]
    manifest.changes = findings.change_counts
    manifest.warnings.extend(warning.ja for warning in findings.warnings)
    for taken in findings.intake.files:
        kept = asdict(taken.stored) if taken.stored else None
        manifest.inputs.append({**report_record(taken.report), "stored": kept})
        manifest.warnings.extend(f"{taken.report.file}：{warning.ja}" for warning in taken.report.warnings)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def publish(built: Path, out: Path) -> Path:
    """Put the finished folder in its place, all or nothing; return where the replaced files stand."""
    record = built / "run.json"
    files = [*(file for file in _files(built) if file != record), record]
    with output_errors(out):
        for path in files:
            path.chmod(0o600)
        if swap_in(built, out):
            return built
        return move_in(built, out, [path.relative_to(built).as_posix() for path in files])
