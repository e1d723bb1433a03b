"""The project keeps to its own measure: short files, short functions, no address and no path of a machine in it."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILE_LINES = 300
FUNCTION_LINES = 40
SOURCES = sorted(path for folder in ("src", "tests", "benchmarks") for path in (ROOT / folder).rglob("*.py"))

# put together from parts, so that this file does not find itself
INDEX_HOSTS = ["pypi" + ".org", "python" + "hosted.org", "npm" + "js.org", "debian" + ".org", "ana" + "conda.org"]
INDEX_PATH = r"https?://[^\s\")]*(?:/simp" + r"le/|/packa" + r"ges/|regis" + r"try\.)"
HOMES = ["root", "home", "Users", "opt", "work", "tmp", "workspace", "mnt"]
MACHINE_PATH = r"(?<![\w.~$})*<>/-])/(?:" + "|".join(HOMES) + r")/\w"
WINDOWS_HOME = r"[A-Z]:\\+Users\\"


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def committed_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git clone: what is committed cannot be listed")
    names = [name for name in listed.stdout.decode().split("\0") if name]
    return [path for name in names if (path := ROOT / name).is_file()]


def places(pattern: str) -> list[str]:
    """Where a committed file matches: ``path:line``."""
    expression = re.compile(pattern.encode())
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in committed_files()
        for number, line in enumerate(path.read_bytes().split(b"\n"), start=1)
        if expression.search(line)
    ]


def test_no_file_is_longer_than_300_lines() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_bytes().splitlines()) for path in SOURCES}
    assert lengths, "no source was found: the test looks in the wrong place"
    assert {name: lines for name, lines in lengths.items() if lines > FILE_LINES} == {}


def test_no_function_of_the_package_is_longer_than_40_lines() -> None:
    """Counted from the docstring on: a command line with fifteen options has fifteen parameters."""
    long = {
        f"{path.relative_to(ROOT)}:{function.name}": lines
        for path in SOURCES
        if path.is_relative_to(ROOT / "src")
        for function in functions(path)
        if (lines := (function.end_lineno or 0) - function.body[0].lineno + 1) > FUNCTION_LINES
    }
    assert long == {}


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    drawers = {"utils.py", "util.py", "helpers.py", "misc.py", "common.py"}
    assert [str(path.relative_to(ROOT)) for path in SOURCES if path.name in drawers] == []


@pytest.mark.parametrize("pattern", [*map(re.escape, INDEX_HOSTS), INDEX_PATH], ids=[*INDEX_HOSTS, "index path"])
def test_no_address_of_a_package_index_is_committed(pattern: str) -> None:
    assert places(pattern) == []


@pytest.mark.parametrize("pattern", [MACHINE_PATH, WINDOWS_HOME], ids=["unix", "windows"])
def test_no_path_of_a_machine_is_committed(pattern: str) -> None:
    assert places(pattern) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("cd /" + "root/project", True),
        ('"/' + 'home/someone/logs"', True),
        ("--out=/" + "tmp/out", True),
        ("src/" + "tmp/name", False),
        ("see docs/" + "work/day.md", False),
        ("a / b", False),
    ],
)
def test_what_counts_as_a_path_of_a_machine(text: str, found: bool) -> None:
    assert bool(re.search(MACHINE_PATH, text)) is found
