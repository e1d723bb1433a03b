"""頻回受診の一覧: the rows of 頻回受診の傾向 that reach a level, to read and to print; it follows the thresholds."""

from collections.abc import Sequence
from typing import Final

from qlog.export.formulas import Edition
from qlog.export.workbook import names
from qlog.export.workbook.book import Book, column_name
from qlog.export.workbook.candidates import EARLY, SCREENED, Candidates
from qlog.export.workbook.frequent import BACKGROUND, summary_text
from qlog.export.workbook.listing import FIRST_ROW, Column, Listing, Spill, Summary, text_lines, write_listing
from qlog.export.workbook.model import OfficeMonth
from qlog.export.workbook.rows import Value

_POSITION: Final = "position"
_MOST_LINES: Final = 3  # of a row; 頻回受診の傾向 shows longer names in full
_FIRST, _LAST = "level", "first_month"  # the columns copied stand side by side in the source


def extract_listing(office: OfficeMonth, source: Listing, candidates: Candidates, edition: Edition) -> Listing:
    """Describe the sheet: as many rows as there are candidates, so that any threshold fits."""
    levels = candidates.levels
    order = [place for label in (SCREENED, EARLY) for place in range(source.rows) if levels[place] == label]
    first, last = source.column(_FIRST), source.column(_LAST)
    copied = (*source.columns[first : last + 1], source.columns[source.column(BACKGROUND)])
    columns = _indexed(source, copied, order) if edition == "2007" else _spilled(source, copied, order)
    return Listing(
        name=names.EXTRACT,
        title=f"頻回受診の一覧　{office.month_label}",
        lead="設定の目安に届く行だけを並べます。目安を変えると並びも変わるので、記入は「頻回受診の傾向」へどうぞ。"
        "国の集計では、こうして把握された人のうち医師が過剰と判断したのは2割ほど（20〜22%）です。",
        columns=columns,
        frozen=4,
        summary=Summary(
            f'="{SCREENED}　"&{level_count(source, "screened")}&" 件　　'
            f'{EARLY}　"&{level_count(source, "early")}&" 件"',
            summary_text(levels.count(SCREENED), levels.count(EARLY)),
        ),
        nothing="5日以上受診した人はいません。",
        room=_room(columns, source),
        base="plain",
        print_area=False,
        spills=_spills(source, order) if edition == "2021" and source.rows else (),
    )


def level_count(source: Listing, level: str) -> str:
    """Return the formula of how many rows reach a level: the last of its running counts."""
    return f"INDEX({source.reference(f'{level}_rank')},{max(source.rows, 1)})"


def ranked_position(screened: str, early: str, count: str) -> str:
    """Return the formula of the row a rank stands in; running counts never fall, so a binary search will do."""
    first = f"IFERROR(MATCH({{rank}}-0.5,{screened},1),0)+1"
    then = f"IFERROR(MATCH({{rank}}-{count}-0.5,{early},1),0)+1"
    return f'=IF({{rank}}="","",IF({{rank}}<={count},{first},{then}))'


def _rank(filled: int, rows: int, formula: str) -> Column:
    ranks: list[Value] = [*range(1, filled + 1), *[""] * (rows - filled)]
    note = "目安に該当する行が先、次に早めの気づき。それぞれ日数の多い順。右の列は「頻回受診の傾向」と同じ。"
    return Column("rank", "順", 6, note, ranks, ("center",), formula=formula)


def _copy(spec: Column, order: Sequence[int], rows: int, formula: str) -> Column:
    values: list[Value] = [*(spec.values[place] for place in order), *[""] * (rows - len(order))]
    width = 34 if spec.key == "institution" else spec.width
    roles = tuple(role for role in spec.roles if role != "input")
    note = spec.note if spec.hidden else ""
    return Column(spec.key, spec.header, width, note, values, roles, formula=formula, group=spec.group)


