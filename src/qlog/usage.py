"""Mistakes in the words of a command, said in plain Japanese."""

from typing import Any, Final

import typer

from qlog.errors import SettingsError

# typer exports the kinds of its usage errors, but not the class they share
UsageError: Final[type[Exception]] = typer.BadParameter.__mro__[1]


def usage_error(error: Any) -> SettingsError:  # noqa: ANN401  # a UsageError, whose class typer does not export
    """Return what is wrong with the words, and where to look it up."""
    parameter = getattr(error, "param", None)
    name = parameter.opts[-1] if parameter is not None and parameter.opts else ""
    option = name if name.startswith("-") else getattr(error, "option_name", "")
    match type(error).__name__:
        case "MissingParameter" if not option:
            what = "入力（ログのファイルかフォルダー）がありません"
        case "MissingParameter":
            what = f"「{option}」の指定がありません"
        case "NoSuchOption":
            what = f"「{option}」という指定はありません"
        case "BadParameter":
            what = f"「{option or name}」の値が正しくありません"
        case _:
            what = "指定に誤りがあります"
    command = error.ctx.command_path if error.ctx is not None else "qlog"
    return SettingsError(
        ja=f"{what}。{command} --help で使い方を確かめてください。",
        en=f"{error.format_message()} See {command} --help.",
    )
