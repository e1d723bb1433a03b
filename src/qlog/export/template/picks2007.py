"""抽出 of the 2007 edition: finds the rows of each list without looking at every row for each of them.

Rows that count are marked in a column of 計算. Blocks of rows are counted and summed up; the k-th row is found by a
binary search in the sums and a short search in its block. Lists that are searched themselves, or shown in order, are
sorted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from qlog.export.template import columns2007 as columns
from qlog.export.template import names
from qlog.export.template.book import Book, Sheet, column_name
from qlog.export.template.expressions import FIELDS
from qlog.export.template.sizes import INSTITUTIONS, Size

LARGE_NUMBER: Final = "9E+15"  # fills a sorted list up to its end


@dataclass(frozen=True)
class Strip:
    """A column of the sheet: its range, and the cell beside row {k} of a list ({pick} is its row)."""

    letter: str
    rows: int

    @property
    def range(self) -> str:
        """The filled cells, with the name of the sheet."""
        return f"{names.PICKS}!${self.letter}$2:${self.letter}${self.rows + 1}"

    @property
    def cell(self) -> str:
        """The cell of one row, from any sheet."""
        return f"{names.PICKS}!${self.letter}{{pick}}"


@dataclass(frozen=True)
class Pick:
    """The rows of 計算 where a column has a value: how many, and the place (1, 2, ...) of each, "" past the last."""

    count: str
    places: Strip

    @property
    def shown(self) -> str:
        """How many of them there is room for."""
        return f"MIN({self.count},{self.places.rows})"


class PickSheet:
    """The hidden sheet, filled column by column from the left."""

    def __init__(self, book: Book, size: Size, ranges: Mapping[str, str]) -> None:
        self.sheet: Sheet = book.sheet(names.PICKS)
        self.sheet.worksheet.hide()
        self.size = size
        self._ranges = ranges
        self._next = 0

    def range_of(self, key: str) -> str:
        """Return the range of a column of 計算."""
        return self._ranges[key]

    def at(self, key: str, place: str) -> str:
        """Return the expression of the value of a column of 計算 at a place."""
        return f"INDEX({self._ranges[key]},{place})"

    def pasted(self, field: str, place: str) -> str:
        """Return the expression of the text pasted in a field at a place."""
        letter = column_name(FIELDS.index(field))
        return f'INDEX({names.PASTE}!${letter}:${letter},{place}+1)&""'

    def column(self, title: str, formula: str, rows: int, *, first: str | None = None) -> Strip:
        """Write a formula downwards; {k} counts rows, {row} and {above} are rows of the sheet, {own} is its letter."""
        at, self._next = self._next, self._next + 1
        own = column_name(at)
        self.sheet.put(0, at, title, "plain")
        self.sheet.long_formula(1, at, formula.replace("{own}", own), rows, first=first)
        return Strip(own, rows)

    def pick(self, key: str, capacity: int, *, value: int = 1) -> Pick:
        """Find the rows where column ``key`` of 計算 is ``value``."""
        marks, size, blocks = self._ranges[key], self.size.block, self.size.rows // self.size.block
        counted = f"COUNTIF(INDEX({marks},({{k}}-2)*{size}+1):INDEX({marks},({{k}}-1)*{size}),{value})"
        sums = self.column(f"{key} {value}", f"={{own}}{{above}}+{counted}", blocks + 1, first="=0")
        count = f"{names.PICKS}!${sums.letter}${blocks + 2}"
        block = self.column("block", f'=IF({{k}}>{count},"",MATCH({{k}}-1,{sums.range},1))', capacity).letter
        start = f"IF({block}{{row}}={block}{{above}},{{own}}{{above}},({block}{{row}}-1)*{size})"
        found = f"MATCH({value},INDEX({marks},{start}+1):INDEX({marks},{block}{{row}}*{size}),0)"
        places = self.column("place", f'=IF({block}{{row}}="","",{start}+{found})', capacity)
        return Pick(count, places)

    def values(self, pick: Pick, expression: str) -> Strip:
        """Write a value for each picked row; {place} in ``expression`` stands for its place in 計算."""
        place = pick.places.cell
        return self.column("value", f'=IF({place}="","",{expression.replace("{place}", place)})', pick.places.rows)

    def ascending(self, values: Strip, count: str) -> str:
        """Write ``values`` in ascending order between -1 and a large number, so that a binary search ends inside."""
        text = f"=IF({{k}}-1>{count},{LARGE_NUMBER},SMALL({values.range},{{k}}-1))"
        return self.column("ascending", text, values.rows + 1, first="=-1").range

    def descending(self, picks: Sequence[tuple[Pick, Strip]]) -> Strip:
        """Write the values of several picks as one list, the largest first; none if the program cannot be trusted."""
        count = "+".join(pick.shown for pick, _ in picks)
        rows = sum(strip.rows for _, strip in picks)
        ranges = ",".join(strip.range for _, strip in picks)
        return self.column("descending", f'=IF(({{k}}>{count})+({names.PROGRAM}>0),"",LARGE(({ranges}),{{k}}))', rows)

    def decode(self, keys: Strip, expression: str) -> Strip:
        """Write what is folded into each key; {key} stands for it."""
        text = f'=IF({keys.cell}="","",{expression.replace("{key}", keys.cell)})'
        return self.column("decoded", text, keys.rows)


def write_searched(book: Book, sheet: PickSheet) -> dict[str, str]:
    """Write the sorted lists that columns of 計算 search, and define their names. Return the counts to be watched."""
    size = sheet.size
    institutions = sheet.pick("new_institution", INSTITUTIONS)
    values = sheet.values(institutions, sheet.at("institution", "{place}"))
    book.define(columns.INSTITUTION_LIST, sheet.ascending(values, institutions.shown))
    pairs = sheet.pick("pair_covered", size.covered)
    values = sheet.values(pairs, sheet.at("pair", "{place}"))
    book.define(columns.PAIR_LIST, sheet.ascending(values, pairs.shown))
    tickets = sheet.pick("new_ticket", size.tickets)
    key = sheet.at("ticket_key", "{place}")
    starts = sheet.values(tickets, f"INT({key}/1024)*32+MOD(INT({key}/32),32)")
    ends = sheet.values(tickets, f"INT({key}/1024)*32+MOD({key},32)")
    book.define(columns.TICKET_STARTS, sheet.ascending(starts, tickets.shown))
    book.define(columns.TICKET_ENDS, sheet.ascending(ends, tickets.shown))
    return {"institutions": institutions.count, "pairs": pairs.count, "tickets": tickets.count}
