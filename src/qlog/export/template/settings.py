"""設定: thresholds, the month to judge and the methods that count, as cells with names; what follows from the log."""

from typing import Any, Final

from qlog.export import theme
from qlog.export.template import names
from qlog.export.template.book import Book, Sheet, column_name
from qlog.settings import Settings

_WIDTHS: Final = (26, 18, 8, 88)
_FIRST: Final = 4
_METHODS: Final = 5  # cells for methods
_MONTHS: Final = 24  # months the drop-down offers, the newest first
_HELPER: Final = 5  # hidden column
_DEFAULT: Final = Settings()
_THRESHOLDS: Final[tuple[tuple[str, int, str, int, int, str], ...]] = (
    (names.MONTH_DAYS, _DEFAULT.frequent.month_days, "日", 1, 31,
     "月の受診日数がこの日数以上（3か月の日数とともに満たすと「把握対象の目安に該当」）。国の「受診状況把握対象者」の目安は15日です。"),
    (names.THREE_MONTH_DAYS, _DEFAULT.frequent.three_month_days, "日", 1, 93,
     "前々月からの3か月の日数がこの日数以上。国の目安は40日です。"),
    (names.EARLY_DAYS, _DEFAULT.frequent.early_days, "日", 1, 31,
     "月の受診日数がこの日数以上なら「早めの気づき」。福祉事務所で決めてください。"),
    (names.EARLY_AFTER, _DEFAULT.frequent.early_after_day, "日", 1, 31,
     "月の途中のログで、この日数が過ぎたら、今のペースで月の日数に届く人も「早めの気づき」。"),
    (names.REGISTRATION_DAY, _DEFAULT.unentrusted.registration_day, "日", 1, 31,
     "券をまとめて登録する日。これより前の未委託は「登録待ち」。福祉事務所で異なります。"),
    (names.SAME_CHECKS, _DEFAULT.duplicates.same_institution_checks, "回", 2, 99,
     "同じ日・同じ医療機関等での確認がこの回数以上。"),
    (names.SEVERAL_INSTITUTIONS, _DEFAULT.duplicates.institutions_a_day, "か所", 2, 99,
     "同じ日に受診した医科の医療機関等がこの数以上。"),
)  # fmt: skip


def write_settings(book: Book, *, rows: int, known_days: tuple[str, str]) -> None:
    """Write the sheet; ``known_days`` are the ranges of the columns known and day of 計算."""
    sheet = book.sheet(names.SETTINGS)
    sheet.widths(_WIDTHS)
    sheet.worksheet.set_column(_HELPER, _HELPER, 12, None, {"hidden": True})
    sheet.put(0, 0, "設定", "title")
    lead = "黄色の値を変えると、一覧がその場で変わります。福祉事務所の決まりに合わせてください。"
    sheet.merge(1, (0, len(_WIDTHS) - 1), lead, "lead")
    row = _write_thresholds(sheet)
    row = _write_methods(sheet, row)
    row = _write_month(sheet, row)
    _write_facts(sheet, row + 1, rows, known_days)
    sheet.worksheet.freeze_panes(_FIRST, 1)
    sheet.worksheet.fit_to_pages(1, 1)
    sheet.protect()


def _row(sheet: Sheet, row: int, label: str, unit: str, meaning: str) -> None:
    sheet.put(row, 0, label, "list", "strong")
    sheet.put(row, 2, unit, "list", "center")
    sheet.put(row, 3, meaning, "list", "text", "wrap")
    sheet.height(row, theme.lines(meaning, _WIDTHS[3], indented=True))


def _write_thresholds(sheet: Sheet) -> int:
    for column, header in enumerate(("目安", "値", "単位", "意味")):
        sheet.put(_FIRST - 1, column, header, "head")
    for row, (name, value, unit, least, most, meaning) in enumerate(_THRESHOLDS, start=_FIRST):
        _row(sheet, row, name, unit, meaning)
        sheet.put(row, 1, value, "list", "count", "input")
        sheet.worksheet.data_validation(row, 1, row, 1, _whole(least, most))
        sheet.book.define(name, f"{names.SETTINGS}!$B${row + 1}")
    return _FIRST + len(_THRESHOLDS)


def _whole(least: int, most: int) -> dict[str, Any]:
    return {
        "validate": "integer", "criteria": "between", "minimum": least, "maximum": most, "ignore_blank": False,
        "error_title": "この値は使えません", "error_message": f"{least} から {most} までの整数を入力してください。",
    }  # fmt: skip


