"""The default layout: what is accepted, what is rejected and why, what is refused."""

import hashlib
from pathlib import Path

import pytest

from qlog.codes import check_digit, has_valid_check_digit
from qlog.reading import read_log
from tests.unit.reading_rows import GOOD, HEADER, NO_TICKET, Read, read_bytes, row, text


@pytest.fixture
def read(tmp_path: Path) -> Read:
    return lambda content: read_bytes(content, tmp_path)


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
        ({"受給者番号": "", "氏名カナ": "ﾍﾞﾂｼﾞﾝ"}, "受給者番号", "recipient unknown"),
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


@pytest.mark.parametrize("column", HEADER[12:18])
def test_a_ticket_item_may_be_empty_only_if_no_ticket_is_registered(read, column):
    _, report = read(text(row(**{column: ""}), row(**{column: "", "資格有効性": "6"})).encode("cp932"))
    assert [(r.line, r.column, r.reason) for r in report.rejects] == [(2, column, "empty")]


def test_a_row_without_number_is_joined_by_birth_date_and_kana_within_the_payer(read):
    other_payer = {"公費負担者番号": "12012019"}
    table, report = read(
        text(
            row(受給者番号="", 氏名カナ="シケン　タロウ"),  # before the row that tells; full-width kana
            row(受給者番号="0000018"),
            row(受給者番号="", **other_payer),
        ).encode("cp932")
    )
    assert table["recipient_number"].to_pylist() == ["0000018", "0000018"]
    assert [(r.line, r.reason) for r in report.rejects] == [(4, "recipient unknown")]


def test_a_row_without_number_is_rejected_when_two_people_share_birth_date_and_kana(read):
    _, report = read(text(row(受給者番号="0000018"), row(受給者番号="0000026"), row(受給者番号="")).encode("cp932"))
    assert [(r.line, r.reason) for r in report.rejects] == [(4, "recipient unknown")]


def test_values_are_put_into_one_form(read):
    table, _ = read(
        text(
            row(
                受給者番号="００００018　",
                氏名="　髙橋●子 ",
                氏名カナ="ﾀｶﾊｼ  ﾖｼｺ",
                資格確認日時="２０２６０８１６１３３６１３",
                生年月日="昭和31年4月25日",
                有効終了年月日="R8.8.31",
                診療年月="2026-08",
            )
        ).encode("cp932")
    )
    (first,) = table.to_pylist()
    assert first["recipient_number"] == "0000018"
    assert first["name"] == "髙橋●子"
    assert first["kana"] == "タカハシ ヨシコ"
    assert str(first["checked_at"]) == "2026-08-16 13:36:13"
    assert (str(first["birth_date"]), str(first["valid_to"])) == ("1956-04-25", "2026-08-31")
    assert first["service_month"] == "2026-08"


def test_leading_zeros_are_restored_and_reported(read):
    table, report = read(text(row(受給者番号="18", 資格確認方法="1"), row()).encode("cp932"))
    assert table["recipient_number"].to_pylist() == ["0000018", "0000018"]
    assert table["method"].to_pylist() == ["01", "01"]
    assert [w.ja for w in report.warnings if "0が失われて" in w.ja] == [
        "「資格確認方法」の先頭の0が失われていたため補いました：1 行",
        "「受給者番号」の先頭の0が失われていたため補いました：1 行",
    ]


def test_bad_check_digits_are_counted_and_never_reject(read):
    _, report = read(
        text(row(), row(医療機関等コード="3410712361"), row(受給者番号="0000019", 公費負担者番号="12000001")).encode(
            "cp932"
        )
    )
    assert report.accepted == 3
    assert [w.en.split(":")[0] for w in report.warnings] == ["payer_number", "institution_code", "recipient_number"]
    assert all("1 rows" in w.en for w in report.warnings)


def test_an_old_institution_code_may_count_the_last_seven_digits_only(read):
    tail = "071234"
    code = "131" + tail + check_digit(tail)
    assert not has_valid_check_digit(code)
    _, report = read(text(row(医療機関等コード=code)).encode("cp932"))
    assert report.warnings == []


def test_of_one_reason_a_thousand_rows_are_listed_and_the_rest_counted(read):
    _, report = read(text(*[row(資格確認日時="")] * 1_234).encode("cp932"))
    assert report.rejected == 1_234
    assert [r.count for r in report.rejects] == [1] * 1_000 + [234]
    assert report.rejects[-1].line == 1_002


