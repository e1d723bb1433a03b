"""``python -m benchmarks``: measures, and prints a table of ratios with their targets. See docs/benchmarks.md."""

import argparse
import platform
import sys
import tempfile
from importlib.metadata import version
from os import cpu_count
from pathlib import Path

from benchmarks.data import Data
from benchmarks.many import many
from benchmarks.report import table
from benchmarks.scale import bounded, spark
from benchmarks.suites import SUITES as SUITES_OF_ONE_RUN
from benchmarks.suites import Plan

SUITES = {**SUITES_OF_ONE_RUN, "many": many, "bounded": bounded, "spark": spark}
_PACKAGES = ("duckdb", "pandas", "polars", "pyarrow", "XlsxWriter")


def main() -> None:
    """Measure what was asked for."""
    given = _arguments()
    print(f"{platform.machine()}, {cpu_count()} cores, Python {platform.python_version()}, ", end="")
    print(", ".join(f"{name} {version(name)}" for name in _PACKAGES), flush=True)
    with tempfile.TemporaryDirectory(prefix="qlog-benchmarks-") as temporary:
        home = given.data or Path(temporary)
        home.mkdir(parents=True, exist_ok=True)
        sizes = (3_000_000, 30_000_000) if given.large else (300_000, 3_000_000)
        plan = Plan(Data(home), rows=given.rows, memory=sizes, rounds=given.rounds)
        results = []
        for name in given.only or SUITES:
            print(f"\n{name} ", end="", file=sys.stderr, flush=True)
            results += SUITES[name](plan)
    print(f"\n{table(results)}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the timed logs (default: 1,000,000)")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each job; medians are compared (default: 3)")
    parser.add_argument("--large", action="store_true", help="compare memory at 30 M and 3 M rows, not 3 M and 0.3 M")
    parser.add_argument("--only", nargs="+", choices=SUITES, help="some suites only")
    parser.add_argument("--data", type=Path, help="keep the invented logs in this folder, and use what is there")
    return parser.parse_args()


if __name__ == "__main__":
    main()
