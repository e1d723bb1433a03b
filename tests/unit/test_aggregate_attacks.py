"""A reader who has the whole CSV file attacks it: sums, subtractions, months, tables, zeros, linear programming.

Nothing here knows how cells were chosen: the equations are written from what the columns of the file mean.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_array

from qlog.aggregate import Measure, aggregate
from qlog.codes import KIND_LABELS
from qlog.published import write_report
from qlog.tally import ALL, UNKNOWN_AGE
from tests.unit.model_project import entry, frequent, visits, write

Cell = tuple[str, ...]  # item, month, office, kind, age group, category
Sum = tuple[Cell, list[Cell]]
PEOPLE, VISITS = "受診した人（人）", "受診（件）"
SOME_PEOPLE = ("頻回受診の傾向（人）", "指導した人（人）")
KIND = 3  # the place of the kind in a cell


class Published:
    """What the file says (None = masked), beside what only the office knows."""

    def __init__(self, folders: list[Path], out: Path) -> None:
        report = aggregate(folders)
        names = {measure.name: measure for measure in report.measures}
        path, _ = write_report(report, out / "report.csv")
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.DictReader(file))
        self.shown = {cell_of(line): None if line["秘匿"] else int(line["値"]) for line in lines}
        assert len(self.shown) == len(lines), "a cell stands in the file twice"
        self.true = {as_shown(key, names): count for key, count in report.counts.items()}
        assert self.true.keys() == self.shown.keys()

    @property
    def small(self) -> list[Cell]:
        return sorted(cell for cell, count in self.true.items() if 0 < count < 10)

    def sums(self) -> Iterator[Sum]:
        """Every total and its parts, by each place of a cell."""
        parts: defaultdict[tuple[Cell, int], list[Cell]] = defaultdict(list)
        for cell in self.shown:
            for place in range(1, 6):
                total = (*cell[:place], ALL, *cell[place + 1 :])
                if cell[place] != ALL and total in self.shown:
                    parts[total, place].append(cell)
        for (total, place), cells in parts.items():
            if not (total[0] == PEOPLE and place == KIND):
                yield total, cells


def cell_of(line: dict[str, str]) -> Cell:
    return (*(line[name] for name in ("項目", "診療月", "公費負担者番号", "種別", "年齢階級", "区分")),)


def as_shown(key: tuple[str, ...], measures: dict[str, Measure]) -> Cell:
    """The cell of the file that a key of the report stands for."""
    name, month, office, kind, age, category = key
    born = {ALL: ALL, UNKNOWN_AGE: "生年月日なし"}.get(age, f"{age}年代生まれ")
    label = measures[name].categories.get(category, category)
    return measures[name].jp, month, office, KIND_LABELS.get(kind, kind), born, label


def solve_by_hand(published: Published) -> dict[Cell, int]:
    """Fill in every sum with one gap, again and again: what a patient reader does with a pencil."""
    known = {cell: value for cell, value in published.shown.items() if value is not None}
    sums = list(published.sums())
    while True:
        before = len(known)
        for total, parts in sums:
            gaps = [cell for cell in (total, *parts) if cell not in known]
            if len(gaps) == 1:
                own = sum(known[part] for part in parts if part in known)
                known[gaps[0]] = own if gaps[0] == total else known[total] - own
        if len(known) == before:
            return known


class Solver:
    """Least and greatest value of anything linear in the cells, given everything shown."""

    def __init__(self, published: Published) -> None:
        self.cells = list(published.shown)
        self.at = {cell: number for number, cell in enumerate(self.cells)}
        equal = [{total: -1, **dict.fromkeys(parts, 1)} for total, parts in published.sums()]
        at_most = []
        for cell in self.cells:
            if cell[0] == PEOPLE:
                at_most.append({cell: 1, (VISITS, *cell[1:]): -1})
            if cell[0] == PEOPLE and cell[KIND] != ALL:
                at_most.append({cell: 1, (*cell[:KIND], ALL, *cell[KIND + 1 :]): -1})
            if cell[0] in SOME_PEOPLE and cell[-1] == ALL:
                at_most.append({cell: 1, (PEOPLE, *cell[1:]): -1})
        for month in {cell[1] for cell in self.cells if cell[0] == PEOPLE}:
            kinds = [cell for cell in self.cells if cell[:2] == (PEOPLE, month) and cell[KIND] != ALL]
            at_most.append({(PEOPLE, month, ALL, ALL, ALL, ALL): 1, **dict.fromkeys(kinds, -1)})
        self.equal, self.at_most = self._matrix(equal), self._matrix(at_most)
        self.bounds = [(0, 100_000) if value is None else (value, value) for value in published.shown.values()]

    def _matrix(self, rows: list[dict[Cell, int]]) -> csr_array:
        entries = [(number, self.at[cell], factor) for number, row in enumerate(rows) for cell, factor in row.items()]
        numbers, columns, factors = zip(*entries, strict=True)
        return csr_array((factors, (numbers, columns)), shape=(len(rows), len(self.cells)))

    def range(self, factors: dict[Cell, int]) -> tuple[float, float]:
        wanted = np.zeros(len(self.cells))
        for cell, factor in factors.items():
            wanted[self.at[cell]] = factor
        ends = []
        for sign in (1, -1):
            found = linprog(
                sign * wanted,
                self.at_most, np.zeros(self.at_most.shape[0]), self.equal, np.zeros(self.equal.shape[0]),
                bounds=self.bounds,
            )  # fmt: skip
            assert found.status == 0, "the file contradicts itself"
            ends.append(float(found.x @ wanted))
        return ends[0], ends[1]


def assert_holds(published: Published) -> None:
    """No small cell is shown, found with a pencil, or narrowed; nor is a small group that nobody published."""
    assert [cell for cell in published.small if published.shown[cell] is not None] == []
    by_hand = solve_by_hand(published)
    assert [cell for cell in published.small if cell in by_hand] == []
    solver = Solver(published)
    for cell in published.small:
        low, high = solver.range({cell: 1})
        assert low <= 1 + 1e-6, (cell, low, high)
        assert high >= 9 - 1e-6, (cell, low, high)
    for cell, count in published.true.items():
        whole = (PEOPLE, *cell[1:])
        if cell[0] in SOME_PEOPLE and cell[-1] == ALL and 0 < published.true[whole] - count < 10:
            low, high = solver.range({whole: 1, cell: -1})
            assert low <= 1 + 1e-6, ("the others of", cell, low, high)
            assert high >= 9 - 1e-6, ("the others of", cell, low, high)


def invented(folder: Path, seed: int) -> list[Path]:
    """Three offices, three months, every measure; sizes around the limit."""
    dice = np.random.default_rng(seed)
    folders = []
    for payer in "ABC":
        rows = [
            row
            for month in (8, 9, 10)
            for kind in ("medical", "dental", "pharmacy", "visiting_nurse")
            for row in visits(
                payer, month, int(dice.choice([0, 3, 7, 12, 40])), each=int(dice.integers(1, 3)), kind=kind
            )
        ]
        rows += [row for month in (8, 9, 10) for row in visits(payer, month, 45)]
        flags = [
            *frequent(payer, range(int(dice.choice([2, 30, 42]))), "early", month="2026-09"),
            *frequent(payer, range(int(dice.integers(1, 9))), "screened"),
        ]
        cases = [
            {"month": f"2026-{month:02d}", "payer_number": payer, "recipient_number": f"{person:07d}",
             "institution_code": code, "status": status}
            for month in (8, 10)
            for code in ("1310000010", "1340000015")
            for status in ("review", "resolved", "pending")
            for person in range(int(dice.choice([0, 1, 9, 15])))
        ]  # fmt: skip
        ledger = [
            entry(payer, person, "2026-09", guided=date(2026, 10, 1), improved=str(dice.choice(["改善", "変わらない"])))
            for person in range(int(dice.integers(0, 25)))
        ]
        born = {payer: {person: int(dice.choice([1940, 1950, 1950, 1980])) for person in range(45)}}
        folders.append(
            write(
                folder / payer, visits=rows, frequent_visits=flags, unentrusted_visits=cases, ledger=ledger, born=born
            )
        )
    return folders


@pytest.mark.parametrize("seed", [5, 6])
def test_nothing_shown_gives_a_small_cell_away(tmp_path: Path, seed: int) -> None:
    published = Published(invented(tmp_path, seed), tmp_path)
    assert {cell[0] for cell in published.shown} >= {PEOPLE, VISITS, *SOME_PEOPLE}
    assert len(published.small) > 30
    masked = [cell for cell, value in published.shown.items() if value is None]
    assert len(masked) < 0.6 * len(published.shown), "a report of nothing but marks is no report"
    assert_holds(published)


def test_a_month_is_not_told_by_the_other_months_and_the_total(tmp_path: Path) -> None:
    rows = [row for month, people in ((8, 40), (9, 6), (10, 50)) for row in visits("A", month, people)]
    rows += [row for month in (8, 9, 10) for row in visits("B", month, 60)]
    published = Published([write(tmp_path / "a", visits=rows)], tmp_path)
    of_a = {
        month: published.shown[VISITS, month, "A", ALL, ALL, ALL] for month in ("2026-08", "2026-09", "2026-10", ALL)
    }
    assert of_a["2026-09"] is None
    assert sum(value is None for value in of_a.values()) >= 2
    assert_holds(published)


def test_a_cell_is_not_told_by_another_table_with_the_same_total(tmp_path: Path) -> None:
    # by office 95 + 5, by kind 100 + 0, by age group 50 + 50: the total stands in three tables
    born = {
        "A": dict.fromkeys(range(50), 1950) | dict.fromkeys(range(50, 95), 1960),
        "B": dict.fromkeys(range(5), 1960),
    }
    published = Published(
        [write(tmp_path / "a", visits=visits("A", 10, 95) + visits("B", 10, 5), born=born)], tmp_path
    )  # fmt: skip
    assert published.shown[PEOPLE, "2026-10", "B", ALL, ALL, ALL] is None
    assert_holds(published)


def test_zeros_beside_a_small_cell_do_not_tell_it(tmp_path: Path) -> None:
    flags = frequent("A", range(4), "screened")
    folders = [
        write(tmp_path / payer, visits=visits(payer, 10, 80), frequent_visits=flags if payer == "A" else ())
        for payer in "ABC"
    ]
    published = Published(folders, tmp_path)
    assert published.shown["頻回受診の傾向（人）", "2026-10", "A", ALL, ALL, "把握対象の目安に該当"] is None
    assert published.true["頻回受診の傾向（人）", "2026-10", ALL, ALL, ALL, ALL] == 4
    assert_holds(published)


def test_who_is_not_flagged_is_no_small_group_either(tmp_path: Path) -> None:
    flags = frequent("A", range(36), "early")
    published = Published([write(tmp_path / "a", visits=visits("A", 10, 40), frequent_visits=flags)], tmp_path)
    pair = [
        published.shown[item, "2026-10", "A", ALL, ALL, ALL] for item in (PEOPLE, "頻回受診の傾向（人）")
    ]  # fmt: skip
    assert None in pair, "40 - 36 would be 4 people"
    assert_holds(published)


def test_the_few_who_did_not_improve_are_not_told(tmp_path: Path) -> None:
    ledger = [
        entry("A", person, "2026-10", guided=date(2026, 11, 1), improved="改善" if person else "変わらない")
        for person in range(12)
    ]
    published = Published([write(tmp_path / "a", visits=visits("A", 10, 90), ledger=ledger)], tmp_path)
    assert published.shown["指導した人（人）", "2026-10", "A", ALL, ALL, "変わらない"] is None
    assert_holds(published)
