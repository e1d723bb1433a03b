"""Every way of writing the same: whatever form a file has, it reads to the checks of the default layout."""

import itertools
from pathlib import Path

import pyarrow as pa
import pytest

from qlog.reading.catalog import parse_layout, shipped_layouts
from tests.unit.reading_rows import GOOD, HEADER, NO_TICKET, read_bytes, row, text

TO_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
ERA_R = 'forms = ["era_digits"]\nera = "R"\n'


def our(extra: str) -> str:
    return f'name = "our"\ntitle = "our"\nbase = "default"\n{extra}'


def checks(content: str, directory: Path, extra: str | None = None, encoding: str = "cp932") -> pa.Table:
    """The checks of a file none of whose rows is rejected; ``extra`` = what the office's own layout says."""
    layout = None if extra is None else parse_layout(our(extra), "our.toml")
    table, report = read_bytes(content.encode(encoding), directory, layout)
    assert report.refused is None
    assert report.rejects == []
    return table.drop_columns("line")


def replaced(column: str, cells: dict[str, str], *rows: str) -> str:
    """The default file, but for ``column`` the columns ``cells`` (header -> value), none at all if it is empty."""
    place = HEADER.index(column)
    lines = [line.split(",") for line in text(*rows).split("\r\n")[:-1]]
    parts = [list(cells), *([list(cells.values())] * len(rows))]
    for line, part in zip(lines, parts, strict=True):
        line[place : place + 1] = [f'"{cell}"' for cell in part]
    return "".join(",".join(line) + "\r\n" for line in lines)


TIMES = [
    "2026-08-16 13:36:13", "2026/8/16 13:36:13", "2026-08-16T13:36:13", "2026-08-16T13:36:13+09:00",
    "2026年8月16日 13:36:13", "20260816 133613", "令和8年8月16日13時36分13秒", "令和8年8月16日 13:36:13",
    "R8.8.16 13:36:13", "2026-08-16 13:36:13.000",
]  # fmt: skip
DATES = {  # for each: the same day in eight digits
    "20260801": [
        "2026-08-01", "2026/8/1", "2026.8.1", "2026年8月1日", "令和8年8月1日", "令8.8.1", "R8.8.1",
        "r08/08/01", "R8-8-1", "Ｒ８．８．１", "2026/8/1 0:00",
    ],
    "20190501": ["令和元年5月1日", "R1.5.1"],
    "19890108": ["平成元年1月8日", "H1.1.8"],
    "19560425": ["昭和31年4月25日", "S31.4.25"],
    "19251224": ["大正14年12月24日", "T14.12.24"],
    "19120101": ["明治45年1月1日", "M45.1.1"],
}  # fmt: skip
MONTHS = ["2026-08", "2026/8", "2026/08", "2026年8月", "令和8年8月", "R8.8", "R08/08", "２０２６年８月"]
VALUES = [  # column, as the file writes it, as the default layout would, what the office's layout says
    *(("資格確認日時", value, GOOD["資格確認日時"], "") for value in TIMES),
    ("資格確認日時", "202608161336", "20260816133600", ""),
    ("資格確認日時", "2026/8/16 13:36", "20260816133600", ""),
    ("資格確認日時", "080816 133613", GOOD["資格確認日時"], f"[columns.checked_at]\n{ERA_R}"),
    *(("生年月日", value, plain, "") for plain, values in DATES.items() for value in values),
    *(("有効開始年月日", value, "20260801", "") for value in DATES["20260801"]),
    ("有効開始年月日", "080801", "20260801", f"[columns.valid_from]\n{ERA_R}"),
    ("有効開始年月日", "5080801", "20260801", '[columns.valid_from]\nforms = ["era_digits"]\n'),
    ("有効終了年月日", "R8.8.31", "20260831", ""),
    ("有効終了年月日", "080831", "20260831", f"[columns.valid_to]\n{ERA_R}"),
    ("生年月日", "310425", "19560425", '[columns.birth_date]\nforms = ["era_digits"]\nera = "S"\n'),
    *(("診療年月", value, "202608", "") for value in MONTHS),
    ("資格確認方法", "カード", "01", '[columns.method]\ncodes = { "カード" = "01" }\n'),
    ("資格有効性", "有効", "1", '[columns.validity]\ncodes = { "有効" = "1", "未登録" = "6" }\n'),
    ("医療券調剤券別", "医療券", "01", '[columns.ticket_kind]\ncodes = { "医療券" = "01", "調剤券" = "02" }\n'),
    ("診療別", "入院外", "02", '[columns.care_type]\ncodes = { "入院" = "01", "入院外" = "02" }\n'),
    ("単独併用別", "単独", "01", '[columns.single_or_combined]\ncodes = { "単独" = "01", "併用" = "02" }\n'),
    ("性別", "男", "1", ""),
    ("性別", "F", "2", '[columns.sex]\ncodes = { "M" = "1", "F" = "2" }\n'),
    ("傷病名2", "-", "", '[columns.disease_2]\nblank = ["-"]\n'),
    ("照会番号", "0000", "", '[columns.reference_number]\nblank = ["0000"]\n'),
    *(("氏名カナ", value, "ｼｹﾝ ﾀﾛｳ", "") for value in ("シケン タロウ", "シケン　タロウ", "ｼｹﾝ　ﾀﾛｳ", "ｼｹﾝ  ﾀﾛｳ")),
]


