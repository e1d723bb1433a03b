"""What an office brings besides its logs: layouts of its own, kept in the workspace, and lists, told of like logs."""

import csv
import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.cli.office import CLINIC, HEADER, PERSON, frequent_office, row, write_log

RENAMED = {"資格確認日時": "確認した日時", "受給者番号": "ケース番号", "資格有効性": "資格の状態"}
TICKETS = ["受給者番号", "医療機関等コード", "有効開始年月日", "有効終了年月日"]


def test_a_layout_kept_in_the_workspace_is_used_for_the_logs_it_fits(qlog: Run, tmp_path: Path) -> None:
    office = tmp_path / "office"
    qlog("init", office)
    write_log(office / "logs" / "08.csv", frequent_office()[:16])
    log = write_log(
        office / "logs" / "10.csv", frequent_office()[16:], header=[RENAMED.get(name, name) for name in HEADER]
    )
    assert qlog("check", office).returncode == 4
    assert qlog("inspect", log, "--write", office / "layouts" / "ours.toml").returncode == 0
    assert qlog("check", office).returncode == 0
    done = qlog("run", office, "--edition", "none")
    assert done.returncode == 0, done.stderr
    assert "目安に該当　1 人" in done.stdout
    assert "新しいものはありません" in qlog("run", office, "--edition", "none").stdout
    record = json.loads((office / "out" / "2026-10" / "run.json").read_text(encoding="utf-8"))
    assert [(file["file"], file["layout"]) for file in record["inputs"]] == [
        ("08.csv", "default"),
        ("10.csv", "office"),
    ]


def test_a_layout_with_a_mistake_is_named_with_its_line(qlog: Run, tmp_path: Path) -> None:
    office = tmp_path / "office"
    qlog("init", office)
    write_log(office / "logs" / "10.csv", [row("20261001")])
    (office / "layouts" / "ours.toml").write_text(
        'name = "x"\ntitle = "x"\nbase = "default"\nfoo = 1\n', encoding="utf-8"
    )
    done = qlog("run", office, "--edition", "none")
    assert done.returncode == 2
    assert "ours.toml" in done.stderr
    assert "4 行目" in done.stderr


def test_rows_of_a_list_that_are_not_accepted_are_told_of_like_those_of_a_log(qlog: Run, tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.csv", [row("20261001")])
    good = [PERSON, CLINIC, "20261001", "20261031"]
    tickets = write_log(tmp_path / "tickets.csv", [good, [*good[:3], "20260230"]], header=TICKETS)
    done = qlog("run", log, "--tickets", tickets, "--out", tmp_path / "out", "--edition", "none")
    assert done.returncode == 0, done.stderr
    assert "○ 一覧 tickets.csv　2 行のうち受付 1、取込不可 1" in done.stdout
    assert "有効終了年月日　日付として読めません：1 行" in done.stdout
    with (tmp_path / "out" / "rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [line[:3] for line in csv.reader(file)][1:] == [["tickets.csv", "3", "有効終了年月日"]]


def test_a_list_without_rows_is_used_and_told_of(qlog: Run, tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.csv", [row("20261001")])
    empty = write_log(tmp_path / "tickets.csv", [], header=TICKETS)
    done = qlog("run", log, "--tickets", empty, "--out", tmp_path / "out", "--edition", "none")
    assert done.returncode == 0, done.stderr
    assert "1件もない一覧" in done.stdout
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert any("tickets.csv：見出しだけ" in warning for warning in record["warnings"])
