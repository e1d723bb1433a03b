"""One vocabulary: what sheets and messages say is defined in GLOSSARY.md, with the name the code has for it."""

from pathlib import Path

import pytest

from qlog import schema
from qlog.codes import KIND_LABELS

ROWS = [
    line
    for line in (Path(__file__).parents[2] / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("|") and not line.startswith(("|---", "| Japanese"))
]
TABLES = {table.name: table.jp for table in schema.TABLES.values()}
REFERENCES = {name: schema.REFERENCE_TABLES[name].jp for name in ("tickets", "other_law", "caseworkers", "aliases")}
CODES = schema.LEVELS | schema.STATUSES | schema.PATTERNS | schema.UNITS | schema.CHANGES | schema.SIGNALS


@pytest.mark.parametrize(("name", "label"), [*TABLES.items(), *REFERENCES.items(), *CODES.items()])
def test_a_name_and_its_japanese_label_stand_in_one_row(name: str, label: str) -> None:
    assert [row for row in ROWS if f"`{name}`" in row and label in row]


def test_every_kind_of_institution_is_named() -> None:
    (row,) = [row for row in ROWS if row.startswith("| 種別 ")]
    assert [f"{kind} {label}" for kind, label in KIND_LABELS.items() if f"{kind} {label}" not in row] == []


def test_no_term_is_defined_twice() -> None:
    terms = [row.split("|")[1].strip() for row in ROWS]
    assert len(terms) == len(set(terms))
