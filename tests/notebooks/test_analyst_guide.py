"""docs/analyst.md: its code runs from top to bottom, its table of tables is whole, and its answer is right."""

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from qlog import schema

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "analyst.md").read_text(encoding="utf-8")
PARTS = re.findall(r"^```python\n(.*?)^```$", GUIDE, flags=re.MULTILINE | re.DOTALL)
MONDAYS = next(code for code in PARTS if "mondays" in code)


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Every name there is after the guide was run in an empty folder."""
    pytest.importorskip("matplotlib").use("Agg")
    names: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("analyst"))
        for number, code in enumerate(PARTS):
            exec(compile(code, f"docs/analyst.md, block {number}", "exec"), names)  # noqa: S102  # our own page
    return names


def test_every_block_runs(names: dict[str, Any]) -> None:
    assert len(PARTS) > 10
    assert names["findings"].month == "2026-10"


def test_the_question_that_was_not_foreseen_takes_ten_lines() -> None:
    assert len([line for line in MONDAYS.splitlines() if line.strip()]) <= 10


def test_its_answer_is_that_of_a_count_by_hand(names: dict[str, Any]) -> None:
    places = defaultdict(set)
    for visit in names["findings"].visits.itertuples():
        if visit.visit_date.strftime("%a") == "Mon":
            who = (f"{visit.visit_date:%Y-%m}", visit.payer_number, visit.recipient_number, visit.kind)
            places[who].add(visit.institution_code)
    expected = {who: len(codes) for who, codes in places.items() if len(codes) >= 3}
    columns = ["month", "payer_number", "recipient_number", "kind", "institutions"]
    found = {tuple(row[:-1]): row[-1] for row in names["three"][columns].itertuples(index=False)}
    assert found == expected
    assert found, "the sample must have somebody to find"


@pytest.mark.parametrize("name", schema.TABLES)
def test_every_table_is_told(name: str) -> None:
    assert f"| `{name}` | {schema.TABLES[name].jp} |" in GUIDE


def test_every_notebook_is_told() -> None:
    there = {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert set(re.findall(r"`(\d\d_\w+\.ipynb)`", GUIDE)) == there


def test_every_picture_is_told() -> None:
    import qlog

    assert {name for name in qlog.plot.__all__ if f"qlog.plot.{name}(" not in GUIDE} == set()
