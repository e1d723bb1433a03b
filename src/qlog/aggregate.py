"""The report of a model project: counts of many offices by month, office, kind and age group, fit to be published.

Reads the tables that ``qlog run`` wrote. Nothing of a person leaves here: rows are counted in memory, the cells are
masked by ``qlog.disclosure``, and only then written.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from qlog import schema
from qlog.codes import KIND_LABELS
from qlog.disclosure import masked_cells
from qlog.equations import Key, Relation
from qlog.errors import NothingReadError, SettingsError
from qlog.export.workbook.choices import IMPROVED
from qlog.tally import ALL, NO_WORD, facts, offices
from qlog.unchanged import SETTINGS

_MEASURE, _MONTH, _OFFICE, _KIND, _AGE, _CATEGORY = range(6)  # the places in a key
_REST: Final = "rest of "  # a count nobody publishes, but everybody can work out from two that are


@dataclass(frozen=True)
class Measure:
    """One count: what it is called, how it is divided, and how its cells relate."""

    name: str
    jp: str
    categories: dict[str, str]  # code -> label; empty if it is not divided
    adds_over_months: bool
    kinds: str  # "sum", "cover" (a person may visit several kinds) or "" (not counted by kind)
    within: str = ""  # the measure that is never smaller
    of: str = ""  # the measure whose people these are some of: the others must be no small group, either
    entered: bool = False  # counted from what caseworkers enter: without any entry it is left out, and no 0


MEASURES: Final = (
    Measure("people", "受診した人（人）", {}, adds_over_months=False, kinds="cover", within="visits"),
    Measure("visits", "受診（件）", {}, adds_over_months=True, kinds="sum"),
    Measure("frequent", "頻回受診の傾向（人）", schema.LEVELS, adds_over_months=False, kinds="", of="people"),
    Measure("unentrusted", "未委託受診（件）", schema.STATUSES, adds_over_months=True, kinds="sum", within="visits"),
    Measure("duplicates", "同日重複確認（件）", schema.PATTERNS, adds_over_months=True, kinds=""),
    Measure(
        "guided",
        "指導した人（人）",
        {word: word for word in (*IMPROVED, NO_WORD)},
        adds_over_months=False,
        kinds="",
        of="people",
        entered=True,
    ),
)
_BY_NAME: Final = {measure.name: measure for measure in MEASURES}


@dataclass(frozen=True)
class Report:
    """All cells, (measure, month, office, kind, age group, category) -> count, and which must not be shown."""

    counts: dict[Key, int]
    masked: frozenset[Key]

    @property
    def months(self) -> tuple[str, ...]:
        """Months in order, without the total."""
        return self._values(_MONTH)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What was counted, in the order of the report."""
        counted = {key[_MEASURE] for key in self.counts}
        return tuple(measure for measure in MEASURES if measure.name in counted)

    @property
    def offices(self) -> tuple[str, ...]:
        """Numbers of the offices in order, the total last."""
        return (*self._values(_OFFICE), ALL)

    @property
    def ages(self) -> tuple[str, ...]:
        """Age groups in order, the oldest first; without the total."""
        return self._values(_AGE)

    def _values(self, place: int) -> tuple[str, ...]:
        return tuple(sorted({key[place] for key in self.counts} - {ALL}))


def aggregate(folders: Sequence[Path]) -> Report:
    """Count and mask; raises NothingReadError for a folder without results, SettingsError for an office given twice."""
    counts = Counter[Key]()
    home: dict[str, Path] = {}
    for folder in folders:
        tables = _tables(folder)
        for payer in offices(tables):
            if payer in home:
                raise SettingsError(
                    ja=f"「{home[payer]}」と「{folder}」に同じ福祉事務所の結果があります。どちらか一つだけを指定してください。",
                    en=f"{home[payer]} and {folder} hold results of one and the same office: name only one of them",
                )
            home[payer] = folder
        for cell, count in facts(tables):
            for key in _totals(cell):
                counts[key] += count
    _fill_with_zeros(counts, sorted(home))
    rest = rests(counts)
    return Report(dict(counts), masked_cells({**counts, **rest}, relations(counts), hidden=rest.keys()))


def _tables(folder: Path) -> Path:
    """Return the folder of the tables: of a workspace those of its newest month, which hold all months."""
    out = folder
    if (folder / SETTINGS).is_file():
        out = max((path.parent for path in (folder / "out").glob("*/run.json")), default=folder)
    if not all((out / "tables" / f"{name}.parquet").is_file() for name in ("visits", "age_groups")):
        raise NothingReadError(
            ja=f"「{folder}」に、この版の qlog run の結果がありません。"
            "出力フォルダーか作業フォルダーを指定してください。",
            en=f"{folder} holds no results of qlog run of this version: name an output folder or a workspace",
        )
    return out / "tables"


def _totals(cell: Key) -> set[Key]:
    """Return the cell and every total it goes into.

    By kind or by age group a cell goes into no total over these: it was counted by office already.
    """
    name, month, office, kind, age, category = cell
    months = {month, ALL} if _BY_NAME[name].adds_over_months else {month}
    return {(name, m, o, kind, age, c) for m in months for o in (office, ALL) for c in (category, ALL)}


def _fill_with_zeros(counts: Counter[Key], payers: list[str]) -> None:
    """Give every combination a cell: what did not happen is a 0, which may be shown."""
    months = {key[_MONTH] for key in counts} - {ALL}
    ages = {key[_AGE] for key in counts} - {ALL}
    counted = {key[_MEASURE] for key in counts}
    for measure in MEASURES:
        if measure.entered and measure.name not in counted:
            continue
        places = [(payer, ALL, ALL) for payer in (*payers, ALL)]
        places += [(ALL, kind, ALL) for kind in KIND_LABELS] if measure.kinds else []
        places += [(ALL, ALL, age) for age in ages]
        for month in {*months, ALL} if measure.adds_over_months else months:
            for place in places:
                for category in (*measure.categories, ALL):
                    counts[measure.name, month, *place, category] += 0


def rests(counts: dict[Key, int]) -> dict[Key, int]:
    """Return how many people are not among those of a measure: nobody publishes it, and a subtraction tells it."""
    found = {}
    for key, count in counts.items():
        whole = _BY_NAME[key[_MEASURE]].of
        if whole and key[_CATEGORY] == ALL:
            others = counts[whole, *key[1:]] - count
            if others >= 0:  # a ledger may know of people whose rows a corrected delivery took back
                found[f"{_REST}{key[_MEASURE]}", *key[1:]] = others
    return found


def relations(counts: dict[Key, int]) -> list[Relation]:
    """Return how the cells hang together: everything a reader of the report can put into an equation."""
    parts: defaultdict[tuple[Key, int], list[Key]] = defaultdict(list)
    found = []
    for key in sorted(counts):
        for place in (_MONTH, _OFFICE, _KIND, _AGE, _CATEGORY):
            total = (*key[:place], ALL, *key[place + 1 :])
            if key[place] != ALL and total in counts:
                parts[total, place].append(key)
        upper = (_BY_NAME[key[_MEASURE]].within, *key[1:])
        if upper in counts:
            found.append(Relation(upper, (key,), "within"))
    for rest in rests(counts):
        some = (rest[_MEASURE].removeprefix(_REST), *rest[1:])
        found.append(Relation((_BY_NAME[some[_MEASURE]].of, *rest[1:]), (some, rest), "sum"))
    for (total, place), keys in parts.items():
        kind = _BY_NAME[total[_MEASURE]].kinds if place == _KIND else "sum"
        found.append(Relation(total, tuple(keys), "cover" if kind == "cover" else "sum"))
    return found
