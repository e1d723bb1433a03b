"""A new office's file: six renamed columns, brought to a finished run by ``inspect --write`` and at most one edit."""

from pathlib import Path

from tests.cli.conftest import Run
from tests.cli.office import HEADER, KANA, NAME, PERSON, frequent_office, write_log

RENAMED = {
    "資格確認日時": "確認した日時",
    "資格確認方法": "確認のしかた",
    "医療機関等コード": "機関番号",
    "公費負担者番号": "負担者番号",
    "受給者番号": "公費受給者番号",
    "資格有効性": "資格の状態",
}


def test_six_renamed_columns(qlog: Run, tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.csv", frequent_office(), header=[RENAMED.get(name, name) for name in HEADER])
    refused = qlog("run", log, "--out", tmp_path / "out", "--edition", "none")
    assert refused.returncode == 3
    assert "qlog inspect" in refused.stderr
    assert all(new in refused.stdout for new in RENAMED.values())  # what the file looks like is shown at once
    layout = tmp_path / "office.toml"
    done = qlog("inspect", log, "--write", layout)
    assert done.returncode == 0, done.stderr
    assert all(new in done.stdout for new in RENAMED.values())
    run = qlog("run", log, "--layout", layout, "--out", tmp_path / "out", "--edition", "none")
    assert run.returncode == 0, run.stderr
    assert "目安に該当　1 人" in run.stdout


def test_a_run_does_not_show_a_list_of_people_without_a_header(qlog: Run, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(f"{NAME},{KANA},架空町\n" * 3, encoding="utf-8")
    done = qlog("run", tmp_path / "people.csv", "--out", tmp_path / "out")
    assert done.returncode == 3
    assert NAME not in done.stdout + done.stderr
    assert KANA not in done.stdout + done.stderr


def test_no_value_is_shown(qlog: Run, tmp_path: Path) -> None:
    done = qlog("inspect", write_log(tmp_path / "log.csv", frequent_office()))
    for value in (NAME, KANA, PERSON, "19500101", "架空医院"):
        assert value not in done.stdout + done.stderr


def test_a_file_that_is_no_table(qlog: Run, tmp_path: Path) -> None:
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    done = qlog("inspect", tmp_path / "picture.csv")
    assert done.returncode == 3
    assert "picture.csv" in done.stderr
