"""The blank workbooks as files: kept in the repository as the program writes them, safe, and of one edition."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from qlog.export.formulas import ALLOWED, Edition
from qlog.export.template import build_template, template_name, write_template, write_templates
from tests.workbook.files import Cells, defined_names, formulas, parts, sheet_names, sheet_xml

FOLDER = Path(__file__).parents[2] / "templates" / "excel"
KEPT = [("2021", 300_000), ("2007", 5_000), ("2007", 20_000), ("2007", 60_000)]
NEWER = r"(?:_xlfn\.(?:_xlws\.)?)"


@pytest.fixture(scope="module", params=[("2007", 5_000), ("2021", 300_000)], ids=["2007", "2021"])
def template(request: pytest.FixtureRequest) -> tuple[Edition, bytes]:
    edition, rows = request.param
    return edition, build_template(edition=edition, rows=rows)


def array_formulas(book: bytes) -> Cells:
    """Return the formulas of arrays, legacy and dynamic: whether each is dynamic."""
    return {
        (name, address): "cm=" in attributes
        for name in sheet_names(book)
        for address, attributes in re.findall(r'<c r="([A-Z]+\d+)"([^>]*)><f t="array"', sheet_xml(book, name))
    }


def formats(book: bytes) -> list[ElementTree.Element]:
    """Return the formats of cells in the order in which cells name them."""
    return list(ElementTree.fromstring(parts(book)["xl/styles.xml"]).iterfind("{*}cellXfs/{*}xf"))  # noqa: S314


@pytest.mark.parametrize(("edition", "rows"), KEPT)
def test_the_files_in_the_repository_are_what_the_program_writes(edition, rows):
    # Part by part, because another machine's zlib may press the same bytes otherwise.
    kept = parts((FOLDER / template_name(edition, rows)).read_bytes())
    changed = [name for name, part in parts(build_template(edition=edition, rows=rows)).items() if kept[name] != part]
    assert not changed, "rebuild with: qlog template --out templates/excel"


def test_all_of_them_are_written_and_are_small_enough_to_mail(tmp_path):
    written = write_templates(tmp_path)
    assert [path.name for path in written] == [template_name(edition, rows) for edition, rows in KEPT]
    assert sorted(path.name for path in FOLDER.glob("*.xlsx")) == sorted(path.name for path in written)
    assert sum(path.stat().st_size for path in written) < 8_000_000


def test_a_size_there_is_none_of_is_refused(tmp_path):
    with pytest.raises(ValueError, match="7000"):
        write_template(tmp_path / "book.xlsx", edition="2007", rows=7_000)
    assert list(tmp_path.iterdir()) == []


def test_sheets_stand_in_the_order_of_work_and_the_computing_ones_are_hidden(template):
    edition, book = template
    listed = ["はじめに", "ログ貼付", "設定", "点検", "頻回受診の傾向", "未委託受診", "同日重複確認", "計算"]
    assert sheet_names(book) == [*listed, "抽出"] if edition == "2007" else listed
    hidden = re.findall(r'<sheet name="([^"]+)"[^>]* state="hidden"', parts(book)["xl/workbook.xml"])
    assert hidden == [name for name in sheet_names(book) if name in {"計算", "抽出"}]


def test_nothing_but_cells_is_in_the_file(template):
    names = parts(template[1])
    assert not [name for name in names if re.search(r"vba|external|drawing|printer|embed|connection", name)]
    assert "<dc:creator></dc:creator>" in names["docProps/core.xml"] or "<dc:creator/>" in names["docProps/core.xml"]


def test_only_functions_of_the_edition_are_used(template):
    edition, book = template
    for at, formula in formulas(book).items():
        bare = re.sub(r'"[^"]*"', '""', formula)
        assert len(formula) <= 8_192, at
        found = {re.sub(NEWER, "", name) for name in re.findall(r"([A-Za-z_][A-Za-z0-9_.]*)\(", bare)}
        assert found <= ALLOWED[edition], at
        assert "#" not in bare, at
        assert not re.search(r"(?<!_xlpm\.)\bv_\w", bare), at
        if edition == "2007":
            assert "_xl" not in bare, at


def test_arrays_are_dynamic_in_2021_and_of_the_old_kind_in_2007(template):
    edition, book = template
    arrays = array_formulas(book)
    assert arrays
    assert set(arrays.values()) == {edition == "2021"}
    assert ("xl/metadata.xml" in parts(book)) is (edition == "2021")
    if edition == "2021":
        plain = {at: text for at, text in formulas(book).items() if at not in arrays}
        assert not [at for at, text in plain.items() if "_xlfn" in text]


def test_no_array_stands_in_merged_cells(template):
    for name in sheet_names(template[1]):
        merged = set(re.findall(r'<mergeCell ref="([A-Z]+\d+):', sheet_xml(template[1], name)))
        assert not merged & {address for sheet, address in array_formulas(template[1]) if sheet == name}


def test_names_do_not_look_like_cells_and_stand_for_something(template):
    for name, reference in defined_names(template[1]).items():
        assert not re.fullmatch(r"[A-Za-z]{1,3}\d+|[RrCc]\d*", name)
        assert "#REF" not in reference


def test_rows_are_pasted_into_an_open_sheet_of_text_columns(template):
    sheet = sheet_xml(template[1], "ログ貼付")
    assert "<sheetProtection" not in sheet
    styles = set(re.findall(r'<col min="\d+" max="\d+" width="[\d.]+" style="(\d+)"', sheet))
    assert len(styles) == 1
    assert formats(template[1])[int(styles.pop())].get("numFmtId") == "49"  # text


def test_every_other_sheet_is_protected_and_only_settings_has_entry_cells(template):
    book = template[1]
    open_styles = {str(at) for at, xf in enumerate(formats(book)) if xf.find("{*}protection") is not None}
    for name in ("はじめに", "設定", "点検", "頻回受診の傾向", "未委託受診", "同日重複確認"):
        sheet = sheet_xml(book, name)
        assert "<sheetProtection" in sheet
        used = set(re.findall(r'<c r="[A-Z]+\d+" s="(\d+)"', sheet))
        assert bool(used & open_styles) is (name == "設定")


def test_a_new_workbook_shows_no_numbers_before_it_is_computed(template):
    """Protected View does not compute: the lists must look empty there, not full of zeros."""
    for name in ("頻回受診の傾向", "未委託受診", "同日重複確認"):
        values = re.findall(r"</f><v>([^<]*)</v>", sheet_xml(template[1], name))
        assert set(values) == {""}
