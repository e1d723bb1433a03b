"""More rows than memory holds, and the second engine beside the first."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from benchmarks.measure import in_turn, run, task
from benchmarks.report import Result, ratio
from benchmarks.suites import Plan

_EVERY: Final = 1.0  # seconds between two looks


def bounded(plan: Plan) -> list[Result]:
    """Read and judge once; how much memory and how much room for temporary files that took."""
    logs = plan.data.logs(plan.rows)
    temporary = plan.data.new_folder("temporary")
    temporary.mkdir()
    with _most_bytes(temporary) as most:
        job = run(task("judge_qlog", logs), TMPDIR=temporary)
    left = [path.name for path in temporary.iterdir()]
    shutil.rmtree(temporary)
    given = sum(path.stat().st_size for path in logs.glob("*.csv"))
    detail = (
        f"{job.cpu:,.0f} s of processor time; {job.peak_mb:,.0f} MB of memory; {max(most) / 1e9:.1f} GB of temporary "
        f"files beside {given / 1e9:.1f} GB of logs, {len(left)} left behind"
    )
    return [Result(f"reading and judging {plan.rows:,} rows", job.wall, "s", None, detail)]


def spark(plan: Plan) -> list[Result]:
    """The tables of one store, worked out and taken out whole on both engines; whole processes."""
    store = plan.data.new_folder("store-of-both")
    run(task("take", plan.data.logs(plan.rows), store))
    runs = in_turn({name: task("all_tables", store, name) for name in ("spark", "duckdb")}, plan.rounds)
    shutil.rmtree(store)
    found = ratio(f"all tables of {plan.rows:,} rows: Spark / DuckDB", runs["spark"], runs["duckdb"], limit=None)
    return [replace(found, cpu=None)]  # the processor time of Java is not that of the process


@contextmanager
def _most_bytes(folder: Path) -> Iterator[list[int]]:
    """Look at the size of everything in ``folder`` again and again; the list holds what was seen."""
    seen, done = [0], threading.Event()

    def look() -> None:
        while not done.wait(_EVERY):
            seen.append(sum(_size(path) for path in folder.rglob("*")))

    watch = threading.Thread(target=look)
    watch.start()
    try:
        yield seen
    finally:
        done.set()
        watch.join()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # gone since it was listed
        return 0
