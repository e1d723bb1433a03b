"""Random offices judged together on Spark, and held row for row against DuckDB."""

from functools import cache
from random import Random

from qlog import schema
from qlog.findings import Findings
from tests.spark.merged import Case, Merged
from tests.spec.adapter import judged
from tests.strategies.offices import random_log, random_settings


@cache
def offices(first: int, number: int) -> Merged:
    """Return ``number`` offices, their logs, lists and settings drawn from the seeds ``first``, ``first`` + 1 ..."""
    cases = []
    for seed in range(first, first + number):
        rng = Random(seed)
        cases.append(Case(random_log(rng), random_settings(rng)))
    return Merged(cases)


@cache
def findings(engine: str, first: int, number: int) -> Findings:
    """Judge these offices on the engine of that name."""
    merged = offices(first, number)
    return judged(engine, merged.log, merged.settings)


def differing(first: int, number: int) -> dict[str, int]:
    """Return which tables differ between DuckDB and Spark, and in how many rows at least."""
    differing = {}
    for name in findings("duckdb", first, number).tables:
        wanted, got = (findings(engine, first, number).table(name) for engine in ("duckdb", "spark"))
        if not got.equals(wanted):
            pairs = zip(got.to_pylist(), wanted.to_pylist(), strict=False)
            differing[name] = abs(len(got) - len(wanted)) + sum(one != other for one, other in pairs)
    return differing


def tables() -> list[str]:
    """Return the tables that are compared: all but the one that needs an earlier run."""
    return sorted(set(schema.TABLES) - {"unentrusted_changes"})
