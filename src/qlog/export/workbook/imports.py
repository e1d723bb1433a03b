"""取込結果: how every file was read, what was not accepted and why, and what looked odd."""

from collections.abc import Sequence
from typing import Final

from qlog.coverage import LOWER_BOUND, Coverage
from qlog.export import theme
from qlog.export.workbook import names
from qlog.export.workbook.book import Book, Sheet
from qlog.export.workbook.model import OfficeMonth
from qlog.export.workbook.rows import Value

_WIDTHS: Final = (40, 20, 18, 12, 12, 12, 12, 52)
_LAST: Final = len(_WIDTHS) - 1
_ONE_PAGE: Final = 45  # rows; more would be too small to read
_ASSUMED: Final = "default"  # the layout that is our assumption, and says so wherever it is shown


def write_imports(book: Book) -> None:
    """Write the sheet."""
    office = book.office
    sheet = book.sheet(names.IMPORTS)
    sheet.widths(_WIDTHS)
    sheet.roomy()
    sheet.put(0, 0, "取込結果", "title")
    sheet.worksheet.set_row_pixels(0, 34)
    lead = (
        "渡されたファイルを一つずつ、どう読んだかを示します。データの行 ＝ 受け付けた行 ＋ 受け付けなかった行です。"
        "ファイルの数字は、ほかの福祉事務所の行があればそれも含みます。"
        "項目の並びは qlog の想定で、公式の仕様ではありません。"
    )
    sheet.merge(1, (0, _LAST), lead, "lead")
    sheet.height(1, theme.lines(lead, *_WIDTHS))
    row = _write_coverage(sheet, 3)
    row = _write_files(sheet, row + 1)
    row = _write_counts(sheet, row + 1)
    row = _write_gaps(sheet, row + 1)
    row = _write_sentences(sheet, row + 1, office)
    sheet.worksheet.freeze_panes(2, 0)
    sheet.fit(pages_high=1 if row <= _ONE_PAGE else 0)
    sheet.protect()


def _write_coverage(sheet: Sheet, row: int) -> int:
    """Write how much of each month the log shows; return the row after it."""
    _section(sheet, row, "ログの範囲")
    sheet.merge(row + 1, (0, _LAST), f"・{LOWER_BOUND.ja}", "list", "wrap")
    months = sheet.book.office.coverage
    if not months:
        return row + 2
    heads = ("診療月", "最後の記録", "一覧の医療機関等", "うち記録あり", "割合", "医療機関等", "受給者", "備考")
    _heads(sheet, row + 2, heads)
    for at, month in enumerate(sorted(months, key=lambda one: one.month), start=row + 3):
        sheet.put(at, 0, f"{month.month[:4]}年{int(month.month[5:])}月", "list", "text")
        sheet.put(at, 1, month.last_date, "list", "date")
        sheet.put(at, 2, month.institutions_listed, "list", "count")
        sheet.put(at, 3, month.listed_seen, "list", "count")
        sheet.put(at, 4, month.listed_share, "list", "percent")
        sheet.put(at, 5, month.institutions_seen, "list", "count")
        sheet.put(at, 6, month.recipients_seen, "list", "count")
        sheet.put(at, _LAST, _coverage_note(month), "list", "text", "wrap")
    return row + 3 + len(months)


def _coverage_note(month: Coverage) -> str:
    notes = ["月の途中です。"] if month.unfinished else []
    notes += [f"記録の空白が {month.gap_days} 日あります。"] if month.gap_days else []
    notes += ["医療機関等の一覧がないので、割合は分かりません。"] if month.listed_share is None else []
    return "".join(notes)