@pytest.mark.parametrize(("column", "written", "plain", "extra"), VALUES)
def test_a_value_in_another_form(tmp_path, column, written, plain, extra):
    found = checks(text(row(**{column: written})), tmp_path, extra)
    assert found.equals(checks(text(row(**{column: plain})), tmp_path))


@pytest.mark.parametrize("column", [name for name in HEADER if GOOD[name].isdecimal()])
def test_digits_of_full_width_in_any_column(tmp_path, column):
    full_width = row(**{column: GOOD[column].translate(TO_FULL_WIDTH)})
    for encoding in ("cp932", "utf-8"):
        assert checks(text(full_width), tmp_path, encoding=encoding).equals(checks(text(row()), tmp_path))


@pytest.mark.parametrize("column", [name for name in HEADER if GOOD[name]])
def test_spaces_around_a_value_in_any_column(tmp_path, column):
    for before, after in (("", "　"), ("　", ""), ("", " "), (" ", "　　")):
        found = checks(text(row(**{column: before + GOOD[column] + after})), tmp_path)
        assert found.equals(checks(text(row()), tmp_path))


@pytest.mark.parametrize("column", ["氏名", "氏名カナ", "医療機関等名", "傷病名1"])
def test_the_mark_for_a_character_outside_the_set_stays(tmp_path, column):
    for encoding in ("cp932", "utf-8-sig"):
        (only,) = checks(text(row(**{column: "●"})), tmp_path, encoding=encoding).to_pylist()
        assert "●" in only.values()


@pytest.mark.parametrize("name", ["㈱ﾃｽﾄ薬局", "髙﨑　①", "Ｔクリニック"])
def test_names_stay_as_they_are_written(tmp_path, name):
    (only,) = checks(text(row(医療機関等名=name, 氏名=name, 傷病名1=name)), tmp_path).to_pylist()
    assert (only["institution_name"], only["name"], only["disease_1"]) == (name, name, name)


DAYS = ["20260816", "2026-08-16", "2026/8/16", "令和8年8月16日", "R8.8.16", "２０２６０８１６"]
CLOCKS = ["133613", "13:36:13", "13時36分13秒", "１３：３６：１３"]


@pytest.mark.parametrize(("day", "clock"), list(itertools.product(DAYS, CLOCKS)))
def test_date_and_time_in_two_columns(tmp_path, day, clock):
    content = replaced("資格確認日時", {"日付": day, "時刻": clock}, row())
    extra = '[columns.checked_at]\nheaders = ["日付"]\n[columns.checked_time]\nheaders = ["時刻"]\n'
    assert checks(content, tmp_path, extra).equals(checks(text(row()), tmp_path))


@pytest.mark.parametrize(
    ("column", "constant"),
    [
        ("公費負担者番号", 'payer_number = "12016010"'),
        ("資格確認方法", 'method = "01"'),
        ("資格有効性", 'validity = "1"'),
        ("医療券調剤券別", 'ticket_kind = "01"'),
        ("診療年月", 'service_month = "令和8年8月"'),
        ("有効終了年月日", 'valid_to = "R8.8.31"'),
        ("医療機関等コード", 'institution_code = "３４１０７１２３６２"'),
    ],
)
def test_a_constant_stands_for_a_column(tmp_path, column, constant):
    content = replaced(column, {}, row(), row())
    assert checks(content, tmp_path, f"[constants]\n{constant}\n").equals(checks(text(row(), row()), tmp_path))


@pytest.mark.parametrize(
    ("written", "extra"),
    [
        ({}, ""),
        ({"資格有効性": "未登録"}, '[columns.validity]\ncodes = { "有効" = "1", "1" = "1", "未登録" = "6" }\n'),
        (GOOD | {"資格有効性": "6"}, '[ticket]\nnone = { validity = ["6"] }\n'),
        (GOOD | {"資格有効性": "6", "医療券調剤券別": "00"}, '[ticket]\nnone = { ticket_kind = ["00"] }\n'),
        ({"有効開始年月日": "00000000", "有効終了年月日": "00000000"},
         '[columns.valid_from]\nblank = ["00000000"]\n[columns.valid_to]\nblank = ["00000000"]\n'),
        ({"医療券調剤券別": "なし", "診療別": "-"},
         '[columns.ticket_kind]\nblank = ["なし"]\n[columns.care_type]\nblank = ["-"]\n'),
    ],
)  # fmt: skip
def test_ways_to_say_that_there_is_no_ticket(tmp_path, written, extra):
    none = NO_TICKET | {"傷病名1": GOOD["傷病名1"]}
    found = checks(text(row(**(none | written)), row()), tmp_path, extra)
    assert found.equals(checks(text(row(**none), row()), tmp_path))


