"""The blank workbook for Excel 2007, computed by LibreOffice: pasted rows give what qlog finds in them."""

from typing import Any

import pytest

from qlog.export.template import build_template
from tests.workbook import scenarios
from tests.workbook.expectations import OTHER, OTHER_CELLS, SAID_OF_DIRTY_ROWS, said
from tests.workbook.files import Cells, needs_libreoffice, rows_of
from tests.workbook.lists import expected, findings_of, sample_rows, settings, shown, tangled_rows
from tests.workbook.pasting import pasted, recalculated_together

pytestmark = [pytest.mark.libreoffice, needs_libreoffice]


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Cells]:
    """Every workbook of these tests, recalculated in one start of LibreOffice."""
    blank, rows = build_template(edition="2007", rows=5_000), sample_rows()
    given: dict[str, tuple[list[Any], dict[str, int]]] = {
        "sample": (rows, {}),
        "mixed": (scenarios.mixed(rows), {}),
        "other": (rows, OTHER_CELLS | {"選んだ月": 202609}),
        "tangled": (tangled_rows(1), {}),
        **{name: (form(rows), {}) for name, form in scenarios.NOTHING_TO_SHOW.items()},
        "one_row": (scenarios.one_row(rows), {}),
        "dirty": (scenarios.dirty(), {}),
        "hostile": (scenarios.hostile(), {}),
    }
    books = {name: pasted(blank, own, cells) for name, (own, cells) in given.items()}
    return recalculated_together(books, tmp_path_factory.mktemp("template2007"))


def test_the_lists_are_what_qlog_finds(computed, tmp_path):
    found = findings_of(sample_rows(), tmp_path, month="2026-10", settings=settings())
    assert shown(computed["sample"]) == expected(found, "2026-10")


def test_the_lists_follow_other_thresholds_and_another_month(computed, tmp_path):
    found = findings_of(sample_rows(), tmp_path, month="2026-09", settings=OTHER)
    assert shown(computed["other"]) == expected(found, "2026-09")


def test_overlapping_tickets_repeated_rows_and_four_clinics_a_day(computed, tmp_path):
    wanted = expected(findings_of(tangled_rows(1), tmp_path, month="2026-10", settings=settings()), "2026-10")
    assert all(wanted.values())
    assert shown(computed["tangled"]) == wanted


def test_the_form_in_which_rows_arrive_does_not_matter(computed):
    assert shown(computed["mixed"]) == shown(computed["sample"])


@pytest.mark.parametrize("name", scenarios.NOTHING_TO_SHOW)
def test_nothing_is_listed_where_nobody_was_present(computed, name):
    assert not any(shown(computed[name]).values())


def test_one_row_is_one_unentrusted_visit_that_waits_for_registration(computed):
    lists = shown(computed["one_row"])
    assert [row[:4] for row in lists.pop("未委託受診")] == [("登録待ち", "1234567", "2714591373", 1)]
    assert not any(lists.values())


def test_text_that_looks_like_a_formula_is_shown_as_it_is(computed):
    rows = rows_of(computed["hostile"], "未委託受診", "C D E")
    assert sorted(rows) == [(f"{at:07d}", text, text) for at, text in enumerate(scenarios.HOSTILE, start=1)]


def test_a_good_log_passes_every_check(computed):
    assert {result for result, _ in said(computed["sample"]).values()} == {"よし"}


def test_what_is_wrong_with_rows_is_said_in_plain_words(computed):
    lines = said(computed["dirty"])
    assert {title: lines[title] for title in SAID_OF_DIRTY_ROWS} == SAID_OF_DIRTY_ROWS


def test_no_cell_of_a_sheet_people_read_is_an_error(computed):
    errors = [
        (name, *at) for name, cells in computed.items() for at, value in cells.items()
        if isinstance(value, str) and value.startswith("#") and at[0] not in {"計算", "抽出"}
    ]  # fmt: skip
    assert errors == []
