"""docs/pictures/plots/ holds every picture of qlog.plot, small, and can be made again."""

import runpy
from pathlib import Path

import pytest

from qlog import plot
from tests.unit.drawn import figures

__all__ = ["figures"]
ROOT = Path(__file__).parents[2]
COMMITTED = ROOT / "docs" / "pictures" / "plots"


@pytest.mark.usefixtures("figures")
def test_the_pictures_of_the_documentation_can_be_made_again(tmp_path: Path) -> None:
    runpy.run_path(str(ROOT / "docs" / "plot_pictures.py"))["main"](tmp_path)
    made = {path.name for path in tmp_path.iterdir()}
    assert made == {path.name for path in COMMITTED.iterdir()}
    assert {f"{name}.png" for name in plot.__all__} <= made


def test_they_are_small() -> None:
    assert sum(path.stat().st_size for path in COMMITTED.iterdir()) < 600_000
