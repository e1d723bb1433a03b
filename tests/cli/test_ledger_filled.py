"""A workbook filled in where qlog wrote it: a later run keeps the filled file and reads its entries."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from qlog.batch import RunRequest, run
from qlog.export.formulas import Edition
from qlog.workspace import create_workspace
from tests.cli.conftest import Run
from tests.cli.office import frequent_office, row, write_log
from tests.cli.test_ledger import FREQUENT, REMARK, book_of, rows


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A workspace whose logs reach September, run once."""
    office = create_workspace(tmp_path / "office").root
    write_log(office / "logs" / "09.csv", frequent_office()[:32])
    run_once(office)
    return office


def run_once(office: Path, *editions: Edition) -> str:
    """Run in this very process (another one costs a second), and return what is said."""
    result = run(RunRequest((office,), editions=editions or ("2021",)), lambda _: None)
    assert result.exit_code == 0
    return "\n".join(message.ja for message in result.warnings)


def fill(path: Path, **entries: Any) -> str:
    """Write into the first row of 頻回受診の傾向, header -> value, in place; return the hash of the file."""
    book = openpyxl.load_workbook(path)
    columns = {"".join(str(cell.value).split()): cell.column for cell in book[FREQUENT][5] if cell.value}
    for header, value in entries.items():
        book[FREQUENT].cell(6, columns[header], value)
    book.save(path)
    return sha256(path.read_bytes()).hexdigest()


def kept(folder: Path) -> dict[str, str]:
    """Name -> hash of what was set aside."""
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted((folder / "ledger").iterdir())}


def again(office: Path, day: int) -> str:
    """Run September again with one more delivery, and return what was said."""
    write_log(office / "logs" / f"late{day}.csv", [row(f"202609{day}", person="1111111")])
    return run_once(office)


def test_it_is_kept_and_read_back_and_the_next_one_is_its_correction(office: Path) -> None:
    book = book_of(office, "2026-09")
    first = fill(book, 備考=REMARK, 確認状況="見守り")
    said = again(office, 20)
    assert f"{book.stem}_記入1.xlsx" in said
    assert REMARK not in said
    assert kept(office) == {f"{book.stem}_記入1.xlsx": first}
    assert [rows(book, FREQUENT)[0][name] for name in ("備考", "確認状況")] == [REMARK, "見守り"]
    record = json.loads((office / "out" / "2026-09" / "run.json").read_text(encoding="utf-8"))
    assert [(one["file"], one["sha256"], one["entries"]) for one in record["returned"]] == [
        (f"{book.stem}_記入1.xlsx", first, 2)
    ]
    second = fill(book, 確認状況="医師に照会中")
    said = again(office, 21)
    assert "食い違" not in said, "one person went on in one workbook"
    assert kept(office) == {f"{book.stem}_記入1.xlsx": first, f"{book.stem}_記入2.xlsx": second}
    assert [rows(book, FREQUENT)[0][name] for name in ("備考", "確認状況")] == [REMARK, "医師に照会中"]


def test_a_workbook_that_was_put_into_the_ledger_as_well_is_not_kept_twice(office: Path) -> None:
    book = book_of(office, "2026-09")
    fill(book, 備考=REMARK)
    (office / "ledger" / "tanaka.xlsx").write_bytes(book.read_bytes())
    said = again(office, 20)
    assert list(kept(office)) == ["tanaka.xlsx"]
    assert "食い違" not in said
    assert rows(book, FREQUENT)[0]["備考"] == REMARK


def test_a_run_with_nothing_new_but_a_filled_workbook_reads_it(qlog: Run, office: Path) -> None:
    words = ("run", office, "--edition", "2021")
    qlog(*words)
    assert "新しいものはありません" in qlog(*words).stdout
    fill(book_of(office, "2026-09"), 備考=REMARK)
    assert "新しいものはありません" not in qlog(*words).stdout
    assert rows(book_of(office, "2026-09"), FREQUENT)[0]["備考"] == REMARK


def test_a_workbook_of_the_month_before_is_carried_though_nobody_moved_it(office: Path) -> None:
    filled = fill(book_of(office, "2026-09"), 備考=REMARK)
    write_log(office / "logs" / "10.csv", frequent_office()[32:])
    run_once(office)
    assert list(kept(office).values()) == [filled]
    assert f"備考 {REMARK}" in rows(book_of(office, "2026-10"), FREQUENT)[0]["前月までの記録"]


def test_workbooks_as_they_were_written_are_not_kept(office: Path) -> None:
    again(office, 20)
    assert kept(office) == {}


def test_a_workbook_that_a_run_left_where_it_was_is_known_as_ours(office: Path) -> None:
    write_log(office / "logs" / "late.csv", [row("20260920", person="1111111")])
    run_once(office, "2007")
    assert book_of(office, "2026-09").exists()
    again(office, 21)
    assert kept(office) == {}


def test_results_in_a_folder_of_their_own_keep_it_beside_them(qlog: Run, tmp_path: Path) -> None:
    log = write_log(tmp_path / "in" / "09.csv", frequent_office()[:32])
    out = tmp_path / "out"
    qlog("run", log, "--out", out, "--edition", "2021")
    (book,) = (out / "workbooks").glob("*.xlsx")
    filled = fill(book, 備考=REMARK)
    done = qlog("run", log, "--out", out, "--edition", "2021")
    assert done.returncode == 0, done.stdout
    assert "--ledger" in done.stdout
    assert kept(out) == {f"{book.stem}_記入1.xlsx": filled}
    assert rows(book, FREQUENT)[0]["備考"] is None
    assert qlog("run", log, "--out", out, "--edition", "2021", "--ledger", out / "ledger").returncode == 0
    assert rows(book, FREQUENT)[0]["備考"] == REMARK
    assert kept(out) == {f"{book.stem}_記入1.xlsx": filled}
    assert qlog("verify", out).returncode == 0
