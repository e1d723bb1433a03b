"""Shows the form of a value without the value: digits become 9, letters A, kana あ ア ｱ, kanji 漢."""

import re
import unicodedata
from typing import Final

_SHOWN: Final = 24  # characters; a longer value ends in …
_KEPT: Final = frozenset("　 -/:.,()（）・")
_DATE: Final = re.compile(r"(?:[MTSHR]|明治|大正|昭和|平成|令和)?[\d元]+(?:[年月日時分秒/\-:. T+]+\d*)+")
_SIGNS: Final = {
    "LATIN": "A",
    "FULLWIDTH LATIN": "Ａ",
    "HALFWIDTH KATAKANA": "ｱ",
    "KATAKANA": "ア",
    "HIRAGANA": "あ",
    "CJK": "漢",
    "IDEOGRAPHIC": "漢",  # 々
}


def masked(text: str) -> str:
    """Return ``text`` with every character replaced by one that tells only its kind; of a date, only the digits."""
    form = "".join(map(_digit, text) if _DATE.fullmatch(text) else map(_sign, text))
    return form if len(form) <= _SHOWN else f"{form[:_SHOWN]}…"


def _digit(character: str) -> str:
    return "9" if character.isdecimal() else character


def _sign(character: str) -> str:
    if character in _KEPT:
        return character
    if character.isdecimal():
        return "9" if character.isascii() else "９"
    name = unicodedata.name(character, "")
    return next((sign for beginning, sign in _SIGNS.items() if name.startswith(beginning)), "記")
