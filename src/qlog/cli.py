"""The door of the command line: exit codes, errors in plain words, and an answer to --version without delay."""

import os
import signal
import sys
import threading
import traceback
from pathlib import Path
from typing import Final, NoReturn

from qlog import __version__

_STOPPED: Final = 130  # what shells say of a program ended by Ctrl+C


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit with the codes of the contract: 0 done, 1 defect, 2 usage, 3, 4 or 5."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words == ["--version"]:  # answered before anything heavy is imported
        sys.stdout.write(f"qlog {__version__}\n")
        sys.exit(0)
    _prepare()
    lang, words = _language(words)
    sys.exit(_run(words, lang))


def serve() -> None:
    """Run the commands that come on stdin as lines of JSON, one after the other, for :mod:`qlog.many`.

    Each is answered on stdout by a line of JSON: exit code, what went to stdout, what went to stderr.
    """
    import io
    import json
    from contextlib import redirect_stderr, redirect_stdout

    _prepare()
    answers = sys.stdout
    for line in sys.stdin:
        lang, words = _language(json.loads(line))
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = _run(words, lang)
        answers.write(json.dumps([code, out.getvalue(), err.getvalue()]) + "\n")
        answers.flush()
        if code == _STOPPED:
            return


def _prepare() -> None:
    os.umask(0o077)  # whatever is written is for its owner alone
    _speak_utf8()
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _stop)


def _stop(_number: int, _frame: object) -> NoReturn:
    """Leave as after Ctrl+C: temporary directories go."""
    raise KeyboardInterrupt


def _run(words: list[str], lang: str) -> int:
    from qlog.unchanged import last_out

    out = last_out(words)
    if out is not None:
        sys.stdout.write(
            f"nothing new since the last run; its results: {out}\n"
            if lang == "en"
            else f"前回から新しいものはありません。前回の結果：{out}\n"
        )
        return 0
    from qlog.commands import run_commands
    from qlog.errors import QlogError

    try:
        code = run_commands(words, lang)
        if code == _STOPPED:  # typer has taken the interrupt
            raise KeyboardInterrupt
        return code
    except QlogError as error:
        sys.stderr.write(error.message.in_language(lang) + "\n")
        return error.exit_code
    except KeyboardInterrupt:
        sys.stderr.write(
            "stopped; the output is as it was\n" if lang == "en" else "中断しました。出力は元のままです。\n"
        )
        return _STOPPED
    except Exception as error:  # noqa: BLE001  # the last door: a traceback could show a row
        sys.stderr.write(_defect(error, lang))
        return 1


def _defect(error: Exception, lang: str) -> str:
    """Name kind and place of a defect; the words of the exception are left out, they may hold a value of a cell."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{type(error).__name__} {Path(frame.filename).name}:{frame.lineno}"
    if lang == "en":
        return f"a defect of qlog; please report this line, it holds no personal value: {place}\n"
    return (
        f"qlog の不具合です。出力は元のままです。次の一行を開発者に知らせてください（個人の値は含みません）：{place}\n"
    )


def _language(words: list[str]) -> tuple[str, list[str]]:
    """Take ``--lang en`` or ``--lang ja`` out of the words: it may stand anywhere."""
    if "--lang" not in words:
        return "ja", words
    at = words.index("--lang")
    lang = words[at + 1] if at + 1 < len(words) else ""
    if lang not in {"ja", "en"}:
        sys.stderr.write("--lang には ja か en を指定してください。\n")
        sys.exit(2)
    return lang, words[:at] + words[at + 2 :]


def _speak_utf8() -> None:
    """Write Japanese also where the console's code page is another one (Windows, C locale)."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and not stream.isatty():
            reconfigure(encoding="utf-8", errors="replace")
        elif reconfigure is not None:
            reconfigure(errors="replace")
