"""A workspace month after month: only new deliveries are read."""

from pathlib import Path

from filelock import FileLock

from tests.cli.conftest import Run
from tests.cli.office import frequent_office, row, write_log


def test_next_month_only_the_new_file_is_read(qlog: Run, tmp_path: Path) -> None:
    office = tmp_path / "office"
    assert qlog("init", office).returncode == 0
    rows = frequent_office()
    write_log(office / "logs" / "08.csv", rows[:16])
    write_log(office / "logs" / "09.csv", rows[16:32])
    first = qlog("run", office, "--edition", "none")
    assert first.returncode == 0, first.stderr
    assert (office / "out" / "2026-09" / "run.json").exists()
    write_log(office / "logs" / "10.csv", rows[32:])
    second = qlog("run", office, "--edition", "none")
    assert second.stdout.count("前に取り込み済み") == 2
    assert "目安に該当　1 人" in second.stdout
    assert (office / "out" / "2026-10" / "run.json").exists()


def test_the_same_rows_in_another_file_count_once(qlog: Run, tmp_path: Path) -> None:
    office = tmp_path / "office"
    qlog("init", office)
    write_log(office / "logs" / "a.csv", [row("20261001"), row("20261002")])
    write_log(office / "logs" / "b.csv", [row("20261002"), row("20261003")], encoding="utf-8-sig")
    done = qlog("run", office, "--edition", "none")
    assert "うち重複 1" in done.stdout
    visits = (office / "out" / "2026-10" / "tables" / "visits.csv").read_text(encoding="utf-8-sig")
    assert len(visits.splitlines()) == 1 + 3


def test_a_workspace_is_not_made_twice(qlog: Run, tmp_path: Path) -> None:
    qlog("init", tmp_path / "office")
    again = qlog("init", tmp_path / "office")
    assert again.returncode == 5
    assert "別のフォルダー" in again.stderr


def test_nothing_new_is_said_and_nothing_is_done(qlog: Run, tmp_path: Path) -> None:
    office = tmp_path / "office"
    qlog("init", office)
    log = write_log(office / "logs" / "a.csv", [row("20261001")])
    qlog("run", office, "--edition", "none")
    record = office / "out" / "2026-10" / "run.json"
    written = record.stat().st_mtime_ns
    again = qlog("run", office, "--edition", "none")
    assert (again.returncode, record.stat().st_mtime_ns) == (0, written)
    assert "新しいものはありません" in again.stdout
    # other words, another file, a setting: each is something new
    assert "の結果" in qlog("run", office, "--edition", "none", "--month", "2026-10").stdout
    write_log(log, [row("20261001"), row("20261002")])
    assert "新しいものはありません" not in qlog("run", office, "--edition", "none").stdout


def test_two_runs_at_once(qlog: Run, tmp_path: Path) -> None:
    office = tmp_path / "office"
    qlog("init", office)
    write_log(office / "logs" / "a.csv", [row("20261001")])
    with FileLock(office / ".qlog-lock"):
        done = qlog("run", office, "--edition", "none")
    assert done.returncode == 5
    assert "ほかの qlog" in done.stderr
    assert qlog("run", office, "--edition", "none").returncode == 0


def test_status_says_what_is_there_what_is_due_and_what_is_missing(qlog: Run, tmp_path: Path) -> None:
    office = tmp_path / "office"
    qlog("init", office)
    assert "取り込み済みの月　なし" in qlog("status", office).stdout
    write_log(office / "logs" / "08.csv", [row("20260801")])
    write_log(office / "logs" / "10.csv", [row("20261001")])
    (office / "reference" / "tickets.csv").write_text(
        "受給者番号,医療機関等コード,有効開始年月日,有効終了年月日,登録年月日,医療券調剤券別\n"
        "7654321,1310000010,20260801,20260831,,01\n",
        encoding="utf-8",
    )
    qlog("run", office, "--edition", "none")
    write_log(office / "logs" / "11.csv", [row("20261101")])
    said = qlog("status", office).stdout
    assert "取り込み済みの月　2026-08、2026-10" in said
    assert "まだ読んでいないファイル　11.csv" in said
    assert "間が抜けている月　2026-09" in said
    assert "tickets" not in said
    assert qlog("status", tmp_path).returncode == 2


def test_verify_finds_what_was_changed_or_removed(qlog: Run, tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.csv", [row("20261001")])
    out = tmp_path / "out"
    qlog("run", log, "--out", out, "--edition", "none")
    assert qlog("verify", out).returncode == 0
    (out / "tables" / "visits.csv").write_text("changed", encoding="utf-8")
    (out / "tables" / "gaps.csv").unlink()
    done = qlog("verify", out)
    assert done.returncode == 4
    assert "tables/visits.csv　は書き出した後に変わっています" in done.stdout
    assert "tables/gaps.csv　がありません" in done.stdout
    assert qlog("verify", tmp_path).returncode == 3
