"""Pinned requirements: every package with version and hashes, from no named place, as pyproject.toml asks."""

import ast
import importlib.metadata
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS: dict[str, list[str]] = PROJECT["project"]["optional-dependencies"]
GROUPS: dict[str, list[str]] = PROJECT["dependency-groups"]
RUN = [*PROJECT["project"]["dependencies"], *GROUPS["build"]]
ASKED = {
    "run.txt": RUN,
    "test.txt": [*RUN, *GROUPS["test"], *GROUPS["style"], *GROUPS["benchmark"]],
    "notebook.txt": [*RUN, *EXTRAS["notebook"]],
}

PARTS = {"pydantic_core": "pydantic"}  # the error class that pydantic's validators are told to raise lives there


def pins(name: str) -> dict[str, dict[Version, int]]:
    """Package -> its pinned versions (several where markers tell them apart) -> number of hashes."""
    found: dict[str, dict[Version, int]] = {}
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if line.startswith("#") or not line.strip():
            continue
        pin = re.match(r"([A-Za-z0-9._-]+)==(\S+)(?:\s*;[^#]*?)?\s+--hash", line)
        assert pin, f"neither a comment nor a pinned requirement: {line[:60]}"
        hashes = len(re.findall(r"--hash=sha256:[0-9a-f]{64}\b", line))
        found.setdefault(canonicalize_name(pin[1]), {})[Version(pin[2])] = hashes
    return found


@pytest.mark.parametrize("name", ASKED)
def test_every_pin_has_hashes(name: str) -> None:
    assert all(hashes for versions in pins(name).values() for hashes in versions.values())


@pytest.mark.parametrize("name", ASKED)
def test_no_line_says_where_packages_come_from(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    assert re.findall(r"--(?!hash=)\S+|https?:|file:|@ ", text) == []


@pytest.mark.parametrize("name", ASKED)
def test_the_pins_satisfy_pyproject(name: str) -> None:
    pinned = pins(name)
    for requirement in map(Requirement, ASKED[name]):
        versions = pinned[canonicalize_name(requirement.name)]
        assert all(requirement.specifier.contains(version) for version in versions), requirement.name


@pytest.mark.parametrize("name", ["test.txt", "notebook.txt"])
def test_one_environment_can_hold_all_files(name: str) -> None:
    run, other = pins("run.txt"), pins(name)
    assert {package: [*other.get(package, {})] for package in run} == {package: [*run[package]] for package in run}


def test_what_builds_the_package_is_what_is_pinned() -> None:
    assert GROUPS["build"] == PROJECT["build-system"]["requires"]


NOT_PACKAGES = {"qlog", "tests", "benchmarks", "docs", "uno"}  # uno comes with LibreOffice, and runs in its Python
TESTED_WITH = [*GROUPS["test"], *GROUPS["notebooks"], *GROUPS["benchmark"]]


def imported_packages(folder: Path) -> set[str]:
    """Top-level names that the code imports and the standard library does not have."""
    nodes = [node for path in folder.rglob("*.py") for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    found = {name.partition(".")[0] for name in names} - set(sys.stdlib_module_names) - NOT_PACKAGES
    return {PARTS.get(name, name) for name in found}


@pytest.mark.parametrize(
    ("folder", "declared"),
    [
        ("src", [*RUN, *EXTRAS["spark"], *EXTRAS["notebook"]]),
        ("tests", [*RUN, *EXTRAS["spark"], *EXTRAS["notebook"], *TESTED_WITH]),
        ("benchmarks", [*RUN, *EXTRAS["spark"], *GROUPS["benchmark"]]),
    ],
)
def test_what_is_imported_is_declared_and_not_there_by_chance(folder: str, declared: list[str]) -> None:
    names = {canonicalize_name(Requirement(line).name) for line in declared}
    origin = importlib.metadata.packages_distributions()
    undeclared = {
        package
        for package in imported_packages(ROOT / folder)
        if names.isdisjoint({canonicalize_name(name) for name in [*origin.get(package, []), package]})
    }
    assert undeclared == set()
