"""Why a row was not accepted: one key a reason, with words for people. No text here ever holds the value of a cell."""

from typing import Final

from qlog.errors import Message

EMPTY: Final = "empty"
NOT_DIGITS: Final = "not digits"
WRONG_WIDTH: Final = "wrong width"
BAD_CODE: Final = "bad code"
BAD_DATE: Final = "bad date"
BAD_TIME: Final = "bad time"
BAD_MONTH: Final = "bad month"
BAD_FLAG: Final = "bad flag"
REVERSED: Final = "dates reversed"
COLUMN_COUNT: Final = "column count"
ABOVE_HEADER: Final = "above header"
OPEN_QUOTE: Final = "quote not closed"
LONG_LINE: Final = "line too long"
LONG_CELL: Final = "cell too long"
ENCODING: Final = "encoding"
CONTROL: Final = "control character"
RECIPIENT_UNKNOWN: Final = "recipient unknown"
INSTITUTION_UNKNOWN: Final = "institution unknown"

REASONS: Final[dict[str, Message]] = {
    EMPTY: Message(ja="必要な項目が空です", en="a required field is empty"),
    NOT_DIGITS: Message(ja="数字でない文字があります", en="not all characters are digits"),
    WRONG_WIDTH: Message(ja="桁数が違います", en="wrong number of digits"),
    BAD_CODE: Message(ja="コードとして読めません", en="not a code"),
    BAD_DATE: Message(ja="日付として読めません", en="not a date"),
    BAD_TIME: Message(ja="日時として読めません", en="not a date and time"),
    BAD_MONTH: Message(ja="年月として読めません", en="not a month"),
    BAD_FLAG: Message(ja="1（該当）か空以外の値です", en="neither 1 (yes) nor empty"),
    REVERSED: Message(ja="終了日が開始日より前です", en="the last day is before the first"),
    COLUMN_COUNT: Message(ja="列の数が見出しと違います", en="the number of columns differs from the header"),
    ABOVE_HEADER: Message(ja="見出しより上にある行です", en="the row stands above the header"),
    OPEN_QUOTE: Message(ja='引用符（"）が閉じていません', en="a quote is never closed"),
    LONG_LINE: Message(ja="1行が長すぎます", en="the line is too long"),
    LONG_CELL: Message(ja="1つの項目が長すぎます", en="the cell is too long"),
    ENCODING: Message(
        ja="文字コードがファイルのほかの部分と違います", en="the encoding differs from the rest of the file"
    ),
    CONTROL: Message(ja="制御文字（NULなど）が入っています", en="control characters (such as NUL)"),
    RECIPIENT_UNKNOWN: Message(
        ja="受給者番号が空で、生年月日とカナから1人に決まりません",
        en="no recipient number, and birth date and kana do not tell one person",
    ),
    INSTITUTION_UNKNOWN: Message(
        ja="7桁の医療機関等コードから点数表（医科・歯科など）が決まりません",
        en="the kind of the seven-digit institution code cannot be told",
    ),
}


def reason_text(key: str) -> Message:
    """Return the words for a reason key; an unknown key is a defect and raises KeyError."""
    return REASONS[key]
