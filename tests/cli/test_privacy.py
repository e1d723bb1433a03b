"""Passwords and pseudonyms: what the output holds, and what it does not."""

import io
import json
from pathlib import Path

import msoffcrypto
import openpyxl
import pyarrow.parquet as pq
import pytest

from tests.cli.conftest import Run
from tests.cli.office import KANA, NAME, PAYER, PERSON, frequent_office, row, write_log


def test_encrypted_workbooks_open_with_the_password_only(qlog: Run, tmp_path: Path) -> None:
    (tmp_path / "password.txt").write_text("合言葉は八文字以上\n", encoding="utf-8")
    log = write_log(tmp_path / "log.csv", frequent_office())
    out = tmp_path / "out"
    done = qlog("run", log, "--out", out, "--edition", "2007", "--password-file", tmp_path / "password.txt")
    assert done.returncode == 0, done.stderr
    [path] = (out / "workbooks").iterdir()
    with path.open("rb") as file:
        book = msoffcrypto.OfficeFile(file)
        assert book.is_encrypted()
        book.load_key(password="合言葉は八文字以上")  # noqa: S106
        plain = io.BytesIO()
        book.decrypt(plain)
    assert "表紙" in openpyxl.load_workbook(plain).sheetnames
    assert all(file.read_bytes()[:4] != b"PK\x03\x04" for file in (out / "workbooks").iterdir())


def test_a_short_password_is_refused_before_anything_is_read(qlog: Run, tmp_path: Path) -> None:
    (tmp_path / "password.txt").write_text("short\n", encoding="utf-8")
    done = qlog("run", tmp_path, "--out", tmp_path / "out", "--password-file", tmp_path / "password.txt")
    assert done.returncode == 2
    assert "8文字以上" in done.stderr
    assert "short" not in done.stderr


def test_pseudonyms_stay_the_same_and_nothing_else_of_a_person_is_left(qlog: Run, tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"0123456789abcdef0123456789abcdef")
    log = write_log(tmp_path / "log.csv", frequent_office())
    tickets = tmp_path / "tickets.csv"
    tickets.write_text(
        "受給者番号,医療機関等コード,有効開始年月日,有効終了年月日,登録年月日,医療券調剤券別\n"
        f"{PERSON},1310000010,20260801,20260831,,01\n",
        encoding="utf-8",
    )
    words = ["--tickets", tickets, "--pseudonymize", tmp_path / "key", "--edition", "2007"]
    people = []
    for name in ("a", "b"):
        done = qlog("run", log, "--out", tmp_path / name, *words)
        assert done.returncode == 0, done.stderr
        visits = pq.read_table(tmp_path / name / "tables" / "visits.parquet").to_pylist()
        people.append({visit["recipient_number"] for visit in visits})
        assert all(visit["payer_number"] == PAYER for visit in visits)
        statuses = pq.read_table(tmp_path / name / "tables" / "unentrusted_visits.parquet").to_pylist()
        # the ticket of August covers August: it was found under the pseudonym too
        assert {line["month"]: line["status"] for line in statuses}["2026-08"] == "resolved"
    assert people[0] == people[1] != {PERSON}
    for path in (tmp_path / "a").rglob("*.*"):
        content = path.read_bytes()
        if path.suffix == ".xlsx":
            book = openpyxl.load_workbook(path)
            content = json.dumps(
                [[str(cell.value) for line in sheet for cell in line] for sheet in book], ensure_ascii=False
            ).encode()
        for value in (NAME, KANA, PERSON, "1950-01-01 ", "19500101"):
            assert value.encode() not in content, path.name


@pytest.mark.parametrize("option", ["--pseudonymize", "--password-file"])
def test_a_missing_key_file_is_named(qlog: Run, tmp_path: Path, option: str) -> None:
    log = write_log(tmp_path / "log.csv", [row("20261001")])
    done = qlog("run", log, "--out", tmp_path / "out", option, tmp_path / "nowhere.key")
    assert done.returncode == 2
    assert "nowhere.key" in done.stderr