def _write_methods(sheet: Sheet, row: int) -> int:
    """Write the methods that imply presence; a hidden column holds them as numbers."""
    meaning = (
        "資格確認方法のうち、本人がいたと言えるもの（2桁）。一括照会（04）は入れません。使わない欄は空けておきます。"
    )
    for at in range(_METHODS):
        _row(sheet, row + at, f"{names.PRESENCE} {at + 1}", "", meaning if at == 0 else "")
        codes = _DEFAULT.visits.presence_methods
        sheet.put(row + at, 1, codes[at] if at < len(codes) else "", "list", "code", "input_text")
        cell = f"B{row + at + 1}"
        sheet.formula(row + at, _HELPER, f'=IF(TRIM({cell})="",-9,IFERROR(VALUE({cell}),-9))')
    letter = column_name(_HELPER)
    sheet.book.define(names.PRESENCE, f"{names.SETTINGS}!${letter}${row + 1}:${letter}${row + _METHODS}")
    return row + _METHODS


def _write_month(sheet: Sheet, row: int) -> int:
    """Write the cell that chooses the month, and the hidden months its drop-down offers."""
    _row(
        sheet,
        row,
        "判定する月",
        "",
        "空欄なら、ログの中で最も新しい月。別の月を見るときは一覧から選びます（202610 は2026年10月）。",
    )
    sheet.put(row, 1, None, "list", "center", "input")
    sheet.book.define(names.CHOSEN_MONTH, f"{names.SETTINGS}!$B${row + 1}")
    letter, first = column_name(_HELPER), row + 1
    for at in range(_MONTHS):
        day = f"DATE(YEAR({names.LAST_DAY}),MONTH({names.LAST_DAY})-{at},1)"
        sheet.formula(first + at, _HELPER, f'=IF({names.LAST_DAY}=0,"",YEAR({day})*100+MONTH({day}))')
    sheet.worksheet.data_validation(
        row, 1, row, 1,
        {"validate": "list", "source": f"=${letter}${first + 1}:${letter}${first + _MONTHS}",
         "error_title": "この値は使えません", "error_message": "一覧から選ぶか、空欄にしてください。"},
    )  # fmt: skip
    return row + 1


def _facts(rows: int, known_days: tuple[str, str]) -> tuple[tuple[str, str, str, str], ...]:
    """Name, expression, role and meaning of what follows from the log."""
    known, day = known_days
    judged, chosen, latest = names.MONTH_FIRST, names.CHOSEN_MONTH, names.LAST_DAY
    dates = f"{known}*{day}"
    in_month = f"({day}>={judged})*({day}<={names.MONTH_LAST})*{dates}"
    pace = f"ROUNDUP({names.MONTH_DAYS}*{names.ELAPSED}/DAY({names.MONTH_LAST}),0)"
    unfinished = f"({latest}<{names.MONTH_LAST})*({names.ELAPSED}>={names.EARLY_AFTER})"
    return (
        (names.LAST_ROW, _last_row(rows), "count", "最後に記入のある行（見出しを除いて数える）。"),
        (names.FIRST_DAY, f"MIN(IF({dates}>0,{day},99999))*(SUM({dates})>0)", "date", "読めた日付のうち最も古い日。"),
        (latest, f"MAX({dates})", "date", "読めた日付のうち最も新しい日。"),
        (judged, f"IF(IFERROR(VALUE({chosen}),0)>0,DATE(INT({chosen}/100),MOD({chosen},100),1),"
         f"IF({latest}=0,DATE(2000,1,1),DATE(YEAR({latest}),MONTH({latest}),1)))",
         "date", "判定する月の最初の日。"),
        (names.MONTH_LAST, f"DATE(YEAR({judged}),MONTH({judged})+1,0)", "date", "判定する月の最後の日。"),
        (names.PREVIOUS_FIRST, f"DATE(YEAR({judged}),MONTH({judged})-1,1)", "date", "前の月の最初の日。"),
        (names.BEFORE_FIRST, f"DATE(YEAR({judged}),MONTH({judged})-2,1)", "date", "前々月の最初の日。"),
        (names.ELAPSED, f"MAX({in_month},{judged}-1)-{judged}+1", "count", "判定する月の最後の記録までの日数。"),
        (names.EARLY_FLOOR, f"MIN({names.EARLY_DAYS},IF({unfinished}>0,{pace},31))", "count",
         "月の途中のログでは、ペースから求めた日数と早めの日数の小さいほう。"),
    )  # fmt: skip


def _last_row(rows: int) -> str:
    def last(letter: str) -> str:
        cells = f"INDEX({names.PASTE}!${letter}:${letter},2):INDEX({names.PASTE}!${letter}:${letter},{rows + 1})"
        return f'MAX(({cells}<>"")*(ROW({cells})-1))'

    return f"MAX(1,{last('A')},{last('F')})"


def _write_facts(sheet: Sheet, row: int, rows: int, known_days: tuple[str, str]) -> None:
    sheet.merge(row, (0, len(_WIDTHS) - 1), "貼り付けたログから分かること（変えられません）", "section")
    for at, (name, expression, role, meaning) in enumerate(_facts(rows, known_days), start=row + 1):
        _row(sheet, at, name, "", meaning)
        sheet.computed(at, 1, f"={expression}", "list", role)
        sheet.book.define(name, f"{names.SETTINGS}!$B${at + 1}")
