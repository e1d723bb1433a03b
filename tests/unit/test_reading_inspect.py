"""qlog inspect: what a file looks like, what its columns are, and a layout that reads it."""

from pathlib import Path

import pytest

from qlog.errors import NothingReadError
from qlog.reading import Inspection, inspect_file, load_layout, propose_layout
from qlog.reading.mask import masked
from tests.unit.reading_rows import GOOD, NO_TICKET, read_bytes, row, text
from tests.unit.test_reading_workbooks import workbook

PEOPLE = [
    {"受給者番号": "0000018", "氏名": "試験　太郎", "氏名カナ": "ｼｹﾝ ﾀﾛｳ", "生年月日": "19560425"},
    {"受給者番号": "0000026", "氏名": "佐々木　花子", "氏名カナ": "ｻｻｷ ﾊﾅｺ", "生年月日": "19810101"},
    {"受給者番号": "0000034", "氏名": "林　●", "氏名カナ": "ﾊﾔｼ ｼﾞﾛｳ", "生年月日": "20051231"},
]
ROWS = [row(**person, **(NO_TICKET if place == 1 else {})) for place, person in enumerate(PEOPLE)]
RENAMED = {
    "資格確認日時": "確認日時",
    "資格確認方法": "確認区分",
    "受給者番号": "ケース番号",
    "氏名カナ": "フリガナ",
    "資格有効性": "有効区分",
    "有効開始年月日": "開始日",
}


def inspected(directory: Path, content: str, encoding: str = "cp932") -> Inspection:
    path = directory / "file.csv"
    path.write_bytes(content.encode(encoding))
    return inspect_file(path)


def renamed(content: str) -> str:
    for old, new in RENAMED.items():
        content = content.replace(f'"{old}"', f'"{new}"')
    return content


def fields(inspection: Inspection) -> dict[str, str | None]:
    return {view.header: view.field for view in inspection.columns}


@pytest.mark.parametrize(
    ("encoding", "name", "word"),
    [("cp932", "cp932", "cp932"), ("utf-8", "utf-8", "utf-8"), ("utf-8-sig", "utf-8", "BOM")],
)
def test_a_file_in_the_default_layout_is_known(tmp_path, encoding, name, word):
    found = inspected(tmp_path, text(*ROWS), encoding)
    assert (found.layout, found.has_header, found.header_line, found.rows) == ("default", True, 1, 3)
    assert (found.encoding.name, found.delimiter, found.missing) == (name, ",", ())
    assert word in found.encoding.evidence.ja
    assert all(view.confidence == 1 for view in found.columns)
    assert [view.label for view in found.columns] == list(GOOD)


def test_examples_show_forms_and_never_values(tmp_path):
    found = inspected(tmp_path, text(*ROWS))
    examples = {view.field: view.examples for view in found.columns}
    assert examples["recipient_number"] == ("9999999",)
    assert examples["name"] == ("漢漢　漢漢", "漢漢漢　漢漢", "漢　記")
    assert examples["kana"] == ("ｱｱｱ ｱｱｱ", "ｱｱｱ ｱｱｱｱ", "ｱｱｱｱ ｱｱｱｱｱ")[: len(examples["kana"])]
    for person in PEOPLE:
        for value in person.values():
            assert value not in repr(found)
            assert value not in propose_layout(found)


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("令和6年7月1日", "令和9年9月9日"), ("R6.7.1", "R9.9.9"), ("2026-08-16T13:36:13", "9999-99-99T99:99:99"),
        ("月島　日出子", "漢漢　漢漢漢"), ("ABC-１２", "AAA-９９"), ("あいう", "あああ"), ("", ""),
        ("あ" * 40, "あ" * 24 + "…"),
    ],
)  # fmt: skip
def test_masks(value, form):
    assert masked(value) == form


def test_six_renamed_columns_become_a_layout_that_reads_the_file_without_an_edit(tmp_path):
    content = renamed(text(*ROWS))
    found = inspected(tmp_path, content)
    assert found.layout is None
    assert found.why_none is not None
    assert found.missing == ()
    (tmp_path / "office.toml").write_text(propose_layout(found), encoding="utf-8")
    table, report = read_bytes(content.encode("cp932"), tmp_path, load_layout(str(tmp_path / "office.toml")))
    assert report.rejects == []
    assert table.equals(read_bytes(text(*ROWS).encode("cp932"), tmp_path)[0])


