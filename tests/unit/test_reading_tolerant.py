"""Damaged text: what becomes of each line. Single rows are lost, with line and reason, never the rest of the file."""

from pathlib import Path

import pytest

from qlog.reading import LogSource, find_inputs, read_log
from qlog.reading.catalog import load_layout
from qlog.reading.files import DelimitedFile
from tests.unit.reading_rows import Read, read_bytes, row, text


@pytest.fixture
def read(tmp_path: Path) -> Read:
    return lambda content: read_bytes(content, tmp_path)


def rejects(report):
    return [(reject.line, reject.column, reject.reason) for reject in report.rejects]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (row() + ',"more"', "column count"),
        (row().rsplit(",", 1)[0], "column count"),
        ("   ", "column count"),
        (row()[:-1], "quote not closed"),
        (row(氏名='試験"太郎"'), "column count"),  # the stray quote is text, as pyarrow and csv read it
        ("x" * 200_000, "line too long"),
        (row(氏名="あ" * 33_000), "cell too long"),
    ],
)
def test_one_bad_line_is_one_reject(read, bad, reason):
    table, report = read(text(row(), bad, row(), row()).encode("cp932"))
    if bad.startswith('"') and '試験"' in bad:
        assert (report.accepted, report.rejected) == (4, 0)
        return
    assert [(line, found) for line, _, found in rejects(report)] == [(3, reason)]
    assert table["line"].to_pylist() == [2, 4, 5]


def test_a_quote_that_never_closes_costs_one_line_even_in_a_long_file(read):
    rows = [row()] * 500
    rows[100] = row()[:-1]
    table, report = read(text(*rows).encode("cp932"))
    assert rejects(report) == [(102, "", "quote not closed")]
    assert report.accepted == 499
    assert 102 not in table["line"].to_pylist()


def test_a_line_with_a_stray_quote_does_not_take_the_next_row_with_it(read):
    table, report = read(text(row(), '"open', row(), row()).encode("cp932"))
    assert rejects(report) == [(3, "", "quote not closed")]
    assert table["line"].to_pylist() == [2, 4, 5]


def test_line_ends_inside_quotes_belong_to_the_cell(read):
    table, report = read(text(row(), row(傷病名1="高血圧症\r\n糖尿病"), row()).encode("cp932"))
    assert report.rejected == 0
    assert table["disease_1"].to_pylist()[1] == "高血圧症 糖尿病"
    assert table["line"].to_pylist() == [2, 3, 5]


def test_empty_lines_and_the_end_mark_of_old_systems_are_no_rows(read):
    table, report = read((text(row(), "", row()) + "\r\n\r\n\x1a").encode("cp932"))
    assert (report.data_rows, report.rejected) == (2, 0)
    assert table["line"].to_pylist() == [2, 4]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(read, end):
    table, report = read(text(row(), row(), row()).replace("\r\n", end).encode("cp932"))
    assert (report.accepted, report.rejected) == (3, 0)
    assert table["line"].to_pylist() == [2, 3, 4]


def test_mixed_line_ends_in_one_file_are_read(read):
    header, *rows = text(*[row()] * 6).split("\r\n")[:-1]
    ends = ["\r\n", "\n", "\r", "\r\n", "\r", "\n"]
    content = header + "\r\n" + "".join(line + end for line, end in zip(rows, ends, strict=True))
    table, report = read(content.encode("cp932"))
    assert (report.accepted, report.rejected) == (6, 0)
    assert table["line"].to_pylist() == [2, 3, 4, 5, 6, 7]


def test_the_last_row_needs_no_line_end(read):
    _, report = read(text(row(), row()).rstrip("\r\n").encode("cp932"))
    assert report.accepted == 2


@pytest.mark.parametrize(("most", "few"), [("cp932", "utf-8"), ("utf-8", "cp932")])
def test_rows_in_another_encoding_are_rejected_one_by_one(read, most, few):
    good, other = row(氏名="試験　花子").encode(most), row(氏名="試験　花子").encode(few)
    header = text().encode(most)
    table, report = read(header + b"".join(line + b"\r\n" for line in (good, other, good, good)))
    assert [(line, reason) for line, _, reason in rejects(report)] == [(3, "encoding")]
    assert table["line"].to_pylist() == [2, 4, 5]


def test_ascii_at_first_and_japanese_later_is_still_read(read):
    names = ["医療機関等名", "氏名", "氏名カナ", "傷病名1"]
    plain = row(**dict.fromkeys(names, ""))
    content = text(*[plain] * 10, row(氏名="試験　花子"))
    table, report = read(content.encode("cp932"))
    assert report.accepted == 11
    assert table["name"].to_pylist()[-1] == "試験　花子"


def test_only_the_bytes_that_were_there_at_the_start_are_read(tmp_path):
    path = tmp_path / "log.csv"
    path.write_bytes(text(row(), row()).encode("cp932"))
    file = DelimitedFile(LogSource(path, "log.csv"))
    file.open([load_layout("default")])
    with path.open("ab") as stream:
        stream.write((row() + "\r\n").encode("cp932"))
    assert sum(len(block.lines) for block in file.blocks()) == 2


def test_a_line_longer_than_a_block_is_one_reject(tmp_path):
    path = tmp_path / "log.csv"
    path.write_bytes((text(row()) + "x" * 5_000_000 + "\r\n" + row() + "\r\n").encode("cp932"))
    file = DelimitedFile(LogSource(path, "log.csv"), block_bytes=1 << 20)
    file.open([load_layout("default")])
    blocks = list(file.blocks())
    assert [line for block in blocks for line in block.lines.tolist()] == [2, 4]
    assert [reject for block in blocks for reject in block.rejected] == [(3, "line too long")]


def test_rows_above_the_header_are_rejected_and_titles_are_told_of(read):
    header, first, second = text(row(), row()).split("\r\n")[:-1]
    table, report = read("\r\n".join(["資格確認実績ログ", first, header, second, ""]).encode("cp932"))
    assert rejects(report) == [(2, "", "above header")]
    assert table["line"].to_pylist() == [4]
    assert "見出しより上の 1 行は表題とみなし、読みませんでした。" in [warning.ja for warning in report.warnings]


def test_a_file_named_twice_is_read_once_and_two_of_one_name_are_told_apart(tmp_path):
    for folder in ("august", "september"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "log.csv").write_bytes(b"x")
    files = [tmp_path / "august" / "log.csv", tmp_path / "september" / "log.csv"]
    assert [source.label for source in find_inputs([*files, files[0]])] == ["august/log.csv", "september/log.csv"]


def test_what_the_taker_of_blocks_raises_is_not_said_of_the_file(tmp_path):
    (tmp_path / "log.csv").write_bytes(text(row()).encode("cp932"))

    def full(_block):
        raise OSError(28, "no space left")

    with pytest.raises(OSError, match="no space left"):
        read_log(tmp_path / "log.csv", on_block=full)


def test_folders_are_searched_in_a_stable_order_and_directories_named_csv_are_no_files(tmp_path):
    for name in ("b/2.csv", "a/1.CSV", "note.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "dir.csv").mkdir()
    assert [source.label for source in find_inputs([tmp_path])] == ["a/1.CSV", "b/2.csv"]
