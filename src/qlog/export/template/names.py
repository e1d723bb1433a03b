"""Names of the sheets and cells of a blank workbook; what a filled workbook has too is named as there."""

from typing import Final

from qlog.export.workbook import names as filled

GUIDE: Final = "はじめに"
PASTE: Final = "ログ貼付"
SETTINGS: Final = filled.SETTINGS
CHECK: Final = "点検"
FREQUENT: Final = filled.FREQUENT
UNENTRUSTED: Final = filled.UNENTRUSTED
DUPLICATES: Final = filled.DUPLICATES
COLUMNS: Final = "計算"  # hidden
PICKS: Final = "抽出"  # hidden

# cells of 設定 that may be changed
MONTH_DAYS: Final = filled.MONTH_DAYS
THREE_MONTH_DAYS: Final = filled.THREE_MONTH_DAYS
EARLY_DAYS: Final = filled.EARLY_DAYS
EARLY_AFTER: Final = filled.EARLY_AFTER
REGISTRATION_DAY: Final = filled.REGISTRATION_DAY
SAME_CHECKS: Final = filled.SAME_CHECKS
SEVERAL_INSTITUTIONS: Final = filled.SEVERAL_INSTITUTIONS
CHOSEN_MONTH: Final = "選んだ月"
PRESENCE: Final = "受診とみなす方法"

# cells that follow from the pasted log
LAST_ROW: Final = "貼付行数"
FIRST_DAY: Final = "記録の初日"
LAST_DAY: Final = "記録の末日"
MONTH_FIRST: Final = "判定月の初日"
MONTH_LAST: Final = "判定月の末日"
PREVIOUS_FIRST: Final = "前月の初日"
BEFORE_FIRST: Final = "前々月の初日"
ELAPSED: Final = "経過日数"
EARLY_FLOOR: Final = "早めの下限"
MISTAKES: Final = "点検の誤り"
PROGRAM: Final = "計算の自己点検"
