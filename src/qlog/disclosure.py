"""What a published table may show: the rule for small cells, and the proof that it holds.

The rule. A count from 1 to 9 is masked; 0 and counts from 10 on may be shown; no total may let a masked cell be worked
out (source: the rule for publishing figures of small groups, cells under ten, as Japanese health statistics keep it).

What is protected. Somebody who has every number shown, who knows how the cells add up and that no count is negative,
must still think every value from 1 to 9 possible for every small cell; and of any masked cell the largest possible
value must be at least 8 above the smallest. One mark stands for small cells and for those masked to cover them.

How. Wherever one cell of a sum is masked alone, a second one is masked. Then the ranges of all masked cells are worked
out by linear programming over everything published at once; while one is too narrow, another cell beside it is masked.
Every range is proved by two solutions of the same equations; masking more makes no range narrower. An office that knows
its own figures knows more than the public: what offices tell each other is outside this rule.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from qlog.equations import Key, Program, Relation, programs

SMALL: Final = 10  # counts from 1 to SMALL - 1 are masked
LOWEST: Final = 1  # what must stay possible for every small cell
HIGHEST: Final = SMALL - 1
WIDTH: Final = HIGHEST - LOWEST
MARK: Final = "＊"
_SLACK: Final = 1e-6  # what a solver may be off
_SHARED_SOLUTIONS: Final = 4  # pairs


def is_small(count: int) -> bool:
    """Tell whether a count must not be shown."""
    return 0 < count < SMALL


def masked_cells(
    counts: Mapping[Key, int], relations: Sequence[Relation], *, hidden: Collection[Key] = ()
) -> frozenset[Key]:
    """Return the cells to mask: the small ones and what covers them; every range is proved before this returns.

    ``hidden`` cells are not published, but may be worked out from what is: the small ones among them are protected.
    """
    unknown = {key for key, count in counts.items() if is_small(count)}
    open_ = set(unknown)  # cells whose range is not proved yet
    unknown |= set(hidden)
    beside = _beside(relations)
    while True:
        open_ |= _cover_single_cells(counts, relations, unknown, open_)
        # what is wide stays wide when more cells are unknown: only the others are looked at again
        open_ = set(narrow_cells(counts, relations, unknown, open_))
        if not open_:
            return frozenset(unknown.difference(hidden))
        covers = {cover for key in open_ if (cover := _nearest_cover(counts, beside, key, unknown)) is not None}
        if not covers:  # no shown cell is left to cover the narrow ones: nothing of these tables is shown
            return frozenset(counts.keys() - set(hidden))
        unknown |= covers
        open_ |= covers


def _members(relation: Relation) -> tuple[Key, ...]:
    return (*relation.parts, relation.total)


def _beside(relations: Sequence[Relation]) -> dict[Key, list[Relation]]:
    found = defaultdict(list)
    for relation in relations:
        for key in _members(relation):
            found[key].append(relation)
    return found


def _cover_single_cells(
    counts: Mapping[Key, int], relations: Sequence[Relation], unknown: set[Key], open_: Collection[Key]
) -> set[Key]:
    """Mask a second cell in every sum in which an open one is unknown alone, until there is no such sum."""
    protected = set(open_)
    added: set[Key] = set()
    sums = [_members(relation) for relation in relations if relation.kind == "sum"]
    while True:
        alone = [(key, members) for members in sums for key in _alone(members, unknown) if key in protected]
        covers = {cover for _, members in alone if (cover := _cheapest(counts, members, unknown)) is not None}
        if not covers:
            return added
        unknown |= covers
        protected |= covers
        added |= covers


def _alone(members: Iterable[Key], unknown: set[Key]) -> list[Key]:
    found = [key for key in members if key in unknown]
    return found if len(found) == 1 else []


def _nearest_cover(
    counts: Mapping[Key, int], beside: Mapping[Key, Sequence[Relation]], key: Key, unknown: set[Key]
) -> Key | None:
    """Return a shown cell to mask that stands beside ``key``, or beside the unknown cells around it, ring by ring."""
    seen, ring = {key}, {key}
    while ring:
        around = {other for one in ring for relation in beside[one] for other in _members(relation)} - seen
        cover = _cheapest(counts, around, unknown)
        if cover is not None:
            return cover
        seen |= around
        ring = around
    return None


def _cheapest(counts: Mapping[Key, int], candidates: Iterable[Key], unknown: set[Key]) -> Key | None:
    """Return the cell whose masking costs least: a small inner cell before totals, zeros last."""
    shown = [key for key in candidates if key not in unknown]
    return min(shown, key=lambda key: (counts[key] == 0, counts[key], key), default=None)


def narrow_cells(
    counts: Mapping[Key, int], relations: Sequence[Relation], unknown: Collection[Key], asked: Collection[Key]
) -> list[Key]:
    """Return the cells of ``asked`` whose possible values are fewer than the rule asks for."""
    found = []
    for program in programs(counts, relations, unknown):
        keys = [key for key in program.keys if key in asked]
        found += _narrow_in(counts, program, keys) if keys else []
    return found


def _narrow_in(counts: Mapping[Key, int], program: Program, keys: Sequence[Key]) -> list[Key]:
    ranges = {key: (float(counts[key]), float(counts[key])) for key in keys}

    def narrow() -> list[Key]:
        return [key for key in keys if not _wide(counts[key], *ranges[key])]

    def learn(objective: Mapping[Key, float]) -> None:
        found = program.least(objective)
        for key, (low, high) in ranges.items():
            ranges[key] = (min(low, found[key]), max(high, found[key]))

    # most ranges show in a few solutions that pull many cells at once, each time others up and others down; the cells
    # that are left get two solutions of their own
    for turn in range(_SHARED_SOLUTIONS):
        learn({key: -1.0 if place >> turn & 1 else 1.0 for place, key in enumerate(narrow())})
        learn({key: 1.0 if place >> turn & 1 else -1.0 for place, key in enumerate(narrow())})
    for key in narrow():
        for sign in (1.0, -1.0):
            if not _wide(counts[key], *ranges[key]):
                learn({key: sign})
    return narrow()


def _wide(count: int, low: float, high: float) -> bool:
    small = not is_small(count) or (low <= LOWEST + _SLACK and high >= HIGHEST - _SLACK)
    return small and high - low >= WIDTH - _SLACK
