"""Tells a workspace in which nothing has changed since the last run, without importing anything heavy.

After a run that ended well the workspace remembers the words of the command, and size and time of every file that went
in and of every workbook that came out. The same words and the same files give the same output, and a workbook that
nobody has filled in has nothing to tell: so there is nothing to do.
"""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from qlog import __version__

MEMORY: Final = ".qlog-last-run.json"
SETTINGS: Final = "qlog.toml"
FOLDERS: Final = ("logs", "reference", "layouts", "ledger")


def last_out(words: list[str]) -> str | None:
    """Return the folder of the last results if ``words`` ask for a run that would change nothing, else None."""
    if len(words) < 2 or words[0] != "run":
        return None
    root = Path(words[1])
    try:
        memory = json.loads((root / MEMORY).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    out = memory.get("out")
    if not isinstance(out, str) or not (Path(out) / "run.json").is_file():
        return None
    return out if memory == {**state(root, words), **_written(root, out)} else None


def remember(root: Path, before: dict[str, Any], out: Path) -> None:
    """Note that a run in workspace ``root`` ended well and wrote ``out``; ``before`` is its state when it began.

    Where the note cannot be written nothing is lost: the next run does its work again.
    """
    text = json.dumps({**before, **_written(root, str(out))}, ensure_ascii=False)
    temporary = root / f"{MEMORY}.new"
    with suppress(OSError):
        temporary.write_text(text, encoding="utf-8")
        temporary.chmod(0o600)
        temporary.replace(root / MEMORY)


def forget(root: Path) -> None:
    """Let the next run do its work again: what it wrote last is about to be replaced by something else."""
    (root / MEMORY).unlink(missing_ok=True)


def state(root: Path, words: list[str]) -> dict[str, Any]:
    """Return what the output of a run depends on: version, words, and size and time of every file that goes in."""
    named = [Path(word) for word in words[2:] if not word.startswith("-")]
    inputs = [root / SETTINGS, *_files(root), *(path for path in named if path.is_file()), *_ledger(words)]
    return {
        "qlog": __version__,
        "words": words,
        "files": {str(path): _seen(path) for path in inputs if path.exists()},
    }


def _written(root: Path, out: str) -> dict[str, Any]:
    """Return where the results are, and the workbooks of all months: somebody may fill them in where they lie."""
    books = sorted((root / "out").glob("*/workbooks/*.xlsx"))
    return {"out": out, "workbooks": {str(path): _seen(path) for path in books}}


def _seen(path: Path) -> list[int]:
    seen = path.stat()
    return [seen.st_size, seen.st_mtime_ns]


def _ledger(words: list[str]) -> Iterator[Path]:
    """Yield the files of a folder of returned workbooks named on the command line."""
    at = words.index("--ledger") + 1 if "--ledger" in words else len(words)
    for folder in words[at : at + 1]:
        yield from sorted(path for path in Path(folder).rglob("*") if path.is_file())


def _files(root: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        for parent, folders, names in os.walk(root / folder):
            folders.sort()
            yield from (Path(parent) / name for name in sorted(names))
