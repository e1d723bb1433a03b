"""Commands that make files for an office to begin with: a workspace, blank workbooks, invented logs."""

from pathlib import Path
from typing import Annotated

import typer

from qlog.errors import Message
from qlog.files import output_errors
from qlog.terminal import Terminal

OutOption = Annotated[Path, typer.Option("--out", help="書き出すフォルダー")]


def init(context: typer.Context, folder: Annotated[Path, typer.Argument(metavar="フォルダー")]) -> None:
    """毎月使う作業フォルダーを作ります（設定、logs/、reference/、layouts/、ledger/、out/）。"""
    from qlog.workspace import create_workspace

    workspace = create_workspace(folder)
    terminal: Terminal = context.obj
    terminal.workspace(workspace)


def sample(
    out: OutOption,
    recipients: Annotated[int, typer.Option("--recipients", min=1, help="受給者の数")] = 120,
    months: Annotated[int, typer.Option("--months", min=1, help="月の数")] = 3,
    seed: Annotated[int, typer.Option("--seed", help="乱数の種（同じ種なら同じファイル）")] = 1,
    truth: Annotated[bool, typer.Option("--truth", help="各行の本当の原因も書き出す")] = False,
) -> None:
    """作りもののログを既定のレイアウトで書き出します（実在の人は含みません）。"""
    from qlog.sample import write_sample

    for path in write_sample(out, recipients=recipients, months=months, seed=seed, truth=truth):
        typer.echo(str(path))


def template(context: typer.Context, out: OutOption) -> None:
    """Python のない福祉事務所のための、ログを貼り付けて使う空のブックを書き出します。"""
    from qlog.export.template import write_templates

    terminal: Terminal = context.obj
    with output_errors(out):
        out.mkdir(parents=True, exist_ok=True)
    for path in write_templates(out):
        terminal.say(Message(ja=str(path), en=str(path)))
