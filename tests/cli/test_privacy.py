"""Passwords and pseudonyms: what the output holds, and what it does not."""

import io
import os
import zipfile
from pathlib import Path

import msoffcrypto
import openpyxl
import pyarrow.parquet as pq
import pytest

from qlog.errors import SettingsError
from qlog.privacy import read_key
from tests.cli.conftest import Run
from tests.cli.office import HEADER, KANA, NAME, PERSON, frequent_office, row, write_log

BORN = "19540723"
REFERENCE = "ABC-4711"  # the institution's own number for the person
# numbers, names, and the birth date as text and as Excel's number; nor is the first day of the decade shown as one
GONE = (PERSON, "2000007", NAME, NAME.split("　")[0], KANA, BORN, "1954-07-23", "1954, 7, 23", "<v>19928</v>",
        "<v>18264</v>", REFERENCE)  # fmt: skip


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


def delivered(*months: int) -> list[list[str]]:
    """The marked person on 16 days of each month and 30 others on two, born on days that are no decade's first."""
    rows = []
    for month in months:
        rows += [row(f"2026{month:02d}{day:02d}") for day in range(1, 17)]
        rows += [row(f"2026{month:02d}{day:02d}", person=f"{2000000 + other}") for other in range(30) for day in (5, 6)]
    for line in rows:
        line[HEADER.index("生年月日")] = BORN
        line[HEADER.index("照会番号")] = REFERENCE
    return rows


def key_file(path: Path, key: bytes = b"0123456789abcdef0123456789abcdef") -> Path:
    path.write_bytes(key)
    path.chmod(0o600)
    return path


def content(path: Path) -> str:
    """Everything a file says, also where it is packed: Parquet as rows, workbooks as their parts."""
    if path.suffix == ".parquet":
        table = pq.read_table(path, partitioning=None)
        return f"{table.to_pylist()}{table.schema.metadata}"
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return path.read_bytes().decode("utf-8", "replace")


def assert_no_person_below(root: Path) -> None:
    for path in root.rglob("*"):
        for value in GONE:
            assert value not in path.name
            assert not path.is_file() or value not in content(path), (path.name, value)


def people_of(out: Path) -> dict[str, int]:
    """Pseudonym -> visits in the newest month."""
    days = pq.read_table(out / "tables" / "monthly_days.parquet").to_pylist()
    newest = max(line["month"] for line in days)
    return {line["recipient_number"]: line["days"] for line in days if line["month"] == newest}


def test_pseudonyms_stay_from_month_to_month_and_nothing_else_of_a_person_is_left(qlog: Run, tmp_path: Path) -> None:
    key, office = key_file(tmp_path / "key"), tmp_path / "office"
    qlog("init", office)
    outside = tmp_path / "logs"
    outside.mkdir()
    words = ["--pseudonymize", key, "--edition", "both"]
    seen = []
    for month in (9, 10):
        log = write_log(office / "logs" / f"{month:02d}.csv", delivered(month))
        done = qlog("run", office, *words)
        assert done.returncode == 0, done.stderr
        assert "鍵と違います" not in done.stderr
        log.rename(outside / log.name)  # what was delivered holds people; what qlog keeps does not
        seen.append(people_of(office / "out" / f"2026-{month:02d}"))
    assert seen[0] == seen[1]
    assert len(seen[0]) == 31
    assert_no_person_below(office)
    other = qlog("run", outside, "--out", tmp_path / "elsewhere", *words)
    assert other.returncode == 0, other.stderr
    assert people_of(tmp_path / "elsewhere").keys() == seen[0].keys(), "the key makes the pseudonym, not the place"
    assert_no_person_below(tmp_path / "elsewhere")


