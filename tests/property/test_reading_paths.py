"""The fast way and the tolerant way cut good files into the same cells, whatever the size of the blocks."""

import csv
import io
import itertools
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qlog.reading import LogSource
from qlog.reading.delimited import RecordReader
from qlog.reading.files import DelimitedFile
from qlog.reading.layout import ColumnForm, FileForm, Layout
from qlog.reading.tolerant import split_records

FORM = FileForm()
# CP932 has trail bytes that look like ASCII letters, brackets, backslashes
CELL = st.text(st.sampled_from('ab09 　,;|\\"ｶﾞソ表能ボ十ー￥髙①一あ'), max_size=8)
ENCODING = st.sampled_from(["cp932", "utf-8"])


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    columns = draw(st.integers(2, 5))
    return draw(st.lists(st.lists(CELL, min_size=columns, max_size=columns), min_size=1, max_size=12))


def written(rows: list[list[str]], end: str, *, quote_all: bool) -> str:
    buffer = io.StringIO()
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    csv.writer(buffer, lineterminator=end, quoting=quoting).writerows(rows)
    return buffer.getvalue()


def cells(blocks, encoding: str) -> list[list[str]]:
    """All rows of raw blocks as text, empty for null."""
    rows = []
    for block in blocks:
        columns = [[(value or b"").decode(encoding) for value in column.to_pylist()] for column in block.columns]
        rows += [list(row) for row in zip(*columns, strict=True)]
    return rows


@settings(deadline=None)
@given(tables(), ENCODING, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_both_ways_give_the_cells_that_were_written(rows, encoding, end, quote_all):
    data = written(rows, end, quote_all=quote_all).encode(encoding)
    fast = list(RecordReader(FORM, columns=len(rows[0])).read(data, final=True))
    slow = split_records(data, FORM, columns=len(rows[0]), first_line=1, final=True)
    assert cells(fast, encoding) == rows
    assert [[cell.encode("latin-1").decode(encoding) for cell in row] for row in slow.rows] == rows
    assert [line for block in fast for line in block.lines.tolist()] == slow.lines == list(range(1, len(rows) + 1))
    assert slow.rejected == []


@settings(max_examples=50, deadline=None)
@given(tables(), ENCODING, st.integers(16, 400))
def test_the_size_of_the_blocks_changes_nothing(rows, encoding, block_bytes):
    header = [f"見出し{place}" for place in range(len(rows[0]))]
    layout = Layout(
        name="test", title="test", table="institution_names",
        columns={name: ColumnForm(headers=(head,)) for name, head in zip(["department"], header, strict=False)},
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "log.csv"
        path.write_bytes(written([header, *rows], "\r\n", quote_all=True).encode(encoding))
        file = DelimitedFile(LogSource(path, "log.csv"), block_bytes=block_bytes)
        file.open([layout])
        blocks = list(file.blocks())
    assert cells(blocks, encoding) == rows
    assert [line for block in blocks for line in block.lines.tolist()] == list(range(2, len(rows) + 2))
    assert not any(block.rejected for block in blocks)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.integers(1, 4))
def test_any_bytes_become_rows_or_rejects_the_same_both_ways(data, columns):
    """pyarrow may only be trusted with a block when the tolerant way sees the same rows in it."""
    check_both_ways(data, columns)


@pytest.mark.parametrize("length", range(1, 6))
def test_every_short_text_is_cut_the_same_both_ways(length):
    for characters in itertools.product('a,"\r\n', repeat=length):
        for columns in (1, 2):
            check_both_ways("".join(characters).encode(), columns)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from('a,"\r\n'), max_size=40), st.integers(1, 3))
def test_any_mixture_of_quotes_and_line_ends_is_cut_the_same_both_ways(text, columns):
    check_both_ways(text.encode(), columns)


def check_both_ways(data: bytes, columns: int) -> None:
    fast = list(RecordReader(FORM, columns=columns).read(data, final=True))
    slow = split_records(data, FORM, columns=columns, first_line=1, final=True)
    assert cells(fast, "latin-1") == slow.rows
    assert [line for block in fast for line in block.lines.tolist()] == slow.lines
    assert [reject for block in fast for reject in block.rejected] == slow.rejected
