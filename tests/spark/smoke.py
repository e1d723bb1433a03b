"""`python -m tests.spark.smoke --rows 1000000`: a cluster loses a worker while it works, and finds what DuckDB finds.

An invented log is judged on a master and two workers; one is killed while it works on the second table. Every table is
held row for row against DuckDB. Then the other is killed, too: the job must end with a sentence, not wait for ever. The
exit code is 0 if all of that held.
"""

import argparse
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

import qlog
from qlog import schema
from qlog.engines import spark_session
from qlog.engines.spark import SparkEngine
from qlog.errors import EngineError
from qlog.findings import Findings
from qlog.sample import write_sample
from tests.spark.cluster import LOOPBACK, Cluster, cluster
from tests.spark.offices import tables
from tests.spark.session import QUICK, missing

MONTHS = 12
ROWS_A_MONTH = 4.55  # of one recipient, in an invented log
PATIENCE = 5.0  # seconds; a minute is for clusters that are busy


class Smoke:
    """One log, judged on DuckDB and on a cluster that keeps its files in ``folder``."""

    def __init__(self, folder: Path, rows: int) -> None:
        self.folder = folder
        write_sample(folder / "logs", recipients=round(rows / MONTHS / ROWS_A_MONTH), months=MONTHS, seed=1)
        tempfile.tempdir = str(folder)  # the store lies where the workers see it
        self.logs = qlog.read_logs(folder / "logs")
        names = {"tickets": "tickets", "other_law": "other_law", "institution_names": "institutions"}
        self.lists = qlog.read_references(
            **{kind: folder / "logs" / "reference" / f"{name}.csv" for kind, name in names.items()}
        )
        settings = QUICK | {"spark.sql.shuffle.partitions": "4"}
        (folder / "spark-defaults.conf").write_text("".join(f"{key} {value}\n" for key, value in settings.items()))
        os.environ["SPARK_CONF_DIR"] = str(folder)  # where a site keeps what suits its cluster
        tell(f"{sum(taken.report.accepted for taken in self.logs.intake.files):,} rows")

    def run(self) -> bool:
        """Return whether Spark found what DuckDB found, and said what was wrong once it had no worker."""
        on_duckdb = qlog.analyze(self.logs, references=self.lists)
        with cluster(self.folder) as running:
            engine = SparkEngine(master=running.url, spill_parent=self.folder)
            assert workers(engine, wait_for=2) == 2
            assert running.open_addresses() <= LOOPBACK, "other machines can reach the cluster"
            on_spark = qlog.analyze(self.logs, references=self.lists, engine=engine)
            same = [
                self._same(name, on_duckdb, on_spark, running if number == 1 else None, engine)
                for number, name in enumerate(tables())
            ]
            assert workers(engine, wait_for=1) == 1, "no worker was lost"
            sentence = without_workers(on_spark, running)
            engine.close()
        return all(same) and "ワーカーが一つもなく" in sentence

    def _same(
        self, name: str, on_duckdb: Findings, on_spark: Findings, losing: Cluster | None, engine: SparkEngine
    ) -> bool:
        begin = time.monotonic()
        with losing_a_worker(losing, engine):
            got = whole(on_spark, name)
        same = got.equals(whole(on_duckdb, name))
        seconds = time.monotonic() - begin
        lost = "; a worker was killed meanwhile" if losing else ""
        tell(f"{name:22} {len(got):>9,} rows  {'the same' if same else 'DIFFERENT'}  ({seconds:.0f} s{lost})")
        return same


def whole(findings: Findings, name: str) -> pa.Table:
    return pa.Table.from_batches(findings.batches(name), schema.TABLES[name].arrow_schema())


def workers(engine: SparkEngine, *, wait_for: int) -> int:
    """Return how many workers Spark has, which takes a moment to notice."""
    context = engine._session.sparkContext
    for _ in range(300):
        if spark_session._executors(context) == wait_for:
            break
        time.sleep(0.1)
    return spark_session._executors(context)


@contextmanager
def losing_a_worker(running: Cluster | None, engine: SparkEngine) -> Iterator[None]:
    """Kill the first worker as soon as a job runs."""
    if running is None:
        yield
        return
    done = threading.Event()

    def kill() -> None:
        tracker = engine._session.sparkContext.statusTracker()
        while not tracker.getActiveJobsIds() and not done.wait(0.02):
            pass
        running.lose(0)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        yield
    finally:
        done.set()
        killer.join()


def without_workers(findings: Findings, running: Cluster) -> str:
    """Kill the last worker and return what the next job says."""
    running.lose(1)
    spark_session.PATIENCE = PATIENCE  # type: ignore[misc]  # a constant for all but us
    try:
        findings.judge(qlog.Settings()).table("visits")
    except EngineError as error:
        tell(str(error))
        return str(error)
    return ""


def tell(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.spark.smoke", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="about how many rows (default 1,000,000)")
    given = parser.parse_args()
    if missing():
        tell(missing())
        return 1
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the cluster ends also when this is told to
    with tempfile.TemporaryDirectory(prefix="qlog-cluster-") as folder:
        return 0 if Smoke(Path(folder), given.rows).run() else 1


if __name__ == "__main__":
    sys.exit(main())
