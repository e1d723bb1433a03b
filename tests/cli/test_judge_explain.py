"""qlog judge and qlog explain: the same logs by other settings, and one person's findings check by check."""

import csv
import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.cli.office import CLINIC, NAME, PAYER, PERSON, frequent_office, row, write_log


def office(qlog: Run, folder: Path) -> Path:
    """A workspace with three months taken and judged: 16, 16 and 20 days at one clinic, none with a ticket."""
    assert qlog("init", folder).returncode == 0
    write_log(folder / "logs" / "log.csv", frequent_office())
    assert qlog("run", folder, "--edition", "none").returncode == 0
    return folder


def settings(folder: Path, *, month_days: int) -> Path:
    path = folder / "other.toml"
    path.write_text(f"[frequent]\nmonth_days = {month_days}\n", encoding="utf-8")
    return path


def levels(out: Path) -> list[str]:
    text = (out / "tables" / "frequent_visits.csv").read_text(encoding="utf-8-sig")
    rows = csv.DictReader(text.splitlines())
    return [line["level"] for line in rows if line["month"] == "2026-10" and line["unit"] == "institution"]


def test_judge_reads_no_log_again(qlog: Run, tmp_path: Path) -> None:
    root = office(qlog, tmp_path / "office")
    (root / "logs" / "log.csv").unlink()
    done = qlog("judge", root, "--settings", settings(tmp_path, month_days=21), "--edition", "none")
    assert done.returncode == 0, done.stderr
    assert "読んでいます" not in done.stderr
    assert "目安に該当　0 人" in done.stdout
    assert levels(root / "out" / "2026-10") == ["early"]  # 20 days are below 21 now
    record = json.loads((root / "out" / "2026-10" / "run.json").read_text(encoding="utf-8"))
    assert record["settings"]["frequent"]["month_days"] == 21
    assert [entry["data_rows"] for entry in record["inputs"]] == [16 + 16 + 20]
    assert "unentrusted_changes" in record["tables"]


def test_the_next_run_does_its_work_although_no_file_changed(qlog: Run, tmp_path: Path) -> None:
    root = office(qlog, tmp_path / "office")
    qlog("judge", root, "--settings", settings(tmp_path, month_days=21), "--edition", "none")
    again = qlog("run", root, "--edition", "none")
    assert "新しいものはありません" not in again.stdout
    assert levels(root / "out" / "2026-10") == ["screened"]


def test_judge_elsewhere_is_a_trial(qlog: Run, tmp_path: Path) -> None:
    root = office(qlog, tmp_path / "office")
    memory = (root / "store" / "judged" / "unentrusted.parquet").read_bytes()
    trial = tmp_path / "trial"
    done = qlog("judge", root, "--settings", settings(tmp_path, month_days=21), "--out", trial, "--edition", "none")
    assert done.returncode == 0, done.stderr
    assert (levels(trial), levels(root / "out" / "2026-10")) == (["early"], ["screened"])
    assert (root / "store" / "judged" / "unentrusted.parquet").read_bytes() == memory
    assert "新しいものはありません" in qlog("run", root, "--edition", "none").stdout


def test_judge_wants_a_workspace_that_has_taken_something(qlog: Run, tmp_path: Path) -> None:
    log = write_log(tmp_path / "in" / "log.csv", [row("20261001")])
    done = qlog("judge", log, "--settings", settings(tmp_path, month_days=12))
    assert (done.returncode, "qlog init" in done.stderr) == (2, True)
    qlog("init", tmp_path / "empty")
    nothing = qlog("judge", tmp_path / "empty")
    assert (nothing.returncode, "先に qlog run" in nothing.stderr) == (3, True)


