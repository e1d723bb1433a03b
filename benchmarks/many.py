"""Many offices: workspaces two at a time beside one by one, and a workspace in which nothing is new."""

import shutil
import sys
from pathlib import Path
from typing import Final

from benchmarks.measure import Job, Run, in_turn, run
from benchmarks.report import Result, ratio
from benchmarks.suites import Plan

OFFICE_ROWS: Final = 10_000
_FRESH: Final = ("store", "out", ".qlog-last-run.json")  # what a run leaves in a workspace


def many(plan: Plan) -> list[Result]:
    """Half of the rows as offices of 10,000 (fifty for a million), with both editions of the workbook.

    One by one is meant both ways: a command for each workspace, and one command with ``--jobs 1``.
    """
    log = next(iter(sorted(plan.data.logs(OFFICE_ROWS, months=1, offices=1).glob("*.csv"))))
    home = plan.data.new_folder("offices")
    roots = [_workspace(home / f"{number:03d}", log) for number in range(max(2, plan.rows // OFFICE_ROWS // 2))]
    modes = {
        "commands": [_job("run", root) for root in roots],
        "jobs 1": [_job("run", *roots, "--jobs", 1)],
        "jobs 2": [_job("run", *roots, "--jobs", 2)],
    }
    took = {name: [_all_of(jobs, roots)] for name, jobs in modes.items()}
    unchanged = in_turn({"run": _job("run", roots[0]), "version": _job("--version")}, plan.rounds * 5)
    shutil.rmtree(home)
    label = f"{len(roots)} offices of {OFFICE_ROWS:,} rows, --jobs 2"
    return [
        ratio(f"{label} / a command each", took["jobs 2"], took["commands"], limit=0.6),
        ratio(f"{label} / --jobs 1", took["jobs 2"], took["jobs 1"], limit=0.6),
        ratio("qlog run with nothing new / qlog --version", unchanged["run"], unchanged["version"], limit=3),
    ]


def _workspace(root: Path, log: Path) -> Path:
    run(_job("init", root))
    (root / "logs" / log.name).hardlink_to(log)
    return root


def _all_of(jobs: list[Job], roots: list[Path]) -> Run:
    """Run jobs one after the other on workspaces that have run nothing yet; what they took together."""
    for root in roots:
        for name in _FRESH:
            path = root / name
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    runs = [run(job) for job in jobs]
    print(".", end="", file=sys.stderr, flush=True)
    return Run(sum(one.wall for one in runs), sum(one.cpu for one in runs), max(one.peak_mb for one in runs))


def _job(*words: object) -> Job:
    return Job((sys.executable, "-m", "qlog", *map(str, words)))
