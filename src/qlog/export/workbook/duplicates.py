"""同日重複確認: several checks of one person on one day; the level follows the thresholds of 設定."""

from typing import Any, Final

from qlog.export.workbook import names
from qlog.export.workbook.book import Book
from qlog.export.workbook.listing import FIRST_ROW, Column, Listing, Summary, write_listing
from qlog.export.workbook.model import OfficeMonth
from qlog.export.workbook.people import person_columns
from qlog.schema import PATTERNS

_LEVEL_FORMULA: Final = (
    f'=IF({{pattern}}="{PATTERNS["same_institution"]}",IF({{checks}}>={names.SAME_CHECKS},"{names.REACHED}",'
    f'"{names.BELOW}"),IF({{institutions}}>={names.SEVERAL_INSTITUTIONS},"{names.REACHED}","{names.BELOW}"))'
)


def duplicate_rows(office: OfficeMonth) -> list[dict[str, Any]]:
    """Return the rows in the order of the sheet: several institutions first, then by date."""
    return sorted(
        office.duplicates.to_pylist(),
        key=lambda row: (row["pattern"] == "same_institution", row["visit_date"], row["recipient_number"],
                         row["institution_codes"]),
    )  # fmt: skip


def duplicates_listing(office: OfficeMonth) -> Listing:
    """Describe the sheet."""
    rows = duplicate_rows(office)
    codes = [row["institution_codes"].split(";") for row in rows]
    columns = (
        Column("pattern", "型", 24,
               "「同じ医療機関で複数回」はカードの読み直しなどが多く、その医療機関等に確かめること。"
               "「複数の医科医療機関」は一日に二か所以上の医科を受診したもの。",
               [PATTERNS[row["pattern"]] for row in rows], ("text",)),
        Column("level", "判定", 12, "設定の回数・か所数に届くかどうか。設定を変えると変わります。",
               [names.REACHED] * len(rows), ("center",), formula=_LEVEL_FORMULA),
        Column("date", "受診日", 17, "資格確認のあった日（日本時間）。", [row["visit_date"] for row in rows],
               ("date",)),
        *person_columns(office, [row["recipient_number"] for row in rows], editable=False),
        Column("names", "医療機関等", 34, "ログにある名称。",
               ["\n".join(map(office.institution, own)) for own in codes], ("text", "wrap")),
        Column("codes", "医療機関等コード", 13, "10桁の番号。", ["\n".join(own) for own in codes],
               ("code", "wrap")),
        Column("institutions", "か所", 8, "医療機関等の数。", [len(own) for own in codes], ("count",)),
        Column("checks", "確認回数", 10, "来所を示す資格確認の回数の合計。", [row["checks"] for row in rows],
               ("count",)),
    )  # fmt: skip
    return Listing(
        name=names.DUPLICATES,
        title=f"同日重複確認　{office.month_label}",
        lead="同じ日に何度も資格確認されたものです。同じ医療機関での繰り返しは機器や窓口の事情がほとんどで、本人の問題ではありません。"
        "医科のあとの薬局は通常の流れなので含めません。",
        columns=columns,
        summary=_summary([row["pattern"] for row in rows]),
    )


def _summary(patterns: list[str]) -> Summary:
    last = FIRST_ROW + max(len(patterns), 1)
    areas = f"$A${FIRST_ROW + 1}:$A${last}", f"$B${FIRST_ROW + 1}:$B${last}"
    parts = [
        f'{label}　"&COUNTIFS({areas[0]},"{label}",{areas[1]},"{names.REACHED}")&" 件"' for label in PATTERNS.values()
    ]
    return Summary(
        '="' + '&"　　'.join(parts),
        "　　".join(f"{label}　{patterns.count(key)} 件" for key, label in PATTERNS.items()),
    )


def write_duplicates(book: Book, listing: Listing) -> None:
    """Write the sheet, and fade what no longer reaches the thresholds."""
    sheet = write_listing(book, listing)
    rule = {"type": "formula", "criteria": f'=$B{FIRST_ROW + 1}="{names.BELOW}"', "format": book.condition("faint")}
    last_row = FIRST_ROW + max(listing.rows, 1) - 1
    sheet.worksheet.conditional_format(FIRST_ROW, 0, last_row, len(listing.columns) - 1, rule)
