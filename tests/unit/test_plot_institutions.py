"""The funnel: points and limits are those of institution_signals, and only who stands above is named."""

from functools import cache

import pytest

from qlog import plot
from qlog.errors import SettingsError
from qlog.findings import Findings
from qlog.schema import SIGNALS
from tests.spec import given
from tests.unit.drawn import MONTH, figures, key, lines, sample, two_offices, without_lists, words
from tests.unit.judged import analyzed

__all__ = ["figures"]
pytestmark = pytest.mark.usefixtures("figures")
KINDS = ["medical", "dental", "pharmacy", "visiting_nurse"]
PEOPLE = [f"1{number:06d}" for number in range(60)]


@cache
def with_one_above() -> Findings:
    """Two clinics of 30 visits: one reads every card again, one none."""
    visits = [f"{who} | clinic | 2026-10-01 | 2 | 見本町クリニック" for who in PEOPLE[:30]]
    visits += [f"{who} | clinic2 | 2026-10-01 | 1 | 架空台病院" for who in PEOPLE * 4]
    visits += [f"{who} | clinic2 | 2026-10-02 | 1 | 架空台病院" for who in PEOPLE * 4]
    log = given.log("who | where | at | times | institution_name\n" + "\n".join(dict.fromkeys(visits)))
    return analyzed(log)


def points(findings: Findings, **asked: str) -> set[tuple[float, float]]:
    ax = plot.institution_funnel(findings, **asked)  # type: ignore[arg-type]
    return {(x, round(y, 6)) for drawn in ax.collections for x, y in drawn.get_offsets().tolist()}


@pytest.mark.parametrize("measure", SIGNALS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_institution_of_the_kind_is_a_point(measure: str, kind: str) -> None:
    found = without_lists().institution_signals
    chosen = found[(found["month"] == MONTH) & (found["kind"] == kind) & (found["measure"] == measure)]
    expected = {(base, round(rate * 100, 6)) for base, rate in zip(chosen["base"], chosen["rate"], strict=True)}
    assert points(without_lists(), measure=measure, kind=kind) == expected


def test_the_curve_passes_through_the_limit_of_every_institution() -> None:
    found = sample().institution_signals.query("month == @MONTH and kind == 'medical' and measure == 'retry_rate'")
    curve = lines(plot.institution_funnel(sample()))["偶然で説明できる上限"]
    drawn = [curve[base - 1] / 100 for base in found["base"]]
    assert drawn == pytest.approx(found["upper_limit"].to_list())


def test_the_dashed_line_is_the_rate_of_the_kind() -> None:
    found = sample().institution_signals.query("month == @MONTH and kind == 'medical' and measure == 'retry_rate'")
    level = lines(plot.institution_funnel(sample()))["同じ種別の全体の割合"][0]
    assert level == pytest.approx(found["cases"].sum() / found["base"].sum() * 100)


def test_who_stands_above_is_named_and_nobody_else() -> None:
    ax = plot.institution_funnel(with_one_above())
    assert [note.get_text() for note in ax.texts] == ["見本町クリニック"]
    assert [note.xy for note in ax.texts] == [(30, 100)]
    assert "上限より上" in key(ax)


def test_where_many_stand_above_the_furthest_are_named_and_the_others_counted() -> None:
    clinics = [f"13100{number:05d}" for number in range(17)]
    visits = [f"{who} | {clinic} | {2 if n < 24 else 1}" for clinic in clinics for n, who in enumerate(PEOPLE[:25])]
    visits += [f"{who} | clinic2 | 1" for who in (f"3{number:06d}" for number in range(3000))]
    rows = "\n".join(visit.replace(" | ", " | 2026-10-01 | ", 1) for visit in visits)
    ax = plot.institution_funnel(analyzed(given.log("who | at | where | times\n" + rows)))
    assert len(ax.texts) == 15
    assert "上限より上（17 か所、名前は差の大きい 15 か所）" in key(ax)


def test_a_name_at_the_right_edge_stays_within_the_picture() -> None:
    visits = [f"{who} | clinic | 2 | 見本町クリニック" for who in PEOPLE]
    visits += [f"{who} | clinic2 | 1 | 架空台病院" for who in PEOPLE[:40]]
    rows = "\n".join(visit.replace(" | ", " | 2026-10-01 | ", 1) for visit in visits)
    ax = plot.institution_funnel(analyzed(given.log("who | at | where | times | institution_name\n" + rows)))
    ax.figure.canvas.draw()
    (name,) = ax.texts
    assert name.get_text() == "見本町クリニック"
    assert name.get_window_extent().x1 < ax.get_window_extent().x1


def test_nobody_is_named_where_nobody_stands_above() -> None:
    ax = plot.institution_funnel(sample())
    assert not sample().institution_signals.query("month == @MONTH and measure == 'retry_rate'")["above"].any()
    assert list(ax.texts) == []
    assert "上限より上" not in key(ax)


@pytest.mark.parametrize("measure", SIGNALS)
def test_every_point_and_its_limit_are_within_the_picture(measure: str) -> None:
    ax = plot.institution_funnel(without_lists(), measure=measure)
    for base, rate in points(without_lists(), measure=measure):
        assert ax.get_xlim()[0] < base < ax.get_xlim()[1]
        assert ax.get_ylim()[0] < rate < ax.get_ylim()[1]


def test_a_kind_nobody_has_is_empty() -> None:
    assert "データがありません" in words(plot.institution_funnel(analyzed(two_offices()), kind="other"))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [({"measure": "visits"}, "retry_rate"), ({"kind": "医科"}, "medical"), ({"month": "2026-07"}, "2026-08")],
)
def test_what_is_not_there_is_said_with_what_is(wrong: dict[str, str], told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        plot.institution_funnel(sample(), **wrong)  # type: ignore[arg-type]
