"""Many workspaces in one go: a broken one stops no other, a second call does only what is left."""

import sys
from pathlib import Path

from qlog.many import run_many
from tests.cli.conftest import Run
from tests.cli.office import row, write_log


def test_one_broken_office_does_not_stop_the_others(qlog: Run, tmp_path: Path) -> None:
    offices = [tmp_path / name for name in ("a", "b", "c")]
    for office in offices:
        qlog("init", office)
    for office in (offices[0], offices[2]):
        write_log(office / "logs" / "10.csv", [row("20261001")])
    done = qlog("run", *offices, "--jobs", "2", "--edition", "none")
    assert done.returncode == 4
    assert "3 のうち 2 が終わりました" in done.stdout
    assert f"✗ {offices[1]}　3：" in done.stdout
    records = [office / "out" / "2026-10" / "run.json" for office in (offices[0], offices[2])]
    written = [record.stat().st_mtime_ns for record in records]
    write_log(offices[1] / "logs" / "10.csv", [row("20261001")])
    assert qlog("run", *offices, "--jobs", "2", "--edition", "none").returncode == 0
    assert [record.stat().st_mtime_ns for record in records] == written


def test_what_was_refused_is_said_beside_the_workspace(qlog: Run, tmp_path: Path) -> None:
    offices = [tmp_path / name for name in ("a", "b")]
    for office in offices:
        qlog("init", office)
        write_log(office / "logs" / "10.csv", [row("20261001")])
    (offices[0] / "logs" / "strange.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    done = qlog("run", *offices, "--jobs", "2", "--edition", "none")
    assert done.returncode == 4
    assert f"✗ {offices[0]}　4：✗ strange.csv" in done.stdout
    assert f"○ {offices[1]}　終わりました" in done.stdout


# answers as a worker does, but ends without a word where the workspace is called broken
_STUB = """
import json, os, sys
for line in sys.stdin:
    words = json.loads(line)
    if words[1] == "broken":
        os._exit(3)
    print(json.dumps([0, f"{os.getpid()} {words[2:]}", ""]), flush=True)
"""


def test_a_worker_that_ends_takes_one_workspace_with_it(tmp_path: Path) -> None:
    said: list[str] = []
    runs = run_many(
        [Path(name) for name in ("a", "broken", "b", "c", "broken")],
        ["--edition", "none"],
        jobs=2,
        lang="ja",
        progress=lambda message: said.append(message.ja),
        command=(sys.executable, "-c", _STUB),
    )
    assert [(str(run.root), run.exit_code) for run in runs] == [
        ("a", 0),
        ("broken", 1),
        ("b", 0),
        ("c", 0),
        ("broken", 1),
    ]
    assert runs[1].said == "途中で止まりました。もう一度実行してください。"
    assert said[0] == "a が終わりました"
