"""Logs in zips: each is read like a file of its own, and nothing hostile gets further than a refusal."""

import io
import zipfile
from pathlib import Path

import pytest

from qlog.reading import find_inputs, read_log
from tests.unit.reading_rows import HEADER, row, text
from tests.unit.test_reading_workbooks import cells, refusal, workbook


def test_the_logs_in_a_zip_are_read_in_order_and_named(tmp_path):
    content = text(row(), row()).encode("cp932")
    inside = io.BytesIO(workbook(tmp_path / "x.xlsx", 表=[HEADER, cells()]).read_bytes())
    path = tmp_path / "logs.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("b/2.csv", content)
        archive.writestr("a/1.csv", content)
        archive.writestr("c.xlsx", inside.getvalue())
        archive.writestr("read me.md", b"x")
        archive.writestr("__MACOSX/._1.csv", b"x")
    (tmp_path / "x.xlsx").unlink()
    sources = find_inputs([path])
    assert [source.label for source in sources] == ["logs.zip/a/1.csv", "logs.zip/b/2.csv", "logs.zip/c.xlsx[表]"]
    reports = [read_log(source, on_block=lambda _: None) for source in sources]
    assert [report.accepted for report in reports] == [2, 2, 1]
    assert all(report.size == path.stat().st_size for report in reports)


def test_a_zip_of_japanese_windows_shows_its_names(tmp_path):
    path = tmp_path / "logs.zip"
    path.write_bytes(zip_with_cp932_name("ログ.csv", text(row()).encode("cp932")))
    (source,) = find_inputs([path])
    assert source.label == "logs.zip/ログ.csv"
    assert read_log(source, on_block=lambda _: None).accepted == 1


def zip_with_cp932_name(name: str, content: bytes) -> bytes:
    """A zip as old tools write it: the name in CP932, without the mark for UTF-8."""
    placeholder = "n" * len(name.encode("cp932"))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(placeholder, content)
    return buffer.getvalue().replace(placeholder.encode(), name.encode("cp932"))


def zipped(path: Path, name: str, content: bytes) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)


def with_flag(path: Path) -> None:
    """Mark the member as encrypted."""
    zipped(path, "1.csv", text(row()).encode("cp932"))
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)


def twice_one_name(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("1.csv", text(row()).encode("cp932"))
        archive.writestr("2.csv", text(row()).encode("cp932"))
    path.write_bytes(path.read_bytes().replace(b"2.csv", b"1.csv"))


def damaged(path: Path) -> None:
    zipped(path, "1.csv", text(*[row(氏名=f"試験{n}") for n in range(500)]).encode("cp932"))
    data = bytearray(path.read_bytes())
    data[500:600] = b"\xff" * 100
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda path: zipped(path, "note.md", b"x"), "中にログ"),
        (lambda path: zipped(path, "1.csv", b"0" * (150 << 20)), "大きくなりすぎます"),
        (lambda path: path.write_bytes(b"PK\x03\x04 no zip"), "zip を開けません"),
        (with_flag, "パスワード"),
        (lambda path: zipped(path, "inner.zip", b"PK\x03\x04" + b"x" * 100), "zip"),
        (lambda path: zipped(path, "old.xls", b"\xd0\xcf\x11\xe0" + b"x" * 100), "古い形式"),
        (twice_one_name, "同じ名前"),
        (damaged, "zip を開けません"),
    ],
)
def test_a_damaged_or_hostile_zip_is_refused(tmp_path, make, word):
    path = tmp_path / "logs.zip"
    make(path)
    assert word in refusal(path)
