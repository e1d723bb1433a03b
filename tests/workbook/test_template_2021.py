"""The blank workbook for Excel 2021: pasted rows give what qlog finds in them.

formulon knows dynamic arrays and computes the file as it is; for LibreOffice, which does not spill, the arrays are
stored as large as formulon finds them.
"""

from pathlib import Path

import pytest

from qlog.export.template import build_template
from tests.workbook import scenarios
from tests.workbook.expectations import DEFAULT_CELLS, OTHER, OTHER_CELLS, SAID_OF_DIRTY_ROWS, said
from tests.workbook.files import needs_libreoffice, rows_of
from tests.workbook.lists import LISTS, Shown, expected, findings_of, sample_rows, settings, shown, tangled_rows
from tests.workbook.pasting import Formulon, pasted, recalculated_together, spilling


@pytest.fixture(scope="module")
def blank() -> bytes:
    return build_template(edition="2021", rows=300_000)


@pytest.fixture(scope="module")
def book(blank: bytes) -> Formulon:
    return Formulon(blank)


@pytest.fixture(scope="module")
def sample(book: Formulon, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """The lists of the sample rows, which are what qlog finds."""
    found = findings_of(sample_rows(), tmp_path_factory.mktemp("log"), month="2026-10", settings=settings())
    book.paste(sample_rows())
    lists = shown(book.cells(LISTS))
    assert lists == expected(found, "2026-10")
    return lists


def test_the_lists_are_what_qlog_finds(sample):
    assert all(sample.values())


@pytest.mark.parametrize("seed", [1, 2])
def test_overlapping_tickets_repeated_rows_and_four_clinics_a_day(book, tmp_path, seed):
    found = findings_of(tangled_rows(seed), tmp_path, month="2026-10", settings=settings())
    book.paste(tangled_rows(seed))
    assert shown(book.cells(LISTS)) == expected(found, "2026-10")


def test_the_lists_follow_other_thresholds_and_another_month(book, sample, tmp_path):
    found = findings_of(sample_rows(), tmp_path, month="2026-09", settings=OTHER)
    book.paste(sample_rows())
    book.put_all(OTHER_CELLS | {"選んだ月": 202609})
    try:
        assert shown(book.cells(LISTS)) == expected(found, "2026-09")
    finally:
        book.put_all(DEFAULT_CELLS | {"選んだ月": None})


@pytest.mark.parametrize("form", [scenarios.as_numbers, scenarios.mixed])
def test_the_form_in_which_rows_arrive_does_not_matter(book, sample, form):
    book.paste(form(sample_rows()))
    assert shown(book.cells(LISTS)) == sample


@pytest.mark.parametrize("name", scenarios.NOTHING_TO_SHOW)
def test_nothing_is_listed_where_nobody_was_present(book, name):
    book.paste(scenarios.NOTHING_TO_SHOW[name](sample_rows()))
    cells = book.cells((*LISTS, "点検"))
    assert not any(shown(cells).values())
    assert said(cells)["計算の自己点検"][0] == "よし"


def test_one_row_is_one_unentrusted_visit_that_waits_for_registration(book):
    book.paste(scenarios.one_row(sample_rows()))
    lists = shown(book.cells(LISTS))
    assert [row[:4] for row in lists.pop("未委託受診")] == [("登録待ち", "1234567", "2714591373", 1)]
    assert not any(lists.values())


def test_text_that_looks_like_a_formula_is_shown_as_it_is(book):
    book.paste(scenarios.hostile())
    rows = rows_of(book.cells(LISTS), "未委託受診", "C D E")
    assert sorted(rows) == [(f"{at:07d}", text, text) for at, text in enumerate(scenarios.HOSTILE, start=1)]


def test_a_good_log_passes_every_check(book):
    book.paste(sample_rows())
    assert {result for result, _ in said(book.cells(("点検",))).values()} == {"よし"}


def test_what_is_wrong_with_rows_is_said_in_plain_words(book):
    book.paste(scenarios.dirty())
    lines = said(book.cells(("点検",)))
    wanted = SAID_OF_DIRTY_ROWS | {"行の数": ("よし", "300,000 行に収まっています")}
    assert {title: lines[title] for title in wanted} == wanted


@pytest.mark.libreoffice
@needs_libreoffice
def test_libreoffice_computes_the_same(book, blank, sample, tmp_path: Path):
    book.paste(sample_rows())
    file = spilling(pasted(blank, sample_rows()), book.spills((*LISTS, "計算")))
    computed = recalculated_together({"book": file}, tmp_path)["book"]
    assert shown(computed) == sample
    assert {result for result, _ in said(computed).values()} == {"よし"}
