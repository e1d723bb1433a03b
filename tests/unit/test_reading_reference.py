"""The office's own lists: the same rules of reading as for logs."""

from pathlib import Path

import pytest

from qlog import schema
from qlog.reading import read_reference


def read(kind: str, directory: Path, *lines: str, encoding: str = "cp932"):
    path = directory / f"{kind}.csv"
    path.write_bytes("\r\n".join([*lines, ""]).encode(encoding))
    table, report = read_reference(kind, path)
    assert table.schema == schema.REFERENCE_TABLES[kind].arrow_schema()
    assert report.accepted + report.rejected == report.data_rows
    assert table.num_rows == report.accepted
    return table, report


def test_tickets(tmp_path):
    table, report = read(
        "tickets",
        tmp_path,
        "受給者番号,医療機関等コード,有効開始年月日,有効終了年月日,登録年月日,医療券調剤券別",
        "0000018,3410712362,20260801,20260831,20260815,01",
        "００００018,3410712362,R8.8.1,令和8年8月31日,,調剤券",
        "0000018,3410712362,20260831,20260801,,01",
        "0000018,,20260801,20260831,,01",
    )
    first, second = table.to_pylist()
    assert first["payer_number"] is None
    assert str(first["registered_on"]) == "2026-08-15"
    assert (second["registered_on"], second["ticket_kind"], str(second["valid_to"])) == (None, "02", "2026-08-31")
    assert [(r.line, r.column, r.reason) for r in report.rejects] == [
        (4, "有効終了年月日", "dates reversed"),
        (5, "医療機関等コード", "empty"),
    ]


def test_other_law_with_any_institution_and_open_end(tmp_path):
    table, _ = read(
        "other_law",
        tmp_path,
        "受給者番号,法別,医療機関コード,有効開始日,有効終了日,備考",
        "18,21,,2026/8/1,,x",
        encoding="utf-8-sig",
    )
    (only,) = table.to_pylist()
    assert (only["recipient_number"], only["law"], only["institution_code"], only["valid_to"]) == (
        "0000018", "21", None, None,
    )  # fmt: skip


def test_institution_names(tmp_path):
    table, _ = read(
        "institution_names", tmp_path, "医療機関等コード,医療機関等名,診療科", "3410712362,テスト医院 ,内科"
    )
    assert table.to_pylist() == [
        {"institution_code": "3410712362", "institution_name": "テスト医院", "department": "内科"}
    ]


def test_aliases(tmp_path):
    table, report = read("aliases", tmp_path, "旧受給者番号,新受給者番号", "0000018,0000026", "0000018,x")
    assert table.to_pylist() == [{"payer_number": None, "old_number": "0000018", "new_number": "0000026"}]
    assert [(r.line, r.column, r.reason) for r in report.rejects] == [(3, "新受給者番号", "not digits")]


@pytest.mark.parametrize("word", ["1", "○", "有", "該当"])
def test_the_mark_of_non_disclosure_is_never_lost(tmp_path, word):
    table, report = read("caseworkers", tmp_path, "受給者番号,担当員,不開示", f"0000018,担当,{word}", "0000026,担当,?")
    assert table["undisclosed"].to_pylist() == [True]
    assert [(r.line, r.column, r.reason) for r in report.rejects] == [(3, "不開示", "bad flag")]


@pytest.mark.parametrize("kind", schema.REFERENCE_TABLES)
def test_a_file_that_is_no_such_list_is_refused(tmp_path, kind):
    table, report = read(kind, tmp_path, "品名,数量", "鉛筆,3")
    assert report.refused is not None
    assert table.num_rows == 0
    _, missing = read_reference(kind, tmp_path / "nothing.csv")
    assert missing.refused is not None


def test_my_numbers_stop_a_reference_file_as_well(tmp_path):
    numbers = ["123456789018", "123456789026", "123456789034"]
    _, report = read(
        "caseworkers", tmp_path, "受給者番号,担当員,備考", *[f"0000018,担当,{number}" for number in numbers]
    )
    assert report.refused is not None
    assert "個人番号" in report.refused.ja
