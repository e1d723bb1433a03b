"""Finds layouts: the shipped ones by name, an office's own by file."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from qlog.errors import SettingsError
from qlog.reading.layout import ColumnForm, Layout, inconsistencies
from qlog.reading.mistakes import Mistake, mistakes_of
from qlog.reading.reasons import reason_text
from qlog.reading.values import Fault, reader

DEFAULT: Final = "default"
_ORDER: Final = (DEFAULT, "institution_7", "validity_text", "no_header")


def load_layout(name_or_path: str) -> Layout:
    """Return a shipped layout by name, or one from a TOML file. Raises SettingsError with every mistake at once."""
    if name_or_path in _ORDER:
        return shipped_layouts()[name_or_path]
    path = Path(name_or_path)
    if not path.is_file():
        raise SettingsError(
            ja=f"レイアウト {path.name} がありません。用意されているもの：{'、'.join(_ORDER)}。"
            "または TOML ファイルを指定してください。",
            en=f"no layout {path.name}; shipped are {', '.join(_ORDER)}; or give a TOML file",
        )
    return read_layout(path)


def read_layout(path: Path) -> Layout:
    """Read an office's own layout file. Raises SettingsError with every mistake at once."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            ja=f"レイアウトのファイル {path.name} を読めません。UTF-8 で保存してください。",
            en=f"layout file {path.name} cannot be read; save it as UTF-8",
        ) from error
    return parse_layout(text, path.name)


@cache
def shipped_layouts() -> dict[str, Layout]:
    """Return the layouts for logs that come with qlog, the default first."""
    return {name: _shipped(_folder() / f"{name}.toml") for name in _ORDER}


@cache
def reference_layout(kind: str) -> Layout:
    """Return the layout of a reference file (a key of schema.REFERENCE_TABLES)."""
    return _shipped(_folder() / "reference" / f"{kind}.toml")


def parse_layout(text: str, file: str) -> Layout:
    """Validate the TOML ``text`` of ``file``. Raises SettingsError naming every mistake and its place."""
    try:
        own = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            ja=f"レイアウトのファイル {file} は TOML として読めません（{error}）。",
            en=f"layout file {file} is not TOML: {error}",
        ) from error
    if own.get("base") not in (None, "", *_ORDER):
        raise _mistaken(file, [Mistake("base", f"{'、'.join(_ORDER)} のどれかにしてください", "no such layout")], text)
    raw = _merged(_raw(own["base"]), own) if own.get("base") else own
    try:
        layout = Layout.model_validate(raw)
    except ValidationError as error:
        raise _mistaken(file, [*mistakes_of(error), *inconsistencies(raw)], text) from error
    if unread := _unread_constants(layout):
        raise _mistaken(file, unread, text)
    return layout


def _unread_constants(layout: Layout) -> list[Mistake]:
    """Return the constants that are no value of their column."""
    mistakes = []
    for name, text in layout.constants.items():
        column, form = layout.column(name), layout.columns.get(name, ColumnForm())
        value = text if column.type == "text" else reader(column, form)(text)
        if isinstance(value, Fault):
            reason = reason_text(value.reason)
            mistakes.append(Mistake(f"constants.{name}", reason.ja, reason.en))
    return mistakes


def _mistaken(file: str, mistakes: list[Mistake], text: str) -> SettingsError:
    return SettingsError(
        ja=f"レイアウトのファイル {file} に誤りがあります。\n" + "\n".join(m.japanese(text) for m in mistakes),
        en=f"layout file {file} has mistakes:\n" + "\n".join(m.english(text) for m in mistakes),
    )


def _folder() -> Traversable:
    return resources.files("qlog.reading") / "layouts"


def _shipped(file: Traversable) -> Layout:
    return parse_layout(file.read_text(encoding="utf-8"), file.name)


@cache
def _raw(base: str) -> dict[str, Any]:
    raw = tomllib.loads((_folder() / f"{base}.toml").read_text(encoding="utf-8"))
    return _merged(_raw(raw["base"]), raw) if raw.get("base") else raw


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``base`` with what ``own`` says instead; tables are merged key by key, everything else is replaced."""
    merged = dict(base) | {"assumed": False, "note": ""} if "columns" in base else dict(base)
    for key, value in own.items():
        both = isinstance(value, Mapping) and isinstance(merged.get(key), Mapping)
        merged[key] = _merged(merged[key], value) if both and key != "codes" else value
    return merged
