"""What caseworkers wrote goes round: out of a returned workbook, into the sheets of the same and of the next month."""

import csv
import json
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest

from tests.cli.conftest import Run
from tests.cli.office import CLINIC, NAME, PAYER, PERSON, frequent_office, row, write_log

FREQUENT, TICKETS, REGISTER = "頻回受診の傾向", "未委託受診", "頻回受診者指導台帳"
REMARK = "秘密の備考"
SECRET = (REMARK, PERSON, NAME, "山田")


@pytest.fixture
def office(qlog: Run, tmp_path: Path) -> Path:
    """A workspace whose logs reach September, run once."""
    office = tmp_path / "office"
    qlog("init", office)
    write_log(office / "logs" / "09.csv", frequent_office()[:32])
    done = qlog("run", office, "--edition", "2021")
    assert done.returncode == 0, done.stderr
    return office


def book_of(office: Path, month: str, edition: str = "2021") -> Path:
    return office / "out" / month / "workbooks" / f"{PAYER}_{month}_excel{edition}.xlsx"


def give_back(office: Path, name: str, entries: dict[tuple[str, str], Any], *, edition: str = "2021") -> Path:
    """Fill a copy of September's workbook, (sheet, header) -> value on the first row, and put it into ledger/."""
    book = openpyxl.load_workbook(book_of(office, "2026-09", edition))
    for (sheet, header), value in entries.items():
        columns = {"".join(str(cell.value).split()): cell.column for cell in book[sheet][5] if cell.value}
        book[sheet].cell(6, columns[header], value)
    path = office / "ledger" / name
    book.save(path)
    return path


def rows(path: Path, sheet: str) -> list[dict[str, Any]]:
    """Rows of a list: header -> value."""
    cells = list(openpyxl.load_workbook(path, data_only=True)[sheet].iter_rows(min_row=5, values_only=True))
    header = ["".join(str(cell).split()) for cell in cells[0]]
    return [dict(zip(header, values, strict=True)) for values in cells[1:] if values[1]]


def next_month(qlog: Run, office: Path, edition: str = "2021") -> Any:
    write_log(office / "logs" / "10.csv", [*frequent_office()[32:], row("20261005", code="1310000028")])
    return qlog("run", office, "--edition", edition)


@pytest.mark.parametrize("edition", ["2007", "2021"])
def test_entries_appear_in_the_next_month_and_in_the_register(qlog: Run, office: Path, edition: str) -> None:
    entered = {
        (FREQUENT, "確認状況"): "医師と協議済み", (FREQUENT, "協議日"): date(2026, 10, 2),
        (FREQUENT, "主治医・嘱託医の意見"): "必要な受診", (FREQUENT, "指導日"): date(2026, 10, 7),
        (FREQUENT, "翌月の日数"): 11, (FREQUENT, "改善"): "一部改善", (FREQUENT, "備考"): REMARK,
        (FREQUENT, "担当員"): "山田", (TICKETS, "確認状況"): "医療券を登録済み", (TICKETS, "備考"): REMARK,
    }  # fmt: skip
    qlog("run", office, "--edition", edition)
    give_back(office, "tanaka.xlsx", entered, edition=edition)
    done = next_month(qlog, office, "both")
    assert done.returncode == 0, done.stdout
    assert not [word for word in SECRET if word in done.stdout + done.stderr]
    for made in ("2007", "2021"):
        first = rows(book_of(office, "2026-10", made), FREQUENT)[0]
        assert first["確認状況"] is None, "a new month starts with empty cells"
        assert first["前月までの記録"].startswith("医師が必要な受診と確認（2026年9月）")
        for word in ("確認状況 医師と協議済み", "指導日 2026/10/7", f"備考 {REMARK}", "担当員 山田"):
            assert word in first["前月までの記録"]
        tickets = {
            each["医療機関等コード"]: each["前月までの記録"] for each in rows(book_of(office, "2026-10", made), TICKETS)
        }
        assert tickets[CLINIC] == f"2026年9月：確認状況 医療券を登録済み、備考 {REMARK}"
        assert tickets["1310000028"] is None
        (record,) = rows(book_of(office, "2026-10", made), REGISTER)
        assert (record["受給者番号"], record["記入した月"], record["注記"]) == (
            PERSON,
            "2026年9月",
            "医師が必要な受診と確認",
        )
        assert record["初めて目安に届いた月"] == "2026年8月"
        assert (record["前月"], record["その月"], record["翌月の日数"], record["改善"]) == (16, 16, 11, "一部改善")
        assert (record["協議日"], record["担当員"]) == (datetime(2026, 10, 2), "山田")
    with (office / "out" / "2026-10" / "tables" / "ledger.csv").open(encoding="utf-8-sig", newline="") as file:
        (line,) = csv.DictReader(file)
    assert (line["recipient_number"], line["guided"], line["next_days"]) == (PERSON, "2026-10-07", "11")
    assert (line["remark"], line["caseworker"], line["days_prev1"], line["days"]) == (REMARK, "山田", "16", "16")


