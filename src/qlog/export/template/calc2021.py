"""計算 of the 2021 edition: what is pasted as columns of numbers, then sorted keys; counting is by binary search."""

from collections.abc import Sequence
from typing import Final

from qlog.export.template import names
from qlog.export.template.book import Book, Sheet, column_name
from qlog.export.template.expressions import FIELDS, READING, SECONDS, TICKET_IN_MONTH, fill

Steps = Sequence[tuple[str, str]]
_LAST: Final = "9" * 23  # comes after every key
INLINE: Final = {"seconds": SECONDS}


def joined(steps: Steps, result: str) -> str:
    """Return a LET formula of named steps and a result."""
    return "=LET(" + ",".join(f"{name},{expression}" for name, expression in steps) + f",{result})"


def glued(columns: Sequence[str]) -> str:
    """Return the expression that puts columns side by side."""
    numbers = ",".join(str(at) for at in range(1, len(columns) + 1))
    return f"CHOOSE({{{numbers}}},{','.join(columns)})"


class Calc:
    """The hidden sheet: blocks of spilled columns, each named, below a header row."""

    def __init__(self, book: Book) -> None:
        self.sheet: Sheet = book.sheet(names.COLUMNS)
        self.sheet.worksheet.hide()
        self._next = 0
        self._ranges: dict[str, str] = {}
        self.fields = {
            field: f"INDEX({names.PASTE}!${letter}:${letter},2):"
            f"INDEX({names.PASTE}!${letter}:${letter},{names.LAST_ROW}+1)"
            for letter, field in ((column_name(at), field) for at, field in enumerate(FIELDS))
        }

    def fill(self, expression: str) -> str:
        """Put ranges in place of the columns an expression names."""
        return fill(expression, steps=self._ranges | INLINE, fields=self.fields)

    def column(self, block: str, name: str) -> str:
        """Return the range of a spilled column."""
        return self._ranges[f"{block}_{name}"]

    @property
    def ranges(self) -> dict[str, str]:
        """The ranges of all columns written so far, by key."""
        return self._ranges

    def pasted(self, field: str, row: str) -> str:
        """Return the expression of the text pasted in a field at rows of the sheet."""
        letter = column_name(FIELDS.index(field))
        return f'INDEX({names.PASTE}!${letter}:${letter},{row})&""'

    def read(self) -> None:
        """Write the columns both editions share, one a spill, as long as what is pasted."""
        for step in READING:
            self._write("", (step.key,), "=" + self.fill(step.expression), names.LAST_ROW)

    def block(self, name: str, columns: tuple[str, ...], formula: str) -> None:
        """Write a block of columns; the second one holds numbers, whose count is the length of all."""
        letter = column_name(self._next + 1)
        rows = f"MAX(1,COUNT({names.COLUMNS}!${letter}:${letter}))"
        self._write(f"{name}_", columns, self.fill(formula), rows)

    def _write(self, prefix: str, columns: tuple[str, ...], formula: str, rows: str) -> None:
        self.sheet.spill(1, self._next, formula)
        for column in columns:
            letter = column_name(self._next)
            self.sheet.put(0, self._next, prefix + column, "plain")
            whole = f"{names.COLUMNS}!${letter}:${letter}"
            self._ranges[prefix + column] = f"{names.COLUMNS}!${letter}$2:INDEX({whole},{rows}+1)"
            self._next += 1


def _shifted(values: str, positions: str, count: str, by: int) -> str:
    """Return ``values`` one row up or down; the row past the end repeats."""
    edge = f"{positions}={count}" if by > 0 else f"{positions}=1"
    return f"INDEX({values},IF({edge},{positions},{positions}{by:+d}))"


def _groups(keys: str, prefix: str) -> Steps:
    """Return steps for sorted keys: positions, the last position of each group, and the one before the group."""
    n, p, last, k = (f"{prefix}_{name}" for name in ("n", "p", "last", "k"))
    return (
        (n, f"ROWS({keys})"),
        (p, f"SEQUENCE({n})"),
        (last, f"FILTER({p},({p}={n})+({keys}<>{_shifted(keys, p, n, 1)})>0)"),
        (k, f"SEQUENCE(ROWS({last}))"),
        (f"{prefix}_before", f"IF({k}=1,0,INDEX({last},IF({k}=1,1,{k}-1)))"),
    )


