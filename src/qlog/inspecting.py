"""``qlog inspect``: what a file is, which column is which field, and a layout a person can finish."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from qlog.errors import Message, NothingReadError
from qlog.files import write_atomically
from qlog.intake import NoLayoutError
from qlog.reading import Inspection, inspect_file, propose_layout
from qlog.terminal import Terminal

_DELIMITERS = {",": "カンマ（,）", "\t": "タブ", ";": "セミコロン（;）", "|": "縦線（|）"}


def inspect(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="ファイル", help="ログのファイル")],
    write: Annotated[Path | None, typer.Option("--write", help="レイアウトの案を書き出すファイル（.toml）")] = None,
) -> None:
    """ファイルの文字コード・区切り・列の対応を調べ、レイアウトの案を作ります（値は形だけを示します）。"""
    terminal: Terminal = context.obj
    inspection = inspect_file(file)
    _show(terminal, inspection)
    if write is not None:
        with write_atomically(write) as temporary:
            temporary.write_text(propose_layout(inspection), encoding="utf-8")
        terminal.say(
            Message(
                ja=f"レイアウトの案を {write} に書きました。\n"
                f"「要確認」の行を確かめ、--layout {write} を付けて実行してください。",
                en=f"a layout was proposed in {write}: look at its marked lines, then run with --layout {write}",
            )
        )


@contextmanager
def shown_if_unfit(terminal: Terminal) -> Iterator[None]:
    """Show the first file that no layout fits before the error goes on: it says what a layout would have to be.

    Only a file with times of checks: of a mere list of people the first row could be taken for a header, and shown.
    """
    try:
        yield
    except NoLayoutError as error:
        with suppress(NothingReadError):  # no table of text; the error says so
            inspection = inspect_file(error.path)
            if "checked_at" not in inspection.missing:
                _show(terminal, inspection)
        raise


def _show(terminal: Terminal, inspection: Inspection) -> None:
    encoding = inspection.encoding
    delimiter = _DELIMITERS.get(inspection.delimiter, inspection.delimiter)
    header_ja = f"{inspection.header_line} 行目" if inspection.has_header else "なし"
    header_en = f"line {inspection.header_line}" if inspection.has_header else "none"
    terminal.say(
        Message(
            ja=f"{inspection.file}　文字コード {encoding.name}（{encoding.evidence.ja}）、区切り {delimiter}、"
            f"見出し {header_ja}、データ {inspection.rows:,} 行",
            en=f"{inspection.file}  encoding {encoding.name} ({encoding.evidence.en}), "
            f"delimiter {inspection.delimiter!r}, header {header_en}, {inspection.rows:,} rows",
        )
    )
    terminal.table(_columns(terminal, inspection))
    if inspection.missing:
        terminal.say(
            Message(
                ja=f"対応する列が見つからない必須の項目：{'、'.join(inspection.missing)}",
                en=f"required fields without a column: {', '.join(inspection.missing)}",
            )
        )
    if inspection.layout is not None:
        terminal.say(
            Message(
                ja=f"レイアウト「{inspection.layout}」でそのまま読めます。",
                en=f"the layout {inspection.layout} reads it as it is",
            )
        )
    elif inspection.why_none is not None:
        terminal.say(
            Message(
                ja=f"このまま読めるレイアウトはありません：{inspection.why_none.ja}",
                en=f"no layout reads it as it is: {inspection.why_none.en}",
            )
        )


def _columns(terminal: Terminal, inspection: Inspection) -> Table:
    titles = (
        ("列", "見出し", "項目", "確からしさ", "理由", "値の形")
        if terminal.lang == "ja"
        else ("no", "header", "field", "confidence", "reason", "forms")
    )
    table = Table(*titles, box=None, pad_edge=False)
    for column in inspection.columns:
        table.add_row(
            str(column.position),
            column.header,
            column.label if column.field is not None else "－",
            f"{column.confidence:.0%}" if column.field is not None else "",
            column.reason.in_language(terminal.lang) if column.reason is not None else "",
            "　".join(column.examples),
        )
    return table