@pytest.mark.parametrize("first", range(16))
def test_six_headers_that_say_nothing_are_taken_by_their_place_and_marked(tmp_path, first):
    content = text(*ROWS)
    for place, name in enumerate(list(GOOD)[first : first + 6]):
        content = content.replace(f'"{name}"', f'"項目{place}"', 1)
    proposal = propose_layout(inspected(tmp_path, content))
    assert "要確認" in proposal
    (tmp_path / "office.toml").write_text(proposal, encoding="utf-8")
    table, report = read_bytes(content.encode("cp932"), tmp_path, load_layout(str(tmp_path / "office.toml")))
    assert report.rejects == []
    wanted = read_bytes(text(*ROWS).encode("cp932"), tmp_path)[0]
    needed = [name for name in table.column_names if not name.startswith(("disease", "reference", "institution_name"))]
    assert table.select(needed).equals(wanted.select(needed))


@pytest.mark.parametrize(
    ("change", "base"),
    [
        (lambda content: content.replace(",", "\t"), "default"),
        (lambda content: content.replace("3410712362", "0712362"), "institution_7"),
        (lambda content: content.replace('"6"', '"有効（未登録）"').replace('"1","01","02"', '"有効","01","02"'),
         "validity_text"),
        (lambda content: content.replace('"20260801"', '"080801"').replace('"20260831"', '"080831"'), "default"),
        (lambda content: content.split("\r\n", 1)[1], "default"),
        (lambda content: "出力日　2026年11月21日\r\n\r\n" + content, "default"),
    ],
)  # fmt: skip
def test_the_proposal_reads_files_of_other_forms(tmp_path, change, base):
    content = change(text(*ROWS))
    found = inspected(tmp_path, content)
    assert found.base == base
    (tmp_path / "office.toml").write_text(propose_layout(found), encoding="utf-8")
    table, report = read_bytes(content.encode("cp932"), tmp_path, load_layout(str(tmp_path / "office.toml")))
    assert report.refused is None
    assert report.rejects == []
    assert table.num_rows == 3
    wanted = read_bytes(text(*ROWS).encode("cp932"), tmp_path)[0]
    same = [name for name in table.column_names if name not in {"line", "institution_code"}]
    assert table.select(same).equals(wanted.select(same))


def test_columns_without_a_header_are_known_by_their_values(tmp_path):
    order = [
        "氏名カナ",
        "生年月日",
        "受給者番号",
        "公費負担者番号",
        "資格確認日時",
        "医療機関等コード",
        "有効終了年月日",
    ]
    lines = [",".join((GOOD | person)[name] for name in order) for person in PEOPLE]
    found = inspected(tmp_path, "\r\n".join(lines) + "\r\n")
    assert [view.label for view in found.columns] == order
    assert set(found.missing) == {"method", "validity", "ticket_kind"}


def test_the_first_row_of_a_list_of_people_is_not_shown_as_a_header(tmp_path):
    found = inspected(tmp_path, "鈴木　花子,昭和の病院\n佐藤　太郎,平成の病院\n")
    assert (found.has_header, found.rows) == (False, 2)
    assert "鈴木" not in repr(found) + propose_layout(found)
    assert inspected(tmp_path, "氏名,かかりつけ\n佐藤　太郎,平成の病院\n").has_header


def test_what_is_missing_is_left_to_fill_in(tmp_path):
    content = text(*ROWS).replace('"資格有効性"', '"備考"').replace("\r\n", ',"余分"\r\n')  # so places say nothing
    found = inspected(tmp_path, content)
    assert found.missing == ("validity",)
    proposal = propose_layout(found)
    assert "要確認：あたる列が見つかりません。候補：「備考」" in proposal
    (tmp_path / "office.toml").write_text(proposal.replace("headers = []", 'headers = ["備考"]'), encoding="utf-8")
    _, report = read_bytes(content.encode("cp932"), tmp_path, load_layout(str(tmp_path / "office.toml")))
    assert (report.accepted, report.rejected) == (3, 0)


def test_a_workbook_is_inspected_too(tmp_path):
    header = [RENAMED.get(name, name) for name in GOOD]
    path = workbook(tmp_path / "log.xlsx", 一覧=[header, *[list((GOOD | person).values()) for person in PEOPLE]])
    found = inspect_file(path)
    assert found.file == "log.xlsx[一覧]"
    assert found.missing == ()
    assert fields(found)["ケース番号"] == "recipient_number"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n\0\0", b"one\ntwo\nthree\n", b"\0" * 1000])
def test_what_is_no_table_is_one_sentence(tmp_path, content):
    (tmp_path / "file.csv").write_bytes(content)
    with pytest.raises(NothingReadError, match=r"file\.csv"):
        inspect_file(tmp_path / "file.csv")


def test_a_missing_file_is_one_sentence(tmp_path):
    with pytest.raises(NothingReadError, match="開けません"):
        inspect_file(tmp_path / "nothing.csv")