def _room(columns: Sequence[Column], source: Listing) -> int:
    """Return the lines every row needs, whichever row of the source stands in it after a threshold changes."""
    wrapped = [spec for spec in columns if "wrap" in spec.roles]
    texts = [{str(text) for text in source.columns[source.column(spec.key)].values if text} for spec in wrapped]
    found = (text_lines(spec, text) for spec, own in zip(wrapped, texts, strict=True) for text in own)
    return min(_MOST_LINES, max(found, default=1))


def _indexed(source: Listing, copied: Sequence[Column], order: Sequence[int]) -> tuple[Column, ...]:
    """Return the columns of 2007: a rank, INDEX for the rest, and a hidden column with the place of the row."""
    screened, early = level_count(source, "screened"), level_count(source, "early")
    position = ranked_position(source.reference("screened_rank"), source.reference("early_rank"), screened)
    places: list[Value] = [*(place + 1 for place in order), *[""] * (source.rows - len(order))]
    return (
        _rank(len(order), source.rows, f'=IF({{number}}<={screened}+{early},{{number}},"")'),
        *(_copy(spec, order, source.rows, _index_formula(source, spec.key)) for spec in copied),
        Column(_POSITION, "行", 8, "", places, formula=position, hidden=True),
    )


def _index_formula(source: Listing, key: str) -> str:
    """Return the formula that copies a column; &"" keeps an empty cell empty and a number of a person text."""
    as_text = "" if key.startswith("days") else '&""'
    return f'=IF({{{_POSITION}}}="","",INDEX({source.reference(key)},{{{_POSITION}}}){as_text})'


def _spilled(source: Listing, copied: Sequence[Column], order: Sequence[int]) -> tuple[Column, ...]:
    return (_rank(len(order), source.rows, ""), *(_copy(spec, order, source.rows, "") for spec in copied))


def _spills(source: Listing, order: Sequence[int]) -> tuple[Spill, ...]:
    """Return the dynamic arrays of 2021: the ranks, the rows that reach a level, and their background."""
    level = source.reference("level")
    first, last = column_name(source.column(_FIRST)), column_name(source.column(_LAST))
    table = f"{source.name}!${first}${FIRST_ROW + 1}:${last}${FIRST_ROW + source.rows}"
    hit = f'({level}="{SCREENED}")+({level}="{EARLY}")'
    ranks = f'=LET(v_n,SUMPRODUCT({hit}),IF(v_n=0,"",SEQUENCE(MAX(1,v_n))))'
    rows, words = (
        f'=LET(v_hit,{hit},v_rows,IF({area}="","",{area}),'
        f'SORTBY(FILTER(v_rows,v_hit,""),FILTER(({level}="{EARLY}")*1,v_hit,0),1,FILTER(ROW({level}),v_hit,0),1))'
        for area in (table, source.reference(BACKGROUND))
    )
    wide = source.column(_LAST) - source.column(_FIRST) + 1
    return (
        Spill("rank", 1, len(order), ranks),
        Spill(_FIRST, wide, len(order), rows),
        Spill(BACKGROUND, 1, len(order), words),
    )


def write_extract(book: Book, listing: Listing) -> None:
    """Write the sheet; it prints down to its last filled row."""
    sheet = write_listing(book, listing)
    if not listing.rows:
        return
    last, last_row = len(listing.shown) - 1, FIRST_ROW + listing.rows - 1
    end = f"INDEX({listing.reference(listing.shown[last].key)},MAX(1,COUNT({listing.reference('rank')})))"
    book.define(f"{listing.name}!_xlnm.Print_Area", f"{listing.name}!$A$1:{end}")
    for label, look in ((SCREENED, "strong"), (EARLY, "soft")):
        rule = {"type": "formula", "criteria": f'=$B{FIRST_ROW + 1}="{label}"', "format": book.condition(look)}
        sheet.worksheet.conditional_format(FIRST_ROW, 1, last_row, 1, rule)
    filled = {"type": "formula", "criteria": f'=$A{FIRST_ROW + 1}<>""', "format": book.condition("line")}
    sheet.worksheet.conditional_format(FIRST_ROW, 0, last_row, last, filled)
