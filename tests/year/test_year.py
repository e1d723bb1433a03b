"""Twelve months in three workspaces, as they happen: every number is compared month by month with plain Python.

Deliveries come late, overlap and correct older ones; tickets are registered afterwards; a number changes; filled
workbooks of both editions come back, several copies of one, with words nobody knows, or stay where they were written;
runs are killed on the way and run again. QLOG_YEAR_PEOPLE (recipients an office) and QLOG_YEAR_SEED make it another,
larger year.
"""

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pyarrow.parquet as pq
from openpyxl.worksheet.worksheet import Worksheet

from qlog.audit import verify
from qlog.batch import RunRequest, run
from qlog.settings import Settings
from qlog.workspace import create_workspace
from tests.crash.places import private, start
from tests.year.caseworkers import (
    FREQUENT,
    HEADERS,
    TICKETS,
    Copy,
    Entries,
    Expected,
    Key,
    Memory,
    expect,
    invent_entries,
)
from tests.year.world import MONTHS, Office, invent, write, write_lists

PEOPLE = int(os.environ.get("QLOG_YEAR_PEOPLE", "3"))
SEED = int(os.environ.get("QLOG_YEAR_SEED", "1"))
UNITS = {"同じ医療機関": "institution", "医科の合計": "recipient"}
# in which rounds workbooks of the month before come back, and how
ONE, COPIES, IN_PLACE, UNREADABLE, PUT_RIGHT = "one", "copies", "in place", "unreadable", "put right"
BACK = (
    {1: ONE, 2: COPIES, 4: ONE, 6: UNREADABLE, 7: PUT_RIGHT, 8: IN_PLACE, 10: ONE},
    {2: ONE, 5: ONE, 9: IN_PLACE},
    {1: IN_PLACE, 8: ONE, 11: UNREADABLE},
)
EDITIONS = {(): "none", ("2007",): "2007", ("2021",): "2021", ("2007", "2021"): "both"}
# in which rounds the run of an office is killed first, and when: as soon as one of these files has changed
KILLED = {(0, 2): "store/store.json", (1, 5): "store/ledger/*", (2, 8): "out/*"}


@dataclass
class Desk:
    """One office at work: its world, its workspace, what it wrote, and what must be there."""

    number: int
    office: Office
    root: Path
    memory: Memory = field(default_factory=Memory)
    ledger: dict[str, Copy] = field(default_factory=dict)  # what lies in ledger/ now, by name
    expected: Expected | None = None
    editions: tuple[str, ...] = ()

    def back(self, now: int) -> str | None:
        return BACK[self.number].get(now)

    def book(self, edition: str) -> Path:
        name = f"{self.office.payer}_{self.expected.month}_excel{edition}.xlsx"
        return self.root / "out" / self.expected.month / "workbooks" / name

    def returned(self, copy: Copy) -> None:
        self.memory.copies.append(copy)
        self.ledger[copy.name] = copy


def test_a_year_of_three_offices(tmp_path: Path) -> None:
    desks = [
        Desk(number, invent(number, PEOPLE, SEED), create_workspace(tmp_path / f"office{number}").root)
        for number in range(3)
    ]
    seen = Counter[str]()
    for now in range(len(MONTHS)):
        for desk in desks:
            come_in(desk, now)
            seen["killed"] += is_killed(desk, now)
            result = run(RunRequest((desk.root,), editions=desk.editions), lambda _: None)
            unreadable = any(copy.unreadable for copy in desk.ledger.values())
            assert result.exit_code == (4 if unreadable else 0), (desk.number, now, result.warnings)
            told = sum("食い違っています" in message.ja for message in result.warnings)
            assert told == desk.expected.conflicts(), (desk.number, now)
            seen += check(desk, now)
    assert run_all(desks) == 4, "one workbook holds a word nobody knows to the end"
    for desk in desks:
        check(desk, len(MONTHS) - 1)
        assert nothing_lost(desk)
        assert private(desk.root) == []
    rare = {"screened", "resolved", "pending", "review", "conflicts", "left out", "back after the date"}
    assert not rare - set(+seen), f"the year is too quiet: {seen}"
    assert os.name == "nt" or seen["killed"] >= 2, "the kills came too late"


def come_in(desk: Desk, now: int) -> None:
    """Put in what arrives in this round: deliveries, lists, filled workbooks."""
    for delivery in desk.office.deliveries:
        if delivery.arrives == now:
            write(delivery, desk.root / "logs")
    write_lists(desk.office, now, desk.root / "reference")
    how = desk.back(now)
    if how == PUT_RIGHT:
        put_right(desk)
    elif how is not None:
        give_back(desk, how, Random(f"{SEED} {desk.number} {now}"))
    asked = desk.back(now + 1)
    if asked in {None, PUT_RIGHT}:
        desk.editions = ()
    else:
        desk.editions = ("2007", "2021") if asked == COPIES else (("2007", "2021")[(now + desk.number) % 2],)
    desk.expected = expect(desk.office.log(now), Settings(), desk.memory)


def give_back(desk: Desk, how: str, rng: Random) -> None:
    """Fill the workbooks of the last run and bring them back; what stands in them goes into the memory."""
    for number, edition in enumerate(desk.editions):
        book = desk.book(edition)
        name = f"{book.stem}_記入1.xlsx" if how == IN_PLACE else f"担当{number}.xlsx"
        target = book if how == IN_PLACE else desk.root / "ledger" / name
        desk.returned(fill(book, target, desk.expected, rng, name=name, spoil=how == UNREADABLE))


