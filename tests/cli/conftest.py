"""Runs the command line as an office does: another process, a fresh directory."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def qlog(tmp_path: Path) -> Run:
    """Run ``qlog`` with words; the working directory is an empty one of its own."""
    home = tmp_path / "cwd"
    home.mkdir()

    def run(*words: str | Path) -> "subprocess.CompletedProcess[str]":
        environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run(
            [sys.executable, "-m", "qlog", *map(str, words)],
            cwd=home,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        assert list(home.iterdir()) == [], "something was left in the working directory"
        return done

    return run