def test_another_key_gives_other_pseudonyms_and_a_workspace_says_so(qlog: Run, tmp_path: Path) -> None:
    office = tmp_path / "office"
    qlog("init", office)
    write_log(office / "logs" / "09.csv", delivered(9))
    qlog("run", office, "--pseudonymize", key_file(tmp_path / "key"), "--edition", "none")
    first = people_of(office / "out" / "2026-09")
    another = key_file(tmp_path / "other", b"fedcba9876543210fedcba9876543210")
    done = qlog("run", office, "--pseudonymize", another, "--edition", "none")
    assert done.returncode == 0, done.stderr
    assert "「other」は、この作業フォルダーでこれまで使った鍵と違います" in done.stderr
    second = people_of(office / "out" / "2026-09")
    assert sorted(first.values()) == sorted(second.values())
    assert not first.keys() & second.keys()


def test_reports_by_age_group_are_the_same_with_and_without_pseudonyms(qlog: Run, tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.csv", delivered(10))
    reports = []
    for name, words in (("plain", ()), ("hidden", ("--pseudonymize", key_file(tmp_path / "key")))):
        qlog("run", log, "--out", tmp_path / name, "--edition", "none", *words)
        qlog("aggregate", tmp_path / name, "--out", tmp_path / f"{name}.csv")
        reports.append((tmp_path / f"{name}.csv").read_text(encoding="utf-8-sig"))
    assert reports[0] == reports[1]
    assert PERSON in content(tmp_path / "plain" / "tables" / "visits.parquet"), "content() sees what is there"
    assert '"1950年代生まれ","受診した人（人）","計",31' in reports[0]


def test_tickets_are_found_under_the_pseudonym(qlog: Run, tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.csv", frequent_office())
    tickets = tmp_path / "tickets.csv"
    tickets.write_text(
        "受給者番号,医療機関等コード,有効開始年月日,有効終了年月日,登録年月日,医療券調剤券別\n"
        f"{PERSON},1310000010,20260801,20260831,,01\n",
        encoding="utf-8",
    )
    words = ["--tickets", tickets, "--pseudonymize", key_file(tmp_path / "key"), "--edition", "none"]
    done = qlog("run", log, "--out", tmp_path / "out", *words)
    assert done.returncode == 0, done.stderr
    statuses = pq.read_table(tmp_path / "out" / "tables" / "unentrusted_visits.parquet").to_pylist()
    assert {line["month"]: line["status"] for line in statuses}["2026-08"] == "resolved"


@pytest.mark.parametrize("key", [b"", b"0123456789abcde\n", b"01" * 40])
def test_a_short_key_and_one_of_like_characters_are_refused(tmp_path: Path, key: bytes) -> None:
    with pytest.raises(SettingsError, match="16バイト以上のでたらめな文字"):
        read_key(key_file(tmp_path / "key", key))


def test_a_key_is_looked_at_before_anything_is_read_and_never_shown(qlog: Run, tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.csv", [row("20261001")])
    done = qlog(
        "run", log, "--out", tmp_path / "out", "--pseudonymize", key_file(tmp_path / "key", b"0000000000000000")
    )
    assert done.returncode == 2
    assert "でたらめな文字" in done.stderr
    assert "00000000" not in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
@pytest.mark.parametrize("option", ["--pseudonymize", "--password-file"])
def test_a_key_others_may_read_is_told(qlog: Run, tmp_path: Path, option: str) -> None:
    log = write_log(tmp_path / "log.csv", [row("20261001")])
    key = key_file(tmp_path / "my.key", b"0123456789abcdef0123456789abcdef\n")
    words = ("run", log, "--out", tmp_path / "out", "--edition", "none", option, key)
    assert "chmod" not in qlog(*words).stderr
    key.chmod(0o644)
    done = qlog(*words)
    assert done.returncode == 0, done.stderr
    assert "「my.key」は、この機械のほかの利用者も読めます" in done.stderr
    assert "chmod 600 my.key" in done.stderr


@pytest.mark.parametrize("option", ["--pseudonymize", "--password-file"])
def test_a_missing_key_file_is_named(qlog: Run, tmp_path: Path, option: str) -> None:
    log = write_log(tmp_path / "log.csv", [row("20261001")])
    done = qlog("run", log, "--out", tmp_path / "out", option, tmp_path / "nowhere.key")
    assert done.returncode == 2
    assert "nowhere.key" in done.stderr
