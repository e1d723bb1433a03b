"""Mistakes in a layout file, said in plain words with the line they stand on."""

import re
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

_WORDS: Final[dict[str, str]] = {
    "extra_forbidden": "知らない項目です。つづりを確かめてください",
    "missing": "必要な項目がありません",
    "literal_error": "次のどれかにしてください：{expected}",
    "string_pattern_mismatch": "形が違います（{pattern}）",
    "string_type": "文字列にしてください",
    "int_type": "整数にしてください",
    "bool_type": "true か false にしてください",
    "tuple_type": "[ ] で囲んだ一覧にしてください",
    "dict_type": "表にしてください",
    "model_type": "表にしてください",
    "greater_than_equal": "{ge} 以上にしてください",
    "less_than_equal": "{le} 以下にしてください",
    "string_too_short": "空にはできません",
}


@dataclass(frozen=True)
class Mistake:
    """One mistake: the dotted place in the file, and what is wrong."""

    place: str
    ja: str
    en: str

    def japanese(self, text: str) -> str:
        """Return the sentence for people, with the line in ``text``."""
        line = line_of(text, self.place)
        return f"　{f'{line} 行目 ' if line else ''}{self.place}：{self.ja}"

    def english(self, text: str) -> str:
        """Return the sentence in English."""
        line = line_of(text, self.place)
        return f"  {f'line {line} ' if line else ''}{self.place}: {self.en}"


def mistakes_of(error: ValidationError) -> list[Mistake]:
    """Return every mistake pydantic found, but not those that concern several fields (layout.inconsistencies)."""
    return [
        Mistake(".".join(map(str, item["loc"])), _words(item["type"], item.get("ctx", {})), item["msg"])
        for item in error.errors(include_input=False, include_url=False)
        if item["loc"]
    ]


def line_of(text: str, place: str) -> int | None:
    """Return the line of ``text`` (TOML) that ``place`` stands on, or of the table it is in; None if not found."""
    names = [re.escape(name) for name in place.split(".")]
    table, found = "", None
    for number, line in enumerate(text.splitlines(), start=1):
        if match := re.match(r"\s*\[\s*([^\[\]]+?)\s*\]", line):
            table = match[1]
            if re.fullmatch(r"\s*\.\s*".join(names), table):
                found = number
        for depth in range(len(names)):
            inside = re.fullmatch(r"\s*\.\s*".join(names[:depth]), table)
            if inside and re.match(rf"\s*{names[depth]}\s*[=.]", line):
                return number
    return found


def _words(kind: str, context: dict[str, Any]) -> str:
    words = _WORDS.get(kind)
    return words.format_map(context) if words else "値が正しくありません"
