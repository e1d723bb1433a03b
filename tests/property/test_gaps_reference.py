"""Gaps of thousands of invented calendars: the rule and the plain-Python reference agree, and chance is no gap."""

from collections import Counter
from datetime import date, timedelta
from math import exp
from random import Random

from qlog.gaps import find_gaps
from tests.reference.gaps import day_class, gaps_of_office

STARTS = (date(2026, 4, 20), date(2026, 12, 1), date(2028, 1, 10), date(2026, 8, 1))
OFFICE = "12016010"


def poisson(rng: Random, mean: float) -> int:
    """Rows of a day that come by chance (Knuth's way)."""
    count, left = 0, rng.random()
    while left > exp(-mean):
        count, left = count + 1, left * rng.random()
    return count


def calendar(rng: Random, *, outages: int) -> Counter[date]:
    """Rows by date: a mean for Monday to Friday and one for weekends and holidays, and silent runs in between."""
    start, length = rng.choice(STARTS), rng.choice((25, 60, 92, 184))
    means = [rng.choice((1, 2, 3, 8, 20))] * 5 + [rng.choice((0, 2, 4, 12))] * 3
    dates = [start + timedelta(count) for count in range(length)]
    rows = Counter({day: poisson(rng, means[day_class(day)]) for day in dates})
    for _ in range(outages):
        first = start + timedelta(rng.randrange(length))
        for silent in range(rng.randint(1, 9)):
            rows[first + timedelta(silent)] = 0
    return +rows or Counter({start: 1})


def found(rows: Counter[date]) -> list[tuple[object, ...]]:
    table = find_gaps({(OFFICE, day): count for day, count in rows.items()})
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def test_the_rule_equals_the_reference() -> None:
    rng, gaps = Random(1), 0
    for _ in range(1_000):
        rows = calendar(rng, outages=rng.randint(0, 3))
        wanted = [tuple(gap) for gap in gaps_of_office(OFFICE, rows)]
        assert found(rows) == wanted
        gaps += len(wanted)
    assert gaps > 300, "the calendars say little about gaps"


def test_chance_alone_is_hardly_ever_a_gap() -> None:
    rng = Random(2)
    false = sum(len(found(calendar(rng, outages=0))) for _ in range(1_000))
    assert false <= 10, "of a thousand offices whose logs are whole"
