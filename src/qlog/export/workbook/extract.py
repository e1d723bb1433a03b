"""頻回受診の一覧: the rows of 頻回受診の傾向 that reach a level, to read and to print; it follows the thresholds."""

from qlog.export.workbook import names
from qlog.export.workbook.book import Book
from qlog.export.workbook.frequent import EARLY, SCREENED, Candidates, summary_text
from qlog.export.workbook.listing import FIRST_ROW, Column, Listing, Summary, write_listing
from qlog.export.workbook.model import OfficeMonth

_POSITION = "position"


def extract_listing(office: OfficeMonth, source: Listing, candidates: Candidates) -> Listing:
    """Describe the sheet: as many rows as there are candidates, so that any threshold fits."""
    order = _order(source, candidates)
    filled = len(order)
    blank = [""] * (source.rows - filled)
    number = Column(
        "rank", "順", 6, "目安に該当する人が先、次に早めの気づき。それぞれ日数の多い順。",
        [*range(1, filled + 1), *blank], ("center",),
        formula=f"=IF({{number}}<={_count(source, 'screened')}+{_count(source, 'early')},{{number}},\"\")",
    )  # fmt: skip
    position = Column(
        _POSITION,
        "行",
        8,
        "",
        [*(place + 1 for place in order), *blank],
        hidden=True,
        formula=_position_formula(source),
    )
    columns = [
        Column(
            key, (spec := source.columns[source.column(key)]).header, spec.width, "「頻回受診の傾向」と同じ。",
            [*(spec.values[place] for place in order), *blank], tuple(role for role in spec.roles if role != "input"),
            formula=_copy_formula(source, key), group=spec.group,
        )
        for key in _SHOWN
    ]  # fmt: skip
    screened, early = candidates.levels.count(SCREENED), candidates.levels.count(EARLY)
    return Listing(
        name=names.EXTRACT,
        title=f"頻回受診の一覧　{office.month_label}",
        lead="設定の目安に届く行だけを並べます。目安を変えると並びも変わるので、記入は「頻回受診の傾向」へどうぞ。"
        "国の集計では、こうして把握された人のうち医師が過剰と判断したのは2割ほど（20〜22%）です。",
        columns=(number, *columns, position),
        frozen=4,
        summary=Summary(
            f'="{SCREENED}　"&{_count(source, "screened")}&" 件　　{EARLY}　"&{_count(source, "early")}&" 件"',
            summary_text(screened, early),
        ),
        nothing="5日以上受診した人はいません。",
        base="plain",
        print_area=False,
    )


_SHOWN = (
    "level", "recipient", "name", "undisclosed", "caseworker", "unit", "institution",
    "days_prev2", "days_prev1", "days", "days_3m", "first_month",
)  # fmt: skip


def _order(source: Listing, candidates: Candidates) -> list[int]:
    """Return the positions of the rows that reach a level, screened first."""
    levels = candidates.levels
    return [place for label in (SCREENED, EARLY) for place in range(source.rows) if levels[place] == label]


def _count(source: Listing, level: str) -> str:
    """Return the formula of how many rows reach a level: the last of its running counts."""
    return f"INDEX({source.reference(f'{level}_rank')},{max(source.rows, 1)})"


def _position_formula(source: Listing) -> str:
    """Return the formula that finds a rank's row: the running counts never fall, so a binary search will do."""
    count = _count(source, "screened")
    screened = f"IFERROR(MATCH({{rank}}-0.5,{source.reference('screened_rank')},1),0)+1"
    early = f"IFERROR(MATCH({{rank}}-{count}-0.5,{source.reference('early_rank')},1),0)+1"
    return f'=IF({{rank}}="","",IF({{rank}}<={count},{screened},{early}))'


def _copy_formula(source: Listing, key: str) -> str:
    """Return the formula that copies a column; &"" keeps an empty cell empty and a number of a person text."""
    as_text = "" if key.startswith("days") else '&""'
    return f'=IF({{{_POSITION}}}="","",INDEX({source.reference(key)},{{{_POSITION}}}){as_text})'


def write_extract(book: Book, listing: Listing) -> None:
    """Write the sheet; it prints down to its last filled row."""
    sheet = write_listing(book, listing)
    if not listing.rows:
        return
    last = len(listing.shown) - 1
    rows = f"MAX(1,COUNT({listing.reference('rank')}))"
    end = f"INDEX({listing.reference(listing.shown[last].key)},{rows})"
    book.define(f"{listing.name}!_xlnm.Print_Area", f"{listing.name}!$A$1:{end}")
    last_row = FIRST_ROW + listing.rows - 1
    for label, look in ((SCREENED, "strong"), (EARLY, "soft")):
        rule = {"type": "formula", "criteria": f'=$B{FIRST_ROW + 1}="{label}"', "format": book.condition(look)}
        sheet.worksheet.conditional_format(FIRST_ROW, 1, last_row, 1, rule)
    filled = {"type": "formula", "criteria": f'=$A{FIRST_ROW + 1}<>""', "format": book.condition("line")}
    sheet.worksheet.conditional_format(FIRST_ROW, 0, last_row, last, filled)
