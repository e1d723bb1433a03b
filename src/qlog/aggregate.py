"""The report of a model project: counts of many offices by month, office and kind of institution, fit to be published.

Reads the tables that ``qlog run`` wrote. Nothing of a person leaves here: rows are counted in memory, the cells are
masked by ``qlog.disclosure``, and only then written.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from qlog import schema
from qlog.codes import KIND_LABELS, kind_of
from qlog.disclosure import Key, Relation, masked_cells
from qlog.errors import NothingReadError, SettingsError
from qlog.unchanged import SETTINGS

ALL: Final = "計"
_MEASURE, _MONTH, _OFFICE, _KIND, _CATEGORY = range(5)  # the places in a key


@dataclass(frozen=True)
class Measure:
    """One count: what it is called, how it is divided, and how its cells relate."""

    name: str
    jp: str
    categories: dict[str, str]  # code -> label; empty if it is not divided
    adds_over_months: bool
    kinds: str  # "sum", "cover" (a person may visit several kinds) or "" (not counted by kind)
    within: str = ""  # the measure that is never smaller


MEASURES: Final = (
    Measure("people", "受診した人（人）", {}, adds_over_months=False, kinds="cover", within="visits"),
    Measure("visits", "受診（件）", {}, adds_over_months=True, kinds="sum"),
    Measure("frequent", "頻回受診の傾向（人）", schema.LEVELS, adds_over_months=False, kinds="", within="people"),
    Measure("unentrusted", "未委託受診（件）", schema.STATUSES, adds_over_months=True, kinds="sum", within="visits"),
    Measure("duplicates", "同日重複確認（件）", schema.PATTERNS, adds_over_months=True, kinds=""),
)
_BY_NAME: Final = {measure.name: measure for measure in MEASURES}


@dataclass(frozen=True)
class Report:
    """All cells, (measure, month, office, kind, category) -> count, and which of them must not be shown."""

    counts: dict[Key, int]
    masked: frozenset[Key]

    @property
    def months(self) -> tuple[str, ...]:
        """Months in order, without the total."""
        return tuple(sorted({key[_MONTH] for key in self.counts} - {ALL}))

    @property
    def offices(self) -> tuple[str, ...]:
        """Numbers of the offices in order, the total last."""
        return (*sorted({key[_OFFICE] for key in self.counts} - {ALL}), ALL)


def aggregate(folders: Sequence[Path]) -> Report:
    """Count and mask; raises NothingReadError for a folder without results, SettingsError for an office given twice."""
    counts = Counter[Key]()
    home: dict[str, Path] = {}
    for folder in folders:
        tables = _tables(folder)
        for payer in pc.unique(_read(tables, "visits", ["payer_number"])["payer_number"]).to_pylist():
            if payer in home:
                raise SettingsError(
                    ja=f"「{home[payer]}」と「{folder}」に同じ福祉事務所の結果があります。どちらか一つだけを指定してください。",
                    en=f"{home[payer]} and {folder} hold results of one and the same office: name only one of them",
                )
            home[payer] = folder
        for cell, count in _facts(tables):
            for key in _totals(cell):
                counts[key] += count
    _fill_with_zeros(counts, sorted(home))
    whole = dict(counts)
    return Report(whole, masked_cells(whole, relations(whole)))


def _tables(folder: Path) -> Path:
    """Return the folder of the tables: of a workspace those of its newest month, which hold all months."""
    out = folder
    if (folder / SETTINGS).is_file():
        out = max((path.parent for path in (folder / "out").glob("*/run.json")), default=folder)
    if not (out / "tables" / "visits.parquet").is_file():
        raise NothingReadError(
            ja=f"「{folder}」に qlog run の結果がありません。出力フォルダーか作業フォルダーを指定してください。",
            en=f"{folder} holds no results of qlog run: name an output folder or a workspace",
        )
    return out / "tables"


def _facts(tables: Path) -> Iterator[tuple[Key, int]]:
    """Yield counts of single cells: each once by office, and once by kind where the measure has kinds."""
    visits = _read(tables, "visits", ("visit_date", "payer_number", "kind", "recipient_number"))
    # a recipient number names a person within one office only: people are counted an office at a time, then added
    for month, payer, people, count in _grouped(visits, ["month", "payer_number"]):
        yield ("people", month, payer, ALL, ALL), people
        yield ("visits", month, payer, ALL, ALL), count
    for month, _, kind, people, count in _grouped(visits, ["month", "payer_number", "kind"]):
        yield ("people", month, ALL, kind, ALL), people
        yield ("visits", month, ALL, kind, ALL), count
    screened: dict[tuple[str, str, str], str] = {}
    for month, payer, person, level in _rows(
        tables, "frequent_visits", "month", "payer_number", "recipient_number", "level"
    ):
        if level == "screened" or (month, payer, person) not in screened:
            screened[month, payer, person] = level  # one person counts once a month, at the higher level
    for (month, payer, _), level in screened.items():
        yield ("frequent", month, payer, ALL, level), 1
    for month, payer, code, status in _rows(
        tables, "unentrusted_visits", "month", "payer_number", "institution_code", "status"
    ):
        yield ("unentrusted", month, payer, ALL, status), 1
        yield ("unentrusted", month, ALL, kind_of(code), status), 1
    for day, payer, pattern in _rows(tables, "duplicate_checks", "visit_date", "payer_number", "pattern"):
        yield ("duplicates", f"{day:%Y-%m}", payer, ALL, pattern), 1


def _read(tables: Path, name: str, columns: Sequence[str]) -> pa.Table:
    return pq.read_table(tables / f"{name}.parquet", columns=list(columns))


def _rows(tables: Path, name: str, *columns: str) -> Iterator[tuple[Any, ...]]:
    table = _read(tables, name, columns)
    return zip(*(table[column].to_pylist() for column in columns), strict=True)


def _grouped(visits: pa.Table, by: list[str]) -> Iterator[tuple[Any, ...]]:
    """Yield the values of ``by``, the number of different recipients, the number of rows."""
    table = visits.append_column("month", pc.strftime(visits["visit_date"], format="%Y-%m"))
    counted = table.group_by(by).aggregate([("recipient_number", "count_distinct"), ("recipient_number", "count")])
    columns = [*by, "recipient_number_count_distinct", "recipient_number_count"]
    return zip(*(counted[column].to_pylist() for column in columns), strict=True)


def _totals(cell: Key) -> set[Key]:
    """Return the cell and every total it goes into.

    By kind a cell goes into no total over the kinds: it was counted by office already.
    """
    name, month, office, kind, category = cell
    months = {month, ALL} if _BY_NAME[name].adds_over_months else {month}
    offices = {office, ALL} if kind == ALL else {ALL}
    return {(name, m, o, kind, c) for m in months for o in offices for c in {category, ALL}}


def _fill_with_zeros(counts: Counter[Key], offices: list[str]) -> None:
    """Give every combination a cell: what did not happen is a 0, which may be shown."""
    months = {key[_MONTH] for key in counts} - {ALL}
    for measure in MEASURES:
        places = [(office, ALL) for office in (*offices, ALL)]
        places += [(ALL, kind) for kind in KIND_LABELS] if measure.kinds else []
        for month in {*months, ALL} if measure.adds_over_months else months:
            for office, kind in places:
                for category in (*measure.categories, ALL):
                    counts[measure.name, month, office, kind, category] += 0


def relations(counts: Iterable[Key]) -> list[Relation]:
    """Return how the cells hang together: everything a reader of the report can put into an equation."""
    cells = set(counts)
    parts: defaultdict[tuple[Key, int], list[Key]] = defaultdict(list)
    found = []
    for key in sorted(cells):
        for place in (_MONTH, _OFFICE, _KIND, _CATEGORY):
            total = (*key[:place], ALL, *key[place + 1 :])
            if key[place] != ALL and total in cells:
                parts[total, place].append(key)
        upper = (_BY_NAME[key[_MEASURE]].within, *key[1:])
        if upper in cells:
            found.append(Relation(upper, (key,), "within"))
    for (total, place), keys in parts.items():
        kind = _BY_NAME[total[_MEASURE]].kinds if place == _KIND else "sum"
        found.append(Relation(total, tuple(keys), "cover" if kind == "cover" else "sum"))
    return found
