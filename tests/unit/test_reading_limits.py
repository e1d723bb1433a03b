"""How much a file may be: beyond it a row is rejected or the file refused, with a word, and never memory filled."""

import hashlib
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from qlog.reading import LogSource, find_inputs, read_log, sources, spreadsheet, workbook_child
from qlog.reading.delimited import RecordReader
from qlog.reading.layout import FileForm
from qlog.reading.text import MAX_CELL
from qlog.reading.tolerant import MAX_LINE, MAX_RECORD_LINES, split_records
from tests.unit.reading_rows import HEADER, read_bytes, read_file, row, text


def reasons(content: str, directory: Path) -> list[str]:
    _, report = read_bytes(content.encode("cp932"), directory)
    assert report.refused is None
    return [reject.reason for reject in report.rejects]


def refusal(path: Path) -> str:
    (source,) = find_inputs([path])
    report = read_log(source, on_block=lambda _: None)
    assert report.refused is not None
    assert (report.data_rows, report.size) == (0, path.stat().st_size)
    return report.refused.ja


def test_a_cell_has_so_many_characters_and_no_more(tmp_path):
    assert reasons(text(row(), row(氏名="あ" * MAX_CELL)), tmp_path) == []
    assert reasons(text(row(), row(氏名="あ" * (MAX_CELL + 1))), tmp_path) == ["cell too long"]


def test_a_line_has_so_many_bytes_and_no_more(tmp_path):
    short = MAX_LINE - len((row(照会番号="") + "\r\n").encode("cp932"))
    assert reasons(text(row(), row(照会番号="9" * short)), tmp_path) == ["cell too long"]  # it could be cut into cells
    assert reasons(text(row(), row(照会番号="9" * (short + 1))), tmp_path) == ["line too long"]


@pytest.mark.parametrize("length", [MAX_LINE - 1, MAX_LINE, MAX_LINE + 1])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_both_ways_of_cutting_know_the_longest_line(length, end):
    cells = (length - len(end)) // 400
    line = ",".join(["x" * 399] * cells) + "," + "x" * (length - len(end) - 400 * cells)
    data = "".join(("a," * cells, end, line, end, "a," * cells, end)).encode()
    assert len((line + end).encode()) == length
    fast = list(RecordReader(FileForm(), columns=cells + 1).read(data, final=True))
    slow = split_records(data, FileForm(), columns=cells + 1, first_line=1, final=True)
    assert [line for block in fast for line in block.lines.tolist()] == slow.lines
    assert slow.rejected == ([] if length <= MAX_LINE else [(2, "line too long")])
    assert [reject for block in fast for reject in block.rejected] == slow.rejected


def test_a_cell_has_so_many_lines_and_no_more(tmp_path):
    lines = "\r\n".join(["症"] * MAX_RECORD_LINES)
    assert reasons(text(row(), row(傷病名1=lines), row()), tmp_path) == []
    longer = reasons(text(row(), row(傷病名1=f"{lines}\r\n症"), row()), tmp_path)
    assert longer[0] == "quote not closed"
    assert len(longer) == MAX_RECORD_LINES + 1  # each of its lines is told of


@pytest.mark.parametrize("columns", [500, 501])
def test_a_file_has_so_many_columns_and_no_more(tmp_path, columns):
    more = ",x" * (columns - len(HEADER))
    _, report = read_bytes("\r\n".join(line + more for line in text(row()).splitlines()).encode("cp932"), tmp_path)
    assert (report.refused is None) == (columns == 500)


@pytest.mark.parametrize("columns", [workbook_child.MAX_COLUMNS, workbook_child.MAX_COLUMNS + 1])
def test_a_sheet_has_so_many_columns_and_no_more(tmp_path, columns):
    book = xlsxwriter.Workbook(tmp_path / "log.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER + ["x"] * (columns - len(HEADER)))
    sheet.write_row(1, 0, row().replace('"', "").split(","))
    book.close()
    (source,) = find_inputs([tmp_path])
    report = read_log(source, on_block=lambda _: None)
    assert report.accepted == (columns == workbook_child.MAX_COLUMNS)


def test_a_workbook_has_so_many_bytes_and_no_more(tmp_path, monkeypatch):
    book = xlsxwriter.Workbook(tmp_path / "log.xlsx")
    book.add_worksheet().write_row(0, 0, HEADER)
    book.close()
    for module in (sources, spreadsheet):
        monkeypatch.setattr(module, "MAX_FILE_BYTES", (tmp_path / "log.xlsx").stat().st_size - 1)
    assert "大きすぎる" in refusal(tmp_path / "log.xlsx")


def test_a_workbook_has_so_many_parts_and_no_more(tmp_path):
    with zipfile.ZipFile(tmp_path / "log.xlsx", "w") as archive:
        for place in range(10_001):
            archive.writestr(f"xl/{place}.xml", b"")
    assert "大きすぎる" in refusal(tmp_path / "log.xlsx")


def test_a_zip_unpacks_to_so_much_and_no_more(tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "logs.zip", "w") as archive:
        for place in range(3):
            archive.writestr(f"{place}.csv", text(*[row()] * 50).encode("cp932"))
    monkeypatch.setattr(sources, "_MAX_UNPACKED", 3 * len(text(*[row()] * 50).encode("cp932")) - 1)
    assert "大きくなりすぎます" in refusal(tmp_path / "logs.zip")


def test_a_file_that_grows_while_it_is_read_is_read_as_it_was(tmp_path):
    path = tmp_path / "log.csv"
    content = text(*[row()] * 3).encode("cp932")
    path.write_bytes(content)
    taken: list[int] = []

    def append(block):
        taken.extend(block["line"].to_pylist())
        with path.open("ab") as stream:
            stream.write((row() + "\r\n").encode("cp932"))

    report = read_log(LogSource(path, "log.csv"), on_block=append)
    assert (report.accepted, taken) == (3, [2, 3, 4])
    assert (report.size, report.sha256) == (len(content), hashlib.sha256(content).hexdigest())


def test_a_file_that_shrinks_while_it_is_read_ends_where_it_ends(tmp_path):
    path = tmp_path / "log.csv"
    path.write_bytes(text(row(), row(受給者番号="", 氏名カナ="x")).encode("cp932"))

    def cut(_block):
        path.write_bytes(b"")

    report = read_log(path, on_block=cut)
    assert report.accepted + report.rejected == report.data_rows == 2


def test_what_every_reader_stops_at_counts_every_row(tmp_path):
    """All at once: NUL, an open quote, a long line, a long cell, another encoding, another width, three line ends."""
    bad = [row(氏名="試\0験"), row()[:-1], "x" * (MAX_LINE + 1), row(氏名="あ" * (MAX_CELL + 1)), row() + ",x"]
    lines = [line.encode("cp932") for line in (*text(row(), *bad, row()).split("\r\n")[:-1], "")]
    lines.insert(4, row(氏名="試験　花子").encode("utf-8"))
    ends = [b"\r\n", b"\n", b"\r", b"\r\n"] * len(lines)
    path = tmp_path / "log.csv"
    path.write_bytes(b"".join(line + end for line, end in zip(lines, ends, strict=False)))
    table, report = read_file(path)
    assert (table.num_rows, report.rejected) == (2, 6)
    assert {reject.reason for reject in report.rejects} == {
        "control character", "quote not closed", "line too long", "cell too long", "column count", "encoding",
    }  # fmt: skip
