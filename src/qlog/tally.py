"""Counts the tables of one run for the report of a model project: facts of single cells, no row of a person.

A key is (measure, month, office, kind, age group, category). A fact is counted once by office, once by kind where the
measure has kinds, once by age group; what a cell is not divided by is ``ALL``.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from qlog.codes import kind_of
from qlog.equations import Key
from qlog.export.workbook.choices import IMPROVED
from qlog.ledger.register import LEDGER

ALL: Final = "計"
UNKNOWN_AGE: Final = "unknown"
NO_WORD: Final = "記入なし"
# where one person has several rows with different words, the first of these counts: the least is claimed
_CAUTIOUS: Final = ("変わらない", "経過を見る", "一部改善", "改善")
_PERSON: Final = ("payer_number", "recipient_number")

Facts = Iterator[tuple[Key, int]]
Ages = Mapping[tuple[str, str], str]


def facts(tables: Path) -> Facts:
    """Yield the cells of the tables in the folder ``tables`` and what each counts; one cell may come several times."""
    decades = _read(tables, "age_groups", (*_PERSON, "birth_decade"))
    ages = {(row[0], row[1]): str(row[2]) for row in zip(*(column.to_pylist() for column in decades), strict=True)}
    yield from _visits(tables, decades)
    yield from _frequent(tables, ages)
    yield from _unentrusted(tables, ages)
    yield from _duplicates(tables, ages)
    yield from _guided(tables, ages)


def offices(tables: Path) -> list[str]:
    """Return the offices that have a visit."""
    payers: list[str] = pc.unique(_read(tables, "visits", ["payer_number"])["payer_number"]).to_pylist()
    return payers


def _visits(tables: Path, decades: pa.Table) -> Facts:
    visits = _read(tables, "visits", ("visit_date", "kind", *_PERSON))
    visits = visits.append_column("month", pc.strftime(visits["visit_date"], format="%Y-%m"))
    visits = visits.join(decades, list(_PERSON))
    visits = visits.append_column("age", pc.fill_null(pc.cast(visits["birth_decade"], pa.string()), UNKNOWN_AGE))
    # a recipient number names a person within one office only: people are counted an office at a time, then added
    for month, payer, people, count in _grouped(visits, ["month", "payer_number"]):
        yield ("people", month, payer, ALL, ALL, ALL), people
        yield ("visits", month, payer, ALL, ALL, ALL), count
    for month, _, kind, people, count in _grouped(visits, ["month", "payer_number", "kind"]):
        yield ("people", month, ALL, kind, ALL, ALL), people
        yield ("visits", month, ALL, kind, ALL, ALL), count
    for month, _, age, people, count in _grouped(visits, ["month", "payer_number", "age"]):
        yield ("people", month, ALL, ALL, age, ALL), people
        yield ("visits", month, ALL, ALL, age, ALL), count


def _grouped(visits: pa.Table, by: list[str]) -> Iterator[tuple[Any, ...]]:
    """Yield the values of ``by``, the number of different recipients, the number of rows."""
    counted = visits.group_by(by).aggregate([("recipient_number", "count_distinct"), ("recipient_number", "count")])
    columns = [*by, "recipient_number_count_distinct", "recipient_number_count"]
    return zip(*(counted[column].to_pylist() for column in columns), strict=True)


def _frequent(tables: Path, ages: Ages) -> Facts:
    """Count every flagged person once a month, at the higher level."""
    level_of: dict[tuple[str, str, str], str] = {}
    for month, payer, person, level in _rows(tables, "frequent_visits", "month", *_PERSON, "level"):
        if level == "screened" or (month, payer, person) not in level_of:
            level_of[month, payer, person] = level
    for (month, payer, person), level in level_of.items():
        yield from _by_office_and_age("frequent", month, (payer, person), level, ages)


def _unentrusted(tables: Path, ages: Ages) -> Facts:
    rows = _rows(tables, "unentrusted_visits", "month", *_PERSON, "institution_code", "status")
    for month, payer, person, code, status in rows:
        yield from _by_office_and_age("unentrusted", month, (payer, person), status, ages)
        yield ("unentrusted", month, ALL, kind_of(code), ALL, status), 1


def _duplicates(tables: Path, ages: Ages) -> Facts:
    for day, payer, person, pattern in _rows(tables, "duplicate_checks", "visit_date", *_PERSON, "pattern"):
        yield from _by_office_and_age("duplicates", f"{day:%Y-%m}", (payer, person), pattern, ages)


def _guided(tables: Path, ages: Ages) -> Facts:
    """Count every person guided in a month, by the word on improvement entered from then until the next guidance."""
    words: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    guided: dict[tuple[str, str], set[str]] = defaultdict(set)
    if (tables / f"{LEDGER.name}.parquet").is_file():
        for month, payer, person, day, word in _rows(tables, LEDGER.name, "month", *_PERSON, "guided", "improved"):
            if day is not None:
                guided[payer, person].add(month)
            if word in IMPROVED:
                words[payer, person][month].add(word)
    for person, months in guided.items():
        for month, word in _last_words(sorted(months), words[person]):
            yield from _by_office_and_age("guided", month, person, word, ages)


def _last_words(months: Sequence[str], words: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    """Yield every month of guidance and the word that was entered last before the next one."""
    for month, following in zip(months, (*months[1:], "9999-99"), strict=True):
        told = [words[later] for later in sorted(words) if month <= later < following]
        yield month, min(told[-1], key=_CAUTIOUS.index) if told else NO_WORD


def _by_office_and_age(measure: str, month: str, person: tuple[str, str], category: str, ages: Ages) -> Facts:
    yield (measure, month, person[0], ALL, ALL, category), 1
    yield (measure, month, ALL, ALL, ages.get(person, UNKNOWN_AGE), category), 1


def _rows(tables: Path, name: str, *columns: str) -> Iterator[tuple[Any, ...]]:
    table = _read(tables, name, columns)
    return zip(*(table[column].to_pylist() for column in columns), strict=True)


def _read(tables: Path, name: str, columns: Sequence[str]) -> pa.Table:
    return pq.read_table(tables / f"{name}.parquet", columns=list(columns))
