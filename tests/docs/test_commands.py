"""Every command of the guides runs as printed, and every option they name exists."""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from qlog.cli import main
from qlog.commands import app
from tests.docs.fences import DOCS, PAGES, ROOT, fences

WITH_COMMANDS = [page for page in PAGES if any(fence.language == "sh" for fence in fences(page))]
NOT_OF_QLOG = {"benchmarks.md", "fairness.md", "offline.md"}  # they name options of pip and of the benchmarks


def lines(page: Path) -> list[str]:
    """Every line to run: what a reader has done by hand before a block, and the block."""
    runnable = [fence for fence in fences(page) if fence.language == "sh" and not fence.not_run]
    return [line for fence in runnable for line in (*fence.prepare.split("; "), *fence.text.splitlines()) if line]


def test_guides_have_commands_and_give_a_reason_for_those_that_are_not_run() -> None:
    assert {"short-guide.md", "long-guide.md"} <= {page.name for page in PAGES}
    assert {"layouts.md", "long-guide.md", "operator.md"} <= {page.name for page in WITH_COMMANDS}
    reasons = [fence.not_run for page in WITH_COMMANDS for fence in fences(page) if fence.not_run]
    assert all(len(reason) > 5 for reason in reasons)


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A reader in a folder with the invented logs; what the command line changes in its process is put back."""
    shutil.copytree(ROOT / "sample_logs", tmp_path / "sample_logs")
    monkeypatch.chdir(tmp_path)
    path = os.pathsep.join(str(Path(entry).resolve()) for entry in sys.path if entry)
    monkeypatch.setenv("PYTHONPATH", path)  # for the processes that --jobs starts
    mask, handler = os.umask(0o077), signal.getsignal(signal.SIGTERM)
    yield
    os.umask(mask)
    signal.signal(signal.SIGTERM, handler)


@pytest.mark.skipif(os.name == "nt", reason="what a reader has done by hand is written for sh")
@pytest.mark.parametrize("page", [page for page in WITH_COMMANDS if lines(page)], ids=lambda page: page.stem)
def test_every_command_runs_as_printed(page: Path, reader: None) -> None:
    for line in lines(page):
        if not line.startswith("qlog "):
            subprocess.run(line, shell=True, check=True)  # noqa: S602  # of our own pages
            continue
        with pytest.raises(SystemExit) as ended:
            main(shlex.split(line)[1:])
        assert ended.value.code == 0, line


def test_every_option_and_command_named_in_the_text_exists() -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    options = {name for command in commands.values() for parameter in command.params for name in parameter.opts}
    options |= {"--lang", "--version", "--help"}
    for page in (path for path in DOCS.glob("*.md") if path.name not in NOT_OF_QLOG):
        for code in re.findall(r"`((?:qlog|--)[^`\n]*)`", page.read_text(encoding="utf-8")):
            named = re.match(r"qlog (\w+)", code)
            assert named is None or named[1] in commands, f"{page.name}: {code}"
            assert set(re.findall(r"--[a-z][a-z-]*", code)) <= options, f"{page.name}: {code}"
