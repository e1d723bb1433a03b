"""Text from outside stays text, whatever it looks like; what does not fit is an error, never a loss."""

import errno
import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import islice

import pyarrow as pa
import pytest

from qlog import schema
from qlog.errors import OutputError
from qlog.export.caseworkers import by_caseworker
from qlog.export.formulas import EDITIONS
from qlog.export.office import workbook_name
from qlog.export.workbook import (
    FileResult,
    ImportResult,
    OfficeMonth,
    Person,
    RejectCount,
    UnknownCode,
    build_workbook,
    detail,
    write_workbook,
)
from qlog.export.workbook.entered import TICKETS, Entered, Record
from tests.workbook.files import formulas, parts, rows_of, sheet_xml, values
from tests.workbook.office import (
    CLINICS,
    PAYER,
    caseworkers,
    empty_month,
    imports,
    invented_checks,
    office_month,
    visit_rows,
)

HOSTILE = [
    '=HYPERLINK("http://example.com","開く")', "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "=cmd|' /C calc'!A0",
    "{=1}", "http://example.com/", "名" * 100, "●辺　😀花子", "a&b<c>\"'", "_x0041_", " 前後の空白 ", "1.98E+06",
]  # fmt: skip


def hostile_month() -> tuple[OfficeMonth, OfficeMonth]:
    """Return a month, and the same month with hostile text wherever text comes from outside."""
    plain = office_month(invented_checks(people=len(HOSTILE)), imports=imports())
    numbers = [f"{at:07d}" for at in range(len(HOSTILE))]
    rows = plain.unentrusted.to_pylist()
    keys = [(TICKETS, row["recipient_number"], row["institution_code"]) for row in rows]
    keys += [
        (row["unit"], row["recipient_number"], row["institution_code"] or "") for row in plain.frequent.to_pylist()
    ]
    said = {key: HOSTILE[at % len(HOSTILE)] for at, key in enumerate(keys)}
    reasons = plain.reasons.set_column(4, "reason", pa.array([HOSTILE[at % 9] for at in range(plain.reasons.num_rows)]))
    hostile = replace(
        plain,
        office_name=HOSTILE[0],
        people={number: Person(text, text, date(1950, 1, 1)) for number, text in zip(numbers, HOSTILE, strict=True)},
        institution_names=dict(zip(plain.institution_names, HOSTILE, strict=False)),
        caseworkers=caseworkers(numbers).set_column(2, "caseworker", pa.array(HOSTILE)),
        reasons=reasons,
        entered=Entered(
            {key: {"remark": text, "progress": text, "caseworker": text} for key, text in said.items()},
            said,
            tuple(
                Record(key, "2026-09", "2026-08", (1, 2, 3), {"remark": said[key]}, said[key])
                for key in keys
                if key[0] != TICKETS
            ),
        ),
        imports=ImportResult(
            files=tuple(FileResult(text, text, text, refused=text) for text in HOSTILE),
            rejects=tuple(RejectCount(text, text, 1) for text in HOSTILE),
            unknown_codes=tuple(UnknownCode(text, text, 1) for text in HOSTILE),
            warnings=tuple(HOSTILE),
        ),
    )
    return plain, hostile


@pytest.mark.parametrize("edition", EDITIONS)
def test_text_that_looks_like_a_formula_stays_text(edition):
    plain, hostile = hostile_month()
    book = build_workbook(hostile, edition=edition)
    written = formulas(book)
    entered = replace(plain, entered=replace(hostile.entered, now={}))  # the same sheets
    assert written.keys() == formulas(build_workbook(entered, edition=edition)).keys()
    outside = [text for text in HOSTILE if len(text) > 3]
    assert not [at for at, formula in written.items() if any(text.strip() in formula for text in outside)]
    assert not any("hyperlink" in name.lower() or "<hyperlink" in part for name, part in parts(book).items())
    shown = {row[0]: row[1:] for row in rows_of(book, "受診明細", "A B")}
    called = {number: person.name for number, person in hostile.people.items()}
    assert {number: text.replace("_x000D_", "\r") for number, (text,) in shown.items()} == called


def test_so_it_does_in_the_workbook_of_each_caseworker():
    _, hostile = hostile_month()
    for at, (part, month) in enumerate(islice(by_caseworker(hostile), 4)):
        edition = EDITIONS[at % 2]
        assert not set('\\/:*?"<>|\t\r') & set(workbook_name(PAYER, "2026-10", edition, part))
        book = build_workbook(month, edition=edition)
        written = formulas(book).values()
        assert not [text for text in HOSTILE[:7] if any(text.strip() in formula for formula in written)]
        (worker,) = {row[0].replace("_x000D_", "\r") for row in rows_of(book, "未委託受診", "E")}
        assert worker in HOSTILE


