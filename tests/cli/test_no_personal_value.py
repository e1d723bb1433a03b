"""What is a person's stays in tables and workbooks: no stream, no record, no name of a file, no message shows it.

One exception, and it is asked for: ``qlog explain`` answers on stdout a question about one person. Even there no name
and no birth date appears, nothing of it goes to stderr, and no file is written. What an office calls its own files, and
the names of caseworkers under ``--by-caseworker``, are shown as given.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from tests.cli.office import HEADER, KANA, NAME, PERSON, frequent_office, row, write_log

BROKEN = "9090909X"  # stands where a recipient number should
BIRTHDAY = "19500199"  # no such day
REMARK = "秘密の備考"  # what a caseworker wrote
ABOUT_PEOPLE = (NAME, NAME.split("　")[0], KANA, BROKEN, BIRTHDAY, "19500101", "1950-01-01", REMARK)
MARKED = (*ABOUT_PEOPLE, PERSON)
_MEANT_TO_HOLD_PEOPLE = ("tables", "workbooks", "logs", "in", "store", "reference", "ledger")
POSIX = pytest.mark.skipif(os.name == "nt", reason="modes and signals of POSIX")


def rows() -> list[list[str]]:
    bad_number = row("20261001", person=BROKEN)
    bad_day = row("20261002")
    bad_day[HEADER.index("生年月日")] = BIRTHDAY
    short = row("20261003")[:9]
    long = [*row("20261004"), NAME, PERSON]
    bad_time = row("20261399")
    return [*frequent_office(), bad_number, bad_day, short, long, bad_time]


def assert_silent(text: str, where: str, marked: tuple[str, ...] = MARKED) -> None:
    for value in marked:
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


def assert_for_the_owner_alone(root: Path, written_before: set[Path]) -> None:
    open_ones = [
        f"{path.relative_to(root)} {path.stat().st_mode & 0o777:o}"
        for path in root.rglob("*")
        if path not in written_before and path.stat().st_mode & 0o077
    ]
    assert open_ones == []


_ONE_AFTER_THE_OTHER = """
import json, sys
from qlog.cli import main

for words in json.loads(sys.stdin.read()):
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
        stream.write("\\x1e")
    try:
        main(words)
    except SystemExit as done:
        sys.stdout.write(f"\\x1f{done.code or 0}")
