"""The commands: options in, qlog.batch, sentences out. Results go to stdout, progress to stderr."""

from pathlib import Path
from typing import Annotated, Final, NoReturn

import typer

from qlog.errors import EXIT_DONE_WITH_REFUSALS, SettingsError
from qlog.export.formulas import Edition
from qlog.inspecting import inspect, shown_if_unfit
from qlog.making import init, sample, template
from qlog.terminal import Terminal
from qlog.usage import UsageError, usage_error

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)

Inputs = Annotated[list[Path], typer.Argument(metavar="入力...", help="ログのファイルまたはフォルダー")]
LayoutOption = Annotated[str | None, typer.Option("--layout", help="レイアウトの名前、またはファイル")]
MonthOption = Annotated[str | None, typer.Option("--month", help="判定する月 YYYY-MM（省略時はログの最新の月）")]
_EDITIONS: Final[dict[str, tuple[Edition, ...]]] = {
    "2007": ("2007",),
    "2021": ("2021",),
    "both": ("2007", "2021"),
    "none": (),
}


def _reference(name: str, text: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(name, help=text)
    return option


@app.callback()
def _qlog() -> None:
    """医療扶助の資格確認実績ログから、頻回受診の傾向・未委託受診・同日の重複資格確認を調べ、Excel ブックを作ります。"""


@app.command()
def run(
    context: typer.Context,
    inputs: Inputs,
    out: Annotated[
        Path | None, typer.Option("--out", help="書き出すフォルダー（作業フォルダーでは省略できます）")
    ] = None,
    month: MonthOption = None,
    settings: Annotated[Path | None, typer.Option("--settings", help="設定ファイル（qlog.toml）")] = None,
    layout: LayoutOption = None,
    tickets: Annotated[Path | None, _reference("--tickets", "医療券・調剤券の一覧")] = None,
    other_law: Annotated[Path | None, _reference("--other-law", "他法の一覧")] = None,
    caseworkers: Annotated[Path | None, _reference("--caseworkers", "担当員の一覧")] = None,
    institutions: Annotated[Path | None, _reference("--institutions", "医療機関等の一覧")] = None,
    aliases: Annotated[Path | None, _reference("--aliases", "受給者番号の変更の一覧")] = None,
    ledger: Annotated[
        Path | None, typer.Option("--ledger", help="担当員が記入したブック（ファイルまたはフォルダー）")
    ] = None,
    edition: Annotated[str, typer.Option("--edition", help="2007、2021、both、none")] = "both",
    engine: Annotated[str, typer.Option("--engine", help="duckdb または spark")] = "duckdb",
    password_file: Annotated[
        Path | None, typer.Option("--password-file", help="1行目のパスワードで、すべてのブックを暗号化します")
    ] = None,
    pseudonymize: Annotated[
        Path | None, typer.Option("--pseudonymize", help="鍵のファイル：番号を仮名に変え、氏名と生年月日を除きます")
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="複数の作業フォルダーを、同時にいくつ動かすか")] = 1,
    by_caseworker: Annotated[bool, typer.Option("--by-caseworker", help="ブックを担当員ごとに分けます")] = False,
    master: Annotated[str | None, typer.Option("--master", help="Spark のマスター（例：local[2]）")] = None,
) -> None:
    """ログを読み、判定し、表と Excel ブックを書き出します。"""
    from qlog import batch
    from qlog.unchanged import remember, state
    from qlog.workspace import workspace_of

    terminal: Terminal = context.obj
    _look_at_keys(terminal, inputs, pseudonymize, password_file)
    if len(inputs) > 1 and all(workspace_of((root,)) for root in inputs):
        _run_many(terminal, inputs, jobs)
    given = {
        "tickets": tickets,
        "other_law": other_law,
        "caseworkers": caseworkers,
        "institution_names": institutions,
        "aliases": aliases,
    }
    request = batch.RunRequest(
        inputs=tuple(inputs),
        out=out,
        month=month,
        settings=settings,
        layout=layout,
        references={kind: path for kind, path in given.items() if path is not None},
        editions=_editions(edition),
        engine=engine,
        password_file=password_file,
        pseudonymize=pseudonymize,
        ledger=ledger,
        by_caseworker=by_caseworker,
        master=master,
    )
    before = state(request.inputs[0], terminal.words)
    with terminal.progress() as progress:
        result = batch.run(request, progress)
    terminal.intake(result.intake)
    terminal.lists(result.lists)
    terminal.findings(result)
    if result.exit_code == 0 and workspace_of(request.inputs) is not None:
        remember(request.inputs[0], before, result.out)
    raise typer.Exit(result.exit_code)


def _look_at_keys(terminal: Terminal, roots: list[Path], key: Path | None, password_file: Path | None) -> None:
    """Warn of keys and passwords others may read, and of a key that is not the one of earlier months."""
    from qlog.privacy import another_key, open_to_others

    terminal.warn(open_to_others(path for path in (password_file, key) if path is not None))
    if key is not None:
        terminal.warn(warning for root in roots for warning in another_key(root, key))


def _editions(edition: str) -> tuple[Edition, ...]:
    if edition not in _EDITIONS:
        raise SettingsError(
            ja="--edition には 2007、2021、both、none のどれかを指定してください。",
            en="--edition takes 2007, 2021, both or none",
        )
    return _EDITIONS[edition]


def _run_many(terminal: Terminal, roots: list[Path], jobs: int) -> NoReturn:
    from qlog.many import run_many

    words = terminal.words[1:]
    if "--jobs" in words:
        at = words.index("--jobs")
        words = words[:at] + words[at + 2 :]
    options = [word for word in words if Path(word) not in roots]
    with terminal.progress() as progress:
        runs = run_many(roots, options, jobs=jobs, lang=terminal.lang, progress=progress)
    terminal.offices(runs)
    raise typer.Exit(EXIT_DONE_WITH_REFUSALS if any(run.exit_code for run in runs) else 0)


