"""表紙: the month at a glance, two charts, what the log cannot tell, and how to read on."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import pyarrow.compute as pc

from qlog.export import theme
from qlog.export.workbook import names
from qlog.export.workbook.book import Book, Sheet
from qlog.export.workbook.candidates import EARLY, EXCLUDED, SCREENED, Candidates
from qlog.export.workbook.charts import write_charts
from qlog.export.workbook.frequent import unit_label
from qlog.export.workbook.listing import Listing
from qlog.export.workbook.model import OfficeMonth
from qlog.schema import PATTERNS, STATUSES

_CARD: Final = (10.5, 10.5, 10.5)
_WIDTHS: Final = (*_CARD, 2, *_CARD, 2, *_CARD, 2, *_CARD)
_LAST: Final = len(_WIDTHS) - 1
_LEFT: Final = (0, 6)
_RIGHT: Final = (8, _LAST)
_CARD_ROW: Final = 4
_CHART_ROW: Final = 8
_TEXT_ROW: Final = 20
_LINE_PIXELS: Final = 20
_BREAK: Final = "&CHAR(10)&"
_WEEKDAYS: Final = "月火水木金土日"

_CANNOT_TELL: Final = (
    "ログは受診の下限です。令和7年3月の時点でオンライン資格確認につながっている医療機関等は約47%（医科48%、歯科35%、薬局59%）で、"
    "カードを持たない人もいます。行がないことは、受診がないことではありません。",
    "ログにいる人を、被保護者全体の人数として割合の分母にすることはできません。",
    "傷病や診療科ごとの日数は分かりません。国の目安（同じ傷病・同じ診療科）とは単位が違います。",
    "過剰かどうかは分かりません。判断するのは医師で、把握された人のうち過剰とされるのは2割ほど（20〜22%）です。",
    "未委託の理由は分かりません。登録の時期、他法優先、急病のことがほとんどです。",
)


@dataclass(frozen=True)
class Card:
    """One figure: label, a formula or a number with its value now, its unit, and a line of detail likewise."""

    label: str
    formula: str
    value: int
    unit: str
    note_formula: str
    note: str


def write_cover(book: Book, frequent: Listing, unentrusted: Listing, duplicates: Listing, found: Candidates) -> None:
    """Write the sheet on one page."""
    sheet = book.sheet(names.COVER)
    sheet.widths(_WIDTHS)
    _write_head(sheet)
    cards = (
        _frequent_card(book.office, frequent, found),
        _unentrusted_card(unentrusted),
        _duplicates_card(duplicates),
        _visits_card(book.office),
    )
    for position, card in enumerate(cards):
        _write_card(sheet, position * (len(_CARD) + 1), card)
    wide = sum(map(theme.column_pixels, _WIDTHS[_LEFT[0] : _LEFT[1] + 1]))
    write_charts(sheet, row=_CHART_ROW, columns=(_LEFT[0], _RIGHT[0]), wide=wide, data_column=_LAST + 2)
    bottom = max(
        _write_points(sheet, _LEFT, "このログからは分からないこと", _CANNOT_TELL),
        _write_points(sheet, _RIGHT, "読む順番と、このログの様子", _reading_points(book.office)),
    )
    sheet.worksheet.print_area(0, 0, bottom, _LAST)
    sheet.fit(pages_high=1)
    sheet.protect()


def day_text(day: date) -> str:
    """Return a date as 2026/10/03 (土)."""
    return f"{day:%Y/%m/%d} ({_WEEKDAYS[day.weekday()]})"


def _write_head(sheet: Sheet) -> None:
    office = sheet.book.office
    sheet.put(0, 0, f"資格確認実績ログ　{office.month_label}のまとめ", "cover_title")
    sheet.merge(0, (_LAST - 1, _LAST), "取扱注意", "stamp")
    sheet.worksheet.set_row_pixels(0, 42)
    sheet.merge(1, (0, _LAST), office.office_label, "cover_office", "wrap")
    sheet.worksheet.set_row_pixels(1, 30 * theme.lines(office.office_label, *(width * 0.7 for width in _WIDTHS)))
    period = "この月の記録はありません"
    if office.first_date and office.last_date:
        period = f"渡された記録　{day_text(office.first_date)} 〜 {day_text(office.last_date)}"
    number = f"公費負担者番号 {office.payer_number}　　" if office.office_name else ""
    text = f"{number}{period}　　作成日　{day_text(office.generated_on)}"
    sheet.put(2, 0, text, "plain", "muted")
    for row in (3, 7, _TEXT_ROW - 1):
        sheet.worksheet.set_row_pixels(row, 12)


def _write_card(sheet: Sheet, column: int, card: Card) -> None:
    area = (column, column + len(_CARD) - 1)
    sheet.merge(_CARD_ROW, area, card.label, "card_label")
    sheet.height(_CARD_ROW, 1)
    sheet.merge(_CARD_ROW + 1, area, "", "card_value", card.unit)
    sheet.worksheet.set_row_pixels(_CARD_ROW + 1, 42)
    sheet.merge(_CARD_ROW + 2, area, "", "card_note")
    sheet.height(_CARD_ROW + 2, 1 + card.note.count("\n"))
    if card.formula:
        sheet.formula(_CARD_ROW + 1, column, card.formula, card.value, "card_value", card.unit)
        sheet.formula(_CARD_ROW + 2, column, card.note_formula, card.note, "card_note")
    else:
        sheet.put(_CARD_ROW + 1, column, card.value, "card_value", card.unit)
        sheet.put(_CARD_ROW + 2, column, card.note, "card_note")


def _frequent_card(office: OfficeMonth, listing: Listing, found: Candidates) -> Card:
    level, unit = listing.reference("level"), listing.reference("unit")

    def count(label: str, kind: str) -> str:
        return f'COUNTIFS({level},"{label}",{unit},"{unit_label(office, kind)}")'

    at_one = sum(row["level"] == "screened" and row["unit"] == "institution" for row in found.rows)
    out, left_out = count(EXCLUDED, "recipient"), found.people("excluded")
    out_formula = f'&IF({out}=0,"",CHAR(10)&"{EXCLUDED} "&{out}&"人")' if office.entered.excluded else ""
    return Card(
        label="頻回受診の傾向（目安に該当）",
        formula=f"={count(SCREENED, 'recipient')}",
        value=found.people("screened"),
        unit="people",
        note_formula=f'="うち同じ医療機関で "&{count(SCREENED, "institution")}&"件"{_BREAK}'
        f'"ほかに{EARLY} "&{count(EARLY, "recipient")}&"人"{out_formula}',
        note=f"うち同じ医療機関で {at_one}件\nほかに{EARLY} {found.people('early')}人"
        + (f"\n{EXCLUDED} {left_out}人" if left_out else ""),
    )


def _unentrusted_card(listing: Listing) -> Card:
    area, values = listing.reference("status"), listing.columns[0].values
    review, pending, other_law, resolved = (STATUSES[key] for key in ("review", "pending", "other_law", "resolved"))

    def count(label: str) -> str:
        return f'{label} "&COUNTIF({area},"{label}")&"件'

    return Card(
        label="未委託受診（要確認）",
        formula=f'=COUNTIF({area},"{review}")',
        value=values.count(review),
        unit="cases",
        note_formula=f'="{count(pending)}・{count(resolved)}"{_BREAK}"{count(other_law)}"',
        note=f"{pending} {values.count(pending)}件・{resolved} {values.count(resolved)}件\n"
        f"{other_law} {values.count(other_law)}件",
    )


def _duplicates_card(listing: Listing) -> Card:
    pattern, level = listing.reference("pattern"), listing.reference("level")
    values = listing.columns[listing.column("pattern")].values
    counts = [f'"{label} "&COUNTIFS({pattern},"{label}",{level},"{names.REACHED}")&"件"' for label in PATTERNS.values()]
    return Card(
        label="同日の重複確認",
        formula=f'=COUNTIF({level},"{names.REACHED}")',
        value=len(values),
        unit="cases",
        note_formula=f"={_BREAK.join(counts)}",
        note="\n".join(f"{label} {values.count(label)}件" for label in PATTERNS.values()),
    )


def _visits_card(office: OfficeMonth) -> Card:
    visits = office.visits_of_month
    people = pc.count_distinct(visits["recipient_number"]).as_py()
    institutions = pc.count_distinct(visits["institution_code"]).as_py()
    bulk = pc.sum(office.institutions["bulk_queries"]).as_py() or 0
    return Card(
        label="記録にある受診",
        formula="",
        value=visits.num_rows,
        unit="cases",
        note_formula="",
        note=f"{people:,}人・医療機関等 {institutions:,}か所\nほかに一括照会 {bulk:,}件",
    )


def _reading_points(office: OfficeMonth) -> tuple[str, ...]:
    rejected = sum(file.rejected for file in office.imports.files)
    refused = sum(bool(file.refused) for file in office.imports.files)
    points = [
        "「頻回受診の一覧」で人を選び、主治医・嘱託医に相談します。記録は「頻回受診の傾向」の黄色の欄へ。",
        "「未委託受診」の「要確認」は、まず券の登録状況を確かめます。本人への確認はその後です。",
        "「同日重複確認」と「医療機関別」は、医療機関等への問い合わせに使います。",
        "目安は「設定」で変えられ、一覧と上の数がその場で変わります。言葉の意味は「見方」にあります。",
    ]
    points += [row.sentence.ja for row in office.coverage if row.month == office.month]
    if office.unfinished and office.as_of:
        points.append(f"この月の記録は {day_text(office.as_of)} までです。月の数はまだ増えます。")
    if office.caseworkers is None:
        points.append("担当員の一覧がないため、不開示の人に印がありません。連絡の前に必ず確かめてください。")
    state = [f"記録の空白 {office.gaps.num_rows}か所", f"受け付けなかった行 {rejected:,}行"]
    state += [f"読めなかったファイル {refused}個"] if refused else []
    return (*points, "、".join(state) + "（くわしくは「取込結果」）。")


def _write_points(sheet: Sheet, columns: tuple[int, int], title: str, points: tuple[str, ...]) -> int:
    """Write a heading and points below it; return the last row.

    Both sides stand on rows of one line, of which each point takes as many as it has lines, so that neither opens gaps
    in the other.
    """
    first, last = columns
    sheet.merge(_TEXT_ROW, columns, title, "section")
    sheet.height(_TEXT_ROW, 1)
    row = _TEXT_ROW + 2
    for point in points:
        taken = theme.lines(f"・{point}", *_WIDTHS[first : last + 1])
        sheet.merge(row, columns, f"・{point}", "body", "top", rows=taken)
        row += taken
    sheet.worksheet.set_row_pixels(_TEXT_ROW + 1, 6)
    for line in range(_TEXT_ROW + 2, row):
        sheet.worksheet.set_row_pixels(line, _LINE_PIXELS)
    return row - 1
