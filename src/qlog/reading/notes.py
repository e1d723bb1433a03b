"""What people should know of the accepted rows: bad check digits, unknown codes, restored zeros. Counts only."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from qlog import codes
from qlog.errors import Message
from qlog.reading import digits
from qlog.reading.layout import Layout

_WIDTHS: Final = {"payer_number": 8, "institution_code": 10, "recipient_number": 7, "old_number": 7, "new_number": 7}


class Notes:
    """Collects counts over the blocks of one file."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._bad: Counter[str] = Counter()
        self._unknown: dict[str, Counter[str]] = {}

    def look(self, table: pa.Table, unknown: Mapping[str, set[str]]) -> None:
        """Take the accepted rows of a block; ``unknown`` are the codes of each column not in the layout's table."""
        for name, width in _WIDTHS.items():
            if name in table.column_names:
                self._check_digits(name, table[name].combine_chunks(), width)
        if "institution_code" in table.column_names:
            self._kinds(table["institution_code"].combine_chunks())
        for name, found in unknown.items():
            values = table[name].filter(pc.is_in(table[name], pa.array(sorted(found), pa.string())))
            self._count(name, values)

    def unknown_codes(self) -> dict[str, dict[str, int]]:
        """Return column -> code -> accepted rows."""
        return {name: dict(sorted(counts.items())) for name, counts in self._unknown.items() if counts}

    def warnings(self, restored: Mapping[str, int]) -> list[Message]:
        """Return one sentence for each thing found; ``restored`` counts the zeros put back by column."""
        return [
            *(self._sentence(name, count, _RESTORED) for name, count in restored.items()),
            *(self._sentence(name, count, _BAD_DIGIT) for name, count in self._bad.items()),
            *(self._sentence(name, counts.total(), _UNKNOWN) for name, counts in self._unknown.items() if counts),
        ]

    def _sentence(self, name: str, count: int, words: Callable[[str, str, int], Message]) -> Message:
        label = _KIND_LABEL if name == "kind" else self._layout.label(name)
        return words(label, name, count)

    def _check_digits(self, name: str, values: pa.Array, width: int) -> None:
        characters = digits.matrix(values.view(pa.binary()), width)
        if characters is None or not digits.all_digits(characters):
            return
        bad = digits.bad_check_digits(characters)
        if name == "institution_code" and bad.any():
            bad[bad] = [
                not codes.institution_has_valid_check_digit(code.tobytes().decode()) for code in characters[bad]
            ]
        if bad.any():
            self._bad[name] += int(bad.sum())

    def _kinds(self, values: pa.Array) -> None:
        characters = digits.matrix(values.view(pa.binary()), _WIDTHS["institution_code"])
        if characters is None:
            return
        third = characters[:, 2]
        known = np.frombuffer("".join(codes.KINDS).encode(), dtype=np.uint8)
        others = third[~np.isin(third, known)]
        if len(others):
            self._unknown.setdefault("kind", Counter()).update(Counter(map(chr, others.tolist())))

    def _count(self, name: str, values: pa.ChunkedArray) -> None:
        for item in values.value_counts().to_pylist():
            self._unknown.setdefault(name, Counter())[item["values"]] += item["counts"]


_KIND_LABEL: Final = "医療機関等コードの点数表番号（3桁目）"


def _restored_words(label: str, name: str, count: int) -> Message:
    return Message(
        ja=f"「{label}」の先頭の0が失われていたため補いました：{count:,} 行",
        en=f"{name}: leading zeros restored in {count:,} rows",
    )


def _bad_digit_words(label: str, name: str, count: int) -> Message:
    return Message(
        ja=f"「{label}」の検査数字が合いません（受け付けています）：{count:,} 行",
        en=f"{name}: check digit does not fit in {count:,} rows (accepted)",
    )


def _unknown_words(label: str, name: str, count: int) -> Message:
    return Message(
        ja=f"「{label}」にレイアウトの表にないコードがあります（受け付けています）：{count:,} 行",
        en=f"{name}: codes that are not in the layout's table in {count:,} rows (accepted)",
    )


_RESTORED, _BAD_DIGIT, _UNKNOWN = _restored_words, _bad_digit_words, _unknown_words
