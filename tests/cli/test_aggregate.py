"""qlog aggregate: from outputs and workspaces to a CSV and a workbook that may be published."""

import csv
from pathlib import Path

import openpyxl

from tests.cli.conftest import Run
from tests.cli.office import NAME, PERSON, row, write_log


def office_of(people: int) -> list[list[str]]:
    return [row("20261001", person=f"{1000000 + number}") for number in range(people)]


def cells(path: Path) -> dict[tuple[str, ...], tuple[str, str]]:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("\ufeff")
    rows = csv.reader(text.removeprefix("\ufeff").splitlines()[1:])
    return {tuple(line[:7]): (line[7], line[8]) for line in rows}


def test_the_report_of_a_workspace(qlog: Run, tmp_path: Path) -> None:
    office = tmp_path / "office"
    qlog("init", office)
    write_log(office / "logs" / "log.csv", [*office_of(30), *(row("20261002") for _ in range(1))])
    assert qlog("run", office, "--edition", "none").returncode == 0
    out = tmp_path / "report" / "report.csv"
    done = qlog("aggregate", office, "--out", out)
    assert done.returncode == 0, done.stderr
    shown = cells(out)
    assert shown["事務所別", "2026-10", "計", "計", "計", "受診した人（人）", "計"] == ("31", "")
    assert shown["種別", "2026-10", "計", "歯科", "計", "受診した人（人）", "計"] == ("0", "")
    assert shown["年齢階級別", "2026-10", "計", "計", "1950年代生まれ", "受診した人（人）", "計"] == ("31", "")
    book = openpyxl.load_workbook(out.with_suffix(".xlsx"))
    assert book.sheetnames[0] == "見方"
    for path in (out, out.with_suffix(".xlsx")):
        assert path.stat().st_mode & 0o777 == 0o600
    everything = [str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line]
    assert "31" in everything
    assert "年齢階級は生まれた年代です。1950年代生まれは、2026年に67歳から76歳になる人です。" in everything
    for value in (PERSON, NAME, "1000000"):
        assert value not in "".join(everything) + out.read_text("utf-8") + done.stdout + done.stderr


def test_a_small_office_shows_marks_in_both_files(qlog: Run, tmp_path: Path) -> None:
    qlog("run", write_log(tmp_path / "log.csv", office_of(7)), "--out", tmp_path / "out", "--edition", "none")
    out = tmp_path / "report.csv"
    assert qlog("aggregate", tmp_path / "out", "--out", out).returncode == 0
    values = {value for value, _ in cells(out).values()}
    assert values <= {"", "0"}
    book = openpyxl.load_workbook(out.with_suffix(".xlsx"))
    in_sheets = {cell.value for sheet in book.worksheets[1:] for line in sheet.iter_rows() for cell in line}
    assert not {value for value in in_sheets if isinstance(value, int)} - {0}
    assert "＊" in in_sheets


def test_what_is_no_result_is_named(qlog: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = qlog("aggregate", tmp_path / "empty", "--out", tmp_path / "report.csv")
    assert done.returncode == 3
    assert "empty" in done.stderr
    assert not (tmp_path / "report.csv").exists()
