"""What the guides list is all there is: settings, layouts, exit codes, reasons, sheets, statuses."""

import itertools
import re
import tomllib

import pytest
from pydantic import BaseModel

from qlog import errors, schema
from qlog.export.workbook import names
from qlog.reading.catalog import parse_layout, shipped_layouts
from qlog.reading.layout import HELPERS, ColumnForm, FileForm, InstitutionForm, Layout, TicketForm
from qlog.reading.reasons import REASONS
from qlog.settings import Settings
from qlog.settings.fields import in_toml
from qlog.settings.sections import SECTIONS
from tests.docs.fences import DOCS, ROOT, fences

OPERATOR = (DOCS / "operator.md").read_text(encoding="utf-8")
LAYOUTS = (DOCS / "layouts.md").read_text(encoding="utf-8")
LONG = (DOCS / "long-guide.md").read_text(encoding="utf-8")
SHORT = (DOCS / "short-guide.md").read_text(encoding="utf-8")
SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src" / "qlog").rglob("*.py"))


def section(text: str, title: str) -> str:
    """The part of a page below the heading that begins with ``title``."""
    match = re.search(rf"^(#+) {re.escape(title)}.*?\n(.*?)(?=^#{{1,3}} |\Z)", text, flags=re.MULTILINE | re.DOTALL)
    assert match is not None, title
    return match[2]


def first_cells(text: str) -> list[str]:
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    return [row[0].strip() for row in rows if not set(row[0]) <= set("- ")]


@pytest.mark.parametrize("name", SECTIONS)
def test_every_setting_is_explained_with_its_default(name: str) -> None:
    rows = section(OPERATOR, f"### `[{name}]`".removeprefix("### ")).splitlines()
    told = {row.split("|")[1].strip(): row.split("|")[2].strip() for row in rows if row.startswith("| `")}
    fields = SECTIONS[name].model_fields
    assert told == {f"`{key}`": f"`{in_toml(field.default)}`" for key, field in fields.items()}


def test_every_exit_code_is_explained() -> None:
    codes = {kind.exit_code for kind in (errors.QlogError, *errors.QlogError.__subclasses__())}
    codes |= {0, errors.EXIT_DONE_WITH_REFUSALS, 130}
    assert [int(cell) for cell in first_cells(section(OPERATOR, "2. 終了コードとエラー"))[1:]] == sorted(codes)


def test_every_message_quoted_is_one_qlog_says() -> None:
    quoted = [cell for code in (2, 3, 4, 5) for cell in first_cells(section(OPERATOR, f"コード {code}："))[1:]]
    assert len(quoted) > 30
    parts = [(cell, part.strip(" 「」")) for cell in quoted for part in cell.split("…")]
    assert [cell for cell, part in parts if part and part not in SOURCES] == []


def test_every_reason_for_a_rejected_row_is_explained() -> None:
    told = first_cells(section(OPERATOR, "行ごとの理由"))[1:]
    assert sorted(told) == sorted(reason.ja for reason in REASONS.values())


@pytest.mark.parametrize(
    ("title", "model"),
    [
        ("ファイルの初め", Layout),
        ("`[file]`", FileForm),
        ("`[columns.項目]`", ColumnForm),
        ("`[ticket]`", TicketForm),
        ("`[institution]`", InstitutionForm),
    ],
)
def test_every_key_of_a_layout_is_explained(title: str, model: type[BaseModel]) -> None:
    parts = {"file", "columns", "constants", "ticket", "institution"}  # these have a section of their own
    keys = [f"`{key}`" for key in model.model_fields if model is not Layout or key not in parts]
    assert [key for key in first_cells(section(LAYOUTS, title)) if key.startswith("`")][: len(keys)] == keys
    assert all(f"`[{part}" in LAYOUTS for part in parts)


def test_every_field_of_a_log_is_named_with_its_label() -> None:
    rows = [line for line in section(LAYOUTS, "項目の名前").splitlines() if line.startswith("|")]
    cells = [cell.strip(" *") for line in rows for cell in line.strip("|").split("|")]
    told = {
        name.strip("`"): re.sub("（.*", "", label)
        for name, label in itertools.pairwise(cells)
        if re.fullmatch(r"`\w+`", name)
    }
    fields = {column.name: column.jp for column in (*schema.CHECK_FIELDS, *HELPERS.values())}
    assert told == fields


def test_every_shipped_layout_is_listed() -> None:
    assert first_cells(section(LAYOUTS, "付いているレイアウト"))[1:] == [f"`{name}`" for name in shipped_layouts()]


def test_every_example_of_a_layout_is_one() -> None:
    examples = [fence.text for fence in fences(DOCS / "layouts.md") if fence.language == "toml"]
    layouts = [parse_layout(text, "例") for text in examples]
    assert len(layouts) >= 6
    used = {key for text in examples for key in re.findall(r"\b(\w+)\s*=", text)}
    keys = {*FileForm.model_fields, *ColumnForm.model_fields, *TicketForm.model_fields, *InstitutionForm.model_fields}
    assert keys - used - {"none", "fee_table_by_name"} == set()  # these two are tables of their own
    assert all(f".{name}]" in "".join(examples) for name in ("none", "fee_table_by_name"))


def test_the_examples_of_settings_are_valid() -> None:
    examples = [fence.text for fence in fences(DOCS / "operator.md") if fence.language == "toml"]
    assert [Settings(**tomllib.loads(text)).for_office("12016010").frequent.month_days for text in examples] == [12]


def test_every_sheet_has_its_picture_in_the_long_guide() -> None:
    shown = re.findall(r"\(pictures/([^)]+\.png)\)", LONG)
    assert sorted(shown) == sorted(path.name for path in (DOCS / "pictures").glob("*.png"))
    assert names.REGISTER in LONG  # there only once something was entered, so it is in no picture


@pytest.mark.parametrize("words", [schema.LEVELS, schema.STATUSES, schema.PATTERNS, schema.CHANGES])
def test_every_status_has_a_row_that_says_what_to_do(words: dict[str, str]) -> None:
    rows = {
        cell
        for part in ("6. 言葉", "頻回受診の傾向", "未委託受診", "未委託受診の、前回", "同日の重複確認")
        for cell in first_cells(_below_six(part))
    }
    assert set(words.values()) <= rows


def _below_six(title: str) -> str:
    return section(LONG[LONG.index("## 6. ") :], title)


def test_the_short_guide_tells_every_level_status_and_pattern() -> None:
    for words in (schema.LEVELS, schema.STATUSES, schema.PATTERNS):
        assert [word for word in words.values() if word not in SHORT] == []
