"""計算 of the 2007 edition: one array formula a column, as many rows as may be pasted, nothing that grows as a square.

FREQUENCY is the workhorse: with the keys of rows as data and as bins it counts equal keys, and gives the count to one
row of them; with a key a little smaller than the bins of a group it gives the count to the first row of the group, with
negative keys to the last. Where keys of a month are counted, rows of other months stand by as bins of their own
groups, so that nothing falls to a neighbour. What does not count has the key -1 (or 1 among negative keys).
"""

from typing import Final

from qlog.export.template import names
from qlog.export.template.book import Book, column_name
from qlog.export.template.expressions import FIELDS, MEDICAL, READING, SECONDS, TICKET_IN_MONTH, Step, fill
from qlog.export.template.sizes import Size

# names of sorted columns of 抽出 that these columns search
INSTITUTION_LIST: Final = "医療機関の並び"
PAIR_LIST: Final = "券のある組の並び"
TICKET_STARTS: Final = "券の始まりの並び"
TICKET_ENDS: Final = "券の終わりの並び"

REVIEW, PENDING, RESOLVED = 1, 2, 3  # as the column status computes them
_M: Final = names.MONTH_FIRST


def _among(number: str, ascending: str) -> str:
    """Tell whether a whole number is in a sorted list that begins with -1, by binary search."""
    return f"(MATCH({number},{ascending},1)>MATCH({number}-0.5,{ascending},1))"


# expressions put in place, not columns of their own; a pair is recipient * 5000 + number of the institution
INLINE: Final = {
    "seconds": SECONDS,
    "medical": MEDICAL,
    "place": "([pair]-INT([pair]/5000)*5000)",
    # what tells two checks of one person in one second apart, folded into the room that a key has left
    "rest": "MOD([place]+7*[method]+13*[care]+29*[ticket]+31*[from]+53*[to],109)",
    "placed": "([visit]*([pair]>0))",
    "check_key": f"IF([placed],([recipient]*8035200+([day]-{names.BEFORE_FIRST})*86400+[seconds])*109+[rest],-1)",
    "visit_key": f"([pair]*100+[day]-{names.BEFORE_FIRST})",
    "counted_key": "IF([placed]*([once]>0),[visit_key],-1)",
    "is_visit": "([placed]*([once]>0)*([checks]>0))",
    "now": f"([day]>={_M})",
    "slot": f"([day]-{_M}+1)",
    "medical_visit": "([is_visit]*[medical])",
    "person_day": f"([recipient]*100+[day]-{names.BEFORE_FIRST})",
    "is_person_day": "([medical_visit]*([places]>0))",
    "open": "([is_visit]*([tickets]=0)*[now])",
    "open_last": "([open]*([open_days]>0))",
    "ticket_now": f"({TICKET_IN_MONTH}*([pair]>0))",
    "start": f"(1+([from]>{_M})*([from]-{_M}))",
    "end": f"({names.MONTH_LAST}-{_M}+1+([to]<{names.MONTH_LAST})*([to]-{names.MONTH_LAST}))",
    "open_slot": "([open]*([order]*32+[slot]))",
    "covered": f"([open]*([order]>0)*(MATCH([open_slot],{TICKET_STARTS},1)>MATCH([open_slot]-1,{TICKET_ENDS},1)))",
    "person_month_day": "([recipient]*100+[slot])",
    "several_now": "([medical_visit]*[now])",
}


def _alike(key: str) -> str:
    return f"FREQUENCY({key},{key})"


def _in_month(group: str, rows: str, first: str, last: str) -> str:
    """Count the rows of a month in each group, at the group's first row of the month to judge."""
    data = f"IF({rows}*([day]>={first})*([day]<={last}),{group}*100,-1)"
    return f"FREQUENCY({data},IF({rows},{group}*100+99+[now]*([slot]-99),-1))"


def _months(prefix: str, group: str, rows: str) -> tuple[Step, ...]:
    """Count the days of the month to judge and of the two before it."""
    starts = (names.MONTH_FIRST, names.PREVIOUS_FIRST, names.BEFORE_FIRST)
    ends = (names.MONTH_LAST, f"{names.MONTH_FIRST}-1", f"{names.PREVIOUS_FIRST}-1")
    return tuple(
        Step(f"{prefix}{back}", _in_month(group, rows, start, end))
        for back, (start, end) in enumerate(zip(starts, ends, strict=True))
    )


def _level(prefix: str, rows: str) -> Step:
    days = f"[{prefix}0]"
    total = f"({days}+[{prefix}1]+[{prefix}2])"
    screened = f"({days}>={names.MONTH_DAYS})*({total}>={names.THREE_MONTH_DAYS})"
    hit = f"({screened}+({days}>={names.EARLY_FLOOR})>0)"
    return Step(f"{prefix}_hit", f"{rows}*[now]*({days}>0)*{hit}")


