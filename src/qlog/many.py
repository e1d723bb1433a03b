"""Many workspaces in one go. A worker process runs one after the other, so that only the first pays for imports.

A mistake in one workspace stops no other, and neither does the end of a worker: the next workspace gets a new one.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Final

from qlog.errors import EXIT_DONE_WITH_REFUSALS, Message

WORKER: Final = (sys.executable, "-c", "from qlog.cli import serve; serve()")
_MARKS: Final = ("✗", "!")  # what qlog.terminal puts before what was not read, and before warnings
_BROKEN_OFF: Final = Message(ja="途中で止まりました。もう一度実行してください。", en="ended half-way: run again")


@dataclass(frozen=True)
class OfficeRun:
    """How the run of one workspace ended: its exit code and what it said last."""

    root: Path
    exit_code: int
    said: str


_Answer = tuple[int, str, str]  # exit code, stdout, stderr


class _Worker:
    """A process that runs commands as they are told to it; it ends with its input, also when this program is killed."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._process: subprocess.Popen[str] | None = None

    def run(self, words: Sequence[str]) -> _Answer | None:
        """Return what became of a command, or None if the process ended before it answered."""
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603  # this very program
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
            )
        answer = _ask(self._process.stdin, self._process.stdout, words)
        if answer is None:
            self.close()
        return answer

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.communicate()
            self._process = None


def run_many(
    roots: Sequence[Path],
    options: Sequence[str],
    *,
    jobs: int,
    lang: str,
    progress: Callable[[Message], None],
    command: Sequence[str] = WORKER,
) -> list[OfficeRun]:
    """Run ``qlog run ROOT OPTIONS`` for every workspace, ``jobs`` at a time; results come in the order given.

    A workspace that was finished before a kill says that nothing is new, so a second call does only what is left.
    """
    workers = [_Worker(command) for _ in range(min(jobs, len(roots)))]
    free = SimpleQueue[_Worker]()
    for worker in workers:
        free.put(worker)

    def run_one(root: Path) -> OfficeRun:
        worker = free.get()
        try:
            answer = worker.run(["run", str(root), *options, "--lang", lang])
            return OfficeRun(root, 1, _BROKEN_OFF.in_language(lang)) if answer is None else _office_run(root, *answer)
        finally:
            free.put(worker)

    try:
        with ThreadPoolExecutor(max_workers=len(workers)) as pool:
            runs = []
            for run in pool.map(run_one, roots):
                progress(Message(ja=f"{run.root} が終わりました", en=f"{run.root} done"))
                runs.append(run)
        return runs
    finally:
        for worker in workers:
            worker.close()


def _office_run(root: Path, exit_code: int, out: str, err: str) -> OfficeRun:
    """Say in one line why a run did not end with 0: the first thing it marked, or the last it said."""
    marked = [line.strip() for line in out.splitlines() if line.startswith(_MARKS)]
    told = [line.strip() for line in err.splitlines() if line.strip()]
    said = marked[:1] if exit_code == EXIT_DONE_WITH_REFUSALS else told[-1:]
    return OfficeRun(root, exit_code, "".join(said) if exit_code else "")


def _ask(to: IO[str] | None, back: IO[str] | None, words: Sequence[str]) -> _Answer | None:
    if to is None or back is None:
        return None
    try:
        to.write(json.dumps(list(words)) + "\n")
        to.flush()
        code, out, err = json.loads(back.readline())
    except (OSError, ValueError):  # a closed pipe, or half an answer
        return None
    return int(code), str(out), str(err)
