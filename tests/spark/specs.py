"""Every log of the spec tests judged on Spark in one go; a test then gets the rows of its own log."""

import pkgutil
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import Any

import tests.spec
from qlog.settings import Settings
from tests.reference.model import Log
from tests.spark.merged import Case, Merged, Rows
from tests.spec import given
from tests.spec.adapter import judged, tables_of


def answer(log: Log, settings: Settings) -> dict[str, Rows]:
    """Return what Spark finds of ``log``; one that no spec test judges is judged alone."""
    key = _key(Case(log, settings))
    return _answers()[key] if key in _answers() else tables_of(judged("spark", log, settings))


@cache
def _answers() -> dict[str, dict[str, Rows]]:
    cases = {_key(case): case for case in spec_cases()}
    merged = Merged(list(cases.values()))
    found = merged.split(tables_of(judged("spark", merged.log, merged.settings)))
    return dict(zip(cases, found, strict=True))


def spec_tests() -> dict[str, Callable[..., None]]:
    """Return every spec test under the name of its file and its own."""
    return {
        f"{module.name.rpartition('.')[2]}-{name}": test
        for module in pkgutil.iter_modules(tests.spec.__path__, "tests.spec.")
        for name, test in vars(import_module(module.name)).items()
        if name.startswith("test_")
    }


def spec_cases() -> Iterator[Case]:
    """Yield the log and the settings of every judgement of every spec test."""
    for test in spec_tests().values():
        cases: list[Case] = []
        test(judge=_Judge(cases))
        yield from cases


class _Judge:
    """Stands where the fixture ``judge`` stands, and agrees to every expectation."""

    def __init__(self, cases: list[Case]) -> None:
        self._cases = cases

    def __call__(self, checks: str, *, settings: dict[str, Any] | None = None, **lists: str) -> "_Yes":
        self._cases.append(Case(given.log(checks, **lists), given.settings(settings)))
        return _Yes()


class _Yes:
    def __getattr__(self, name: str) -> "_Yes":
        return self

    def __call__(self, *args: Any, **values: Any) -> "_Yes":
        return self


def _key(case: Case) -> str:
    return f"{case.log!r} {case.settings.model_dump_json()}"