def fill(book: Path, target: Path, expected: Expected, rng: Random, *, name: str, spoil: bool) -> Copy:
    """Check what a workbook shows, write into it, save it as ``target``."""
    workbook = openpyxl.load_workbook(book)
    entries: Entries = {}
    for sheet in (FREQUENT, TICKETS):
        entries |= check_sheet(workbook[sheet], expected)
    for key, written in invent_entries(rng, entries, expected.month).items():
        entries[key] = entries[key] | written
        write_row(workbook[key.sheet], key, written)
    if spoil:
        key = next(iter(entries))
        write_row(workbook[key.sheet], key, {"improved": "だいぶよい"})
        entries[key].pop("improved", None)
    workbook.save(target)
    return Copy(name, expected.month, entries, unreadable=spoil)


def write_row(sheet: Worksheet, key: Key, entries: dict[str, Any]) -> None:
    columns, at = columns_of(sheet), dict(rows_of(sheet))[key]
    for name, value in entries.items():
        sheet.cell(at, columns[HEADERS[key.sheet][name]], value)


def put_right(desk: Desk) -> None:
    """Write a word of the list where nobody could read one, into the same file."""
    copy = next(copy for copy in desk.ledger.values() if copy.unreadable)
    key = next(iter(copy.entries))
    workbook = openpyxl.load_workbook(desk.root / "ledger" / copy.name)
    write_row(workbook[key.sheet], key, {"improved": "改善"})
    workbook.save(desk.root / "ledger" / copy.name)
    entries = {**copy.entries, key: {**copy.entries[key], "improved": "改善"}}
    desk.returned(replace(copy, entries=entries, unreadable=False))


def is_killed(desk: Desk, now: int) -> bool:
    """Start the run of this round and kill it when its time has come; tell whether it was still at work."""
    watched = KILLED.get((desk.number, now))
    if watched is None or os.name == "nt":
        return False

    def state() -> dict[Path, int]:
        return {path: path.stat(follow_symlinks=False).st_mtime_ns for path in list(desk.root.glob(watched))}

    before = state()
    with start("run", desk.root, "--edition", EDITIONS[desk.editions]) as running:
        while running.poll() is None:
            with suppress(FileNotFoundError):
                if state() != before:
                    break
            time.sleep(0.002)
        running.send_signal(signal.SIGKILL)
        running.communicate(timeout=60)
    return running.returncode == -signal.SIGKILL


def run_all(desks: list[Desk]) -> int:
    """Run all offices once more, as a model project does; return the exit code."""
    with start("run", *(desk.root for desk in desks), "--jobs", "2", "--edition", "none") as running:
        running.communicate(timeout=300)
    return running.returncode


def check(desk: Desk, now: int) -> Counter[str]:
    """Compare everything a run has written with what must be there; return what was seen."""
    where, expected = f"office {desk.number}, round {now}", desk.expected
    out = desk.root / "out" / expected.month
    assert verify(out).problems == (), where
    for name, rows in expected.findings.items():
        columns = pq.read_table(out / "tables" / f"{name}.parquet").to_pydict().values()
        assert list(zip(*columns, strict=True)) == [tuple(row) for row in rows], f"{where}: {name}"
    seen = Counter(row.level for row in expected.findings["frequent_visits"])
    seen += Counter(row.status for row in expected.findings["unentrusted_visits"])
    if not desk.memory.copies:
        return seen
    register = pq.read_table(out / "tables" / "ledger.parquet").to_pylist()
    notes = [row.pop("note") or "" for row in register]
    assert register == expected.register(), where
    for note, texts in zip(notes, expected.notes(), strict=True):
        assert not [text for text in texts if text not in note], where
    exclusions = pq.read_table(out / "tables" / "exclusions.parquet").to_pylist()
    assert exclusions == expected.exclusions(), where
    seen += Counter("left out" if row["excluded"] else "back after the date" for row in exclusions)
    return seen + Counter({"conflicts": expected.conflicts()})


def nothing_lost(desk: Desk) -> bool:
    """Tell whether the history holds every copy ever read, those that were corrected later too, entry for entry."""
    kept = [pq.read_table(path).to_pylist() for path in sorted((desk.root / "store" / "ledger").glob("*.parquet"))]
    written = [
        sorted((name, str(value)) for entries in copy.entries.values() for name, value in entries.items())
        for copy in desk.memory.copies
    ]
    return [sorted((row["field"], row["value"]) for row in rows) for rows in kept] == written


def check_sheet(sheet: Worksheet, expected: Expected) -> Entries:
    """Compare the cells of the month and the texts about earlier ones; return the entries that stand there."""
    columns = columns_of(sheet)
    cells = expected.cells()
    found = {}
    for key, at in rows_of(sheet):
        values = {name: sheet.cell(at, columns[header]).value for name, header in HEADERS[key.sheet].items()}
        entries = {name: plain(value) for name, value in values.items() if value is not None}
        assert entries == cells.get(key, {})
        line = " ".join(str(cell.value) for cell in sheet[at])
        assert not [text for text in expected.earlier(key) if text not in line]
        found[key] = entries
    return found


def columns_of(sheet: Worksheet) -> dict[str, int]:
    return {"".join(str(cell.value).split()): cell.column for cell in sheet[5] if cell.value}


def rows_of(sheet: Worksheet) -> Iterator[tuple[Key, int]]:
    columns = columns_of(sheet)
    for at in range(6, sheet.max_row + 1):
        person = sheet.cell(at, columns["受給者番号"]).value
        if person:
            unit = UNITS[sheet.cell(at, columns["単位"]).value] if sheet.title == FREQUENT else ""
            yield Key(sheet.title, person, unit, sheet.cell(at, columns["医療機関等コード"]).value or ""), at


def plain(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value
