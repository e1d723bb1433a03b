"""What ``qlog inspect`` shows of a file. Headers stand as they are; values only as masked forms."""

from dataclasses import dataclass

from qlog.errors import Message
from qlog.reading.encoding import Encoding


@dataclass(frozen=True)
class ColumnView:
    """One column of the file: what it is taken for (None = nothing), how sure (0-1), and the form of its values."""

    position: int  # 1-based
    header: str
    field: str | None
    label: str
    confidence: float
    reason: Message | None
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Inspection:
    """All that can be said of a file from its beginning and the number of its lines."""

    file: str
    encoding: Encoding
    delimiter: str
    has_header: bool
    header_line: int
    rows: int  # lines below the header
    columns: tuple[ColumnView, ...]
    missing: tuple[str, ...]  # fields a log cannot do without, for which no column was found
    layout: str | None  # the layout that reads the file as it is
    why_none: Message | None  # why no layout does
    base: str  # the shipped layout that a layout of this file best begins with
