"""What both editions of the blank workbook must say and show."""

from tests.workbook.files import Cells, rows_of
from tests.workbook.lists import settings

OTHER = settings(
    frequent={"month_days": 6, "three_month_days": 14, "early_days": 4}, unentrusted={"registration_day": 22},
    duplicates={"same_institution_checks": 3, "institutions_a_day": 3},
)  # fmt: skip
OTHER_CELLS = {
    "月の日数": 6, "三か月の日数": 14, "早めの日数": 4, "券の登録日": 22, "同じ医療機関の回数": 3,
    "一日の医療機関数": 3,
}  # fmt: skip
DEFAULT_CELLS = {
    "月の日数": 15, "三か月の日数": 40, "早めの日数": 10, "券の登録日": 15, "同じ医療機関の回数": 2,
    "一日の医療機関数": 2,
}  # fmt: skip

# scenarios.dirty, whose rows of trouble begin at row 12 of the sheet
SAID_OF_DIRTY_ROWS = {
    "見出し（列の並び）": ("誤り", "必要な列のうち 1 列の見出しが違います"),
    "行の数": ("よし", "5,000 行に収まっています"),
    "資格確認日時": ("誤り", "日付として読めない 2 行（最初は 12 行目）"),
    "資格確認の時刻": ("注意", "日付だけで時刻のない 1 行（最初は 14 行目）"),
    "受給者番号": ("注意", "空か、7桁までの数字でない 3 行（最初は 18 行目）"),
    "医療機関等コード": ("注意", "空か、10桁までの数字でない 1 行（最初は 21 行目）"),
    "先頭の 0": ("注意", "先頭の 0 が消えた番号のある 2 行（最初は 22 行目）"),
    "福祉事務所": ("誤り", "公費負担者番号が 2 種類あります"),
    "券の有効期間": ("注意", "券の項目はあるが有効期間を読めない 1 行（最初は 25 行目）"),
    "資格確認方法": ("注意", "意味の分からない方法：数字でない値（1行）　07（2行）　"),
    "期間": ("よし", "1年に収まっています"),
    "判定する月": ("よし", "判定する月の行があります"),
    "前の2か月": ("注意", "前の2か月のうち 1 か月の行がありません。3か月の日数は少なめに出ます"),
    "月の途中": ("注意", "2026年10月は 3 日までのログです"),
}


def said(cells: Cells) -> dict[str, tuple[str, str]]:
    """Return the lines of 点検: what is checked -> result, and what is said."""
    return {title: (result, text) for result, title, text in rows_of(cells, "点検", "A B D", first=5)}
