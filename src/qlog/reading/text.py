"""Bytes of cells -> text: decoded once for each distinct value, and put into one form everywhere.

Spaces around a value go, also full-width ones. Codes and dates become half-width; kana becomes full-width, so
that the same person matches; names keep their form, because people read them. ● (outside the set) stays.
"""

import re
import unicodedata
from typing import Final

import pyarrow as pa

from qlog.reading import reasons
from qlog.reading.encoding import CP932

MAX_CELL: Final = 32_767  # characters, as in Excel
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
# two characters of three bytes in UTF-8, kana or kanji: CP932 text does not look like this
_UTF8_IN_CP932: Final = re.compile(rb"(?:[\xe3-\xe9][\x80-\xbf]{2}){2}")
_SPACES: Final = re.compile(r"\s+")


class Fault:
    """Stands for a value that could not be read; ``reason`` is a key of REASONS."""

    __slots__ = ("reason",)

    def __init__(self, reason: str) -> None:
        self.reason = reason


def decode(values: pa.Array, encoding: str) -> list[str | Fault]:
    """Return distinct binary ``values`` as stripped text, or a Fault for each that is no text."""
    parts: list[bytes] = values.to_pylist()
    joined = b"\n".join(parts)
    try:
        texts = joined.decode(encoding).split("\n")
    except UnicodeDecodeError:
        return [_decode_one(part, encoding) for part in parts]
    suspicious = _CONTROL.search("".join(texts)) or (encoding == CP932 and _UTF8_IN_CP932.search(joined))
    if suspicious or len(texts) != len(parts) or max(map(len, texts), default=0) > MAX_CELL:
        return [_decode_one(part, encoding) for part in parts]
    return [text.strip() for text in texts]


def _decode_one(part: bytes, encoding: str) -> str | Fault:
    try:
        text = part.decode(encoding)
    except UnicodeDecodeError:
        return Fault(reasons.ENCODING)
    if encoding == CP932 and _UTF8_IN_CP932.search(part) and _is_utf8(part):
        return Fault(reasons.ENCODING)
    if _CONTROL.search(text):
        return Fault(reasons.CONTROL)
    return Fault(reasons.LONG_CELL) if len(text) > MAX_CELL else text.strip()


def _is_utf8(part: bytes) -> bool:
    try:
        part.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def half_width(text: str) -> str:
    """Return ``text`` with full-width digits and letters made half-width, for codes and dates."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def plain_kana(text: str) -> str:
    """Return kana in one form: full-width, one half-width space between parts."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text))