def _write_files(sheet: Sheet, row: int) -> int:
    _section(sheet, row, "ファイル")
    heads = ("ファイル", "文字コード", "項目の並び", "データの行", "受け付け", "うち重複", "受け付けず", "備考")
    _heads(sheet, row + 1, heads)
    row += 2
    for file in sheet.book.office.imports.files:
        layout = f"{file.layout}（想定）" if file.layout == _ASSUMED else file.layout
        texts = (file.name, file.encoding.upper(), layout)
        counts = (file.data_rows, file.accepted, file.duplicates, file.rejected)
        for column, text in enumerate(texts):
            sheet.put(row, column, text, "list", "text", "wrap")
        for column, count in enumerate(counts, start=len(texts)):
            sheet.put(row, column, count, "list", "count", *(("flag", "count") if column == 6 and count else ()))
        sheet.put(row, _LAST, file.refused, "list", "text", "wrap")
        _fit_height(sheet, row, {0: file.name, 2: layout, _LAST: file.refused})
        row += 1
    return row if sheet.book.office.imports.files else _none(sheet, row)


def _write_counts(sheet: Sheet, row: int) -> int:
    imports = sheet.book.office.imports
    _section(sheet, row, "受け付けなかった行の理由")
    row = _table(
        sheet, row + 1, ("ファイル", "理由", "件数"), [(item.file, item.reason, item.count) for item in imports.rejects]
    )
    _section(sheet, row + 1, "表にないコード（行はそのまま数えています）")
    codes = [(item.field, item.code, item.count) for item in imports.unknown_codes]
    return _table(sheet, row + 2, ("項目", "コード", "件数"), codes)


def _write_gaps(sheet: Sheet, row: int) -> int:
    _section(sheet, row, "記録の空白（いつもは行のある日に、行がありません）")
    gaps = [
        (f"{gap['first_date']:%Y/%m/%d} 〜 {gap['last_date']:%Y/%m/%d}", gap["reason"], gap["days"])
        for gap in sheet.book.office.gaps.to_pylist()
    ]
    return _table(sheet, row + 1, ("期間", "理由", "日数"), gaps)


def _write_sentences(sheet: Sheet, row: int, office: OfficeMonth) -> int:
    _section(sheet, row, "気をつけること")
    sentences = office.imports.warnings
    if not sentences:
        _none(sheet, row + 1)
    for at, sentence in enumerate(sentences, start=row + 1):
        sheet.merge(at, (0, _LAST), f"・{sentence}", "list", "wrap")
        sheet.height(at, theme.lines(f"・{sentence}", *_WIDTHS))
    return row + 1 + max(1, len(sentences))


def _table(sheet: Sheet, row: int, heads: tuple[str, str, str], rows: Sequence[tuple[str, str, int]]) -> int:
    """Write a table of text, text and a count over the columns of the sheet; return the row after it."""
    if not rows:
        return _none(sheet, row)
    for (first, last), head in zip(((0, 0), (1, 5), (6, 6)), heads, strict=True):
        sheet.merge(row, (first, last), head, "head")
    for at, (name, text, count) in enumerate(rows, start=row + 1):
        sheet.put(at, 0, name, "list", "text", "wrap")
        sheet.merge(at, (1, 5), text, "list", "text", "wrap")
        sheet.put(at, 6, count, "list", "count")
        _fit_height(sheet, at, {0: name}, text)
    return row + 1 + len(rows)


def _section(sheet: Sheet, row: int, text: str) -> None:
    sheet.merge(row, (0, _LAST), text, "section")


def _heads(sheet: Sheet, row: int, heads: Sequence[Value]) -> None:
    for column, head in enumerate(heads):
        sheet.put(row, column, head, "head")


def _none(sheet: Sheet, row: int) -> int:
    sheet.merge(row, (0, _LAST), "ありません。", "list", "muted")
    return row + 1


def _fit_height(sheet: Sheet, row: int, texts: dict[int, str], merged: str = "") -> None:
    needed = max(theme.lines(text, _WIDTHS[column]) for column, text in texts.items())
    sheet.height(row, max(needed, theme.lines(merged, *_WIDTHS[1:6])))