def _at_last(data: str, bins: str) -> str:
    """Count ``data`` rows of each pair at the pair's last row of ``bins``."""
    return f"FREQUENCY(IF({data},-([pair]*100+99),1),IF({bins},-([pair]*100+[slot]),1))"


_VISITS: Final = (
    Step("new_institution", f"[known]*({_alike('IF([known],[institution],-1)')}>0)"),
    Step(
        "pair",
        f"[known]*([recipient]*5000+MATCH([known]*[institution],{INSTITUTION_LIST},1))",
    ),
    Step("once", _alike("[check_key]")),
    Step("checks", _alike("[counted_key]")),
    Step("tickets", "FREQUENCY(IF([placed]*[ticket],[visit_key],-1),IF([is_visit],[visit_key],-1))"),
    Step("places", _alike("IF([medical_visit],[person_day],-1)")),
)
_FREQUENT: Final = (
    *_months("days", "[pair]", "[medical_visit]"),
    _level("days", "[medical_visit]"),
    *_months("all", "[recipient]", "[is_person_day]"),
    _level("all", "[is_person_day]"),
)
_UNENTRUSTED: Final = (
    Step("open_days", _at_last("[open]", "[open]")),
    Step(
        "open_first",
        "IF([open]*(FREQUENCY(IF([open],[pair]*100,-1),IF([open],[pair]*100+[slot],-1))>0),[pair],0)",
    ),
    Step(
        "pair_covered",
        "[open_last]*(FREQUENCY(IF([ticket_now],[pair]*4+1,-1),"
        "IF([open_last]+[ticket_now],[pair]*4+2+[ticket_now],-1))>0)",
    ),
    Step("order", f"{_among('[pair]', PAIR_LIST)}*MATCH([pair],{PAIR_LIST},1)"),
    Step("ticket_key", "IF([ticket_now]*([order]>0),[order]*1024+[start]*32+[end],0)"),
    Step("new_ticket", f"([ticket_key]>0)*({_alike('[ticket_key]')}>0)"),
    Step("covered_days", _at_last("[covered]", "[open]")),
    Step(
        "status",
        "[open_last]*(1+([covered_days]=[open_days])*2+([covered_days]<[open_days])"
        f"*([day]-{_M}+1<MIN({names.REGISTRATION_DAY},DAY({names.MONTH_LAST}))))",
    ),
)
_DUPLICATES: Final = (
    Step("same_hit", f"[is_visit]*[now]*([checks]>={names.SAME_CHECKS})"),
    Step("several_hit", f"[is_person_day]*[now]*([places]>={names.SEVERAL_INSTITUTIONS})"),
    Step(
        "day_checks",
        "FREQUENCY(IF([placed]*([once]>0)*[medical],[person_day],-1),IF([is_person_day],[person_day],-1))",
    ),
    Step(
        "place_first",
        "IF([several_now]*(FREQUENCY(IF([several_now],[person_month_day]*5000,-1),"
        "IF([several_now],[person_month_day]*5000+[place],-1))>0),[person_month_day],0)",
    ),
    Step(
        "place_last",
        "IF([several_now]*(FREQUENCY(IF([several_now],-([person_month_day]*5000+4999),1),"
        "IF([several_now],-([person_month_day]*5000+[place]),1))>0),[person_month_day],0)",
    ),
    Step("place_between", "IF([several_now]*([place_first]=0)*([place_last]=0),[person_month_day],0)"),
)
COLUMNS: Final = (*READING, *_VISITS, *_FREQUENT, *_UNENTRUSTED, *_DUPLICATES)


def write_columns(book: Book, size: Size) -> dict[str, str]:
    """Write the hidden sheet and return the range of every column by key, with the name of the sheet."""
    sheet = book.sheet(names.COLUMNS)
    sheet.worksheet.hide()
    ranges = {step.key: f"${column_name(at)}$2:${column_name(at)}${size.rows + 1}" for at, step in enumerate(COLUMNS)}
    pasted = fields(size)
    for at, step in enumerate(COLUMNS):
        sheet.put(0, at, step.key, "plain")
        sheet.long_array(1, at, "=" + fill(step.expression, steps=ranges | INLINE, fields=pasted), size.rows)
    return {key: f"{names.COLUMNS}!{reference}" for key, reference in ranges.items()}


def fields(size: Size) -> dict[str, str]:
    """Return the range of every pasted field; INDEX keeps it whole when rows are deleted or moved."""
    letters = {field: column_name(at) for at, field in enumerate(FIELDS)}
    return {
        field: f"INDEX({names.PASTE}!${letter}:${letter},2):INDEX({names.PASTE}!${letter}:${letter},{size.rows + 1})"
        for field, letter in letters.items()
    }
