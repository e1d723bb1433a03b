"""What a reader can work out of a published table: its equations as linear programs over the cells not shown."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Key = tuple[str, ...]
_Row = tuple[dict[Key, float], float]  # factors of unknown cells, and what they add up to (at most)


@dataclass(frozen=True)
class Relation:
    """What everybody knows of some cells.

    ``sum``: the parts add up to the total. ``cover``: people may be in several parts, so that no part is larger than
    the total and the total is no larger than their sum. ``within``: every part is at most the total.
    """

    total: Key
    parts: tuple[Key, ...]
    kind: Literal["sum", "cover", "within"]


class Program:
    """The equations of cells that hang together, with ``keys`` as unknowns; no count is negative or above ``most``."""

    def __init__(self, keys: Sequence[Key], equal: Sequence[_Row], at_most: Sequence[_Row], most: int) -> None:
        self.keys = tuple(keys)
        self._most = most
        self._position = {key: position for position, key in enumerate(keys)}
        self._equal = self._matrix(equal)
        self._at_most = self._matrix(at_most)

    def least(self, objective: Mapping[Key, float]) -> dict[Key, float]:
        """Return values of the unknowns that agree with everything shown and make ``objective`` as small as it can be.

        ``objective`` gives factors; a cell it leaves out has the factor 0.
        """
        from scipy.optimize import linprog

        factors = [objective.get(key, 0.0) for key in self.keys]
        (equal, equal_to), (at_most, limit) = self._equal, self._at_most
        bounds = (0, self._most)
        found = linprog(factors, A_eq=equal, b_eq=equal_to, A_ub=at_most, b_ub=limit, bounds=bounds, method="highs")
        if found.x is None:  # the true counts are a solution: cannot happen with counts that add up
            raise ArithmeticError(f"no solution, status {found.status}")
        return {key: float(value) for key, value in zip(self.keys, found.x, strict=True)}

    def _matrix(self, rows: Sequence[_Row]) -> tuple[Any, list[float] | None]:
        from scipy.sparse import csr_array

        if not rows:
            return None, None
        entries = [
            (number, self._position[key], factor) for number, (row, _) in enumerate(rows) for key, factor in row.items()
        ]
        numbers, columns, factors = zip(*entries, strict=True)
        matrix = csr_array((factors, (numbers, columns)), shape=(len(rows), len(self.keys)))
        return matrix, [limit for _, limit in rows]


def programs(counts: Mapping[Key, int], relations: Iterable[Relation], unknown: Collection[Key]) -> list[Program]:
    """Return one program for each set of ``unknown`` cells that tell something of each other."""
    rows = [(known, row) for relation in relations for known, row in _rows(counts, relation, unknown)]
    leader = {key: key for key in unknown}
    for _, (factors, _) in rows:
        first, *others = factors
        for other in others:
            leader[_leader(leader, other)] = _leader(leader, first)
    together: defaultdict[Key, tuple[list[Key], list[_Row], list[_Row]]] = defaultdict(lambda: ([], [], []))
    for key in sorted(unknown):
        together[_leader(leader, key)][0].append(key)
    for equation, row in rows:
        _, equal, at_most = together[_leader(leader, next(iter(row[0])))]
        (equal if equation else at_most).append(row)
    # nobody needs larger values to tell a range that is wide from one that is not
    most = 2 * max(counts.values(), default=0) + 100
    return [Program(keys, equal, at_most, most) for keys, equal, at_most in together.values()]


def _leader(leader: dict[Key, Key], key: Key) -> Key:
    while leader[key] != key:
        leader[key] = leader[leader[key]]
        key = leader[key]
    return key


def _rows(counts: Mapping[Key, int], relation: Relation, unknown: Collection[Key]) -> Iterator[tuple[bool, _Row]]:
    """Yield (True, an equation) or (False, an inequality: at most), where they say anything of unknown cells."""
    whole = {**dict.fromkeys(relation.parts, 1.0), relation.total: -1.0}
    if relation.kind == "sum":
        told = [(True, whole)]
    else:
        told = [(False, {part: 1.0, relation.total: -1.0}) for part in relation.parts]
        if relation.kind == "cover":
            told.append((False, {key: -factor for key, factor in whole.items()}))
    for equation, factors in told:
        left = {key: factor for key, factor in factors.items() if key in unknown}
        if left:
            known = sum(factor * counts[key] for key, factor in factors.items() if key not in left)
            yield equation, (left, -known)
