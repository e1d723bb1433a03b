"""Errors cross from one process to another whole: both languages, the exit code, what else they hold."""

import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from qlog.errors import EngineError, NothingReadError, OutputError, QlogError, SettingsError
from qlog.settings import Settings


def _fail() -> None:
    raise OutputError(ja="書き込めません。", en="cannot write")


@pytest.mark.parametrize("kind", [QlogError, SettingsError, NothingReadError, OutputError, EngineError])
def test_an_error_comes_back_as_it_was(kind: type[QlogError]) -> None:
    error = kind(ja="だめです。", en="no")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  # our own bytes
    assert (type(again), str(again), again.message, again.exit_code) == (
        kind,
        "だめです。",
        error.message,
        kind.exit_code,
    )


def test_an_error_with_a_constructor_of_its_own_comes_back() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings(frequent={"month_days": -1})
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301  # our own bytes
    assert (type(again), again.message, vars(again)) == (type(caught.value), caught.value.message, vars(caught.value))


def test_an_error_of_another_process_reaches_the_one_that_waits() -> None:
    with (
        ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool,
        pytest.raises(OutputError) as caught,
    ):
        pool.submit(_fail).result()
    assert caught.value.message.en == "cannot write"