def _up_to(keys: str, ascending: str) -> str:
    """Return how many of sorted texts come no later than each key; all are digits of one length.

    A further digit makes sure that no text is equal to what is looked for: programs differ in which of equal ones a
    binary search finds.
    """
    return f'IFERROR(XMATCH({keys}&"5",{ascending},-1,2),0)'


def _closed(values: str) -> str:
    """Return sorted texts with one more that comes after all of them.

    LibreOffice is one off when it searches for something that comes after the last.
    """
    after = f"(SEQUENCE(ROWS({values})+1)>ROWS({values}))"
    return f'IF({after},"{_LAST}",INDEX({values},IF({after},1,SEQUENCE(ROWS({values})+1))))'


def _before(day: str) -> str:
    return _up_to(f'v_pair&TEXT({day}-1,"00000")', "v_key")


def _once(values: str, own: str, prefix: str) -> Steps:
    """Return steps that keep the first of sorted ``values`` with the same ``own`` key."""
    p = f"{prefix}_p"
    return (
        (p, f"SEQUENCE(ROWS({values}))"),
        (f"{prefix}_own", own),
        (prefix, f"FILTER({values},({p}=1)+({prefix}_own<>{_shifted(f'{prefix}_own', p, '', -1)})>0)"),
    )


_KEY: Final = 'TEXT([recipient],"0000000")&TEXT([institution],"0000000000")&TEXT([day],"00000")'
_IDENTITY: Final = (
    f'{_KEY}&[ticket]&TEXT([seconds],"00000")&TEXT([method],"000")&TEXT([care],"000")'
    '&TEXT([from],"00000")&TEXT([to],"00000")'
)
VISITS: Final = joined(
    (
        ("v_id", _IDENTITY),
        ("v_all", 'SORT(FILTER(v_id&TEXT(SEQUENCE(ROWS(v_id)),"0000000"),[visit]=1,""))'),
        *_once("v_all", "LEFT(v_all,44)", "v_once"),
        ("v_key", "LEFT(v_once,22)"),
        *_groups("v_key", "v_g"),
        ("v_end", "INDEX(v_once,v_g_last)"),
    ),
    'IF(SUM([visit])=0,"",'
    + glued(
        ("LEFT(v_end,22)", "v_g_last-v_g_before", "VALUE(MID(v_end,23,1))", "VALUE(RIGHT(v_end,7))",
         'IF((MID(v_end,10,1)="1")*(MID(v_end,8,2)<>"00"),VALUE(LEFT(v_end,7))*100000+VALUE(MID(v_end,18,5)),0)')
    )
    + ")",
)  # fmt: skip
_ROW_TEXT: Final = 'TEXT([visits_row],"0000000")'
_IS_MEDICAL: Final = '(MID([visits_key],10,1)="1")*(MID([visits_key],8,2)<>"00")'


