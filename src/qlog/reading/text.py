"""Bytes of cells -> text: decoded once for each distinct value, and put into one form everywhere.

Spaces around a value go, also full-width ones. Codes and dates become half-width; kana becomes full-width, so
that the same person matches; names keep their form, because people read them. ● (outside the set) stays.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from qlog.reading import reasons
from qlog.reading.encoding import CP932

MAX_CELL: Final = 32_767  # characters, as in Excel
_SPACE, _DELETE = 0x20, 0x7F
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
# two characters of three bytes in UTF-8, kana or kanji: CP932 text does not look like this
_UTF8_IN_CP932: Final = re.compile(rb"(?:[\xe3-\xe9][\x80-\xbf]{2}){2}")


@dataclass(frozen=True)
class Texts:
    """Values as text; ``faults`` are the places of those that are no text, with the reason."""

    values: list[str]
    faults: dict[int, str] = field(default_factory=dict)


def decode(parts: list[bytes], encoding: str) -> Texts:
    """Return ``parts`` as stripped text, in the same order."""
    joined = b"\n".join(parts)
    try:
        texts = joined.decode(encoding).split("\n")
    except UnicodeDecodeError:
        return _one_by_one(parts, encoding)
    suspicious = _has_control(joined, len(parts)) or (encoding == CP932 and _UTF8_IN_CP932.search(joined))
    if suspicious or max(map(len, texts), default=0) > MAX_CELL:
        return _one_by_one(parts, encoding)
    return Texts([value.strip() for value in texts])


def half_width(text: str) -> str:
    """Return ``text`` with full-width digits and letters made half-width, for codes and dates."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def plain_kana(texts: list[str]) -> list[str]:
    """Return kana in one form: full-width, one half-width space between parts. No value may hold a line end."""
    joined = unicodedata.normalize("NFKC", "\n".join(texts))
    while "  " in joined:
        joined = joined.replace("  ", " ")
    return joined.split("\n")


def _has_control(joined: bytes, count: int) -> bool:
    """Tell whether there are control characters besides the line ends that join ``count`` values."""
    characters = np.frombuffer(joined, dtype=np.uint8)
    return int(np.count_nonzero((characters < _SPACE) | (characters == _DELETE))) != max(0, count - 1)


def _one_by_one(parts: list[bytes], encoding: str) -> Texts:
    texts, faults = [], {}
    for place, part in enumerate(parts):
        text, reason = _decode_one(part, encoding)
        texts.append(text)
        if reason:
            faults[place] = reason
    return Texts(texts, faults)


def _decode_one(part: bytes, encoding: str) -> tuple[str, str | None]:
    try:
        text = part.decode(encoding)
    except UnicodeDecodeError:
        return "", reasons.ENCODING
    if encoding == CP932 and _UTF8_IN_CP932.search(part) and _is_utf8(part):
        return "", reasons.ENCODING
    if _CONTROL.search(text):
        return "", reasons.CONTROL
    if len(text) > MAX_CELL:
        return "", reasons.LONG_CELL
    return " ".join(text.strip().splitlines()), None


def _is_utf8(part: bytes) -> bool:
    try:
        part.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
