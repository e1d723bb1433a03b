"""The month of one office as its workbook shows it: what must not be lost on the way."""

from datetime import date, datetime
from pathlib import Path

import pyarrow as pa

from qlog import schema
from qlog.analysis import analyze_table
from qlog.export.office import build_office_month
from qlog.export.workbook.unentrusted import clearing_sentence
from qlog.reading import read_reference
from qlog.references import References

PAYER = "12016010"


def checks(number: str) -> pa.Table:
    row = {
        "checked_at": datetime(2026, 10, 1, 9),
        "method": "01",
        "institution_code": "1310000010",
        "payer_number": PAYER,
        "recipient_number": number,
    }
    return pa.Table.from_pylist([row], schema=schema.CHECKS.arrow_schema())


def caseworkers(rows: list[dict[str, object]]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=schema.CASEWORKERS.arrow_schema())


def test_the_mark_of_non_disclosure_follows_a_change_of_number() -> None:
    aliases = pa.Table.from_pylist(
        [{"old_number": "0000001", "new_number": "0000002"}], schema=schema.ALIASES.arrow_schema()
    )
    listed = caseworkers([{"recipient_number": "0000001", "caseworker": "担当A", "undisclosed": True}])
    findings = analyze_table(checks("0000002"), references=References(aliases=aliases, caseworkers=listed))
    assert build_office_month(findings, PAYER, date(2026, 11, 1)).caseworker_of == {"0000002": ("担当A", True)}


def test_one_marked_row_marks_the_person_and_the_newest_number_names_the_caseworker() -> None:
    aliases = pa.Table.from_pylist(
        [{"old_number": "0000001", "new_number": "0000002"}], schema=schema.ALIASES.arrow_schema()
    )
    rows = [
        {"recipient_number": "0000002", "caseworker": "担当B", "undisclosed": False},
        {"recipient_number": "0000001", "caseworker": "担当A", "undisclosed": True},
    ]
    for listed in (rows, rows[::-1]):
        references = References(aliases=aliases, caseworkers=caseworkers(listed))
        findings = analyze_table(checks("0000002"), references=references)
        assert build_office_month(findings, PAYER, date(2026, 11, 1)).caseworker_of == {"0000002": ("担当B", True)}


def test_another_office_s_row_does_not_count() -> None:
    listed = caseworkers([{"payer_number": "12012019", "recipient_number": "0000001", "undisclosed": True}])
    findings = analyze_table(checks("0000001"), references=References(caseworkers=listed))
    assert build_office_month(findings, PAYER, date(2026, 11, 1)).caseworker_of == {}


def test_the_sheet_says_which_list_would_clear_rows() -> None:
    tickets = schema.TICKETS.arrow_schema().empty_table()
    other_law = schema.OTHER_LAW.arrow_schema().empty_table()
    said = {}
    for name, references in {
        "none": References(),
        "tickets": References(tickets=tickets),
        "both": References(tickets=tickets, other_law=other_law),
    }.items():
        findings = analyze_table(checks("0000001"), references=references)
        said[name] = clearing_sentence(build_office_month(findings, PAYER, date(2026, 11, 1)))
    assert "医療券・調剤券の一覧と他法の一覧を渡して" in said["none"]
    assert "医療券" not in said["tickets"]
    assert "他法の一覧を渡して" in said["tickets"]
    assert said["both"] == ""


def test_how_the_lists_of_the_office_were_read_stands_beside_the_logs(tmp_path: Path) -> None:
    path = tmp_path / "券.csv"
    path.write_text(
        "公費負担者番号,受給者番号,医療機関等コード,有効開始年月日,有効終了年月日,登録年月日,医療券調剤券別\n"
        f"{PAYER},0000001,1310000010,20261001,20261031,20261005,01\n"
        f"{PAYER},0000001,1310000010,20261301,20261031,20261005,01\n",
        encoding="cp932",
    )
    table, report = read_reference("tickets", path)
    findings = analyze_table(checks("0000001"), references=References(tickets=table))
    told = build_office_month(findings, PAYER, date(2026, 11, 1), [report]).imports
    [file] = told.files
    assert (file.name, file.layout, file.data_rows, file.accepted, file.rejected, file.duplicates) == (
        "券.csv", "一覧（医療券・調剤券）", 2, 1, 1, 0
    )  # fmt: skip
    [reject] = told.rejects
    assert (reject.file, reject.count) == ("券.csv", 1)
    assert told.warnings == tuple(f"券.csv：{warning.ja}" for warning in report.warnings)
