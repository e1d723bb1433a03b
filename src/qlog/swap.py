"""A finished folder takes the place of an old one: in a single step where the system can do that, else all or nothing.

Where it cannot (Windows; a folder of results that is not qlog's own), files are moved one by one. What stood there is
set aside before, and a journal says which files are on their way: an error puts everything back at once, and what a
killed run left half moved is put back by the next run in that folder, before it does anything else.
"""

import ctypes
import json
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

_HERE: Final = -100  # AT_FDCWD: paths as they are
_EXCHANGE: Final = 2  # RENAME_EXCHANGE of Linux' renameat2(2)
_JOURNAL: Final = "moving.json"
_OLD: Final = "old"


def swap_in(built: Path, out: Path) -> bool:
    """Put ``built`` in the place of ``out``; what stood there is at ``built`` afterwards.

    Files of the old folder that the new one does not have stay. Returns False, with nothing changed, where this cannot
    be done in one step: ``out`` holds ``built``, or the system knows no exchange of folders. Raises OSError.
    """
    if built.resolve().is_relative_to(out.resolve()):
        return False
    if not out.exists():
        out.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        built.rename(out)
        return True
    if not sys.platform.startswith("linux"):
        return False
    _keep_what_is_only_old(out, built)
    return _exchange(built, out)


def _keep_what_is_only_old(out: Path, built: Path) -> None:
    for path in sorted(out.rglob("*")):
        kept = built / path.relative_to(out)
        if path.is_file() and not kept.exists():
            kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.copy2(path, kept)


def _exchange(one: Path, other: Path) -> bool:
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    done: int = rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE)
    return done == 0


def move_in(built: Path, out: Path, names: Sequence[str]) -> Path:
    """Move the files ``names`` of ``built`` into ``out``, in this order; all of them, or none and an OSError.

    Returns the folder, beside ``built``, in which the files stand that were there before.
    """
    private = built.parent
    _write_journal(private, {"built": built.name, "out": str(out.resolve()), "names": list(names)})
    try:
        for name in names:
            if (out / name).exists():
                _move(out / name, private / _OLD / name)
            _move(built / name, out / name)
    except BaseException:
        _undo(private)
        raise
    (private / _JOURNAL).unlink()
    return private / _OLD


def undo_unfinished(home: Path) -> None:
    """Put back what a run that was killed in :func:`move_in` had moved; its private folder lies in ``home``."""
    for journal in home.glob(f".qlog-*/{_JOURNAL}"):
        _undo(journal.parent)


def _undo(private: Path) -> None:
    """Undo every move that was made, the last one first; can itself be cut short and done again."""
    journal = private / _JOURNAL
    moving = json.loads(journal.read_text(encoding="utf-8"))
    built, out = private / moving["built"], Path(moving["out"])
    for name in reversed(moving["names"]):
        if not (built / name).exists() and (out / name).exists():
            _move(out / name, built / name)
        if (private / _OLD / name).exists():
            _move(private / _OLD / name, out / name)
    journal.unlink()


def _move(path: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.replace(target)


def _write_journal(private: Path, moving: dict[str, Any]) -> None:
    """Write the journal so that it is whole or not there."""
    temporary = private / f"{_JOURNAL}.new"
    with temporary.open("w", encoding="utf-8") as file:
        json.dump(moving, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(private / _JOURNAL)