"""


def say(*commands: tuple[str | Path, ...]) -> list[tuple[int, str, str]]:
    """Run commands in one process, one after the other; return of each the exit code, stdout and stderr."""
    done = subprocess.run(
        [sys.executable, "-c", _ONE_AFTER_THE_OTHER],
        input=json.dumps([[str(word) for word in words] for words in commands]),
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, "a command did not end as commands end"
    said = done.stdout.split("\x1e")[1:]
    return [(int(out.split("\x1f")[1]), out, err) for out, err in zip(said, done.stderr.split("\x1e")[1:], strict=True)]


def assert_all_silent(*commands: tuple[str | Path, ...]) -> None:
    for words, (code, out, err) in zip(commands, say(*commands), strict=True):
        assert code in {0, 2, 3, 4, 5}, (words, err)
        assert_silent(out + err, f"what {words[0]} says")


def fill_in(book: Path, into: Path) -> None:
    """Return a workbook with entries: good ones, a remark, and people's values where a date and a word should be."""
    opened = openpyxl.load_workbook(book)
    sheet = opened["頻回受診の傾向"]
    columns = {"".join(str(cell.value).split()): cell.column for cell in sheet[5] if cell.value}
    entries = {"確認状況": "見守り", "協議日": NAME, "指導日": PERSON, "改善": KANA, "備考": f"{REMARK}{NAME}"}
    for header, value in entries.items():
        sheet.cell(6, columns[header], value)
    sheet.cell(7, columns["受給者番号"], BROKEN)
    sheet.cell(7, columns["備考"], REMARK)
    opened.create_sheet(NAME.replace("　", ""))
    opened.save(into)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Logs with broken rows, a workspace that holds them, lists with broken rows, a key."""
    place = tmp_path / "place"
    write_log(place / "in" / "log.csv", rows())
    write_log(place / "in" / "strange.csv", rows(), header=[NAME, PERSON, *HEADER[2:]])
    lists = f"受給者番号,医療機関等コード,有効開始年月日,有効終了年月日\n{PERSON},{NAME},{BIRTHDAY},\n{BROKEN},,,\n"
    (place / "in" / "tickets.csv").write_text(lists, encoding="utf-8")
    aliases = f"旧受給者番号,新受給者番号\n{PERSON},{BROKEN}\n"
    (place / "in" / "aliases.csv").write_text(aliases, encoding="utf-8")
    (place / "in" / "key").write_bytes(b"0123456789abcdef0123456789abcdef")
    (place / "in" / "key").chmod(0o600)
    return place


@POSIX
def test_no_command_shows_a_personal_value(place: Path) -> None:
    before, log, office = set(place.rglob("*")), place / "in" / "log.csv", place / "office"
    lists = ("--tickets", place / "in" / "tickets.csv", "--aliases", place / "in" / "aliases.csv")
    umask = os.umask(0o022)
    try:
        assert_all_silent(
            ("check", log, place / "in" / "strange.csv"),
            ("--lang", "en", "check", log),
            ("inspect", place / "in" / "strange.csv"),
            ("inspect", place / "in" / "strange.csv", "--write", place / "layout.toml"),
            ("inspect", place / "in" / "tickets.csv"),
            ("run", log, "--out", place / "out"),
            ("--lang", "en", "run", log, place / "in" / "strange.csv", "--out", place / "both", "--edition", "none"),
            ("run", log, *lists, "--out", place / "out", "--edition", "none"),
            ("run", log, "--out", place / "hidden", "--pseudonymize", place / "in" / "key", "--edition", "2007"),
            ("run", log, "--out", place / "out", "--month", "2020-01"),
            ("run", log, "--out", place / "out", "--tickets", log),
            ("run", log, "--out", place / "out", "--settings", log),
            ("run", log, "--out", place / "out", "--layout", log),
            ("run", log, "--out", log / "below"),
            ("verify", place / "out"),
            ("aggregate", place / "out", "--out", place / "report" / "report.csv"),
            ("aggregate", place / "in", "--out", place / "report" / "report.csv"),
            ("template", "--out", place / "template"),
            ("init", office),
            ("status", office),
            ("explain", log, "--recipient", "0000000"),
        )
        assert (place / "out" / "rejects.csv").exists()
        assert (place / "report" / "report.xlsx").exists()
        assert_nothing_shows(place)
        assert_for_the_owner_alone(place, before)
    finally:
        os.umask(umask)


@POSIX
def test_the_monthly_cycle_of_a_workspace_shows_none_either(place: Path) -> None:
    before, office = set(place.rglob("*")), place / "office"
    umask = os.umask(0o022)
    try:
        assert_all_silent(("init", office))
        before.add(write_log(office / "logs" / "log.csv", rows()))
        assert_all_silent(("run", office, "--edition", "2021"))
        (book,) = (office / "out" / "2026-10" / "workbooks").iterdir()
        for name in ("tanaka.xlsx", "suzuki.xlsx"):
            fill_in(book, office / "ledger" / name)
            before.add(office / "ledger" / name)
        (office / "ledger" / "broken.xlsx").write_text(NAME + PERSON, encoding="utf-8")
        before.add(office / "ledger" / "broken.xlsx")
        assert_all_silent(
            ("status", office),
            ("run", office, "--edition", "2021"),
            ("--lang", "en", "run", office, "--edition", "none"),
            ("judge", office, "--out", place / "trial", "--edition", "2007"),
            ("judge", office, "--settings", place / "in" / "log.csv"),
            ("verify", office / "out" / "2026-10"),
            ("aggregate", office, "--out", place / "report.csv"),
            ("status", office),
        )
        assert (office / "out" / "2026-10" / "tables" / "ledger.parquet").exists(), "the entries went round"
        assert_nothing_shows(place)
        assert_for_the_owner_alone(place, before)
    finally:
        os.umask(umask)


def test_many_workspaces_pass_on_what_their_runs_say_and_no_value(place: Path) -> None:
    offices = [place / name for name in ("a", "b")]
    assert_all_silent(*(("init", office) for office in offices))
    write_log(offices[0] / "logs" / "log.csv", rows())
    write_log(offices[1] / "logs" / "strange.csv", rows(), header=[NAME, PERSON, *HEADER[2:]])
    assert_all_silent(("run", *offices, "--jobs", "2", "--edition", "none"))
    assert_nothing_shows(place)


def test_explain_answers_about_one_person_on_stdout_and_nowhere_else(place: Path) -> None:
    before = set(place.rglob("*"))
    ((code, out, err),) = say(("explain", place / "in" / "log.csv", "--recipient", PERSON))
    assert code == 0
    assert PERSON in out, "this is what was asked for"
    assert_silent(out, "the answer of explain", ABOUT_PEOPLE)
    assert_silent(err, "stderr")
    assert set(place.rglob("*")) == before, "explain writes no file"


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
    ("module", "name", "kind", "command"),
    [
        ("qlog.batch", "take", "ValueError", "run"),
        ("qlog.intake", "read_log", "LookupError", "run"),
        ("qlog.batch", "read_reference", "OSError", "tickets"),
        ("qlog.batch", "analyze_files", "KeyError", "run"),
        ("qlog.batch", "gather", "ArithmeticError", "run"),
        ("qlog.batch", "build_output", "RuntimeError", "run"),
        ("qlog.output", "write_table", "TypeError", "run"),
        ("qlog.output", "save_workbook", "AttributeError", "run"),
        ("qlog.batch", "publish", "OSError", "run"),
        ("qlog.findings", "explain_checks", "ValueError", "explain"),
        ("qlog.batch", "read_only", "UnicodeError", "check"),
    ],
)
def test_a_defect_shows_its_place_and_nothing_else(
    tmp_path: Path, module: str, name: str, kind: str, command: str
) -> None:
    log = write_log(tmp_path / "in" / "log.csv", frequent_office())
    out = ("--out", str(tmp_path / "out"), "--edition", "2007")
    words = {
        "run": ("run", str(log), *out),
        "tickets": ("run", str(log), "--tickets", str(log), *out),
        "explain": ("explain", str(log), "--recipient", PERSON),
        "check": ("check", str(log)),
    }[command]
    code = _DEFECT.format(module=module, name=name, kind=kind, value=NAME + PERSON)
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        env={**os.environ, "PYTHONIOENCODING": "utf-8"}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert kind in done.stderr
    assert "Traceback" not in done.stderr
    assert_silent(done.stdout + done.stderr, "what is said of a defect")
    assert list(files(tmp_path / "out")) == [], "a temporary file was left"


@POSIX
def test_what_a_killed_run_leaves_is_for_its_owner_alone_and_names_nobody(tmp_path: Path) -> None:
    log = write_log(tmp_path / "in" / "log.csv", rows())
    out = tmp_path / "out"
    umask = os.umask(0o022)
    try:
        running = subprocess.Popen(
            [sys.executable, "-m", "qlog", "run", str(log), "--out", str(out)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        )  # fmt: skip
        deadline = time.monotonic() + 120
        while not list(out.rglob("*.parquet")) and running.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        running.send_signal(signal.SIGKILL)
        said, _ = running.communicate(timeout=60)
    finally:
        os.umask(umask)
    assert running.returncode == -signal.SIGKILL, said
    left = list(out.rglob("*"))
    assert [path for path in left if path.suffix == ".parquet"], "the run was killed at work"
    for path in left:
        assert_silent(path.name, "a name left after a kill")
    assert_for_the_owner_alone(tmp_path, {log, log.parent})
    assert_silent(said, "what a killed run had said")