SHIPPED = shipped_layouts()
FIELDS = {SHIPPED["default"].label(field): field for field in SHIPPED["default"].columns}
SYNONYMS = [
    (column, synonym) for column, field in FIELDS.items() for synonym in SHIPPED["default"].columns[field].headers[1:]
]


@pytest.mark.parametrize(("column", "synonym"), SYNONYMS)
def test_every_synonym_of_the_default_layout(tmp_path, column, synonym):
    assert checks(replaced(column, {synonym: GOOD[column]}, row()), tmp_path).equals(checks(text(row()), tmp_path))


@pytest.mark.parametrize("prefecture", SHIPPED["institution_7"].columns["prefecture"].headers)
@pytest.mark.parametrize("table", SHIPPED["institution_7"].columns["fee_table"].headers)
def test_an_institution_code_in_three_columns(tmp_path, prefecture, table):
    content = replaced("医療機関等コード", {prefecture: "34", table: "1", "医療機関等コード": "0712362"}, row())
    assert checks(content, tmp_path).equals(checks(text(row()), tmp_path))


@pytest.mark.parametrize(
    ("column", "header"),
    [
        ("医療機関等コード", "医療機関等ｺｰﾄﾞ"), ("傷病名1", "傷病名１"), ("氏名カナ", "氏名（カナ）"),
        ("受給者番号", " 受給者　番号 "), ("単独併用別", "単独・併用別"), ("資格確認日時", "資格確認\n日時"),
    ],
)  # fmt: skip
def test_a_header_in_another_form(tmp_path, column, header):
    assert checks(replaced(column, {header: GOOD[column]}, row()), tmp_path).equals(checks(text(row()), tmp_path))


def unquoted(content: str) -> str:
    return content.replace('"', "")


SHAPES = {
    "tabs": (lambda content: content.replace(",", "\t"), '[file]\ndelimiter = "\\t"\n'),
    "semicolons": (lambda content: content.replace(",", ";"), '[file]\ndelimiter = ";"\n'),
    "tabs without quotes": (lambda content: unquoted(content).replace(",", "\t"),
                            '[file]\ndelimiter = "\\t"\nquote = ""\n'),
    "no quotes": (unquoted, None),
    "no quotes, declared": (unquoted, '[file]\nquote = ""\n'),
    "quotes where needed": (lambda content: content.replace('"試験　太郎"', "試験　太郎"), None),
    "lines end with LF": (lambda content: content.replace("\r\n", "\n"), None),
    "lines end with CR": (lambda content: content.replace("\r\n", "\r"), None),
    "no end of the last line": (lambda content: content.removesuffix("\r\n"), None),
    "empty lines": (lambda content: content.replace("\r\n", "\r\n\r\n"), None),
    "a title": (lambda content: "資格確認実績ログ　2026年8月分\r\n\r\n" + content, None),
    "one more column": (lambda content: content.replace("\r\n", ',"余分"\r\n'), None),
    "columns turned round": (lambda content: "".join(
        ",".join(reversed(line.split(","))) + "\r\n" for line in content.split("\r\n")[:-1]), None),
    "another name": (lambda content: content.replace("受給者番号", "生保番号"),
                     '[columns.recipient_number]\nheaders = ["ケース番号", "生保番号"]\n'),
    "another name in another form": (lambda content: content.replace("受給者番号", "受給者 番号（７桁）"),
                                     '[columns.recipient_number]\nheaders = ["受給者番号7桁"]\n'),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig"])
def test_a_file_in_another_shape(tmp_path, shape, encoding):
    change, extra = SHAPES[shape]
    rows = [row(), row(**NO_TICKET, 氏名="雛形　花子")]
    assert checks(change(text(*rows)), tmp_path, extra, encoding).equals(checks(text(*rows), tmp_path))


def test_positions_of_an_office_in_place_of_a_header(tmp_path):
    places = "".join(f"[columns.{field}]\nposition = {21 - HEADER.index(column)}\n" for column, field in FIELDS.items())
    content = "".join(",".join(reversed(line.split(","))) + "\r\n" for line in (row(), row(**NO_TICKET)))
    found = checks(content, tmp_path, f"[file]\nheader = false\n{places}")
    assert found.equals(checks(text(row(), row(**NO_TICKET)), tmp_path))


@pytest.mark.parametrize(("declared", "encoding"), [("cp932", "utf-8"), ("utf-8", "cp932")])
def test_only_the_declared_encodings_are_tried(tmp_path, declared, encoding):
    extra = f'[file]\nencodings = ["{declared}"]\n'
    assert checks(text(row()), tmp_path, extra, declared).equals(checks(text(row()), tmp_path))
    layout = parse_layout(our(extra), "our.toml")
    _, report = read_bytes(text(row()).encode(encoding), tmp_path, layout)
    assert report.refused is not None
    assert "文字コード" in report.refused.ja
