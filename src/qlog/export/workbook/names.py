"""Names of sheets and of the cells formulas refer to: written once, used by every sheet."""

from typing import Final

COVER: Final = "表紙"
FREQUENT: Final = "頻回受診の傾向"
EXTRACT: Final = "頻回受診の一覧"
CALENDAR: Final = "受診カレンダー"
UNENTRUSTED: Final = "未委託受診"
REGISTER: Final = "頻回受診者指導台帳"
DUPLICATES: Final = "同日重複確認"
INSTITUTIONS: Final = "医療機関別"
PERSON: Final = "個人票"
DETAIL: Final = "受診明細"
IMPORTS: Final = "取込結果"
SETTINGS: Final = "設定"
GUIDE: Final = "見方"
PERSON_DATA: Final = "個人票の元"  # hidden

# thresholds: cells of 設定 that may be changed
MONTH_DAYS: Final = "月の日数"
THREE_MONTH_DAYS: Final = "三か月の日数"
EARLY_DAYS: Final = "早めの日数"
EARLY_AFTER: Final = "早めの開始日"
REGISTRATION_DAY: Final = "券の登録日"
NEW_DAYS: Final = "新しい受給者の日数"
SAME_CHECKS: Final = "同じ医療機関の回数"
SEVERAL_INSTITUTIONS: Final = "一日の医療機関数"

# facts of the month: cells of 設定 that may not
ELAPSED: Final = "経過日数"
LENGTH: Final = "月の暦日数"
UNFINISHED: Final = "月の途中"
TICKETS_GIVEN: Final = "券の一覧"
MONTH_START: Final = "月の初日"
PEOPLE: Final = "個人の一覧"
FIRST_DATE: Final = "記録の初日"
LAST_DATE: Final = "記録の末日"

# words of the live columns that qlog.schema does not have
BELOW: Final = "目安未満"
REACHED: Final = "目安以上"
UNDISCLOSED: Final = "不開示"
SUM: Final = "の合計"  # of kinds of institutions, at the end of the word for what days are counted over
