"""What holds for every picture: axes, font, title, grey, and what happens without matplotlib or without data."""

import subprocess
import sys
import warnings
from collections.abc import Callable
from io import BytesIO
from itertools import combinations
from typing import Any

import matplotlib as mpl
import pytest
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb

import qlog
from qlog import plot
from qlog.errors import QlogError, SettingsError
from tests.unit.drawn import figures, sample, without_lists, words

__all__ = ["figures"]
pytestmark = pytest.mark.usefixtures("figures")
Draw = Callable[..., Axes]
PERSON = str(sample().visits["recipient_number"].iloc[0])
DRAWS: dict[str, Draw] = {
    name: (lambda findings=None, name=name, **more: _draw(name, findings or sample(), **more)) for name in plot.__all__
}
every_picture = pytest.mark.parametrize("draw", DRAWS.values(), ids=DRAWS)


def _draw(name: str, findings: Any, **more: Any) -> Axes:
    asked = (findings, PERSON) if name == "visit_calendar" else (findings,)
    drawn: Axes = getattr(plot, name)(*asked, **more)
    return drawn


def lightness(colour: str) -> float:
    red, green, blue = to_rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_the_seven_pictures_have_their_names() -> None:
    assert sorted(DRAWS) == [
        "days_distribution", "flag_trend", "gaps", "institution_funnel", "unentrusted_by_day", "visit_calendar",
        "weekday_hour_heatmap",
    ]  # fmt: skip
    assert qlog.plot is plot


@every_picture
def test_given_axes_are_drawn_on_and_returned(draw: Draw) -> None:
    _, (left, right) = pyplot.subplots(1, 2)
    assert draw(ax=right) is right
    assert right.has_data() or right.texts
    assert not left.has_data()
    assert len(pyplot.get_fignums()) == 1


@every_picture
def test_without_axes_there_is_a_new_figure(draw: Draw) -> None:
    assert draw().figure is not draw().figure


@every_picture
def test_every_character_has_a_glyph_and_everything_fits_at_any_size(draw: Draw) -> None:
    _, small = pyplot.subplots(figsize=(5, 3.5), layout="constrained")
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a missing glyph and a layout that does not fit are warnings
        for ax in (draw(), draw(ax=small)):
            ax.figure.savefig(BytesIO(), format="png")


@every_picture
def test_titles_are_free_and_name_nobody_by_themselves(draw: Draw) -> None:
    default = draw().get_title("left")
    assert default
    assert not [word for word in ("0", *sample().payers) if word == default or PERSON in default]
    assert draw(title="わたしの題").get_title("left") == "わたしの題"
    assert draw(title="").get_title("left") == ""


@every_picture
def test_no_number_of_a_person_or_name_is_on_a_picture(draw: Draw) -> None:
    from tests.unit.drawn import sample_logs

    checks = sample_logs().checks
    people = {text for column in ("recipient_number", "name", "kana") for text in checks[column].to_pylist() if text}
    shown = words(draw())
    assert [text for text in people if text in shown] == []


@every_picture
def test_settings_of_matplotlib_are_left_alone(draw: Draw) -> None:
    before = dict(mpl.rcParams)
    draw()
    assert dict(mpl.rcParams) == before


@every_picture
def test_japanese_is_drawn_in_a_japanese_font_also_what_is_written_later(draw: Draw) -> None:
    ax = draw()
    ax.set_title("あとで", loc="left")
    ax.set_xlabel("あとで")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax.figure.savefig(BytesIO(), format="png")


@every_picture
@pytest.mark.parametrize("wrong", [None, "findings", 7])
def test_what_is_no_findings_is_said(draw: Draw, wrong: object) -> None:
    name = next(name for name, function in DRAWS.items() if function is draw)
    with pytest.raises(SettingsError, match=r"qlog\.analyze"):
        _draw(name, wrong)


@every_picture
def test_what_is_no_axes_is_said(draw: Draw) -> None:
    _, several = pyplot.subplots(1, 2)
    with pytest.raises(SettingsError, match="ax="):
        draw(ax=several)


@pytest.mark.parametrize("missing", ["matplotlib", "matplotlib_fontja"])
@every_picture
def test_without_matplotlib_one_sentence_says_what_to_install(
    draw: Draw, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if missing == "matplotlib":
        monkeypatch.setitem(sys.modules, "matplotlib", None)
    else:
        monkeypatch.setattr("qlog.plot.canvas.find_spec", lambda name: None)
        monkeypatch.setattr("matplotlib.font_manager.fontManager.ttflist", [])
    with pytest.raises(
        QlogError, match=r"^図を描くには .*pip install matplotlib matplotlib-fontja で入れてください。$"
    ):
        draw()


def test_naming_qlog_plot_does_not_import_matplotlib() -> None:
    code = "import qlog, sys; qlog.plot.gaps; print('matplotlib' in sys.modules, 'matplotlib_fontja' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


@pytest.mark.parametrize("name", ["days_distribution", "unentrusted_by_day"])
def test_neighbours_in_a_stack_differ_in_grey(name: str) -> None:
    """Lightness tells the parts apart, and the part that is work is the darkest."""
    ax = _draw(name, without_lists())
    shades = [lightness(container[0].get_facecolor()[:3]) for container in ax.containers]
    assert all(abs(one - other) > 0.08 for one, other in combinations(shades, 2))
    assert min(shades) == shades[-1] < 0.3


def test_lines_of_the_trend_differ_without_colour() -> None:
    ax = _draw("flag_trend", sample())
    assert len({(line.get_marker(), line.get_linestyle()) for line in ax.get_lines()}) == 4
