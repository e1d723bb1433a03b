"""Runs jobs as processes of their own, in turn, and says how long each took and how much memory it held at most."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Final

ROOT: Final = Path(__file__).parents[1]


@dataclass(frozen=True)
class Run:
    """One run: ``wall`` and ``cpu`` (user and system) in seconds, and the most memory the process held.

    ``inside`` are both times of the work alone, without start and imports, where a task says them.
    """

    wall: float
    cpu: float
    peak_mb: float
    inside: tuple[float, float] = (0.0, 0.0)

    @property
    def work(self) -> "Run":
        """The same run without start and imports."""
        wall, cpu = self.inside
        return replace(self, wall=wall, cpu=cpu)


@dataclass(frozen=True)
class Job:
    """A command to measure; a task (see tasks.py) prints its own seconds, and ``inside`` = only these count."""

    command: tuple[str, ...]
    is_task: bool = False
    inside: bool = False


def task(name: str, *arguments: object, inside: bool = False) -> Job:
    """Return the job that runs ``name`` of tasks.py."""
    return Job((sys.executable, "-m", "benchmarks.tasks", name, *map(str, arguments)), True, inside)


def in_turn(jobs: Mapping[str, Job], rounds: int) -> dict[str, list[Run]]:
    """Run all jobs ``rounds`` times, forwards and backwards in turn, so that a busy moment meets them all alike."""
    runs: dict[str, list[Run]] = {name: [] for name in jobs}
    for turn in range(rounds):
        for name in list(jobs) if turn % 2 == 0 else reversed(list(jobs)):
            runs[name].append(run(jobs[name]))
            print(".", end="", file=sys.stderr, flush=True)
    return runs


def run(job: Job, **variables: object) -> Run:
    """Run a job once, with these variables in its environment. Raises RuntimeError, with what it wrote, if it fails."""
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    environment = {**os.environ, "PYTHONPATH": path} | {name: str(value) for name, value in variables.items()}
    begin = perf_counter()
    with subprocess.Popen(job.command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        printed = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall, cpu = perf_counter() - begin, usage.ru_utime + usage.ru_stime
    if process.returncode:
        raise RuntimeError(f"{' '.join(job.command[1:])} ended with {process.returncode}\n{printed}")
    whole = Run(wall, cpu, usage.ru_maxrss / 1024)
    if not job.is_task:
        return whole
    own = json.loads(printed.splitlines()[-1])
    whole = replace(whole, inside=(own["wall"], own["cpu"]))
    return whole.work if job.inside else whole


def median(runs: Sequence[Run], figure: str) -> float:
    """Return the median of wall, cpu or peak_mb."""
    return float(statistics.median(getattr(one, figure) for one in runs))
