"""Rows of the default layout for tests of reading: one good row, and how to change it."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa

from qlog import schema
from qlog.reading import FileReport, Layout, read_log

Read = Callable[..., tuple[pa.Table, FileReport]]

GOOD = {
    "資格確認日時": "20260816133613",
    "資格確認方法": "01",
    "医療機関等コード": "3410712362",
    "医療機関等名": "テスト医科",
    "公費負担者番号": "12016010",
    "受給者番号": "0000018",
    "照会番号": "",
    "氏名": "試験　太郎",
    "氏名カナ": "ｼｹﾝ ﾀﾛｳ",
    "性別": "1",
    "生年月日": "19560425",
    "資格有効性": "1",
    "医療券調剤券別": "01",
    "診療別": "02",
    "診療年月": "202608",
    "有効開始年月日": "20260801",
    "有効終了年月日": "20260831",
    "単独併用別": "01",
    "傷病名1": "高血圧症",
    "傷病名2": "",
    "傷病名3": "",
}
HEADER = list(GOOD)
NO_TICKET = dict.fromkeys(
    ["医療券調剤券別", "診療別", "診療年月", "有効開始年月日", "有効終了年月日", "単独併用別", "傷病名1"], ""
) | {"資格有効性": "6"}


def row(**changes: str) -> str:
    values = GOOD | changes
    return ",".join(f'"{values[name]}"' for name in HEADER)


def text(*rows: str) -> str:
    return "\r\n".join([",".join(f'"{name}"' for name in HEADER), *rows]) + "\r\n"


def read_file(path: Path, layout: Layout | None = None) -> tuple[pa.Table, FileReport]:
    """Read one file; check what holds for every file."""
    blocks: list[pa.Table] = []
    report = read_log(path, layout=layout, on_block=blocks.append)
    wanted = schema.CHECKS.arrow_schema()
    blocks = [block.cast(wanted) for block in blocks]
    assert report.accepted + report.rejected == report.data_rows
    assert sum(reject.count for reject in report.rejects) == report.rejected
    if report.refused is not None:
        assert report.data_rows == 0
        return wanted.empty_table(), report
    table = pa.concat_tables(blocks) if blocks else wanted.empty_table()
    assert table.num_rows == report.accepted
    assert table["line"].to_pylist() == sorted(table["line"].to_pylist())
    return table, report


def read_bytes(content: bytes, directory: Path, layout: Layout | None = None) -> tuple[pa.Table, FileReport]:
    """Write ``content`` to a file and read it."""
    path = directory / "log.csv"
    path.write_bytes(content)
    return read_file(path, layout)
