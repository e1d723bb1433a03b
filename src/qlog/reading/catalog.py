"""Finds layouts: the shipped ones by name, an office's own by file."""

import tomllib
from functools import cache
from importlib import resources
from pathlib import Path

from pydantic import ValidationError

from qlog.errors import SettingsError
from qlog.reading.layout import Layout

DEFAULT = "default"


def load_layout(name_or_path: str) -> Layout:
    """Return a shipped layout by name, or one from a TOML file. Raises SettingsError with every mistake at once."""
    shipped = shipped_layouts()
    if name_or_path in shipped:
        return shipped[name_or_path]
    path = Path(name_or_path)
    if not path.is_file():
        raise SettingsError(
            ja=f"レイアウト {path.name} がありません。用意されているもの：{'、'.join(shipped)}。"
            "または TOML ファイルを指定してください。",
            en=f"no layout {path.name}; shipped are {', '.join(shipped)}; or give a TOML file",
        )
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
    folder = resources.files("qlog.reading") / "layouts"
    files = [file for file in folder.iterdir() if file.name.endswith(".toml")]
    layouts = [parse_layout(file.read_text(encoding="utf-8"), file.name) for file in files]
    return {layout.name: layout for layout in sorted(layouts, key=lambda layout: (layout.name != DEFAULT, layout.name))}


@cache
def reference_layout(kind: str) -> Layout:
    """Return the layout of a reference file (a key of schema.REFERENCE_TABLES)."""
    file = resources.files("qlog.reading") / "layouts" / "reference" / f"{kind}.toml"
    return parse_layout(file.read_text(encoding="utf-8"), file.name)


def parse_layout(text: str, file: str) -> Layout:
    """Validate the TOML ``text`` of ``file``. Raises SettingsError naming every mistake and its place."""
    try:
        return Layout.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            ja=f"レイアウトのファイル {file} は TOML として読めません：{error}",
            en=f"layout file {file} is not TOML: {error}",
        ) from error
    except ValidationError as error:
        places = [f"{'.'.join(map(str, item['loc']))} {item['msg']}" for item in error.errors(include_input=False)]
        raise SettingsError(
            ja=f"レイアウトのファイル {file} に誤りがあります：\n" + "\n".join(places),
            en=f"layout file {file} has mistakes:\n" + "\n".join(places),
        ) from error