def test_a_name_of_a_hundred_characters_gets_a_row_high_enough(office: OfficeMonth):
    number = office.candidates["recipient_number"].to_pylist()[0]
    xml = sheet_xml(build_workbook(replace(office, people={number: Person("名" * 100)}), edition="2007"), "受診明細")
    heights = {float(height) for height in re.findall(r'<row r="\d+" [^>]* ht="([0-9.]+)"', xml)}
    assert max(heights) >= 10 * 13  # a hundred characters, nine or ten a line


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_office_without_a_row_gets_a_workbook_that_says_so(edition):
    book = build_workbook(empty_month(), edition=edition)
    cells = values(book)
    assert cells["頻回受診の傾向", "A6"] == "該当する行はありません。"
    assert cells["未委託受診", "A6"] == "該当する行はありません。"
    assert cells["表紙", "A6"] == 0


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_month_without_a_row_shows_the_visits_of_the_months_before(edition):
    before = date(2026, 8, 1), date(2026, 9, 30)
    month = empty_month(visits=visit_rows(40), first_date=before[0], last_date=before[1])
    cells = values(build_workbook(month, edition=edition))
    assert len(rows_of(cells, "受診明細", "A")) == 40
    assert cells["頻回受診の傾向", "A6"] == "該当する行はありません。"
    assert cells["表紙", "M6"] == 0


@pytest.mark.parametrize("edition", EDITIONS)
def test_five_thousand_flagged_people_all_have_their_rows(edition):
    days = {"days": 20, "days_prev1": 20, "days_prev2": 20, "days_3m": 60}
    rows = [
        {"month": "2026-10", "payer_number": PAYER, "unit": unit, "recipient_number": f"{at:07d}",
         "institution_code": code, **days, "level": "screened", "first_month": "2026-08"}
        for at in range(5_000)
        for unit, code in (("institution", CLINICS[0]), ("recipient", ""))
    ]  # fmt: skip
    frequent = pa.Table.from_pylist(rows, schema=schema.FREQUENT_VISITS.arrow_schema())
    candidates = frequent.select(schema.MONTHLY_DAYS.names)
    seen = {"first_date": date(2026, 8, 1), "as_of": date(2026, 10, 31), "last_date": date(2026, 10, 31)}
    book = build_workbook(empty_month(frequent=frequent, candidates=candidates, **seen), edition=edition)
    filled = {
        name: len(re.findall(r'<c r="A\d+"', sheet_xml(book, name))) for name in ("頻回受診の傾向", "頻回受診の一覧")
    }
    assert all(count >= 10_000 for count in filled.values())
    assert ">5000<" in sheet_xml(book, "表紙")  # people, over all institutions
    calendar = sheet_xml(book, "受診カレンダー")
    assert ("（500 人まで表示。" in calendar) is (edition == "2007")
    assert calendar.count("<row ") >= (500 if edition == "2007" else 5_000)


def test_a_disk_that_fills_leaves_the_old_workbook(office: OfficeMonth, tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    path = tmp_path / "book.xlsx"
    path.write_bytes(b"old")
    monkeypatch.setattr("qlog.files.os.fsync", full)
    with pytest.raises(OutputError, match="空き容量"):
        write_workbook(office, path, edition="2007")
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["book.xlsx"]


def test_text_over_the_limit_of_a_cell_is_an_error(office: OfficeMonth):
    broken = replace(office, institution_names=dict.fromkeys(office.institution_names, "長" * 32768))
    with pytest.raises(OutputError, match="長すぎる"):
        build_workbook(broken, edition="2007")


def test_too_many_visits_leave_the_flagged_people_and_say_where_the_rest_is(office: OfficeMonth, monkeypatch):
    monkeypatch.setattr(detail, "MOST_ROWS", 100)
    cells = values(build_workbook(office, edition="2007"))
    shown = {value for (sheet, at), value in cells.items() if sheet == "受診明細" and at[0] == "A" and int(at[1:]) > 5}
    assert shown == set(office.frequent["recipient_number"].to_pylist())
    assert "tables/visits.csv" in cells["受診明細", "A2"]


def test_a_row_past_the_end_of_a_sheet_is_an_error(monkeypatch):
    monkeypatch.setattr("xlsxwriter.worksheet.Worksheet._check_dimensions", lambda *_, **__: -1)
    with pytest.raises(OutputError, match="書ききれない"):
        build_workbook(empty_month(visits=visit_rows(3)), edition="2007")


def test_a_workbook_goes_to_a_path_or_a_stream(office: OfficeMonth, tmp_path):
    stream, path = BytesIO(), tmp_path / "book.xlsx"
    write_workbook(office, stream, edition="2007")
    write_workbook(office, path, edition="2007")
    assert path.read_bytes() == stream.getvalue()
    assert [file.name for file in tmp_path.iterdir()] == ["book.xlsx"]


def test_a_folder_that_is_not_there_is_a_plain_error(office: OfficeMonth, tmp_path):
    with pytest.raises(OutputError):
        write_workbook(office, tmp_path / "missing" / "book.xlsx", edition="2007")


def test_the_model_shows_no_person_when_printed(office: OfficeMonth):
    text = repr(office) + repr(Person("佐藤　一郎"))
    assert "佐藤" not in text
