"""What holds for every picture: axes, font, title, grey, and what happens without matplotlib or without data."""

import subprocess
import sys
import warnings
from functools import cache
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
from tests.unit.drawn import figures, sample, sample_logs, words

__all__ = ["figures"]
pytestmark = pytest.mark.usefixtures("figures")
PERSON = str(sample().visits["recipient_number"].iloc[0])
every_picture = pytest.mark.parametrize("name", plot.__all__)


def draw(name: str, **more: Any) -> Axes:
    asked = (sample(), PERSON) if name == "visit_calendar" else (sample(),)
    drawn: Axes = getattr(plot, name)(*asked, **more)
    return drawn


@cache
def drawn_once(name: str) -> Axes:
    """A picture that is only looked at."""
    return draw(name)


def lightness(colour: str) -> float:
    red, green, blue = to_rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_the_seven_pictures_have_their_names() -> None:
    assert sorted(plot.__all__) == [
        "days_distribution", "flag_trend", "gaps", "institution_funnel", "unentrusted_by_day", "visit_calendar",
        "weekday_hour_heatmap",
    ]  # fmt: skip
    assert qlog.plot is plot


@every_picture
def test_given_axes_are_drawn_on_and_returned(name: str) -> None:
    _, (left, right) = pyplot.subplots(1, 2)
    assert draw(name, ax=right) is right
    assert right.has_data() or right.texts
    assert not left.has_data()
    assert len(pyplot.get_fignums()) == 1


@every_picture
def test_without_axes_there_is_a_new_figure(name: str) -> None:
    before = pyplot.figure()
    assert draw(name).figure is not before


@every_picture
@pytest.mark.parametrize("size", [(5, 3.5), None], ids=["small", "own size"])
def test_every_character_has_a_glyph_and_everything_fits(name: str, size: tuple[float, float] | None) -> None:
    given = {} if size is None else {"ax": pyplot.subplots(figsize=size, layout="constrained")[1]}
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a missing glyph and a layout that does not fit are warnings
        ax = draw(name, **given)
        ax.set_title("あとで書いた題", loc="left")
        ax.figure.savefig(BytesIO(), format="png", dpi=40)


@every_picture
def test_a_title_is_free(name: str) -> None:
    assert draw(name, title="わたしの題").get_title("left") == "わたしの題"
    assert drawn_once(name).get_title("left") not in {"", "わたしの題"}


def test_an_empty_title_leaves_it_out() -> None:
    assert draw("gaps", title="").get_title("left") == ""


@every_picture
def test_no_number_of_a_person_or_name_is_on_a_picture(name: str) -> None:
    checks = sample_logs().checks
    people = {text for column in ("recipient_number", "name", "kana") for text in checks[column].to_pylist() if text}
    shown = words(drawn_once(name))
    assert len(people) > 100
    assert [text for text in people if text in shown] == []


@every_picture
def test_settings_of_matplotlib_are_left_alone(name: str) -> None:
    before = dict(mpl.rcParams)
    draw(name)
    assert dict(mpl.rcParams) == before


@every_picture
@pytest.mark.parametrize("wrong", [None, "findings", 7])
def test_what_is_no_findings_is_said(name: str, wrong: object) -> None:
    asked = (wrong, PERSON) if name == "visit_calendar" else (wrong,)
    with pytest.raises(SettingsError, match=r"qlog\.analyze"):
        getattr(plot, name)(*asked)


@every_picture
def test_what_is_no_axes_is_said(name: str) -> None:
    _, several = pyplot.subplots(1, 2)
    with pytest.raises(SettingsError, match="ax="):
        draw(name, ax=several)


@pytest.mark.parametrize("missing", ["matplotlib", "matplotlib_fontja"])
@every_picture
def test_without_matplotlib_one_sentence_says_what_to_install(
    name: str, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if missing == "matplotlib":
        monkeypatch.setitem(sys.modules, "matplotlib", None)
    else:
        monkeypatch.setattr("qlog.plot.canvas.find_spec", lambda name: None)
        monkeypatch.setattr("matplotlib.font_manager.fontManager.ttflist", [])
    with pytest.raises(
        QlogError, match=r"^図を描くには .*pip install matplotlib matplotlib-fontja で入れてください。$"
    ):
        draw(name)


def test_naming_qlog_plot_does_not_import_matplotlib() -> None:
    code = "import qlog, sys; qlog.plot.gaps; print('matplotlib' in sys.modules, 'matplotlib_fontja' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


@pytest.mark.parametrize("name", ["days_distribution", "unentrusted_by_day"])
def test_neighbours_in_a_stack_differ_in_grey(name: str) -> None:
    """Lightness tells the parts apart, and the part that is work is the darkest."""
    ax = drawn_once(name)
    shades = [lightness(container[0].get_facecolor()[:3]) for container in ax.containers]
    assert all(abs(one - other) > 0.08 for one, other in combinations(shades, 2))
    assert min(shades) == shades[-1] < 0.3


def test_lines_of_the_trend_differ_without_colour() -> None:
    ax = drawn_once("flag_trend")
    assert len({(line.get_marker(), line.get_linestyle()) for line in ax.get_lines()}) == 4
