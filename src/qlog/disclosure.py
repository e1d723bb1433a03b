"""What a published table may show: the rule for small cells, and the proof that it holds.

The rule. A count from 1 to 9 is masked; 0 and counts from 10 on may be shown; no total may let a masked cell be worked
out (source: the rule for publishing figures of small groups, cells under ten, as Japanese health statistics keep it).

What is protected. Somebody who has every number shown, who knows how the cells add up and that no count is negative,
must still think every value from 1 to 9 possible for every small cell; and of any masked cell the largest possible
value must be at least 8 above the smallest. One mark stands for small cells and for those masked to cover them.

How. Wherever one cell of a sum is masked alone, a second one is masked. Then the ranges of all masked cells are worked
out by linear programming over everything published at once; while one is too narrow, another cell beside it is masked.
At the end every range has been proved by two solutions of the same equations. An office that knows its own figures
knows more than the public: what offices tell each other is outside this rule.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

SMALL: Final = 10  # counts from 1 to SMALL - 1 are masked
LOWEST: Final = 1  # what must stay possible for every small cell
HIGHEST: Final = SMALL - 1
WIDTH: Final = HIGHEST - LOWEST
MARK: Final = "＊"
_SLACK: Final = 1e-6  # what a solver may be off

Key = tuple[str, ...]


@dataclass(frozen=True)
class Relation:
    """What everybody knows of some cells.

    ``sum``: the parts add up to the total. ``cover``: people may be in several parts, so that no part is larger than
    the total and the total is no larger than their sum. ``within``: every part is at most the total.
    """

    total: Key
    parts: tuple[Key, ...]
    kind: Literal["sum", "cover", "within"]


def is_small(count: int) -> bool:
    """Tell whether a count must not be shown."""
    return 0 < count < SMALL


def masked_cells(counts: Mapping[Key, int], relations: Sequence[Relation]) -> frozenset[Key]:
    """Return the cells to mask: the small ones and what covers them; every range is proved before this returns."""
    masked = {key for key, count in counts.items() if is_small(count)}
    beside = _beside(relations)
    while True:
        _cover_single_cells(counts, relations, masked)
        narrow = narrow_cells(counts, relations, masked)
        if not narrow:
            return frozenset(masked)
        before = len(masked)
        for key in narrow:
            partner = _partner(counts, (other for relation in beside[key] for other in _members(relation)), masked)
            if partner is not None:
                masked.add(partner)
        if len(masked) == before:  # no shown neighbour is left to narrow cells: nothing of these tables is shown
            return frozenset(counts)


def _members(relation: Relation) -> tuple[Key, ...]:
    return (*relation.parts, relation.total)


def _beside(relations: Sequence[Relation]) -> dict[Key, list[Relation]]:
    found = defaultdict(list)
    for relation in relations:
        for key in _members(relation):
            found[key].append(relation)
    return found


def _cover_single_cells(counts: Mapping[Key, int], relations: Sequence[Relation], masked: set[Key]) -> None:
    """Mask a second cell in every sum in which one is masked alone, until there is no such sum."""
    changed = True
    while changed:
        changed = False
        for relation in relations:
            members = _members(relation)
            if relation.kind == "sum" and sum(key in masked for key in members) == 1:
                partner = _partner(counts, members, masked)
                if partner is not None:
                    masked.add(partner)
                    changed = True


def _partner(counts: Mapping[Key, int], candidates: Iterable[Key], masked: set[Key]) -> Key | None:
    """Return the cell whose masking costs least: a small inner cell before totals, zeros last."""
    shown = [key for key in candidates if key not in masked]
    return min(shown, key=lambda key: (counts[key] == 0, counts[key], key), default=None)


def narrow_cells(counts: Mapping[Key, int], relations: Sequence[Relation], masked: set[Key]) -> list[Key]:
    """Return the masked cells whose possible values are fewer than the rule asks for."""
    if not masked:
        return []
    keys = sorted(masked)
    program = _Program(counts, relations, keys)
    low = [float(counts[key]) for key in keys]
    high = list(low)

    def learn(objective: list[float]) -> None:
        for position, value in enumerate(program.solve(objective)):
            low[position] = min(low[position], value)
            high[position] = max(high[position], value)

    # most ranges show in two solutions; the others get two of their own
    for sign in (1.0, -1.0):
        learn([sign] * len(keys))
    narrow = []
    for position, key in enumerate(keys):
        for sign in (1.0, -1.0):
            if not _wide(counts[key], low[position], high[position]):
                learn([sign if other == position else 0.0 for other in range(len(keys))])
        if not _wide(counts[key], low[position], high[position]):
            narrow.append(key)
    return narrow


def _wide(count: int, low: float, high: float) -> bool:
    small = not is_small(count) or (low <= LOWEST + _SLACK and high >= HIGHEST - _SLACK)
    return small and high - low >= WIDTH - _SLACK


class _Program:
    """The equations of everything published, with the masked cells as unknowns."""

    def __init__(self, counts: Mapping[Key, int], relations: Sequence[Relation], keys: Sequence[Key]) -> None:
        self._counts = counts
        self._position = {key: position for position, key in enumerate(keys)}
        # nobody needs larger values to tell a range that is wide from one that is not
        self._bounds = (0, max(counts.values()) + 10 * SMALL)
        self._equal: list[tuple[dict[int, float], float]] = []
        self._at_most: list[tuple[dict[int, float], float]] = []
        for relation in relations:
            self._add(relation)

    def _add(self, relation: Relation) -> None:
        whole = {**dict.fromkeys(relation.parts, 1.0), relation.total: -1.0}
        if relation.kind == "sum":
            self._row(self._equal, whole)
            return
        for part in relation.parts:
            self._row(self._at_most, {part: 1.0, relation.total: -1.0})
        if relation.kind == "cover":
            self._row(self._at_most, {key: -factor for key, factor in whole.items()})

    def _row(self, rows: list[tuple[dict[int, float], float]], factors: Mapping[Key, float]) -> None:
        unknown = {self._position[key]: factor for key, factor in factors.items() if key in self._position}
        if unknown:
            known = sum(factor * self._counts[key] for key, factor in factors.items() if key not in self._position)
            rows.append((unknown, -known))

    def solve(self, objective: list[float]) -> list[float]:
        """Return values of the masked cells that agree with everything shown and minimize ``objective``."""
        from scipy.optimize import linprog

        equal, equal_to = self._matrix(self._equal)
        at_most, limit = self._matrix(self._at_most)
        found = linprog(
            objective, A_eq=equal, b_eq=equal_to, A_ub=at_most, b_ub=limit, bounds=self._bounds, method="highs"
        )
        if found.x is None:  # the true counts are a solution: cannot happen with counts that add up
            raise ArithmeticError(f"no solution, status {found.status}")
        return [float(value) for value in found.x]

    def _matrix(self, rows: list[tuple[dict[int, float], float]]) -> tuple[Any, list[float] | None]:
        from scipy.sparse import csr_array

        if not rows:
            return None, None
        entries = [(number, column, factor) for number, (row, _) in enumerate(rows) for column, factor in row.items()]
        numbers, columns, factors = zip(*entries, strict=True)
        matrix = csr_array((factors, (numbers, columns)), shape=(len(rows), len(self._position)))
        return matrix, [limit for _, limit in rows]
