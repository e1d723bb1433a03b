"""Reference files that concern nobody in the log: most often another office's list, another month's, or lost zeros."""

from typing import Final

import pyarrow as pa

from qlog import schema
from qlog.engines.base import Engine
from qlog.errors import Message
from qlog.references import References

_COUNTS: Final = pa.schema([("kind", pa.string()), ("concerned", pa.int64()), ("in_log", pa.int64())])
_ADVICE: Final = Message(
    ja="番号の桁（先頭の0）、公費負担者番号、対象の月を確かめてください。",
    en="check the digits of the numbers (leading zeros), the office's number and the months",
)


def reference_warnings(engine: Engine, references: References) -> list[Message]:
    """Return one warning for every list that was given and of which no row concerns the log; counts, no values."""
    counts = engine.query("SELECT kind, concerned, in_log FROM reach", _COUNTS).to_pylist()
    return [
        _warning(row["kind"], table.num_rows, row["in_log"])
        for row in sorted(counts, key=lambda row: [*schema.REFERENCE_TABLES].index(row["kind"]))
        if (table := getattr(references, row["kind"])) is not None and not row["concerned"]
    ]


def _warning(kind: str, rows: int, in_log: int) -> Message:
    whom_ja, whom_en = ("医療機関等", "institutions") if kind == "institution_names" else ("受給者", "recipients")
    return Message(
        ja=f"「{schema.REFERENCE_TABLES[kind].jp}」の一覧（{rows:,} 行）に、"
        f"ログの{whom_ja}（{in_log:,}）に当てはまる行がありません。{_ADVICE.ja}",
        en=f"no row of {kind} ({rows:,}) concerns one of the {in_log:,} {whom_en} of the log: {_ADVICE.en}",
    )
