"""What is a person's stays in tables and workbooks: no stream, no record, no name of a file, no message shows it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.office import HEADER, KANA, NAME, PERSON, frequent_office, row, write_log

BROKEN = "9090909X"  # stands where a recipient number should
BIRTHDAY = "19500199"  # no such day
MARKED = (NAME, NAME.split("　")[0], KANA, PERSON, BROKEN, BIRTHDAY, "19500101", "1950-01-01")
_MEANT_TO_HOLD_PEOPLE = ("tables", "workbooks", "logs", "in", "store", "reference", "ledger")


def rows() -> list[list[str]]:
    bad_number = row("20261001", person=BROKEN)
    bad_day = row("20261002")
    bad_day[HEADER.index("生年月日")] = BIRTHDAY
    short = row("20261003")[:9]
    long = [*row("20261004"), NAME, PERSON]
    bad_time = row("20261399")
    return [*frequent_office(), bad_number, bad_day, short, long, bad_time]


def assert_silent(text: str, where: str) -> None:
    for value in MARKED:
        assert value not in text, where


def files(root: Path) -> Iterator[Path]:
    return (path for path in root.rglob("*") if path.is_file())


def assert_nothing_shows(root: Path) -> None:
    """Look at every name below ``root``, and into every file that is not meant to hold people."""
    for path in root.rglob("*"):
        assert_silent(path.name, "the name of a file")
        places = path.relative_to(root).parts
        if path.is_file() and not set(places) & set(_MEANT_TO_HOLD_PEOPLE):
            for encoding in ("utf-8", "cp932"):
                for value in MARKED:
                    assert value.encode(encoding) not in path.read_bytes(), path.name


def test_no_command_shows_a_personal_value(qlog: Run, tmp_path: Path) -> None:
    place = tmp_path / "place"
    log = write_log(place / "in" / "log.csv", rows())
    write_log(place / "in" / "strange.csv", rows(), header=[NAME, PERSON, *HEADER[2:]])
    office = place / "office"
    assert qlog("init", office).returncode == 0
    write_log(office / "logs" / "log.csv", rows())
    for words in (
        ("check", place / "in"),
        ("--lang", "en", "check", log),
        ("inspect", place / "in" / "strange.csv"),
        ("run", log, "--out", place / "out"),
        ("--lang", "en", "run", place / "in", "--out", place / "both", "--edition", "none"),
        ("run", office, "--edition", "none"),
        ("status", office),
        ("verify", place / "out"),
        ("aggregate", place / "out", "--out", place / "report" / "report.csv"),
        ("run", log, "--out", place / "out", "--month", "2020-01"),
        ("run", log, "--out", place / "out", "--tickets", log),
    ):
        done = qlog(*words)
        assert done.returncode in {0, 2, 3, 4}, done.stderr
        assert_silent(done.stdout + done.stderr, f"what {words[0]} says")
    assert (place / "out" / "rejects.csv").exists()
    assert (place / "report" / "report.xlsx").exists()
    assert_nothing_shows(place)


_DEFECT = """
import sys
import {module} as module

def defect(*_arguments, **_options):
    try:
        int({value!r})
    except ValueError as error:
        raise {kind}({value!r}) from error

module.{name} = defect
from qlog.cli import main
main(sys.argv[1:])
"""


@pytest.mark.parametrize(
    ("module", "name", "kind"),
    [
        ("qlog.batch", "take", "ValueError"),
        ("qlog.batch", "analyze_files", "KeyError"),
        ("qlog.batch", "build_output", "RuntimeError"),
        ("qlog.output", "write_table", "TypeError"),
    ],
)
def test_a_defect_shows_its_place_and_nothing_else(tmp_path: Path, module: str, name: str, kind: str) -> None:
    log = write_log(tmp_path / "in" / "log.csv", frequent_office())
    code = _DEFECT.format(module=module, name=name, kind=kind, value=NAME + PERSON)
    done = subprocess.run(
        [sys.executable, "-c", code, "run", str(log), "--out", str(tmp_path / "out")],
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert kind in done.stderr
    assert "Traceback" not in done.stderr
    assert_silent(done.stdout + done.stderr, "what is said of a defect")
    assert list(files(tmp_path / "out")) == [], "a temporary file was left"


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_what_is_written_is_for_its_owner_alone(qlog: Run, tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        log = write_log(tmp_path / "log.csv", frequent_office())
        qlog("run", log, "--out", tmp_path / "out")
        qlog("aggregate", tmp_path / "out", "--out", tmp_path / "report" / "report.csv")
        qlog("init", tmp_path / "office")
        write_log(tmp_path / "office" / "logs" / "log.csv", frequent_office())
        qlog("run", tmp_path / "office", "--edition", "none")
    finally:
        os.umask(before)
    written = [
        path
        for folder in ("out", "report", "office")
        for path in [tmp_path / folder, *(tmp_path / folder).rglob("*")]
        if path.name != "log.csv"
    ]
    open_ones = [
        f"{path.relative_to(tmp_path)} {path.stat().st_mode & 0o777:o}"
        for path in written
        if path.stat().st_mode & 0o077
    ]
    assert open_ones == []
