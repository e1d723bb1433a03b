"""はじめに: how to use a blank workbook in five steps, what the lists say, and what they cannot."""

from typing import Final

from qlog.export import theme
from qlog.export.formulas import Edition
from qlog.export.template import names
from qlog.export.template.book import Book, Sheet
from qlog.export.template.listing import warning

_WIDTHS: Final = (6, 24, 88)
_STEPS: Final = (
    ("ログを開く", "資格確認実績ログの CSV を表計算ソフトで開き、すべてを選んでコピーします（Ctrl+A、Ctrl+C）。"),
    ("貼り付ける", f"「{names.PASTE}」の A1 に「値の貼り付け」をします。見出しの行も一緒に貼ります。"
     "前月・前々月のログは、見出しを除いてその下に続けます。"),
    ("点検する", f"「{names.CHECK}」を見ます。「誤り」があれば、書かれているとおりに直してから貼り直します。"),
    ("目安を決める", f"「{names.SETTINGS}」の黄色の値を、福祉事務所の決まりに合わせます。一覧はその場で変わります。"),
    ("一覧を読む", f"「{names.FREQUENT}」「{names.UNENTRUSTED}」「{names.DUPLICATES}」を読み、"
     "必要なら印刷して書き込みます。"),
)  # fmt: skip
_NOTES: Final = (
    "ログは受診の下限です。オンライン資格確認を使わない医療機関等や、紙の券での受診は載りません。行がないことは、受診がないことではありません。",
    "「傾向」は人についての判定ではありません。孤立や不安から受診が増えることもあり、支援のきっかけとして使ってください。",
    "受診は、本人がいたと言える方法の確認が一回以上あった日です。一括照会（04）と入院は数えません。同じ行が二度届いても一度だけ数えます。",
    "列の並びは想定したものです（公式の項目一覧は公開されていません）。違うときは、この並びに合わせて貼り付けてください。",
    "他法の一覧・担当員の一覧・券の一覧との突き合わせ、書き込める一覧、個人票は、qlog の本体で作るブックにあります。",
    "このファイルは個人情報を含むことになります。名前を付けて保存し、パスワードをかけて保管してください。",
)
_EDITION: Final[dict[Edition, str]] = {
    "2007": "Excel 2007 以降と LibreOffice で使えます。{rows:,} 行まで貼り付けられます。"
    "LibreOffice では一覧の空の行まで印刷されるので、印刷するページを選んでください。",
    "2021": "Excel 2021 以降と Microsoft 365 で使えます。{rows:,} 行まで貼り付けられます。"
    "LibreOffice では Excel 2007 用をお使いください。",
}


def write_guide(book: Book, rows: int) -> None:
    """Write the sheet."""
    sheet = book.sheet(names.GUIDE, landscape=False)
    sheet.widths(_WIDTHS)
    sheet.put(0, 0, "資格確認実績ログを読むブック（ひな形）", "title")
    sheet.merge(1, (0, 2), _EDITION[book.edition].format(rows=rows), "lead")
    sheet.height(1, theme.lines(_EDITION[book.edition].format(rows=rows), *_WIDTHS))
    sheet.merged_formula(2, 2, warning(book), "alert")
    sheet.merge(4, (0, 2), "使い方", "section")
    for row, (title, text) in enumerate(_STEPS, start=5):
        sheet.put(row, 0, row - 4, "list", "center", "strong")
        sheet.put(row, 1, title, "list", "strong")
        _text(sheet, row, text)
    row = 6 + len(_STEPS)
    sheet.merge(row, (0, 2), "読むときに知っておくこと", "section")
    for at, text in enumerate(_NOTES, start=row + 1):
        sheet.merge(at, (0, 2), f"・{text}", "body")
        sheet.height(at, theme.lines(f"・{text}", *_WIDTHS))
    sheet.worksheet.fit_to_pages(1, 1)
    sheet.protect()


def _text(sheet: Sheet, row: int, text: str) -> None:
    sheet.put(row, 2, text, "list", "wrap")
    sheet.height(row, theme.lines(text, _WIDTHS[2], indented=True))
