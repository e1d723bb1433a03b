"""What every workbook holds, part by part."""

import re

import pytest

from qlog.export.workbook import OfficeMonth, build_workbook
from tests.workbook.files import defined_names, parts, rows_of, sheet_names, sheet_xml, values

SHEETS = [
    "表紙", "頻回受診の傾向", "頻回受診の一覧", "受診カレンダー", "未委託受診", "同日重複確認", "医療機関別", "個人票",
    "受診明細", "取込結果", "設定", "見方",
]  # fmt: skip
LISTS = ["頻回受診の傾向", "頻回受診の一覧", "受診カレンダー", "未委託受診", "同日重複確認", "医療機関別", "受診明細"]
HIDDEN = {"連番", "行", "印", "券・他法", "記録の初出"}
SIDE_BY_SIDE = {"頻回受診の傾向": "$A:$D,", "未委託受診": "$A:$D,"}  # who it is about stands on both pages
ENTRIES = {"頻回受診の傾向": 7, "未委託受診": 2, "個人票": 1, "設定": 8}


def test_the_sheets_stand_in_their_order(book):
    assert sheet_names(book) == [*SHEETS, "個人票の元"]
    assert 'name="個人票の元" sheetId="13" state="hidden"' in parts(book)["xl/workbook.xml"]


@pytest.mark.parametrize("name", SHEETS)
def test_every_sheet_prints_on_a4_and_says_what_it_is(book, name):
    xml = sheet_xml(book, name)
    assert 'paperSize="9"' in xml
    assert ("<pageSetUpPr fitToPage=" in xml) is (name not in SIDE_BY_SIDE)
    assert "あおば市福祉事務所" in xml
    assert "2026年10月" in xml
    assert "取扱注意" in xml
    assert "&amp;P / &amp;N" in xml


@pytest.mark.parametrize("name", LISTS)
def test_every_list_has_a_title_a_sentence_a_frozen_header_a_filter_and_print_titles(book, name):
    xml, cells = sheet_xml(book, name), values(book)
    assert 'orientation="landscape"' in xml
    assert cells[name, "A1"].startswith(name)
    assert cells[name, "E1" if name in SIDE_BY_SIDE else "A2"].endswith("。")
    assert re.search(r'<pane [^>]*ySplit="5"[^>]*state="frozen"', xml)
    assert '<autoFilter ref="A5:' in xml
    workbook = parts(book)["xl/workbook.xml"]
    columns = f"{name}!{SIDE_BY_SIDE[name]}" if name in SIDE_BY_SIDE else ""
    titles = f"{columns}{name}!$4:$5"
    assert f'<definedName name="_xlnm.Print_Titles" localSheetId="{SHEETS.index(name)}">{titles}<' in workbook


@pytest.mark.parametrize("name", SHEETS)
def test_every_sheet_is_protected_without_a_password_and_can_be_filtered(book, name):
    protection = re.search(r"<sheetProtection[^>]*>", sheet_xml(book, name))[0]
    assert 'sheet="1"' in protection
    assert 'autoFilter="0"' in protection  # 0 = allowed
    assert "password" not in protection


def test_the_file_names_nobody_and_knows_only_the_date_it_was_given(book):
    core = parts(book)["docProps/core.xml"]
    assert "<dc:creator></dc:creator>" in core
    assert "<cp:lastModifiedBy></cp:lastModifiedBy>" in core
    assert core.count("2026-11-04T00:00:00Z") == 2


def test_every_font_is_the_font_of_the_theme(book):
    styles = parts(book)["xl/styles.xml"]
    assert set(re.findall(r'<name val="([^"]+)"', styles)) == {"BIZ UDゴシック"}
    assert "<scheme" not in styles  # a scheme would put the font of the Office theme in its place


def test_the_same_month_gives_the_same_bytes(office: OfficeMonth, book_2007, book_2021):
    assert build_workbook(office, edition="2007") == book_2007
    assert build_workbook(office, edition="2021") == book_2021


def test_the_thresholds_are_named_cells_that_hold_the_settings(book):
    names, cells = defined_names(book), values(book)
    expected = {
        "月の日数": 15, "三か月の日数": 40, "早めの日数": 10, "早めの開始日": 8, "券の登録日": 15,
        "新しい受給者の日数": 30, "同じ医療機関の回数": 2, "一日の医療機関数": 2,
    }  # fmt: skip
    found = {name: cells["設定", names[name].split("!")[1].replace("$", "")] for name in expected}
    assert found == expected


def test_numbers_of_people_are_text(book):
    numbers = [value for (sheet, at), value in values(book).items() if sheet == "受診明細" and at[0] == "A"][2:]
    assert len(numbers) > 200
    assert all(isinstance(number, str) and len(number) == 7 for number in numbers[1:])


def test_the_mark_of_non_disclosure_is_a_word(book, office: OfficeMonth):
    rows = rows_of(book, "頻回受診の傾向", "B D")
    marked = {number for number, mark in rows if mark == "不開示"}
    listed = set(office.candidates["recipient_number"].to_pylist())
    assert marked == {number for number, (_, undisclosed) in office.caseworker_of.items() if undisclosed} & listed
    assert marked


def test_entry_cells_are_open_and_check_what_is_entered(book):
    for sheet, rules in ENTRIES.items():
        xml = sheet_xml(book, sheet)
        assert xml.count("<dataValidation ") == rules
        styles = parts(book)["xl/styles.xml"]
        assert '<protection locked="0"/>' in styles


def test_every_column_is_explained(book):
    cells = values(book)
    guide = {value for (sheet, at), value in cells.items() if sheet == "見方" and at.startswith("A")}
    heads = {value.replace("\n", "") for (sheet, at), value in cells.items()
             if sheet in LISTS and re.fullmatch("[A-Z]+5", at) and value not in HIDDEN
             and not re.match(r"\d+\n[月火水木金土日]", value)}  # fmt: skip
    assert heads <= guide