def test_entries_of_the_same_month_reappear_in_their_cells(qlog: Run, office: Path) -> None:
    give_back(
        office,
        "a.xlsx",
        {(FREQUENT, "指導日"): "令和8年10月7日", (FREQUENT, "備考"): REMARK, (FREQUENT, "担当員"): "山田"},
    )
    assert qlog("run", office, "--edition", "2021").returncode == 0
    first = rows(book_of(office, "2026-09"), FREQUENT)[0]
    assert (first["指導日"], first["備考"], first["担当員"]) == (datetime(2026, 10, 7), REMARK, "山田")
    assert "前月までの記録" not in first  # nothing was written before
    # the workbook goes round again: nothing is new, nothing is lost
    give_back(office, "a.xlsx", {(FREQUENT, "改善"): "改善"})
    assert qlog("run", office, "--edition", "2021").returncode == 0
    again = rows(book_of(office, "2026-09"), FREQUENT)[0]
    assert (again["改善"], again["備考"]) == ("改善", REMARK)
    assert "食い違い" not in str(again.get("前月までの記録"))


def test_copies_that_differ_are_all_shown_and_the_last_is_carried(qlog: Run, office: Path) -> None:
    give_back(office, "a.xlsx", {(FREQUENT, "備考"): REMARK, (FREQUENT, "確認状況"): "見守り"})
    assert qlog("run", office, "--edition", "none").returncode == 0
    give_back(office, "b.xlsx", {(FREQUENT, "備考"): "別の備考", (FREQUENT, "確認状況"): "見守り"})
    done = next_month(qlog, office)
    assert done.returncode == 0, done.stdout
    conflicts = [line for line in done.stdout.splitlines() if "食い違" in line]
    assert len(conflicts) == 1, "the same entry in several copies counts once"
    assert all(word in conflicts[0] for word in ("2026-09", FREQUENT, "備考", "a.xlsx", "b.xlsx"))
    assert REMARK not in done.stdout
    assert "別の備考" not in done.stdout
    record = json.loads((office / "out" / "2026-10" / "run.json").read_text(encoding="utf-8"))
    assert [line for line in record["warnings"] if "食い違" in line]
    text = rows(book_of(office, "2026-10"), FREQUENT)[0]["前月までの記録"]
    assert "備考 別の備考" in text
    assert f"備考：「{REMARK}」（a.xlsx）／「別の備考」（b.xlsx）" in text
    kept = [pq.read_table(path).to_pylist() for path in sorted((office / "store" / "ledger").glob("*.parquet"))]
    assert [{row["value"] for row in part if row["field"] == "remark"} for part in kept] == [{REMARK}, {"別の備考"}]


def test_what_cannot_be_read_is_listed_and_the_rest_is_carried(qlog: Run, office: Path) -> None:
    give_back(office, "a.xlsx", {(FREQUENT, "備考"): REMARK, (FREQUENT, "確認状況"): REMARK})
    (office / "ledger" / "broken.xlsx").write_bytes(b"PK\x03\x04 no zip")
    (office / "ledger" / "note.txt").write_text(REMARK, encoding="utf-8")
    other = openpyxl.load_workbook(book_of(office, "2026-09"))
    other.custom_doc_props["qlog_payer"].value = "99999999"
    other.save(office / "ledger" / "other.xlsx")
    done = next_month(qlog, office)
    assert done.returncode == 4
    for word in (
        "台帳 a.xlsx「頻回受診の傾向」",
        "一覧にない言葉",
        "台帳 broken.xlsx",
        "台帳 note.txt",
        "台帳 other.xlsx",
    ):
        assert word in done.stdout
    assert "ログにない福祉事務所" in done.stdout
    assert not [word for word in SECRET if word in done.stdout + done.stderr]
    assert f"備考 {REMARK}" in rows(book_of(office, "2026-10"), FREQUENT)[0]["前月までの記録"]
    assert "一覧にない言葉" in (office / "out" / "2026-10" / "run.json").read_text(encoding="utf-8")
    for path in (office / "ledger").iterdir():
        path.unlink()
    assert qlog("run", office, "--edition", "none").returncode == 0, "what was read stays, what was not is gone"
    assert REMARK in (office / "out" / "2026-10" / "tables" / "ledger.csv").read_text(encoding="utf-8-sig")


