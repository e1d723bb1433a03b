"""Many workspaces in one go: each runs in a process of its own, so that a broken one stops no other."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from qlog.errors import Message


@dataclass(frozen=True)
class OfficeRun:
    """How the run of one workspace ended: its exit code and what it said last."""

    root: Path
    exit_code: int
    said: str


def run_many(
    roots: Sequence[Path], options: Sequence[str], *, jobs: int, progress: Callable[[Message], None]
) -> list[OfficeRun]:
    """Run ``qlog run ROOT OPTIONS`` for every workspace, ``jobs`` at a time; results come in the order given.

    A workspace that was finished before a kill says that nothing is new, so a second call does only what is left.
    """
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        runs = []
        for run in pool.map(lambda root: _run_one(root, options), roots):
            progress(Message(ja=f"{run.root} が終わりました", en=f"{run.root} done"))
            runs.append(run)
    return runs


def _run_one(root: Path, options: Sequence[str]) -> OfficeRun:
    done = subprocess.run(  # noqa: S603  # this very program
        [sys.executable, "-m", "qlog", "run", str(root), *options],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    good = done.returncode == 0
    return OfficeRun(root, done.returncode, "" if good else _last_words(done.stderr or done.stdout))


def _last_words(text: str) -> str:
    lines: Iterator[str] = (line for line in reversed(text.splitlines()) if line.strip())
    return next(lines, "")
