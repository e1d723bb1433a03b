"""Deliveries that overlap, repeat and come in any order change nothing: the store counts every check once."""

from random import Random

import pytest

from qlog import schema
from qlog.analysis import analyze_files
from qlog.store import Store
from tests.reference.judge import judge
from tests.reference.model import Check
from tests.spec.adapter import checks_table, make, references, rows_of
from tests.strategies.offices import random_log, random_settings


def deliveries(rng: Random, checks: list[Check]) -> list[list[Check]]:
    """Cut the log into runs of dates that overlap; every date is delivered whole, some of them again and again."""
    days = sorted({check.day for check in checks})
    cuts = sorted(rng.sample(range(len(days)), min(2, len(days))))
    bounds = (
        [(days[0], days[-1])]
        if len(cuts) < 2
        else [
            (days[0], days[cuts[1]]),
            (days[cuts[0]], days[-1]),
            (days[cuts[0]], days[cuts[1]]),
        ]
    )
    rng.shuffle(bounds)
    return [[check for check in checks if first <= check.day <= last] for first, last in bounds]


@pytest.mark.parametrize("seed", range(8))
def test_findings_of_the_store_equal_the_reference(seed, tmp_path):
    rng = Random(seed)
    log, settings = random_log(rng), random_settings(rng)
    store = Store(tmp_path / "store")
    for number, checks in enumerate(deliveries(rng, log.checks)):
        with store.incoming(f"delivery {number}") as incoming:
            incoming.write(checks_table(checks))
            incoming.keep(f"sha {number}", {})
    findings = analyze_files(store.files(), settings=settings, references=references(log), engine=make("duckdb"))
    wanted = judge(log, settings)
    for name in schema.FINDINGS:
        assert rows_of(findings, name) == wanted[name], name
