"""設定: the thresholds as cells with names, what they mean and where they come from, and the facts formulas need."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from qlog.codes import KIND_LABELS, METHOD_LABELS
from qlog.export import theme
from qlog.export.workbook import names
from qlog.export.workbook.book import Book, Sheet
from qlog.export.workbook.model import OfficeMonth, candidate_days

_WIDTHS: Final = (28, 12, 8, 12, 60, 54)
_FIRST: Final = 5


@dataclass(frozen=True)
class Threshold:
    """One cell that may be changed: its name, what the run used, its limits, meaning and source."""

    name: str
    value: int
    unit: str
    least: int
    most: int
    meaning: str
    source: str


def thresholds_of(office: OfficeMonth) -> tuple[Threshold, ...]:
    """Return the thresholds in the order of the sheet."""
    frequent, duplicates = office.settings.frequent, office.settings.duplicates
    unentrusted, least = office.settings.unentrusted, candidate_days(office.settings)
    national = "国の「受診状況把握対象者」の目安。国の目安は同じ傷病・同じ診療科の日数ですが、ログでは分かりません。"
    return (
        Threshold(names.MONTH_DAYS, frequent.month_days, "日", least, 31,
                  "月の受診日数がこの日数以上（3か月の日数とともに満たすと「把握対象の目安に該当」）。", national),
        Threshold(names.THREE_MONTH_DAYS, frequent.three_month_days, "日", 1, 93,
                  "前々月からの3か月の日数がこの日数以上。", national),
        Threshold(names.EARLY_DAYS, frequent.early_days, "日", least, 31,
                  "月の受診日数がこの日数以上なら「早めの気づき」。", "qlog の初めの値。福祉事務所で決めてください。"),
        Threshold(names.EARLY_AFTER, frequent.early_after_day, "日", 1, 31,
                  "月の途中のログで、この日数が過ぎたら、今のペースで月の日数に届く人も「早めの気づき」。",
                  "qlog の初めの値。早すぎると、月初めに続けて受診した人が並びます。"),
        Threshold(names.REGISTRATION_DAY, unentrusted.registration_day, "日", 1, 31,
                  "券をまとめて登録する日。これより前の未委託は「登録待ち」。",
                  "福祉事務所で異なります（公開された例：15日ごろ、20日ごろ、毎週）。"),
        Threshold(names.NEW_DAYS, unentrusted.new_recipient_days, "日", 0, 366,
                  "初めて現れてからこの日数に満たない人の未委託は「登録待ち」。",
                  "保護の開始から登録が済むまで、ひと月ほどかかるため。"),
        Threshold(names.SAME_CHECKS, duplicates.same_institution_checks, "回", duplicates.same_institution_checks, 99,
                  "同じ日・同じ医療機関等での確認がこの回数以上。", "qlog の初めの値。"),
        Threshold(names.SEVERAL_INSTITUTIONS, duplicates.institutions_a_day, "か所", duplicates.institutions_a_day, 99,
                  "同じ日に受診した医療機関等がこの数以上。", "qlog の初めの値。"),
    )  # fmt: skip


def write_settings(book: Book) -> None:
    """Write the sheet and define the names of its cells."""
    office = book.office
    sheet = book.sheet(names.SETTINGS)
    sheet.widths(_WIDTHS)
    sheet.roomy()
    sheet.put(0, 0, "設定", "title")
    sheet.worksheet.set_row_pixels(0, 34)
    lead = (
        "黄色の値を変えると、判定・一覧・表紙の数がその場で変わります。元に戻すには「実行時」の値を入れてください。"
        "数える種別や方法を変えるときは、qlog.toml を直して実行し直してください。"
    )
    sheet.merge(1, (0, len(_WIDTHS) - 1), lead, "lead")
    sheet.height(1, theme.lines(lead, *_WIDTHS))
    _write_check(sheet, len(thresholds_of(office)))
    row = _write_thresholds(sheet, thresholds_of(office))
    _write_facts(sheet, row + 2)
    sheet.worksheet.freeze_panes(_FIRST, 1)
    sheet.fit(pages_high=1)
    sheet.protect()


def _write_thresholds(sheet: Sheet, thresholds: tuple[Threshold, ...]) -> int:
    for column, header in enumerate(("目安", "値", "単位", "実行時", "意味", "出どころ")):
        sheet.put(_FIRST - 1, column, header, "head")
    for row, item in enumerate(thresholds, start=_FIRST):
        sheet.put(row, 0, item.name, "list", "strong")
        sheet.put(row, 1, item.value, "list", "count", "input")
        sheet.put(row, 2, item.unit, "list", "center")
        sheet.put(row, 3, item.value, "list", "count", "muted")
        sheet.put(row, 4, item.meaning, "list", "text", "wrap")
        sheet.put(row, 5, item.source, "list", "text", "wrap", "muted")
        sheet.height(row, max(theme.lines(item.meaning, _WIDTHS[4]), theme.lines(item.source, _WIDTHS[5])))
        sheet.worksheet.data_validation(row, 1, row, 1, _validation(item))
        sheet.book.define(item.name, f"{names.SETTINGS}!$B${row + 1}")
    return _FIRST + len(thresholds)


def _validation(item: Threshold) -> dict[str, Any]:
    return {
        "validate": "integer", "criteria": "between", "minimum": item.least, "maximum": item.most,
        "ignore_blank": False, "error_title": "この値は使えません",
        "error_message": f"{item.least} から {item.most} までの整数を入力してください。",
        "input_title": item.name, "input_message": f"{item.least} から {item.most} までの整数",
    }  # fmt: skip


def _write_check(sheet: Sheet, count: int) -> None:
    """Write the sentence that says whether the thresholds are those of the run, or lower than the lists reach."""
    values, run = f"$B${_FIRST + 1}:$B${_FIRST + count}", f"$D${_FIRST + 1}:$D${_FIRST + count}"
    least = candidate_days(sheet.book.office.settings)
    pace = f"AND({names.UNFINISHED}=1,{names.ELAPSED}>={names.EARLY_AFTER},"
    pace += f"{names.MONTH_DAYS}*{names.ELAPSED}<={least - 1}*{names.LENGTH})"
    changed = f"SUMPRODUCT(({values}<>{run})*1)>0"
    low = f"目安が低いため、月に {least - 1} 日以下の人が一覧から漏れている場合があります。"
    other, same = "実行時と異なる目安で表示しています。", "実行時の目安で表示しています。"
    formula = f'=IF(AND({changed},{pace}),"{low}",IF({changed},"{other}","{same}"))'
    sheet.formula(2, 0, formula, same, "summary")


def _facts(office: OfficeMonth) -> tuple[tuple[str, int | str | date, tuple[str, ...], str, bool], ...]:
    start = office.first_day
    first, last = office.first_date or start, office.last_date or start
    methods = "、".join(f"{code} {METHOD_LABELS.get(code, '')}" for code in office.settings.visits.presence_methods)
    day, number, switch, text = ("date",), ("center",), ("yes_no",), ("text",)
    return (
        (names.MONTH_START, start, day, "対象の月の最初の日。", True),
        (names.LENGTH, office.month_days, number, "対象の月の日数。", True),
        (names.ELAPSED, office.elapsed_days, number, "対象の月の最後の記録までの日数。", True),
        (names.UNFINISHED, int(office.unfinished), switch, "対象の月の途中までのログかどうか。", True),
        (names.FIRST_DATE, first, day, "渡されたログの最初の日。", True),
        (names.LAST_DATE, last, day, "渡されたログの最後の日。", True),
        (names.TICKETS_GIVEN, int(office.tickets_given), switch, "医療券・調剤券の一覧が渡されたかどうか。", True),
        ("受診とみなす方法", methods, text, "資格確認方法のうち、来所を示すもの。一括照会は受診に数えません。", False),
        ("頻回受診で数える種別", _kinds(office.settings.frequent.kinds), text,
         "薬局や訪問看護は、医科に続くことが多いため初めは数えません。", False),
        ("同日重複で数える種別", _kinds(office.settings.duplicates.kinds), text,
         "二か所以上の受診を数える種別。", False),
    )  # fmt: skip


def _kinds(kinds: tuple[str, ...]) -> str:
    return "、".join(KIND_LABELS[kind] for kind in kinds)


def _write_facts(sheet: Sheet, row: int) -> None:
    sheet.merge(row, (0, len(_WIDTHS) - 1), "このブックの前提（変えられません）", "section")
    for at, (label, value, roles, meaning, named) in enumerate(_facts(sheet.book.office), start=row + 1):
        sheet.put(at, 0, label, "list", "strong")
        if isinstance(value, str):
            sheet.merge(at, (1, 3), value, "list", "wrap", *roles)
            sheet.height(at, theme.lines(value, *_WIDTHS[1:4]))
        else:
            sheet.merge(at, (1, 3), "", "list", *roles)
            sheet.put(at, 1, value, "list", *roles)
        sheet.merge(at, (4, 5), meaning, "list", "text")
        if named:
            sheet.book.define(label, f"{names.SETTINGS}!$B${at + 1}")