def test_the_reports_of_a_file_hold_no_value_of_a_cell(read):
    bad = row(資格確認日時="HIMITSU1", 受給者番号="HIMITSU2", 氏名="HIMITSU3")
    _, report = read(text(bad, bad, row(資格確認方法="HIMITSU4")).encode("cp932"))
    assert report.rejected == 3
    assert "HIMITSU" not in repr(report)


def my_number(body: str) -> str:
    total = sum(int(d) * (n + 1 if n <= 6 else n - 5) for n, d in enumerate(reversed(body), start=1))
    return body + str(0 if total % 11 <= 1 else 11 - total % 11)


@pytest.mark.parametrize("column", ["照会番号", "受給者番号", "傷病名3"])
@pytest.mark.parametrize("count", [2, 40])
def test_a_column_of_my_numbers_stops_the_file_without_echo(read, column, count):
    numbers = [my_number(f"{12345678901 + 7 * place}") for place in range(count)]
    table, report = read(text(*[row(**{column: number}) for number in numbers]).encode("cp932"))
    assert report.refused is not None
    assert "個人番号" in report.refused.ja
    assert table.num_rows == 0
    assert not any(number in repr(report) for number in numbers)


def test_one_my_number_in_every_row_or_under_its_own_header_stops_the_file(read):
    number = my_number("12345678901")
    for content in (text(*[row(照会番号=number)] * 10), text(row(照会番号=number)).replace("照会番号", "個人番号")):
        _, report = read(content.encode("cp932"))
        assert report.refused is not None
        assert number not in repr(report)
    assert read(text(row(照会番号=number), row(照会番号="1234")).encode("cp932"))[1].refused is None


def test_reference_numbers_of_twelve_digits_are_not_taken_for_my_numbers(read):
    numbers = [f"{200000000000 + 7919 * place}" for place in range(2_000)]  # one in ten passes the check by chance
    _, report = read(text(*[row(照会番号=number) for number in numbers]).encode("cp932"))
    assert (report.refused, report.accepted) == (None, 2_000)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "空です"),
        (b"\xef\xbb\xbf\r\n", "空です"),
        (text().encode("cp932"), "データの行がありません"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "PNG"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "HTML"),
        (b"PK\x03\x04" + b"\0" * 100, "zip"),
        ("品名,数量\n鉛筆,3\n".encode("cp932"), "見出し"),
        (text(row()).encode("utf-16"), "UTF-16"),
        (b"\0" * 4096, "見出し"),
        (bytes(range(128, 256)) * 64, "文字コード"),
        ("資格確認日時," * 600, "列が多すぎます"),
    ],
)
def test_a_file_that_is_no_log_is_refused_in_one_sentence(read, content, word):
    _, report = read(content if isinstance(content, bytes) else content.encode("cp932"))
    assert report.refused is not None
    assert word in report.refused.ja
    assert len(report.sha256) == 64


def test_a_missing_file_and_a_directory_named_csv_are_refused(tmp_path):
    (tmp_path / "folder.csv").mkdir()
    for name in ("nothing.csv", "folder.csv"):
        report = read_log(tmp_path / name, on_block=lambda _: None)
        assert report.refused is not None
        assert "開けません" in report.refused.ja


def test_missing_columns_are_named_by_the_words_of_the_layout(read):
    content = "\r\n".join(line.split(",", 2)[2] for line in text(row()).split("\r\n") if line)
    _, report = read(content.encode("cp932"))
    assert report.refused is not None
    assert "「資格確認日時」「資格確認方法」" in report.refused.ja


def test_what_was_read_is_known_by_size_and_hash(read):
    content = text(row()).encode("cp932")
    _, report = read(content)
    assert (report.size, report.sha256) == (len(content), hashlib.sha256(content).hexdigest())


def test_empty_cells_are_null_and_the_row_itself_is_kept(read):
    table, _ = read(text(row(**dict.fromkeys(["氏名", "氏名カナ", "性別", "生年月日"], ""))).encode("cp932"))
    (first,) = table.to_pylist()
    assert [first[name] for name in ("name", "kana", "sex", "birth_date")] == [None] * 4
    assert first["recipient_number"] == GOOD["受給者番号"]


def test_the_same_columns_in_another_order_are_read_the_same(read):
    header, *rows = [line.split(",") for line in text(row(), row(**NO_TICKET)).split("\r\n") if line]
    turned = "\r\n".join(",".join(reversed(cells)) for cells in (header, *rows))
    assert read(turned.encode("cp932"))[0].equals(read(text(row(), row(**NO_TICKET)).encode("cp932"))[0])