def test_a_ledger_elsewhere_and_one_that_is_missing(qlog: Run, office: Path, tmp_path: Path) -> None:
    filled = give_back(office, "a.xlsx", {(FREQUENT, "備考"): REMARK})
    elsewhere = tmp_path / "back" / "a.xlsx"
    elsewhere.parent.mkdir()
    filled.rename(elsewhere)
    logs = office / "logs"
    done = qlog("run", logs, "--out", tmp_path / "out", "--ledger", elsewhere.parent, "--edition", "none")
    assert done.returncode == 0, done.stdout
    assert REMARK in (tmp_path / "out" / "tables" / "ledger.csv").read_text(encoding="utf-8-sig")
    assert qlog("run", logs, "--out", tmp_path / "out", "--ledger", tmp_path / "nothing").returncode == 3


def test_encrypted_workbooks_are_read_with_the_password(qlog: Run, office: Path, tmp_path: Path) -> None:
    from qlog.privacy import encrypted

    path = give_back(office, "a.xlsx", {(FREQUENT, "備考"): REMARK})
    path.write_bytes(encrypted(path.read_bytes(), "correct horse"))
    without = qlog("run", office, "--edition", "none")
    assert without.returncode == 4
    assert "--password-file" in without.stdout
    (tmp_path / "password").write_text("correct horse", encoding="utf-8")
    assert qlog("run", office, "--edition", "none", "--password-file", tmp_path / "password").returncode == 0
    assert REMARK in (office / "out" / "2026-09" / "tables" / "ledger.csv").read_text(encoding="utf-8-sig")


def test_a_run_under_pseudonyms_reads_no_entries_and_says_so(qlog: Run, office: Path, tmp_path: Path) -> None:
    give_back(office, "a.xlsx", {(FREQUENT, "備考"): REMARK})
    (tmp_path / "key").write_bytes(bytes(range(32)))
    done = qlog("run", office, "--out", tmp_path / "out", "--edition", "none", "--pseudonymize", tmp_path / "key")
    assert "仮名にする実行では読みません" in done.stdout
    assert not list((tmp_path / "out").rglob("ledger.*"))


def test_what_a_doctor_confirmed_is_left_out_until_its_date_and_ends_by_itself(qlog: Run, office: Path) -> None:
    """October has visits from the 1st to the 20th."""
    for until, excluded, word in (
        (date(2026, 10, 20), "true", "対象外："),
        (date(2026, 10, 19), "false", "戻りました"),
    ):
        give_back(office, "a.xlsx", {(FREQUENT, "主治医・嘱託医の意見"): "必要な受診", (FREQUENT, "確認の期限"): until})
        done = next_month(qlog, office)
        assert done.returncode == 0, done.stdout
        told = f"対象外 {int(excluded == 'true')} 行、期限を過ぎて対象に戻ったもの {int(excluded == 'false')} 行"
        assert told in done.stdout
        first = rows(book_of(office, "2026-10"), FREQUENT)[0]
        expected = "対象外（医師確認）" if excluded == "true" else "把握対象の目安に該当"
        assert first["判定"] == expected, "the row stays"
        assert word in first["前月までの記録"]
        assert f"2026/10/{until.day}" in first["前月までの記録"]
        with (office / "out" / "2026-10" / "tables" / "exclusions.csv").open(encoding="utf-8-sig", newline="") as file:
            (line,) = csv.DictReader(file)
        assert (line["recipient_number"], line["level"], line["last_date"]) == (PERSON, "screened", "2026-10-20")
        assert (line["opinion_month"], line["confirmed_until"]) == ("2026-09", until.isoformat())
        assert line["excluded"] == excluded


def test_returned_workbooks_stand_in_the_record_with_their_hash(qlog: Run, office: Path) -> None:
    filled = give_back(office, "a.xlsx", {(FREQUENT, "備考"): REMARK, (FREQUENT, "確認状況"): "？"})
    (office / "ledger" / "broken.xlsx").write_bytes(b"PK\x03\x04 no zip")
    assert next_month(qlog, office).returncode == 4
    text = (office / "out" / "2026-10" / "run.json").read_text(encoding="utf-8")
    returned = {one["file"]: one for one in json.loads(text)["returned"]}
    assert returned["a.xlsx"]["sha256"] == sha256(filled.read_bytes()).hexdigest()
    assert (returned["a.xlsx"]["month"], returned["a.xlsx"]["entries"], returned["a.xlsx"]["problems"]) == (
        "2026-09",
        1,
        1,
    )
    assert returned["broken.xlsx"]["refused"]
    assert REMARK not in text
