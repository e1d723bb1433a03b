"""Findings -> the month of one office, as its workbook shows it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final
from weakref import WeakKeyDictionary

import pyarrow as pa
import pyarrow.compute as pc

from qlog import schema
from qlog.coverage import Coverage, coverages
from qlog.engines.base import sql_text
from qlog.errors import SettingsError
from qlog.export.formulas import Edition
from qlog.export.workbook import build_workbook
from qlog.export.workbook.entered import Entered
from qlog.export.workbook.model import (
    FileResult,
    ImportResult,
    OfficeMonth,
    Person,
    RejectCount,
    UnknownCode,
    candidate_days,
)
from qlog.files import write_atomically
from qlog.findings import Findings
from qlog.intake import Intake
from qlog.months import month_text, parse_month
from qlog.privacy import encrypted
from qlog.reading import FileReport, reason_text

_LIST_TITLES = {name: f"一覧（{table.jp}）" for name, table in schema.REFERENCE_TABLES.items()}
_LABELS = {column.name: column.jp for column in schema.CHECKS.columns} | {"kind": schema.KIND.jp}


def write_workbook(
    findings: Findings,
    path: str | Path,
    *,
    edition: Edition = "2021",
    payer_number: str | None = None,
) -> Path:
    """Write the workbook of one office for the month of ``findings`` and return its path.

    ``payer_number`` may be left out when the logs hold one office. Raises SettingsError when they hold several,
    OutputError when the file cannot be written; an existing file is replaced only by a complete one.

    >>> qlog.write_workbook(findings, "october.xlsx", edition="2007").name
    'october.xlsx'
    """
    payers = findings.payers
    payer = payer_number if payer_number is not None else payers[0]
    if payer not in payers or (payer_number is None and len(payers) > 1):
        raise SettingsError(
            ja=f"公費負担者番号（payer_number）を一つ選んでください：{'、'.join(payers)}",
            en=f"choose one payer_number of the logs: {', '.join(payers)}",
        )
    target = Path(path)
    save_workbook(build_office_month(findings, payer, date.today()), target, edition=edition)
    return target


def save_workbook(office_month: OfficeMonth, path: Path, *, edition: Edition, password: str | None = None) -> None:
    """Write one workbook, encrypted if there is a password: then no plain copy ever is on the disk."""
    content = build_workbook(office_month, edition=edition)
    with write_atomically(path) as temporary:
        temporary.write_bytes(content if password is None else encrypted(content, password))


def build_office_month(
    findings: Findings, payer: str, generated_on: date, lists: Sequence[FileReport] = ()
) -> OfficeMonth:
    """Collect what the workbook of office ``payer`` shows for the month of ``findings``.

    ``lists`` tells how the office's own lists were read.
    """
    settings = findings.settings.for_office(payer)
    own = settings.office.get(payer)
    months = [row for row in findings.office_months if row.payer_number == payer]
    days = findings.dates_of(payer)
    where = f"payer_number = {sql_text(payer)} AND month = {sql_text(findings.month)}"
    return OfficeMonth(
        payer_number=payer,
        office_name=own.name if own else "",
        month=findings.month,
        first_date=min(days),
        as_of=next((row.as_of for row in months if row.month == findings.month), None),
        last_date=max(days),
        generated_on=generated_on,
        settings=settings,
        candidates=_select(findings, schema.MONTHLY_DAYS, f"{where} AND days >= {candidate_days(settings)}"),
        frequent=_select(findings, schema.FREQUENT_VISITS, where),
        unentrusted=_select(findings, schema.UNENTRUSTED_VISITS, where),
        duplicates=_in_month(findings.table("duplicate_checks", payer=payer), findings.month),
        institutions=_select(findings, schema.INSTITUTIONS, where, relation="office_institutions"),
        visits=_three_months(findings, payer),
        gaps=findings.table("gaps", payer=payer),
        caseworkers=_caseworkers(findings, payer),
        tickets_given=findings.references.tickets_given(payer),
        other_law_given=findings.references.other_law is not None,
        details=_select(findings, schema.FREQUENT_DETAILS, where),
        reasons=_select(findings, schema.UNENTRUSTED_REASONS, where),
        changes=_changes(findings, where),
        signals=_signals(findings),
        coverage=_coverage(findings, payer),
        first_seen=_first_seen(findings, payer),
        people=_people(findings, payer),
        institution_names=_institution_names(findings),
        imports=import_result(findings.intake, lists),
    )


def with_entries(office_month: OfficeMonth, entered: Entered | None, warnings: Sequence[str]) -> OfficeMonth:
    """Return the month with what caseworkers entered before, and what is to be said about their workbooks."""
    imports = replace(office_month.imports, warnings=(*office_month.imports.warnings, *warnings))
    return replace(office_month, entered=entered or Entered(), imports=imports)


def import_result(intake: Intake, lists: Sequence[FileReport] = ()) -> ImportResult:
    """Return how the logs and the office's own lists were read, as the sheet 取込結果 shows it."""
    files, rejects, unknown, warnings = [], [], Counter[tuple[str, str]](), []
    logs = [(taken.report, taken.stored.repeated if taken.stored else 0) for taken in intake.files]
    for report, repeated in [*logs, *((report, 0) for report in lists)]:
        files.append(
            FileResult(
                name=report.file,
                encoding=report.encoding,
                layout=_LIST_TITLES.get(report.layout, report.layout),
                data_rows=report.data_rows,
                accepted=report.accepted,
                duplicates=repeated,
                rejected=report.rejected,
                refused=report.refused.ja if report.refused else "",
            )
        )
        reasons = Counter[str]()
        for reject in report.rejects:
            reasons[reason_text(reject.reason).ja] += reject.count
        rejects += [RejectCount(report.file, reason, count) for reason, count in sorted(reasons.items())]
        for column, codes in report.unknown_codes.items():
            unknown.update({(_LABELS.get(column, column), code): count for code, count in codes.items()})
        warnings += [f"{report.file}：{warning.ja}" for warning in report.warnings]
    codes_seen = tuple(UnknownCode(label, code, count) for (label, code), count in sorted(unknown.items()))
    return ImportResult(tuple(files), tuple(rejects), codes_seen, tuple(warnings))


