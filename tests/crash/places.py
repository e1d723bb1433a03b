"""A workspace to be broken, and what must be true of it afterwards."""

import atexit
import json
import os
import shutil
import subprocess
import sys
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

from qlog.batch import RunRequest, run
from qlog.workspace import create_workspace
from tests.cli.office import frequent_office, row, write_log

DAYS = 25  # of October 2026, one more than the old output has


def start(*words: str | Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "qlog", *map(str, words)],
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def qlog(*words: str | Path) -> int:
    with start(*words) as running:
        running.communicate(timeout=300)
        return running.returncode


def workspace(root: Path) -> Path:
    """A workspace with results of October."""
    shutil.copytree(_prepared(), root)
    return root


@cache
def _prepared() -> Path:
    """Make it once: every test breaks a copy of its own."""
    folder = Path(mkdtemp(prefix="qlog-crash-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    root = create_workspace(folder / "office").root
    write_log(root / "logs" / "old.csv", frequent_office())
    run(RunRequest((root,), editions=("2021",)), lambda _: None)
    return root


def deliver(root: Path, number: int) -> None:
    """Put in a delivery with one more person, so that there is something to do."""
    person = f"{1000000 + number}"
    write_log(
        root / "logs" / f"new{number:03d}.csv", [row(f"202610{day:02d}", person=person) for day in range(1, DAYS)]
    )


def out_of(root: Path) -> Path:
    return root / "out" / "2026-10"


def is_whole(root: Path) -> bool:
    """Tell whether every file of the output is as its record says, and none is there besides."""
    out = out_of(root)
    recorded = json.loads((out / "run.json").read_text(encoding="utf-8"))["outputs"]
    there = {
        path.relative_to(out).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in out.rglob("*")
        if path.is_file() and path.name != "run.json"
    }
    return recorded == there


def visits(root: Path) -> int:
    lines = (out_of(root) / "tables" / "visits.csv").read_text(encoding="utf-8-sig").splitlines()
    return len(lines) - 1


def private(root: Path) -> list[Path]:
    return [path for path in root.rglob(".qlog-*") if path.name not in {".qlog-lock", ".qlog-last-run.json"}]
