"""The examples in the docstrings of the public names run as printed, on the invented logs."""

import doctest
import importlib
import shutil
from pathlib import Path

import pytest

import qlog

SAMPLE_LOGS = Path(__file__).parents[2] / "sample_logs"
NAMES = sorted({*qlog.__all__} - {"QlogError", "References", "plot"})
MODULES = sorted({*(getattr(qlog, name).__module__ for name in NAMES), "qlog.labels"})


@pytest.fixture(scope="module")
def names() -> dict[str, object]:
    """What every example may use: what the first lines of qlog.logs make."""
    logs = qlog.read_logs(SAMPLE_LOGS / "shikaku_log_2026??.csv")
    return {"qlog": qlog, "logs": logs, "findings": qlog.analyze(logs, month="2026-10")}


@pytest.mark.parametrize("module", MODULES)
def test_examples(
    module: str,
    names: dict[str, object],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copytree(SAMPLE_LOGS, tmp_path / "sample_logs")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    result = doctest.testmod(importlib.import_module(module), extraglobs=dict(names), optionflags=doctest.FAIL_FAST)
    assert result.failed == 0, capsys.readouterr().out


@pytest.mark.parametrize("name", NAMES)
def test_every_public_name_has_an_example(name: str) -> None:
    assert ">>>" in (getattr(qlog, name).__doc__ or "")