def test_what_changed_since_the_last_run_is_a_table(qlog: Run, tmp_path: Path) -> None:
    root = office(qlog, tmp_path / "office")
    assert not (root / "out" / "2026-10" / "tables" / "unentrusted_changes.csv").exists()
    lists = "受給者番号,医療機関等コード,有効開始年月日,有効終了年月日,登録年月日,医療券調剤券別\n"
    ticket = f"{PERSON},{CLINIC},20261001,20261031,20261115,01\n"
    (root / "reference" / "tickets.csv").write_text(lists + ticket, encoding="utf-8")
    done = qlog("run", root, "--edition", "none")
    assert done.returncode == 0, done.stderr
    assert "前回からの変化　新規 0、要確認になった 0、継続 2、確認がいらなくなった 1、" in done.stdout
    record = json.loads((root / "out" / "2026-10" / "run.json").read_text(encoding="utf-8"))
    assert (record["changes"]["still_open"], record["changes"]["resolved"]) == (2, 1)
    text = (root / "out" / "2026-10" / "tables" / "unentrusted_changes.csv").read_text(encoding="utf-8-sig")
    found = csv.DictReader(text.splitlines())
    assert [tuple(line[name] for name in ("month", "status_before", "status", "change")) for line in found] == [
        ("2026-08", "review", "review", "still_open"),
        ("2026-09", "review", "review", "still_open"),
        ("2026-10", "review", "resolved", "resolved"),
    ]


def test_explain_tells_the_findings_of_one_person(qlog: Run, tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.csv", frequent_office())
    done = qlog("explain", log, "--recipient", PERSON)
    assert done.returncode == 0, done.stderr
    assert f"受給者番号 {PERSON}（公費負担者番号 {PAYER}）" in done.stdout
    assert "2026-08 は 16日、2026-09 は 16日、2026-10 は 20日" in done.stdout
    assert done.stdout.count("受診に数え、頻回受診の日数に1日加えました。") == 16 + 16 + 20
    assert NAME not in done.stdout
    assert PERSON not in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cwd", "log.csv"], "a file was written"


def test_explain_of_a_workspace_uses_its_store_and_changes_no_result(qlog: Run, tmp_path: Path) -> None:
    root = office(qlog, tmp_path / "office")
    before = {path: path.read_bytes() for path in sorted((root / "out").rglob("*")) if path.is_file()}
    memory = (root / "store" / "judged" / "unentrusted.parquet").read_bytes()
    done = qlog("explain", root, "--recipient", PERSON, "--month", "2026-09")
    assert "判定した月 2026-09" in done.stdout
    assert {path: path.read_bytes() for path in sorted((root / "out").rglob("*")) if path.is_file()} == before
    assert (root / "store" / "judged" / "unentrusted.parquet").read_bytes() == memory


def test_a_number_the_log_does_not_know_is_not_repeated(qlog: Run, tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.csv", [row("20261001")])
    done = qlog("explain", log, "--recipient", "9999999")
    assert done.returncode == 2
    assert "先頭の0" in done.stderr
    assert "9999999" not in done.stdout + done.stderr
    assert qlog("explain", log, "--recipient", PERSON, "--payer", "12019999").returncode == 2


def test_a_list_that_concerns_nobody_is_told_and_recorded(qlog: Run, tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.csv", [row("20261001")])
    tickets = tmp_path / "tickets.csv"
    tickets.write_text(
        "受給者番号,医療機関等コード,有効開始年月日,有効終了年月日,登録年月日,医療券調剤券別\n"
        f"1234567,{CLINIC},20261001,20261031,,01\n",
        encoding="utf-8",
    )
    done = qlog("run", log, "--out", tmp_path / "out", "--edition", "none", "--tickets", tickets)
    warning = "「医療券・調剤券」の一覧（1 行）に、ログの受給者（1）に当てはまる行がありません。"
    assert done.returncode == 0
    assert warning in done.stdout
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert any(said.startswith(warning) for said in record["warnings"])
    assert "医療機関等 1 か所の記録があります。" in done.stdout
    [covered] = record["coverage"]
    assert (covered["institutions_seen"], covered["last_date"], record["changes"]) == (1, "2026-10-01", {})
