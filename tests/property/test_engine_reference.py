"""The engines and the plain-Python reference agree, row for row, on every table of any office.

QLOG_EXAMPLES=10000 judges that many offices; QLOG_SEED=n begins the seeds at n.
"""

import os
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qlog import schema
from qlog.settings import Settings
from tests.reference.model import Log
from tests.spec.adapter import ENGINES, run
from tests.strategies.offices import random_log, random_settings

EXAMPLES = int(os.environ.get("QLOG_EXAMPLES", "60"))
SEED = int(os.environ.get("QLOG_SEED", "0"))
# on Spark the same offices are judged in tests/spark/test_equal.py, all together
OTHERS = [name for name in ENGINES if name not in {"reference", "spark"}]
NOT_ON_SPARK = pytest.mark.skip(reason="seconds for every log that shrinks; the seeded offices are judged together")


def assert_equal(engine: str, log: Log, office_settings: Settings, *, seed: int | None = None) -> None:
    wanted = run("reference", log, office_settings)
    got = run(engine, log, office_settings)
    for name in schema.FINDINGS:
        assert got[name] == wanted[name], f"{name} differs, seed {seed}"


@pytest.mark.parametrize("engine", OTHERS)
def test_engine_equals_reference_on_seeded_offices(engine):
    for seed in range(SEED, SEED + EXAMPLES):
        rng = Random(seed)
        assert_equal(engine, random_log(rng), random_settings(rng), seed=seed)


@pytest.mark.parametrize("engine", [*OTHERS, pytest.param("spark", marks=NOT_ON_SPARK)])
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(rng=st.randoms(use_true_random=False))
def test_engine_equals_reference_on_offices_that_shrink(engine, rng):
    assert_equal(engine, random_log(rng), random_settings(rng))
