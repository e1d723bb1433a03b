"""Runs spec tests on the reference and writes down what goes in and what is expected."""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from tests.spec import given
from tests.spec.adapter import run
from tests.spec.conftest import Found, Judged


@dataclass(frozen=True)
class Expectation:
    """One findings table as a test expects it; ``rows`` None = no row at all; ``only`` = rows with these values."""

    table: str
    only: dict[str, str]
    rows: str | None


@dataclass(frozen=True)
class Case:
    """One judgement: the log, the lists and the settings, and what is expected of it."""

    checks: str
    lists: dict[str, str]
    settings: dict[str, Any] | None
    expected: list[Expectation] = field(default_factory=list)


@dataclass(frozen=True)
class Example:
    """One spec test, and the judgements it makes."""

    name: str
    cases: list[Case]


def examples(module: str) -> Iterator[Example]:
    """Run every test of ``tests.spec.<module>`` that judges tables, in the order they are written."""
    for name, function in vars(import_module(f"tests.spec.{module}")).items():
        if name.startswith("test_") and list(inspect.signature(function).parameters) == ["judge"]:
            cases: list[Case] = []
            function(_Judge(cases))
            yield Example(name.removeprefix("test_"), cases)


class _Judge:
    """Stands where the fixture ``judge`` stands."""

    def __init__(self, cases: list[Case]) -> None:
        self._cases = cases

    def __call__(self, checks: str, *, settings: dict[str, Any] | None = None, **lists: str) -> "_Judged":
        case = Case(checks, lists, settings)
        self._cases.append(case)
        return _Judged(Judged(run("reference", given.log(checks, **lists), given.settings(settings))), case)


class _Judged:
    def __init__(self, found: Judged, case: Case) -> None:
        self._found = found
        self._case = case

    def __getattr__(self, name: str) -> "_Table":
        return _Table(getattr(self._found, name), self._case, name, {})


class _Table:
    """Stands where ``Found`` stands: compares as it does, and writes down what it was compared with."""

    def __init__(self, found: Found, case: Case, name: str, only: dict[str, str]) -> None:
        self._found = found
        self._case = case
        self._name = name
        self._only = only

    def of(self, **values: str) -> "_Table":
        return _Table(self._found.of(**values), self._case, self._name, self._only | values)

    def are(self, table: str) -> None:
        self._found.are(table)
        self._case.expected.append(Expectation(self._name, self._only, table))

    def are_none(self) -> None:
        self._found.are_none()
        self._case.expected.append(Expectation(self._name, self._only, None))
