"""Which encoding a file has, by evidence: a byte order mark, else which decoder its own lines agree with."""

import re
from dataclasses import dataclass
from itertools import islice
from typing import Final

from qlog.errors import Message
from qlog.reading.report import RefusedError

UTF8: Final = "utf-8"
CP932: Final = "cp932"
BOM: Final = b"\xef\xbb\xbf"
ENCODINGS: Final = (UTF8, CP932)  # order matters: what is valid UTF-8 with Japanese text is UTF-8
_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_LINES_JUDGED: Final = 500
_BYTES_JUDGED: Final = 1 << 20
_NOT_ASCII: Final = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True)
class Encoding:
    """The encoding of a file, and why we think so."""

    name: str
    evidence: Message
    bom: bool = False
    ascii_only: bool = False  # nothing but ASCII so far: later blocks may say otherwise


def detect_encoding(head: bytes, allowed: tuple[str, ...] = ENCODINGS) -> Encoding:
    """Judge by ``head``, the first bytes of a file. Raises RefusedError if no allowed encoding reads it.

    Lines vote, so that one damaged byte does not turn a whole file into another encoding.
    """
    if head.startswith(_UTF16_MARKS):
        raise RefusedError(
            ja="文字コードが UTF-16 です。表計算ソフトで「CSV UTF-8」として保存し直してください。",
            en="the file is UTF-16; save it again as CSV UTF-8",
        )
    if head.startswith(BOM):
        evidence = Message(ja="先頭に UTF-8 の印（BOM）があります", en="a UTF-8 byte order mark")
        return Encoding(UTF8, evidence, bom=True)
    first = _NOT_ASCII.search(head)
    if first is None:
        return Encoding(UTF8, Message(ja="半角英数字だけです", en="ASCII only"), ascii_only=True)
    begin = max(head.rfind(b"\n", 0, first.start()) + 1, first.start() - _BYTES_JUDGED)
    japanese = (line for line in head[begin : begin + _BYTES_JUDGED].splitlines() if not line.isascii())
    lines = list(islice(japanese, _LINES_JUDGED))
    votes = _votes(lines, allowed)
    best = max(votes, key=lambda name: votes[name])
    if votes[best] * 2 < len(lines):
        raise RefusedError(
            ja="文字コードを判定できません（UTF-8 でも CP932 でもありません）。出力元の設定を確かめてください。",
            en="the encoding is neither UTF-8 nor CP932",
        )
    evidence = Message(
        ja=f"日本語のある {len(lines):,} 行のうち {votes[best]:,} 行が {best} として読めます",
        en=f"{votes[best]:,} of {len(lines):,} lines with Japanese text are valid {best}",
    )
    return Encoding(best, evidence)


def _votes(lines: list[bytes], encodings: tuple[str, ...]) -> dict[str, int]:
    """Return how many lines each encoding reads; the first that reads them all needs no others beside it."""
    joined = b"\n".join(lines)
    if whole := next((name for name in encodings if _decodes(joined, name)), None):
        return {whole: len(lines)}
    return {name: sum(_decodes(line, name) for line in lines) for name in encodings}


def _decodes(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