def _select(findings: Findings, table: schema.Table, where: str, relation: str | None = None) -> pa.Table:
    columns = ", ".join(table.names)
    order = ", ".join(f"{name} NULLS LAST" for name in table.names)
    sql = f"SELECT {columns} FROM {relation or table.name} WHERE {where} ORDER BY {order}"
    return findings.query(sql, table.arrow_schema())


def _three_months(findings: Findings, payer: str) -> pa.Table:
    index = parse_month(findings.month) or 0
    where = f"payer_number = {sql_text(payer)} AND month_index >= {index - 2} AND month_index <= {index}"
    return _select(findings, schema.VISITS, where)


def _in_month(duplicates: pa.Table, month: str) -> pa.Table:
    return duplicates.filter(pc.equal(pc.strftime(duplicates["visit_date"], format="%Y-%m"), month))


def _changes(findings: Findings, where: str) -> pa.Table | None:
    """Return what changed since the last run; None if there was none."""
    table = schema.UNENTRUSTED_CHANGES
    return _select(findings, table, where) if table.name in findings.tables else None


def _signals(findings: Findings) -> pa.Table:
    """Return the institutions of the month above the limit; rates are those of all offices in the log together."""
    signals = _of_all_offices(findings, "institution_signals")
    return signals.filter(pc.and_(signals["above"], pc.equal(signals["month"], findings.month)))


def _coverage(findings: Findings, payer: str) -> tuple[Coverage, ...]:
    index = parse_month(findings.month) or 0
    months = [month_text(index - back) for back in range(3)]
    table = _of_all_offices(findings, "coverage")
    own = table.filter(pc.equal(table["payer_number"], payer))
    return tuple(row for row in coverages(own) if row.month in months)


_KEPT: Final[WeakKeyDictionary[Findings, dict[str, pa.Table]]] = WeakKeyDictionary()


def _of_all_offices(findings: Findings, name: str) -> pa.Table:
    """Return a table that is computed for all offices at once, and so only once for all their workbooks."""
    kept = _KEPT.setdefault(findings, {})
    if name not in kept:
        kept[name] = findings.table(name)
    return kept[name]


def _caseworkers(findings: Findings, payer: str) -> pa.Table | None:
    """Return one row a recipient, under the newest number; None if the office gave no list.

    The mark 不開示 holds if any number of the person carries it: losing it could betray where somebody lives.
    """
    table = findings.references.caseworkers
    if table is None:
        return None
    wanted = pa.schema([("known_number", pa.string()), ("recipient_number", pa.string())])
    known = findings.query(
        f"SELECT known_number, recipient_number FROM known_numbers WHERE payer_number = {sql_text(payer)}", wanted
    )
    newest = dict(zip(known["known_number"].to_pylist(), known["recipient_number"].to_pylist(), strict=True))
    merged: dict[str, dict[str, Any]] = {}
    for row in table.to_pylist():
        if row["payer_number"] not in (None, payer):
            continue
        number = newest.get(row["recipient_number"], row["recipient_number"])
        before = merged.get(number)
        marked = bool(row["undisclosed"]) or (before is not None and before["undisclosed"])
        # what is said under the newest number goes before what is said under an old one
        chosen = before if before is not None and row["recipient_number"] != number else row
        merged[number] = {**chosen, "recipient_number": number, "undisclosed": marked}
    return pa.Table.from_pylist(list(merged.values()), schema=table.schema)


def _first_seen(findings: Findings, payer: str) -> dict[str, date]:
    wanted = pa.schema([("recipient_number", pa.string()), ("first_seen", pa.date32())])
    rows = findings.query(
        f"SELECT recipient_number, first_seen FROM first_seen WHERE payer_number = {sql_text(payer)}", wanted
    )
    return dict(zip(rows["recipient_number"].to_pylist(), rows["first_seen"].to_pylist(), strict=True))


def _people(findings: Findings, payer: str) -> dict[str, Person]:
    wanted = pa.schema(
        [(name, pa.string()) for name in ("recipient_number", "name", "kana")] + [("birth_date", pa.date32())]
    )
    rows = findings.query(
        f"SELECT {', '.join(wanted.names)} FROM people WHERE payer_number = {sql_text(payer)}", wanted
    )
    return {
        row["recipient_number"]: Person(row["name"] or "", row["kana"] or "", row["birth_date"])
        for row in rows.to_pylist()
    }


def _institution_names(findings: Findings) -> dict[str, str]:
    wanted = pa.schema([("institution_code", pa.string()), ("institution_name", pa.string())])
    rows = findings.query("SELECT institution_code, institution_name FROM shown_names", wanted)
    return dict(zip(rows["institution_code"].to_pylist(), rows["institution_name"].to_pylist(), strict=True))


def workbook_name(payer: str, month: str, edition: str, part: str = "") -> str:
    """Return the file name of a workbook: office, month, caseworker if it is one's own, edition; never a recipient."""
    office = "".join(character for character in payer if character.isalnum())
    return "_".join(word for word in (office, month, part, f"excel{edition}.xlsx") if word)
