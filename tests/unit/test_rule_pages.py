"""docs/rules says what the rules and their tests say, about every rule, in Japanese."""

import re
import tomllib
from pathlib import Path

import pytest

from qlog import rules, schema
from tests.rule_pages import record
from tests.rule_pages.pages import COMMAND, PAGES, render_all

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "rules"
TITLES = tomllib.loads((ROOT / "tests" / "rule_pages" / "titles.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return render_all()


def test_every_spec_test_has_a_title_and_every_title_a_test() -> None:
    there = {
        path.stem: sorted(
            name.removeprefix("test_")
            for name in re.findall(r"^def (test_\w+)\(judge\)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        )
        for path in (ROOT / "tests" / "spec").glob("test_*.py")
    }
    assert {module: sorted(titles) for module, titles in TITLES.items()} == there


def test_the_pages_are_up_to_date(pages: dict[str, str]) -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    old = sorted(name for name in pages.keys() | written.keys() if pages.get(name) != written.get(name))
    assert old == [], f"run {COMMAND}"


def test_every_rule_and_every_table_stands_on_one_page() -> None:
    told = sorted(name for page in PAGES for name in (*page.rules, *page.behind))
    assert told == sorted(path.stem for path in (ROOT / "src" / "qlog" / "rules").glob("*.sql"))
    assert sorted(name for page in PAGES for name in page.tables) == sorted(schema.TABLES)


def test_every_rule_runs() -> None:
    named = [*rules.RULES, *rules.VIEWS, *rules.CHANGES, "checks"]
    assert sorted(named) == sorted(path.stem for path in (ROOT / "src" / "qlog" / "rules").glob("*.sql"))


def test_a_caseworker_meets_no_english_in_the_examples(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        cells = [line for line in text.splitlines() if line.startswith("|") and "](" not in line]
        english = [line for line in cells if re.search(r"[a-z]{3,}", line)]
        assert english == [], name


def test_what_a_page_shows_was_compared_with_the_reference() -> None:
    (example,) = [one for one in record.examples("test_visits") if one.name == "midnight_parts_two_days"]
    (case,) = example.cases
    (expectation,) = case.expected
    assert expectation.rows is not None
    assert (expectation.table, expectation.rows.count("2026-10-0")) == ("visits", 2)


def test_a_wrong_table_stops_the_page() -> None:
    judge = record._Judge([])
    with pytest.raises(AssertionError):
        judge("at \n 2026-10-01").visits.are("visit_date \n 2026-10-02")
    with pytest.raises(AssertionError):
        judge("at \n 2026-10-01").visits.are_none()
