"""The month of one office as its workbook shows it: what must not be lost on the way."""

from datetime import date, datetime

import pyarrow as pa

from qlog import schema
from qlog.analysis import analyze_table
from qlog.export.office import build_office_month
from qlog.export.workbook.unentrusted import clearing_sentence
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
