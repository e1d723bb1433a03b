"""Institutions to inform: whose habits in a month stand above those of its kind further than chance explains.

For every measure the rate of an institution is held against the rate of all institutions of its kind in the month.
The limit is the exact upper limit of a binomial distribution with that rate, one-sided at ``LEVEL``: of a thousand
institutions that are like all others, about one stands above it. Below ``ENOUGH`` cases to look at nothing is said.
The units are such that one person or one morning counts once where it can: recipients, days; only readings of cards
are counted by visit. To stand above the limit is a reason to call and ask, never a finding.
"""

from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa

from qlog import schema
from qlog.engines.base import Engine

LEVEL: Final = 0.001
# visits, days with checks, recipients: the least base of which a rate is judged
ENOUGH: Final = {"retry_rate": 20, "bulk_query": 10, "unentrusted_share": 10}
_HABITS: Final = ("month", "institution_code", "kind", "measure", "cases", "base", "median_minutes")


def institution_signals(engine: Engine) -> pa.Table:
    """Return :data:`qlog.schema.INSTITUTION_SIGNALS` from the rule institution_habits."""
    wanted = schema.INSTITUTION_SIGNALS.arrow_schema()
    facts = engine.query(
        f"SELECT {', '.join(_HABITS)} FROM institution_habits ORDER BY month, institution_code, kind, measure",
        pa.schema([wanted.field(name) for name in _HABITS]),
    )
    table: pd.DataFrame = facts.to_pandas()
    totals = table.groupby(["month", "kind", "measure"])[["cases", "base"]].transform("sum")
    table["rate"] = table["cases"] / table["base"]
    table["expected_rate"] = totals["cases"] / totals["base"]
    most = most_by_chance(table["base"].to_numpy(), table["expected_rate"].to_numpy())
    table["upper_limit"] = most / table["base"]
    table["above"] = (table["cases"] > most) & (table["base"] >= table["measure"].map(ENOUGH))
    return pa.Table.from_pandas(table[wanted.names], schema=wanted, preserve_index=False)


def most_by_chance(base: np.ndarray, rate: np.ndarray) -> np.ndarray:
    """Return the largest number of cases in ``base`` that is no surprise where the rate is ``rate``.

    More than that has a probability of at most ``LEVEL``.
    """
    from scipy.special import bdtrc, bdtrik  # scipy.stats takes half a second to import

    guess = np.nan_to_num(np.ceil(bdtrik(1 - LEVEL, base, rate)))  # no number where the rate is 0 or 1
    near = np.clip(guess[:, None] + np.array([-1, 0, 1]), 0, base[:, None])
    expected = bdtrc(near, base[:, None], rate[:, None]) <= LEVEL  # probability of more than that
    most: np.ndarray = np.where(rate < 1, near[np.arange(len(base)), expected.argmax(axis=1)], base)
    return most
