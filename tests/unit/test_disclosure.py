"""Small cells: 1 to 9 are masked, 0 may be shown, and nothing shown lets a masked cell be worked out.

The ranges are checked here by a solver of its own, written from the rule and not from the code.
"""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from qlog.disclosure import masked_cells
from qlog.equations import Key, Relation

ALL = "計"


def table(rows: list[list[int]]) -> tuple[dict[Key, int], list[Relation]]:
    """A table of counts with its row totals, column totals and grand total."""
    matrix = np.array(rows)
    full = np.block([[matrix, matrix.sum(1, keepdims=True)], [matrix.sum(0, keepdims=True), matrix.sum()]])
    height, width = matrix.shape
    row = [*map(str, range(height)), ALL]
    column = [*map(str, range(width)), ALL]
    counts = {(row[i], column[j]): int(full[i, j]) for i, j in product(range(height + 1), range(width + 1))}
    sums = [Relation((r, ALL), tuple((r, c) for c in column[:-1]), "sum") for r in row]
    sums += [Relation((ALL, c), tuple((r, c) for r in row[:-1]), "sum") for c in column]
    return counts, sums


def possible(counts: dict[Key, int], sums: list[Relation], masked: frozenset[Key], key: Key) -> tuple[float, float]:
    """What a reader finds out about a cell from everything shown: its least and its greatest possible value."""
    keys = list(counts)
    equations = np.zeros((len(sums), len(keys)))
    for number, relation in enumerate(sums):
        equations[number, keys.index(relation.total)] = -1
        for part in relation.parts:
            equations[number, keys.index(part)] = 1
    bounds = [(0, None) if cell in masked else (counts[cell], counts[cell]) for cell in keys]
    wanted = np.array([float(cell == key) for cell in keys])
    low = linprog(wanted, A_eq=equations, b_eq=np.zeros(len(sums)), bounds=bounds)
    high = linprog(-wanted, A_eq=equations, b_eq=np.zeros(len(sums)), bounds=bounds)
    return low.fun, float("inf") if high.status == 3 else -high.fun


def assert_protected(counts: dict[Key, int], sums: list[Relation], masked: frozenset[Key]) -> None:
    for key in masked:
        low, high = possible(counts, sums, masked, key)
        assert high - low >= 8 - 1e-6, (key, low, high)
        if 0 < counts[key] < 10:
            assert low <= 1 + 1e-6, (key, low, high)
            assert high >= 9 - 1e-6, (key, low, high)


def test_large_counts_and_zeros_are_all_shown() -> None:
    assert masked_cells(*table([[10, 0], [25, 300]])) == frozenset()


def test_a_small_cell_never_stands_alone_in_its_row_or_column() -> None:
    counts, sums = table([[5, 40, 60], [30, 50, 70], [80, 90, 20]])
    masked = masked_cells(counts, sums)
    assert ("0", "0") in masked
    assert len(masked) >= 4, "a single second cell could be worked out from the other direction"
    assert len(masked) <= 6, "far more is masked than needed"
    assert_protected(counts, sums, masked)


def test_two_small_cells_do_not_cover_each_other() -> None:
    # 1 + 1 beside a total of 102: a reader would know that both are at most 2
    counts, sums = table([[1, 1, 100], [200, 300, 400]])
    assert_protected(counts, sums, masked_cells(counts, sums))


@pytest.mark.parametrize("rows", [[[5]], [[5, 0, 0]], [[3], [0]], [[1, 0], [0, 200]], [[9, 9], [9, 9]]])
def test_tables_with_little_to_hide_behind(rows: list[list[int]]) -> None:
    counts, sums = table(rows)
    assert_protected(counts, sums, masked_cells(counts, sums))


small = st.one_of(st.integers(0, 12), st.just(0), st.integers(10, 500))


@settings(max_examples=25, deadline=None)
@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(small, min_size=width, max_size=width), min_size=1, max_size=4)
    )
)
def test_no_table_gives_a_small_cell_away(rows: list[list[int]]) -> None:
    counts, sums = table(rows)
    masked = masked_cells(counts, sums)
    assert all(key in masked for key, count in counts.items() if 0 < count < 10)
    assert_protected(counts, sums, masked)


def test_people_in_several_parts_are_bounded_by_the_total() -> None:
    # 12 people, 10 of them at a doctor: the others alone would have at least 2
    counts = {("total",): 12, ("medical",): 10, ("dental",): 3}
    cover = [Relation(("total",), (("medical",), ("dental",)), "cover")]
    masked = masked_cells(counts, cover)
    assert ("dental",) in masked
    assert len(masked) > 1


def test_a_count_that_limits_another_is_masked_with_it() -> None:
    counts = {("visits",): 12, ("people",): 12}
    assert masked_cells(counts, []) == frozenset()
    counts = {("visits",): 4, ("people",): 4}
    assert masked_cells(counts, [Relation(("visits",), (("people",),), "within")]) == set(counts)