@app.command()
def judge(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="作業フォルダー")],
    settings: Annotated[
        Path | None, typer.Option("--settings", help="設定ファイル（省略時は作業フォルダーの qlog.toml）")
    ] = None,
    month: MonthOption = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="書き出すフォルダー（省略時は作業フォルダーの結果を置き換えます）"),
    ] = None,
    edition: Annotated[str, typer.Option("--edition", help="2007、2021、both、none")] = "both",
    password_file: Annotated[
        Path | None, typer.Option("--password-file", help="1行目のパスワードで、すべてのブックを暗号化します")
    ] = None,
) -> None:
    """ログを読み直さずに、取り込み済みのログを別の設定で判定し直します。"""
    from qlog.batch import RunRequest, judge_again

    request = RunRequest(
        inputs=(folder,),
        out=out,
        month=month,
        settings=settings,
        editions=_editions(edition),
        password_file=password_file,
    )
    terminal: Terminal = context.obj
    _look_at_keys(terminal, [folder], None, password_file)
    with terminal.progress() as progress:
        result = judge_again(request, progress)
    terminal.lists(result.lists)
    terminal.findings(result)


@app.command()
def explain(
    context: typer.Context,
    inputs: Inputs,
    recipient: Annotated[str, typer.Option("--recipient", help="説明する人の受給者番号（変更前の番号でも構いません）")],
    payer: Annotated[str | None, typer.Option("--payer", help="公費負担者番号（福祉事務所が複数あるとき）")] = None,
    month: MonthOption = None,
    settings: Annotated[Path | None, typer.Option("--settings", help="設定ファイル（qlog.toml）")] = None,
    layout: LayoutOption = None,
    tickets: Annotated[Path | None, _reference("--tickets", "医療券・調剤券の一覧")] = None,
    other_law: Annotated[Path | None, _reference("--other-law", "他法の一覧")] = None,
    aliases: Annotated[Path | None, _reference("--aliases", "受給者番号の変更の一覧")] = None,
) -> None:
    """一人の判定の理由を、確認の一件ずつまで画面に示します。

    個人の情報を画面に出すのは、このコマンドだけです。周りに人がいないことを確かめてください。ファイルには書き出しません。
    """
    from qlog.batch import RunRequest
    from qlog.batch import explain as explain_batch

    given = {"tickets": tickets, "other_law": other_law, "aliases": aliases}
    request = RunRequest(
        inputs=tuple(inputs),
        month=month,
        settings=settings,
        layout=layout,
        references={kind: path for kind, path in given.items() if path is not None},
    )
    terminal: Terminal = context.obj
    with terminal.progress() as progress:
        text = explain_batch(request, recipient, payer, progress)
    typer.echo(text)


@app.command()
def check(context: typer.Context, inputs: Inputs, layout: LayoutOption = None) -> None:
    """読むだけ：受け付ける行と、取り込めない行を理由ごとに数えます。"""
    from qlog.batch import check as check_batch

    terminal: Terminal = context.obj
    with terminal.progress() as progress:
        intake = check_batch(inputs, layout, progress)
    terminal.intake(intake)
    intake.require_rows()
    raise typer.Exit(intake.exit_code)


@app.command()
def status(context: typer.Context, folder: Annotated[Path, typer.Argument(metavar="作業フォルダー")]) -> None:
    """作業フォルダーに何があり、何がこれからで、何が足りないかを示します。"""
    from qlog.audit import status as status_of
    from qlog.workspace import workspace_of

    workspace = workspace_of((folder,))
    if workspace is None:
        raise SettingsError(
            ja=f"「{folder}」は作業フォルダーではありません。qlog init で作ってください。",
            en=f"{folder} is no workspace: make one with qlog init",
        )
    terminal: Terminal = context.obj
    terminal.status(status_of(workspace))


@app.command()
def verify(context: typer.Context, out: Annotated[Path, typer.Argument(metavar="出力フォルダー")]) -> None:
    """出力が、記録（run.json）のとおり変わっていないかを確かめます。"""
    from qlog.audit import verify as verify_output

    verified = verify_output(out)
    terminal: Terminal = context.obj
    terminal.verified(verified)
    raise typer.Exit(EXIT_DONE_WITH_REFUSALS if verified.problems else 0)


@app.command()
def aggregate(
    context: typer.Context,
    folders: Annotated[list[Path], typer.Argument(metavar="フォルダー...", help="出力フォルダーまたは作業フォルダー")],
    out: Annotated[Path, typer.Option("--out", help="書き出す CSV（同じ名前の xlsx も作ります）")],
) -> None:
    """多くの事務所の結果を、月・事務所・種別ごとに数えます（10 未満の値は示しません）。"""
    from qlog.aggregate import aggregate as count
    from qlog.published import write_report

    terminal: Terminal = context.obj
    terminal.written(write_report(count(folders), out))


for command in (inspect, init, template, sample):
    app.command()(command)


def run_commands(words: list[str], lang: str) -> int:
    """Run the command ``words`` and return its exit code; mistakes in the words raise SettingsError."""
    terminal = Terminal(lang, words)
    try:
        with shown_if_unfit(terminal):
            result = app(words or ["--help"], prog_name="qlog", standalone_mode=False, obj=terminal)
    except UsageError as error:
        raise usage_error(error) from error
    except typer.Exit as done:
        return done.exit_code
    return int(result or 0)
