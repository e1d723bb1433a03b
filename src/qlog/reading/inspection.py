"""What ``qlog inspect`` shows of a file. Headers stand as they are; values only as masked forms."""

from dataclasses import dataclass
from html import escape
from typing import Final

from qlog.errors import Message
from qlog.reading.encoding import Encoding

_HEAD: Final = "<tr><th>列</th><th>見出し</th><th>項目</th><th>確からしさ</th><th>値の形</th></tr>"


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

    def _repr_html_(self) -> str:
        """Show the columns in a notebook, and whether a layout reads the file as it is."""
        fits = f"レイアウト「{escape(self.layout)}」でそのまま読めます。" if self.layout else ""
        why_none = f"このまま読めるレイアウトはありません：{escape(self.why_none.ja)}" if self.why_none else ""
        rows = "".join(
            f"<tr><td>{view.position}</td><td>{escape(view.header)}</td><td>{view.label or '－'}</td>"
            f"<td>{f'{view.confidence:.0%}' if view.field else ''}</td><td>{escape('　'.join(view.examples))}</td></tr>"
            for view in self.columns
        )
        return (
            f"<p><b>{escape(self.file)}</b>　文字コード {self.encoding.name}、データ {self.rows:,} 行</p>"
            f"<p>{fits}{why_none}</p>"
            f"<table>{_HEAD}{rows}</table><p>値そのものは出さず、形（9 は数字）だけを示します。</p>"
        )
