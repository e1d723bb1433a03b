"""`python -m tests.spark --offices 1000`: random offices judged on DuckDB and on Spark, every table row for row."""

import argparse
import sys

from qlog import schema
from tests.spark.offices import differing, findings, offices
from tests.spark.session import missing


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.spark", description=__doc__)
    parser.add_argument("--offices", type=int, default=1000, help="how many offices (default 1000)")
    parser.add_argument("--seed", type=int, default=0, help="seed of the first; the others follow it")
    given = parser.parse_args()
    if missing():
        sys.stdout.write(missing() + "\n")
        return 1
    checks = len(offices(given.seed, given.offices).log.checks)
    sys.stdout.write(f"{given.offices:,} offices, {checks:,} checks\n")
    wrong = differing(given.seed, given.offices)
    for name in findings("duckdb", given.seed, given.offices).tables:
        rows = len(findings("duckdb", given.seed, given.offices).table(name))
        told = f"{wrong[name]:,} rows differ" if name in wrong else "the same"
        sys.stdout.write(f"{schema.TABLES[name].name:22} {rows:>9,} rows  {told}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
