"""What the tests of pictures share: findings to draw, and the numbers read back from what was drawn."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

import qlog
from qlog.findings import Findings
from tests.reference.model import Log
from tests.spec import given

mpl.use("Agg")
SAMPLES = Path(__file__).parents[2] / "sample_logs"
MONTH = "2026-10"


@pytest.fixture
def figures() -> Iterator[None]:
    """Close what a test drew."""
    yield
    pyplot.close("all")


@cache
def sample_logs() -> qlog.Logs:
    return qlog.read_logs(SAMPLES)


@cache
def sample() -> Findings:
    """The sample office with its lists: every status, every flag."""
    lists = {name: SAMPLES / "reference" / f"{name}.csv" for name in ("tickets", "other_law", "caseworkers")}
    return qlog.analyze(sample_logs(), references=qlog.read_references(**lists))


@cache
def without_lists() -> Findings:
    """The sample office without its lists: much waits, much is to review."""
    return qlog.analyze(sample_logs())


def two_offices() -> Log:
    """A visits on 12 days of October, B of the other office on 3, one of them without a ticket."""
    return given.log("""
        office | who | at                 | ticket
        east   | A   | 2026-10: 1-12      | month
        west   | B   | 2026-10: 5,6       | month
        west   | B   | 2026-10-07         | -
        east   | C   | 2026-10-31         | month
        west   | D   | 2026-10-31         | month
    """)


def bars(ax: Axes) -> dict[str, dict[int, int]]:
    """{words in the key: {place: height}} of stacked bars, without those of height 0."""
    return {
        str(container.get_label()): {
            round(bar.get_x() + bar.get_width() / 2): round(bar.get_height()) for bar in container if bar.get_height()
        }
        for container in ax.containers
    }


def lines(ax: Axes) -> dict[str, list[float]]:
    """{words in the key: values} of lines."""
    return {str(line.get_label()): [float(value) for value in line.get_ydata()] for line in ax.get_lines()}


def upright_lines(ax: Axes) -> list[float]:
    """Where vertical lines stand."""
    return sorted(float(line.get_xdata()[0]) for line in ax.get_lines() if len(set(line.get_xdata())) == 1)


def cells(ax: Axes) -> dict[tuple[int, int], str]:
    """{(row, column): text} of what stands in the picture itself."""
    return {(round(text.get_position()[1]), round(text.get_position()[0])): text.get_text() for text in ax.texts}


def colours(ax: Axes) -> dict[tuple[int, int], str]:
    """{(row, column): colour} of a sheet of months."""
    boxes = [patch for patch in ax.patches if isinstance(patch, Rectangle) and patch.get_width() == 1]
    return {(round(box.get_y() + 0.5), round(box.get_x() + 0.5)): to_hex(box.get_facecolor()) for box in boxes}


def key(ax: Axes) -> list[str]:
    """The words of the key."""
    legend = ax.get_legend()
    return [] if legend is None else [text.get_text() for text in legend.get_texts()]


def words(ax: Axes) -> str:
    """Everything that can be read on the picture."""
    from matplotlib.text import Text

    return "\n".join(text.get_text() for text in ax.findobj(Text))
