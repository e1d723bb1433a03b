"""Where a folder cannot be exchanged in one step, files are moved: all of them or none, also after a kill."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from filelock import FileLock

from qlog.audit import verify
from qlog.swap import move_in, undo_unfinished
from tests.cli.office import frequent_office, row, write_log
from tests.crash.places import qlog, start

NAMES = ("rejects.csv", "tables/new.csv", "tables/visits.csv", "run.json")
OLD = {"rejects.csv": "old", "tables/visits.csv": "old", "run.json": "old", "own.txt": "a person's own file"}
NEW = {**dict.fromkeys(NAMES, "new"), "own.txt": "a person's own file"}
# one replace for the journal; for each file one to set aside (unless nothing stands there) and one to move in
MOVES = 1 + 2 * len(NAMES) - 1


class KilledError(BaseException):
    """Stands for kill -9: nothing that would tidy up is run after it."""


def put(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def there(out: Path) -> dict[str, str]:
    """Return name -> text of everything but private folders."""
    return {
        path.relative_to(out).as_posix(): path.read_text(encoding="utf-8")
        for path in out.rglob("*")
        if path.is_file() and ".qlog-abcdefgh" not in path.parts
    }


def ready(tmp_path: Path) -> tuple[Path, Path]:
    out = put(tmp_path / "out", OLD)
    return out, put(out / ".qlog-abcdefgh" / "out", dict.fromkeys(NAMES, "new"))


@contextmanager
def failing(at: int, error: BaseException) -> Iterator[None]:
    """Let move number ``at`` raise ``error``."""
    replace, moves = Path.replace, iter(range(1, 1000))

    def counted(path: Path, target: Path) -> Path:
        if next(moves) == at:
            raise error
        return replace(path, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", counted)
        yield


def move_and_be_killed(at: int, out: Path, names: Sequence[str] = NAMES) -> None:
    """Begin to move, and be gone at move number ``at``."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("qlog.swap._undo", lambda _: None)  # who is killed tidies nothing up
        with failing(at, KilledError()), pytest.raises(KilledError):
            move_in(out / ".qlog-abcdefgh" / "out", out, names)


def test_all_is_moved_and_what_was_there_stands_aside(tmp_path: Path) -> None:
    out, built = ready(tmp_path)
    aside = move_in(built, out, NAMES)
    assert there(out) == NEW
    assert (aside / "tables" / "visits.csv").read_text(encoding="utf-8") == "old"
    undo_unfinished(out)
    assert there(out) == NEW, "what is finished is not undone"


@pytest.mark.parametrize("at", range(1, MOVES + 1))
def test_a_kill_at_any_move_is_undone_by_the_next_run(tmp_path: Path, at: int) -> None:
    out, _ = ready(tmp_path)
    move_and_be_killed(at, out)
    assert (there(out) == OLD) == (at <= 2)
    undo_unfinished(out)
    assert there(out) == OLD


@pytest.mark.parametrize("at", range(1, MOVES - 1))
def test_an_undoing_that_is_killed_itself_is_done_again(tmp_path: Path, at: int) -> None:
    out, _ = ready(tmp_path)
    move_and_be_killed(MOVES, out)
    with failing(at, KilledError()), pytest.raises(KilledError):
        undo_unfinished(out)
    undo_unfinished(out)
    assert there(out) == OLD


@pytest.mark.parametrize("at", range(2, MOVES + 1))
def test_an_error_at_any_move_puts_everything_back_at_once(tmp_path: Path, at: int) -> None:
    out, built = ready(tmp_path)
    with failing(at, PermissionError(13, "a workbook is open in Excel")), pytest.raises(PermissionError):
        move_in(built, out, NAMES)
    assert there(out) == OLD


def test_a_run_puts_back_first_what_a_killed_one_left(tmp_path: Path) -> None:
    """The next run finds nothing it can read, and still leaves the old results whole."""
    log, out = write_log(tmp_path / "log.csv", frequent_office()), tmp_path / "out"
    assert qlog("run", log, "--out", out, "--edition", "none") == 0
    names = [f"tables/{path.name}" for path in (out / "tables").iterdir()]
    put(out / ".qlog-abcdefgh" / "out", dict.fromkeys(names, "new"))
    move_and_be_killed(8, out, names)
    assert verify(out).problems, "half"
    (tmp_path / "empty.csv").touch()
    assert qlog("run", tmp_path / "empty.csv", "--out", out) == 3
    assert verify(out).problems == ()


def test_two_runs_at_once_into_one_folder(tmp_path: Path) -> None:
    log, out = write_log(tmp_path / "log.csv", [row("20261001")]), tmp_path / "out"
    out.mkdir()
    with FileLock(out / ".qlog-lock"), start("run", log, "--out", out, "--edition", "none") as running:
        said = running.communicate(timeout=300)[1]
        assert running.returncode == 5
    assert "ほかの qlog" in said
    assert qlog("run", log, "--out", out, "--edition", "none") == 0
    assert os.name == "nt" or not (out / ".qlog-lock").exists()
