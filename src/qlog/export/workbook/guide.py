"""見方: every sheet and every column in plain Japanese, written from the same descriptions as the sheets."""

from collections.abc import Sequence
from typing import Final

from qlog.export import theme
from qlog.export.workbook import names
from qlog.export.workbook.book import Book, Sheet
from qlog.export.workbook.listing import Listing

_WIDTHS: Final = (20, 18, 80)

_FIRST_WORDS: Final = (
    "このブックは、資格確認実績ログを集計したものです。ログはレセプトより2か月ほど早く届くので、習慣になる前に声をかけることができます。",
    "ログは受診の下限です。オンライン資格確認を使わない医療機関等や、紙の券での受診は載りません。行がないことは、受診がないことではありません。",
    "頻回受診の「傾向」は、人についての判定ではありません。孤立や不安から受診が増えることもあり、支援のきっかけとして使ってください。",
    "ログの項目の並びは公開されていません。初めの並びは qlog の想定です。"
    "実際のファイルと違うときは、並びの定義（layout）を書き換えられます。",
    "黄色の欄には記入できます。ほかの欄は、誤って消さないように保護しています（パスワードはありません）。見出しの▼で絞り込めます。",
    "LibreOffice では「頻回受診の一覧」「受診カレンダー」の空の行まで印刷されるので、印刷するページを選んでください。",
    f"文字の形は「{theme.FONT}」を使います。ない場合は別のゴシック体で表示され、内容は変わりません。",
)
_SHEETS: Final = (
    (names.COVER, "月のあらまし。数字は設定の目安に合わせて変わります。"),
    (names.FREQUENT, "5日以上受診した人すべて。行は動かないので、記入はここにします。"),
    (names.EXTRACT, "そのうち設定の目安に届く行だけ。読む・印刷するためのもので、記入はしません。"),
    (names.CALENDAR, "目安に届く人の、日ごとの受診。"),
    (names.UNENTRUSTED, "券の登録がないまま確認された受診。"),
    (names.REGISTER, "記入のあるブックを取り込むと付く台帳。月ごとに、誰に何をしたかを1行で示します。"),
    (names.DUPLICATES, "同じ日に何度も確認されたもの。"),
    (names.INSTITUTIONS, "医療機関等ごとの数。"),
    (names.PERSON, "人を一人選んで、3か月の受診・医療機関等・判定を1枚で見る。面談に持っていけます。"),
    (names.DETAIL, "3か月の受診を一件ずつ。"),
    (names.IMPORTS, "ファイルの読み取り結果と、受け付けなかった行の理由。"),
    (names.SETTINGS, "目安の値。変えるとその場で判定が変わります。"),
    (names.GUIDE, "この説明。"),
)


def write_guide(book: Book, listings: Sequence[Listing]) -> None:
    """Write the sheet: first words, the sheets, then the columns of every list."""
    sheet = book.sheet(names.GUIDE, landscape=False)
    sheet.widths(_WIDTHS)
    sheet.roomy()
    sheet.put(0, 0, "見方", "title")
    sheet.worksheet.set_row_pixels(0, 34)
    row = _write_sentences(sheet, 1)
    row = _write_rows(sheet, row + 1, "シート", [(name, "", text) for name, text in _SHEETS])
    for listing in listings:
        columns = [
            (column.header.replace("\n", ""), column.group, column.note) for column in listing.shown if column.note
        ]
        row = _write_rows(sheet, row + 1, f"{listing.name} の列", columns)
    sheet.fit()
    sheet.protect()


def _write_sentences(sheet: Sheet, row: int) -> int:
    for at, sentence in enumerate(_FIRST_WORDS, start=row):
        sheet.merge(at, (0, 2), f"・{sentence}", "body")
        sheet.height(at, theme.lines(f"・{sentence}", *_WIDTHS))
    return row + len(_FIRST_WORDS)


def _write_rows(sheet: Sheet, row: int, title: str, rows: Sequence[tuple[str, str, str]]) -> int:
    sheet.merge(row, (0, 2), title, "section")
    for at, (name, group, text) in enumerate(rows, start=row + 1):
        if group:
            sheet.put(at, 0, name, "list", "strong")
            sheet.put(at, 1, group, "list", "muted")
        else:
            sheet.merge(at, (0, 1), name, "list", "strong")
        sheet.put(at, 2, text, "list", "wrap")
        sheet.height(at, theme.lines(text, _WIDTHS[2]))
    return row + 1 + len(rows)
