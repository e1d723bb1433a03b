"""The default layout: what is accepted, what is rejected and why, what is refused."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from qlog import schema
from qlog.reading import FileReport, read_log

HEADER = (
    "資格確認日時,資格確認方法,医療機関等コード,医療機関等名,公費負担者番号,受給者番号,照会番号,氏名,氏名カナ,性別,生年月日,"
    "資格有効性,医療券調剤券別,診療別,診療年月,有効開始年月日,有効終了年月日,単独併用別,傷病名1,傷病名2,傷病名3"
).split(",")
GOOD = {
    "資格確認日時": "20260816133613",
    "資格確認方法": "01",
    "医療機関等コード": "3410712362",
    "医療機関等名": "テスト医科",
    "公費負担者番号": "12016010",
    "受給者番号": "0000018",
    "照会番号": "",
    "氏名": "試験　太郎",
    "氏名カナ": "ｼｹﾝ ﾀﾛｳ",
    "性別": "1",
    "生年月日": "19560425",
    "資格有効性": "1",
    "医療券調剤券別": "01",
    "診療別": "02",
    "診療年月": "202608",
    "有効開始年月日": "20260801",
    "有効終了年月日": "20260831",
    "単独併用別": "01",
    "傷病名1": "高血圧症",
    "傷病名2": "",
    "傷病名3": "",
}
NO_TICKET = dict.fromkeys(
    ["医療券調剤券別", "診療別", "診療年月", "有効開始年月日", "有効終了年月日", "単独併用別", "傷病名1"], ""
) | {"資格有効性": "6"}


def row(**changes: str) -> str:
    values = GOOD | changes
    return ",".join(f'"{values[name]}"' for name in HEADER)


def text(*rows: str) -> str:
    return "\r\n".join([",".join(f'"{name}"' for name in HEADER), *rows]) + "\r\n"


@pytest.fixture
def read(tmp_path: Path) -> Callable[[bytes], tuple[pa.Table, FileReport]]:
    def reading(content: bytes) -> tuple[pa.Table, FileReport]:
        path = tmp_path / "log.csv"
        path.write_bytes(content)
        blocks: list[pa.Table] = []
        report = read_log(path, on_block=blocks.append)
        wanted = schema.CHECKS.arrow_schema()
        assert all(block.schema == wanted for block in blocks)
        assert report.accepted + report.rejected == report.data_rows
        return pa.concat_tables(blocks) if blocks else wanted.empty_table(), report

    return reading


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig"])
def test_a_good_file_is_read_the_same_in_every_encoding(read, encoding):
    table, report = read(text(row(), row(**NO_TICKET)).encode(encoding))
    assert (report.accepted, report.rejected, report.refused) == (2, 0, None)
    assert report.encoding == encoding.removesuffix("-sig")
    first, second = table.to_pylist()
    assert str(first["checked_at"]) == "2026-08-16 13:36:13"
    assert (first["recipient_number"], first["service_month"]) == ("0000018", "2026-08")
    assert first["name"] == "試験　太郎"
    assert first["kana"] == "シケン タロウ"
    assert first["disease_2"] is None
    assert (first["line"], second["line"]) == (2, 3)
    assert (second["ticket_kind"], second["valid_from"]) == (None, None)


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        ({"資格確認日時": ""}, "資格確認日時", "empty"),
        ({"資格確認日時": "20260231120000"}, "資格確認日時", "bad time"),
        ({"資格確認日時": "19260201120000"}, "資格確認日時", "bad time"),
        ({"資格確認方法": "窓口で確認"}, "資格確認方法", "bad code"),
        ({"医療機関等コード": "34107123"}, "医療機関等コード", "wrong width"),
        ({"公費負担者番号": "1201601X"}, "公費負担者番号", "not digits"),
        ({"受給者番号": ""}, "受給者番号", "recipient unknown"),
        ({"生年月日": "19561325"}, "生年月日", "bad date"),
        ({"診療年月": "202613"}, "診療年月", "bad month"),
        ({"有効開始年月日": ""}, "有効開始年月日", "empty"),
        ({"有効終了年月日": "20260731"}, "有効終了年月日", "dates reversed"),
        ({"氏名": "試験\x00太郎"}, "氏名", "control character"),
    ],
)
def test_a_bad_row_is_rejected_with_line_column_and_reason(read, changes, column, reason):
    table, report = read(text(row(), row(**changes), row()).encode("cp932"))
    assert [(r.line, r.column, r.reason, r.count) for r in report.rejects] == [(3, column, reason, 1)]
    assert table["line"].to_pylist() == [2, 4]


def test_an_unknown_method_and_kind_are_kept_and_counted(read):
    table, report = read(text(row(資格確認方法="09"), row(医療機関等コード="3490712362")).encode("cp932"))
    assert table["method"].to_pylist() == ["09", "01"]
    assert report.unknown_codes == {"method": {"09": 1}, "kind": {"9": 1}}