PAIRS: Final = joined(
    (
        ("v_one", f'FILTER([visits_key]&{_ROW_TEXT},{_IS_MEDICAL},"")'),
        ("v_days", 'SORT(LEFT(v_one,7)&"0000000000"&RIGHT(v_one,12))'),
        *_once("v_days", "LEFT(v_days,22)", "v_every"),
        ("v_a", "ROWS(v_one)"),
        ("v_s", "SEQUENCE(v_a+ROWS(v_every))"),
        ("v_all", "SORT(IF(v_s<=v_a,INDEX(v_one,IF(v_s<=v_a,v_s,1)),INDEX(v_every,IF(v_s<=v_a,1,v_s-v_a))))"),
        ("v_visit", "LEFT(v_all,22)"),
        ("v_key", _closed("v_visit")),
        ("v_own", "LEFT(v_all,17)"),
        *_groups("v_own", "v_g"),
        ("v_pair", "INDEX(v_own,v_g_last)"),
        ("v_now", _before(names.MONTH_FIRST)),
        ("v_back", _before(names.PREVIOUS_FIRST)),
    ),
    f'IF(SUM({_IS_MEDICAL})=0,"",'
    + glued(("v_pair", "v_g_last-v_now", "v_now-v_back", "v_back-v_g_before", "VALUE(RIGHT(INDEX(v_all,v_g_last),7))"))
    + ")",
)
_VISIT_DAY: Final = "IFERROR(VALUE(RIGHT([visits_key],5)),0)"
_OPEN: Final = f"([visits_ticket]=0)*({_VISIT_DAY}>={names.MONTH_FIRST})"
_PAIR_TEXT: Final = 'TEXT([recipient],"0000000")&TEXT([institution],"0000000000")'
OPEN: Final = joined(
    (
        ("v_all", f'FILTER([visits_key]&{_ROW_TEXT},{_OPEN},"")'),
        ("v_own", "LEFT(v_all,17)"),
        ("v_day", "VALUE(MID(v_all,18,5))"),
        ("v_ticket", f'FILTER({_PAIR_TEXT}&TEXT([from],"00000")&TEXT([to],"00000"),{TICKET_IN_MONTH},"")'),
        ("v_from", "SORT(LEFT(v_ticket,22))"),
        ("v_to", "SORT(LEFT(v_ticket,17)&RIGHT(v_ticket,5))"),
        ("v_starts", _closed("v_from")),
        ("v_ends", _closed("v_to")),
        ("v_begun", _up_to("LEFT(v_all,22)", "v_starts")),
        ("v_ended", _up_to('v_own&TEXT(v_day-1,"00000")', "v_ends")),
        ("v_in_ticket", 'FILTER(v_own&"1",v_begun>v_ended,"")'),
        ("v_covered", _closed("v_in_ticket")),
        *_groups("v_own", "v_g"),
        ("v_pair", "INDEX(v_own,v_g_last)"),
        ("v_count", _up_to('v_pair&"1"', "v_covered") + "-" + _up_to('v_pair&"0"', "v_covered")),
    ),
    f'IF(SUM({_OPEN})=0,"",'
    + glued(
        ("v_pair", "v_g_last-v_g_before", "v_count", "INDEX(v_day,v_g_before+1)", "INDEX(v_day,v_g_last)",
         "VALUE(RIGHT(INDEX(v_all,v_g_last),7))")
    )
    + ")",
)  # fmt: skip

_SEVERAL: Final = f"{_IS_MEDICAL}*({_VISIT_DAY}>={names.MONTH_FIRST})"
DAYS: Final = joined(
    (
        ("v_visit", "[visits_key]"),
        ("v_day", 'LEFT(v_visit,7)&RIGHT(v_visit,5)&MID(v_visit,8,10)&TEXT(SEQUENCE(ROWS(v_visit)),"0000000")'),
        ("v_all", f'SORT(FILTER(v_day,{_SEVERAL},""))'),
        ("v_own", "LEFT(v_all,12)"),
        *_groups("v_own", "v_g"),
        ("v_places", "v_g_last-v_g_before"),
        ("v_at", "VALUE(RIGHT(v_all,7))"),
        ("v_first", "INDEX(v_at,v_g_before+1)"),
        ("v_between", "INDEX(v_at,v_g_before+IF(v_places>2,2,1))"),
    ),
    f'IF(SUM({_SEVERAL})=0,"",'
    + glued(("INDEX(v_own,v_g_last)", "v_places", "v_first", "v_between", "INDEX(v_at,v_g_last)"))
    + ")",
)


def write_calc(book: Book) -> Calc:
    """Write the hidden sheet."""
    calc = Calc(book)
    calc.read()
    calc.block("visits", ("key", "checks", "ticket", "row", "person_day"), VISITS)
    calc.block("pairs", ("pair", "days0", "days1", "days2", "row"), PAIRS)
    calc.block("open", ("pair", "days", "covered", "first", "last", "row"), OPEN)
    calc.block("days", ("key", "places", "one", "two", "three"), DAYS)
    return calc
