"""qlog.toml -> settings. Whatever is wrong with the file is said with its line."""

import codecs
import re
import tomllib
from pathlib import Path
from typing import Any, Final

from qlog.errors import SettingsError
from qlog.settings.mistakes import InvalidSettingsError
from qlog.settings.model import Settings
from qlog.settings.positions import key_lines

_FULL_WIDTH: Final = re.compile(r"[\u3000“”‘’，．。！-～]")  # what a Japanese keyboard types for ASCII
_TWICE: Final = ("Cannot overwrite", "Cannot declare", "Cannot redefine", "Cannot mutate", "Duplicate")


def load_settings(path: str | Path | None = None) -> Settings:
    """Read ``path`` (qlog.toml: UTF-8, or CP932 as older editors save it); without a path the defaults.

    Raises SettingsError: InvalidSettingsError with every mistake and its line, or, if the file cannot be read or is no
    TOML, where reading stopped.

    >>> qlog.load_settings().frequent.month_days
    15
    """
    if path is None:
        return Settings()
    path = Path(path)
    text = _text(path)
    given = _parsed(text, path.name)
    try:
        return Settings(**given)
    except InvalidSettingsError as error:
        raise InvalidSettingsError(error.mistakes, file=path.name, lines=key_lines(text)) from None


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise SettingsError(
            ja=f"設定ファイル「{path}」がありません。フォルダーとファイルの名前を確かめてください。",
            en=f"there is no settings file {path}: check folder and name",
        ) from None
    except OSError as error:
        raise SettingsError(
            ja=f"設定ファイル「{path}」を開けません。フォルダーを指定していないか、読む権限があるかを確かめてください。",
            en=f"settings file {path} cannot be opened ({type(error).__name__}): a folder, or no permission to read?",
        ) from None
    return _decoded(raw, path.name)


def _decoded(raw: bytes, name: str) -> str:
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))  # as Notepad saves "Unicode"
    encodings = ("utf-16",) if wide else ("utf-8-sig", "cp932")
    first_bad = 0
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError as error:
            first_bad = first_bad or error.start
    line = raw[:first_bad].count(b"\n") + 1
    raise SettingsError(
        ja=f"設定ファイル「{name}」の {line} 行目の文字を読めません。"
        "メモ帳などで開き、文字コード「UTF-8」を選んで保存し直してください。",
        en=f"settings file {name}, line {line}: neither UTF-8 nor CP932; save it as UTF-8",
    )


def _parsed(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits is a plain ValueError
        raise _syntax_error(str(error), text, name) from None


def _syntax_error(said: str, text: str, name: str) -> SettingsError:
    lines = text.replace("\r\n", "\n").split("\n")
    place = re.search(r"at line (\d+), column (\d+)", said)
    line, column = (int(place[1]), int(place[2])) if place else (len(lines), 1)
    ja, en = _hint(said, lines[line - 1])
    return SettingsError(
        ja=f"設定ファイル「{name}」の {line} 行目（{column} 文字目）で、読むのが止まりました。"
        f"{ja}ここを直すと、続きを調べます。",
        en=f"settings file {name}, line {line}, column {column}: {en}; what follows is checked once this is right",
    )


def _hint(said: str, line: str) -> tuple[str, str]:
    """Say what is probably wrong, in Japanese and in English."""
    if said.startswith(_TWICE):
        return (
            "同じ見出しか同じ項目が、前にもあります。一つにまとめてください。",
            "this section or key stands above already; keep one",
        )
    if _FULL_WIDTH.search(line.split("#", maxsplit=1)[0]):
        return (
            '全角の文字が混じっています。数字、=、[ ]、" "、空白は半角で書いてください。',
            "full-width characters; write digits, =, [ ], quotes and blanks in half width",
        )
    return (
        '「month_days = 15」のように「名前 = 値」と書きます。すぐ上の行も含めて、" や ] の閉じ忘れを確かめてください。',
        'write name = value, such as month_days = 15, and look for a missing " or ], also just above',
    )
