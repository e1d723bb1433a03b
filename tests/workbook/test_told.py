"""What stands beside the findings reaches the sheets: reasons, changes, backgrounds, institutions to ask, coverage."""

from dataclasses import replace

import pyarrow as pa
import pytest

from qlog import schema
from qlog.coverage import LOWER_BOUND
from qlog.export.caseworkers import by_caseworker
from qlog.export.formulas import EDITIONS
from qlog.export.workbook import OfficeMonth, build_workbook
from qlog.export.workbook.background import background, backgrounds
from qlog.ledger.forms import FORMS
from qlog.settings import Settings
from tests.workbook.files import formulas, rows_of, values
from tests.workbook.office import CLINICS, PAYER, invented_checks, office_month

DETAIL = {
    "unit": "institution", "short_intensive": False, "months_in_a_row": 3, "trend": 3.46, "weekday_share": 0.874,
    "other_institutions": 1,
}  # fmt: skip


@pytest.fixture(scope="module")
def told(office: OfficeMonth) -> OfficeMonth:
    """The month with an earlier run to compare with, and one institution above a limit."""
    first, second, *_ = office.unentrusted.to_pylist()
    changes = [(first, "review", "pending", "still_open"), (second, None, "review", "new")]
    gone = {**first, "institution_code": "2799999999"}
    rows = [
        {"month": "2026-10", "payer_number": PAYER, "recipient_number": row["recipient_number"],
         "institution_code": row["institution_code"], "status_before": before, "status": status, "change": change}
        for row, before, status, change in [*changes, (gone, "review", None, "gone")]
    ]  # fmt: skip
    signal = {
        "month": "2026-10", "institution_code": CLINICS[2], "kind": "medical", "measure": "retry_rate", "cases": 30,
        "base": 60, "rate": 0.5, "expected_rate": 0.052, "upper_limit": 0.2, "above": True, "median_minutes": 2.0,
    }  # fmt: skip
    return replace(
        office,
        changes=pa.Table.from_pylist(rows, schema=schema.UNENTRUSTED_CHANGES.arrow_schema()),
        signals=pa.Table.from_pylist([signal], schema=schema.INSTITUTION_SIGNALS.arrow_schema()),
    )


@pytest.fixture(scope="module", params=EDITIONS)
def cells(request: pytest.FixtureRequest, told: OfficeMonth) -> dict:
    return values(build_workbook(told, edition=request.param))


def by_header(cells: dict, sheet: str, *headers: str) -> list[tuple]:
    """Return the columns of a list that stand under these headers."""
    letters = {value.replace("\n", ""): at[:-1] for (name, at), value in cells.items()
               if name == sheet and at.rstrip("0123456789") + "5" == at and isinstance(value, str)}  # fmt: skip
    return rows_of(cells, sheet, " ".join(letters[header] for header in headers))


def test_every_unentrusted_row_says_why(cells, told):
    shown = {(number, code): text for number, code, text in by_header(
        cells, "未委託受診", "受給者番号", "医療機関等コード", "理由と根拠（実行時）")}  # fmt: skip
    wanted = {(row["recipient_number"], row["institution_code"]): row["reason"] for row in told.reasons.to_pylist()}
    assert shown == wanted
    assert all(text.endswith("。") for text in shown.values())


def test_what_changed_since_the_last_run_stands_on_the_row_and_in_the_sentence(cells):
    rows = by_header(cells, "未委託受診", "受給者番号", "前回から")
    assert sorted(text for _, text in rows if text) == ["新規", "継続"]
    assert "前回の実行から：新規 1件・継続 1件・ログからなくなった 1件。" in cells["未委託受診", "E1"]


def test_without_an_earlier_run_nothing_is_said_about_changes(book):
    assert "前回から" not in {value for (sheet, _), value in values(book).items() if sheet == "未委託受診"}
    assert "前回の実行から" not in values(book)["未委託受診", "E1"]


def test_a_caseworker_is_told_the_changes_of_own_people_alone(told):
    for _, month in by_caseworker(told):
        own = set(month.unentrusted["recipient_number"].to_pylist()) | set(month.visits["recipient_number"].to_pylist())
        assert set(month.changes["recipient_number"].to_pylist()) <= own
        assert set(month.reasons["recipient_number"].to_pylist()) <= own
        assert set(month.details["recipient_number"].to_pylist()) <= own


def test_an_institution_above_its_limit_comes_first_and_is_not_accused(cells):
    rows = by_header(cells, "医療機関別", "医療機関等コード", "連絡の候補")
    assert rows[0] == (CLINICS[2], "カードの読み直しが多い：50.0%（同じ種別は5.2%）")
    assert not any(text for _, text in rows[1:])
    assert cells["医療機関別", "A3"].startswith("連絡の候補　1 か所")
    assert "偶然" in cells["医療機関別", "A2"]
    assert "非難ではなく" in cells["医療機関別", "A2"]


def test_the_list_to_read_shows_the_background_of_every_row(cells, told):
    shown = by_header(cells, "頻回受診の一覧", "受給者番号", "医療機関等コード", "背景（実行時）")
    wanted = {(number, code): text for (_, number, code), text in backgrounds(told).items()}
    assert {(number, code): text for number, code, text in shown} == wanted
    assert len(shown) == told.frequent.num_rows


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, "3か月続く・平均より+3.5日・平日87%・ほかに1か所"),
        ({"short_intensive": True, "months_in_a_row": 1}, "短期集中・この月から・平均より+3.5日・平日87%・ほかに1か所"),
        ({"trend": None, "other_institutions": 0}, "3か月続く・平日87%・ここだけ"),
        ({"unit": "recipient", "trend": -2.0}, "3か月続く・平均より-2.0日・平日87%・2か所を受診"),
    ],
)
def test_a_background_in_words(changes, text):
    assert background({**DETAIL, **changes}) == text


def test_the_page_of_a_person_tells_background_and_reason(cells, told):
    number = cells["個人票", "B6"]
    page = {value for (sheet, _), value in cells.items() if sheet == "個人票" and isinstance(value, str)}
    words = [text for (_, person, _), text in backgrounds(told).items() if person == number]
    reasons = [row["reason"] for row in told.reasons.to_pylist() if row["recipient_number"] == number]
    assert words
    for text in (words + reasons)[:8]:
        assert any(text in value for value in page), text


def test_how_much_the_log_covers_stands_on_the_cover_and_with_the_files(cells, told):
    (now,) = [row for row in told.coverage if row.month == "2026-10"]
    cover = "".join(str(value) for (sheet, _), value in cells.items() if sheet == "表紙")
    assert now.sentence.ja in cover
    assert f"・{LOWER_BOUND.ja}" in {value for (sheet, _), value in cells.items() if sheet == "取込結果"}
    months = [value for (sheet, at), value in cells.items() if sheet == "取込結果" and at.startswith("A")]
    assert {"2026年8月", "2026年9月", "2026年10月"} <= set(months)


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_sum_is_called_after_the_kinds_the_office_counts(edition):
    settings = Settings.model_validate({"frequent": {"kinds": ["medical", "dental"]}})
    book = build_workbook(office_month(invented_checks(people=20), settings=settings), edition=edition)
    units = {unit for (unit,) in by_header(values(book), "頻回受診の傾向", "単位")}
    assert units == {"同じ医療機関", "医科・歯科の合計"}
    assert "医科・歯科の合計" in formulas(book)["表紙", "A6"]
    assert FORMS[0].unit("医科・歯科の合計") == FORMS[0].unit("医科の合計") == "recipient"
