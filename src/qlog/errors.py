"""The error tree: every failure a user can meet, with its exit code and its words in two languages.

A message says what happened, where (file, line, column) and what to do. It never holds the value of a cell.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Message:
    """One sentence for a person, in Japanese and in English; it names files, lines and columns, never values."""

    ja: str
    en: str

    def in_language(self, lang: str) -> str:
        """Return the sentence in ``lang`` ("ja" or "en")."""
        return self.en if lang == "en" else self.ja


class QlogError(Exception):
    """Base of all errors that are not a defect of qlog; ``str()`` gives the Japanese sentence."""

    exit_code = 1

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(ja)
        self.message = Message(ja=ja, en=en)

    def __reduce__(self) -> tuple[Any, ...]:
        """Say how to copy the error into another process: its args alone hold one language only."""
        return _rebuilt, (type(self), self.args), vars(self)


def _rebuilt(kind: type[QlogError], args: tuple[str, ...]) -> QlogError:
    return kind.__new__(kind, *args)


class SettingsError(QlogError):
    """The command line, qlog.toml or a layout file asks for something that cannot be done."""

    exit_code = 2


class NothingReadError(QlogError):
    """Not one row could be read: a missing file, an empty folder, or files that are no log."""

    exit_code = 3


class OutputError(QlogError):
    """The output could not be written; what stood there before is untouched."""

    exit_code = 5


class EngineError(QlogError):
    """The engine is missing or refused to work."""

    exit_code = 2


# run finished, but some input was refused (said where): no exception, an exit code of its own
EXIT_DONE_WITH_REFUSALS = 4
