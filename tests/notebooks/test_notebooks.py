"""Every notebook runs from top to bottom, asserts what it concludes, and is kept without outputs."""

import os
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SECONDS_A_CELL = 300


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def files_around() -> dict[Path, int]:
    """What lies beside the notebooks and in the logs they read, and when it was written."""
    return {
        path: path.stat().st_mtime_ns
        for folder in ("notebooks", "sample_logs")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_writes_nothing_beside_itself(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files_around()
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.delenv("MPLBACKEND", raising=False)
    notebook = read(path)
    where = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=SECONDS_A_CELL, kernel_name="python3", resources=where).execute(
        env=dict(os.environ)
    )
    assert files_around() == before
    complaints = [
        output.text for cell in notebook.cells for output in cell.get("outputs", []) if output.get("name") == "stderr"
    ]
    assert complaints == [], "a reader would meet a warning"


def test_there_are_seven_from_the_first_look_to_scale() -> None:
    assert [path.stem[:2] for path in NOTEBOOKS] == [f"{number:02d}" for number in range(7)]
    assert all(path.name.isascii() for path in NOTEBOOKS)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_clean(path: Path) -> None:
    notebook = read(path)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.outputs for cell in code if cell.outputs] == []
    assert {cell.execution_count for cell in code} == {None}
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert notebook.metadata.language_info == {"name": "python"}, "no version of one machine"
    assert not re.search(r"(?<![\w.~$})*<>/-])/(?:root|home|Users|tmp|mnt)/\w|[A-Z]:\\\\", path.read_text("utf-8"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_tells_a_story_in_japanese_and_asserts_its_conclusions(path: Path) -> None:
    cells = read(path).cells
    assert re.match(rf"# {path.stem[:2]}　\w", cells[0].source)
    assert "## わかったこと" in cells[-1].source
    assert sum("assert " in cell.source for cell in cells if cell.cell_type == "code") >= 3
