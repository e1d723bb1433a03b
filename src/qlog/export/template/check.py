"""点検: says in plain words what is wrong with the pasted rows, where, and what to do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from qlog.export import theme
from qlog.export.template import names
from qlog.export.template.book import Book, Sheet, column_name
from qlog.export.template.expressions import FIELDS
from qlog.reading.catalog import DEFAULT, shipped_layouts
from qlog.schema.checks import CHECK_FIELDS

MISTAKE: Final = "誤り"
CAUTION: Final = "注意"
FINE: Final = "よし"
_WIDTHS: Final = (10, 28, 10, 62, 66)
_HELPER: Final = 5  # first hidden column
_FIRST: Final = 4
# what the lists are computed from; the other columns are only shown, or not used
NEEDED: Final = frozenset(
    {"checked_at", "method", "institution_code", "payer_number", "recipient_number", "ticket_kind", "care_type",
     "valid_from", "valid_to"}
)  # fmt: skip


@dataclass(frozen=True)
class Check:
    """One line: an expression that counts what is wrong, how grave it is, what is said of it, and what to do."""

    title: str
    count: str
    grave: bool
    found: str  # said when the count is not 0: an expression; {n} is the cell of the count
    fine: str  # said otherwise: text
    advice: str
    helpers: tuple[str, ...] = ()  # hidden cells of the line, {h1}, {h2}, ...
    name: str = ""  # of the cell of the count


Fill = Callable[[str], str]


def first_row(condition: str) -> str:
    """Return the expression of the first row of the paste sheet where a condition holds."""
    return f"IFERROR(MATCH(1,1*({condition}>0),0)+1,0)"


def counted(title: str, condition: str, *, grave: bool, what: str, fine: str, advice: str) -> Check:
    """Return a check that counts rows where a condition holds, and names the first of them."""
    found = f'"{what} "&{{n}}&" 行（最初は "&{first_row(condition)}&" 行目）"'
    return Check(title, f"SUM({condition})", grave, found, fine, advice)


def write_check(book: Book, checks: Sequence[Check], *, fill: Fill) -> None:
    """Write the sheet; ``fill`` puts ranges in place of the columns that expressions name."""
    sheet = book.sheet(names.CHECK)
    sheet.widths(_WIDTHS)
    sheet.put(0, 0, "点検", "title")
    _write_headline(sheet, len(checks))
    for column, header in enumerate(("結果", "点検すること", "件数", "分かったこと", "直し方")):
        sheet.put(_FIRST - 1, column, header, "head")
    for row, check in enumerate(checks, start=_FIRST):
        _write_line(sheet, row, check, fill)
    headers = _FIRST + len(checks) + 1
    _write_headers(sheet, headers)
    area = (_FIRST, 0, headers + len(FIELDS) + 2, 0)
    for word, look in ((MISTAKE, "strong"), (CAUTION, "soft")):
        rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": book.condition(look)}
        sheet.worksheet.conditional_format(*area, rule)
    sheet.worksheet.freeze_panes(_FIRST, 0)
    sheet.worksheet.fit_to_pages(1, 0)
    sheet.protect()


def _write_headline(sheet: Sheet, lines: int) -> None:
    area = f"$A${_FIRST + 1}:$A${_FIRST + lines}"
    mistakes, cautions = f'COUNTIF({area},"{MISTAKE}")', f'COUNTIF({area},"{CAUTION}")'
    text = (
        f'IF({mistakes}>0,"誤りが "&{mistakes}&" 件あります。直してから一覧を見てください。",'
        f'IF({cautions}>0,"注意が "&{cautions}&" 件あります。内容を確かめてください。","問題は見つかりませんでした。"))'
    )
    sheet.merged_formula(1, len(_WIDTHS) - 1, f"={text}", "summary")
    sheet.formula(2, _HELPER, f"={mistakes}", "plain")
    sheet.worksheet.set_column(_HELPER, _HELPER + 2, 8, None, {"hidden": True})
    sheet.book.define(names.MISTAKES, f"{names.CHECK}!$F$3")


def _write_line(sheet: Sheet, row: int, check: Check, fill: Fill) -> None:
    cell = f"$C{row + 1}"
    refs = {"{n}": cell} | {f"{{h{at + 1}}}": f"${column_name(_HELPER + at)}{row + 1}" for at in range(3)}

    def ready(expression: str) -> str:
        for mark, reference in refs.items():
            expression = expression.replace(mark, reference)
        return fill(expression)

    for at, helper in enumerate(check.helpers):
        sheet.computed(row, _HELPER + at, f"={ready(helper)}", "plain")
    if check.name:
        sheet.book.define(check.name, f"{names.CHECK}!{cell.replace('C', 'C$')}")
    grave = MISTAKE if check.grave else CAUTION
    sheet.formula(row, 0, f'=IF(ISERROR({cell}),"{MISTAKE}",IF({cell}>0,"{grave}","{FINE}"))', "list", "center")
    sheet.put(row, 1, check.title, "list", "strong", "wrap")
    sheet.computed(row, 2, f"={ready(check.count)}", "list", "count")
    sheet.computed(row, 3, f'=IF({cell}>0,{ready(check.found)},"{check.fine}")', "list", "text", "wrap")
    sheet.put(row, 4, check.advice, "list", "text", "wrap")
    texts = ((check.advice, _WIDTHS[4]), (check.title, _WIDTHS[1]))
    sheet.height(row, max(theme.lines(text, width, indented=True) for text, width in texts))


def header_check() -> Check:
    """Return the check of the headers: those the lists need."""
    right = [_header_matches(at) for at, column in enumerate(CHECK_FIELDS) if column.name in NEEDED]
    wrong = f"{len(right)}-SUM({','.join(f'1*{match}' for match in right)})"
    return Check(
        "見出し（列の並び）", wrong, True, '"必要な列のうち "&{n}&" 列の見出しが違います"',
        "必要な列がそろっています",
        "下の「列の見出し」で違う列を確かめ、列の並びを直すか、見出しごと貼り直してください。",
    )  # fmt: skip


def _header_matches(at: int) -> str:
    known = shipped_layouts()[DEFAULT].columns[CHECK_FIELDS[at].name].headers
    texts = ",".join(f'"{header}"' for header in known)
    return f"ISNUMBER(MATCH(TRIM(INDEX({names.PASTE}!$1:$1,{at + 1})),{{{texts}}},0))"


def _write_headers(sheet: Sheet, row: int) -> None:
    """Write the table of headers: what is expected in each column, and what stands there."""
    sheet.merge(
        row, (0, len(_WIDTHS) - 1), "列の見出し（想定したレイアウト。公式の項目一覧は公開されていません）", "section"
    )
    for column, header in enumerate(("結果", "あるべき見出し", "列", "貼り付けた見出し", "使い方")):
        sheet.put(row + 1, column, header, "head")
    for at, field in enumerate(CHECK_FIELDS):
        line, needed = row + 2 + at, field.name in NEEDED
        word = MISTAKE if needed else CAUTION
        pasted = f"INDEX({names.PASTE}!$1:$1,{at + 1})"
        sheet.formula(line, 0, f'=IF({_header_matches(at)},"{FINE}","{word}")', "list", "center")
        sheet.put(line, 1, field.jp, "list", "strong")
        sheet.put(line, 2, column_name(at), "list", "center")
        sheet.formula(line, 3, f'=IF({pasted}="","（空）",{pasted}&"")', "list", "text")
        sheet.put(line, 4, "一覧の計算に使う" if needed else "表示するか、使わない", "list", "text")
