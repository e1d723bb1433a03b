"""A mistake in settings: where it is, what is wrong and what would be right; and the error that lists them all."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qlog.errors import Message, SettingsError
from qlog.settings.fields import in_toml

KeyPath = tuple[str, ...]  # ("frequent", "month_days"), ("office", "12016010", "frequent", "month_days")


@dataclass(frozen=True)
class Mistake:
    """One mistake: the key it is about, and the words."""

    path: KeyPath
    message: Message


class InvalidSettingsError(SettingsError, ValueError):
    """Settings that cannot be used: a SettingsError for the command line, a ValueError for Python.

    ``mistakes`` holds all of them; the message lists them one a line, with the line of the file if there is one.
    """

    def __init__(
        self, mistakes: Sequence[Mistake], *, file: str = "", lines: Mapping[KeyPath, int] | None = None
    ) -> None:
        known = lines or {}
        self.mistakes = tuple(sorted(mistakes, key=lambda mistake: line_of(mistake.path, known)))
        ja = [f"設定{f'ファイル「{file}」' if file else ''}に、直すところが {len(mistakes)} か所あります。"]
        en = [f"{len(mistakes)} to put right in {f'settings file {file}' if file else 'the settings'}:"]
        for mistake in self.mistakes:
            line, key = line_of(mistake.path, known), dotted(mistake.path)
            ja.append(f"  {f'{line} 行目: ' if line else ''}{key}: {mistake.message.ja}")
            en.append(f"  {f'line {line}: ' if line else ''}{key}: {mistake.message.en}")
        super().__init__(ja="\n".join(ja), en="\n".join(en))


def dotted(path: KeyPath) -> str:
    """Write a path of keys as TOML does: ``office."12016010".frequent.month_days``."""
    return ".".join(key if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*", key) else shortened(in_toml(key)) for key in path)


def shortened(text: str) -> str:
    """Cut what is too long to repeat in a message."""
    return text if len(text) <= 60 else text[:60] + "…"


def line_of(path: KeyPath, lines: Mapping[KeyPath, int]) -> int:
    """Return the line of a key, else of the section it would stand in, else 0."""
    return next((lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in lines), 0)
