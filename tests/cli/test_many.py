"""Many workspaces in one go: a broken one stops no other, a second call does only what is left."""

from pathlib import Path

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
