"""A folder an office works in month after month: settings, deliveries, reference files, store, results."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from qlog import schema
from qlog.errors import OutputError
from qlog.files import PRIVATE_PREFIX, output_errors, write_atomically
from qlog.swap import undo_unfinished
from qlog.unchanged import FOLDERS, SETTINGS

_SUFFIXES: Final = (".csv", ".xlsx")
# what a reference file is called, in the folder and on the command line
REFERENCE_NAMES: Final = {kind: kind for kind in schema.REFERENCE_TABLES} | {"institution_names": "institutions"}
_LOCK: Final = ".qlog-lock"
_READ_ME: Final = """このフォルダーの使い方

1. logs/ に、ダウンロードした資格確認実績ログを入れます（前に入れたものはそのままで構いません）。
2. reference/ に、ある場合だけ、次の名前の一覧を入れます（CSV または xlsx）：
   tickets（医療券・調剤券）、other_law（他法）、caseworkers（担当員）、institutions（医療機関等）、
   aliases（受給者番号の変更）
3. このフォルダーを指定して qlog run を実行します。結果は out/年-月/ にできます。
   項目名などの違うログは、qlog inspect ログ --write このフォルダー/layouts/名前.toml で作った
   レイアウトを確かめてから実行します。layouts/ に入れたものは、次からも使われます。
4. 担当員が記入したブックは、ledger/ に入れます。次に実行したとき、記入が翌月のブックに引き継がれます。

store/ は読み込んだログの控えです。個人の情報を含みます。
このフォルダー全体を、担当者だけが見られる場所に置いてください。
"""


@dataclass(frozen=True)
class Workspace:
    """The places in a workspace; a folder is one if it holds qlog.toml."""

    root: Path

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.root / SETTINGS

    @property
    def logs(self) -> Path:
        """Where deliveries are put."""
        return self.root / "logs"

    @property
    def ledger(self) -> Path | None:
        """Where returned workbooks are put; None if the folder is not there."""
        folder = self.root / "ledger"
        return folder if folder.is_dir() else None

    @property
    def layouts(self) -> list[Path]:
        """The office's own layouts, in a stable order; a log is read by the one that fits it."""
        return sorted((self.root / "layouts").glob("*.toml"))

    def out(self, month: str) -> Path:
        """Where the results of a month go."""
        return self.root / "out" / month

    @property
    def results(self) -> list[Path]:
        """Folders of the months with results, in order."""
        return sorted(record.parent for record in (self.root / "out").glob("*/run.json"))

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other runs out; raises OutputError if one is at work here. The lock goes with the process."""
        with locked(self.root):
            self._remove_leftovers()
            yield

    def _remove_leftovers(self) -> None:
        """Remove what killed runs left: only under the lock is it sure that nobody is using it."""
        for path in list(self.root.rglob(f"{PRIVATE_PREFIX}????????")):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)

    @property
    def references(self) -> dict[str, Path]:
        """Reference files that are there: kind -> path."""
        found: dict[str, Path] = {}
        for kind, name in REFERENCE_NAMES.items():
            for suffix in _SUFFIXES:
                path = self.root / "reference" / f"{name}{suffix}"
                if path.is_file():
                    found.setdefault(kind, path)
        return found


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Keep other runs out of ``root``, and put back what a killed one had half moved there.

    Raises OutputError if another run is at work in ``root``, or it cannot be written.
    """
    lock = FileLock(root / _LOCK, blocking=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise OutputError(
            ja=f"ほかの qlog が、いま「{root}」を使っています。終わってから、もう一度実行してください。",
            en=f"another qlog is at work in {root}: run again when it has ended",
        ) from error
    except OSError as error:
        raise OutputError(
            ja=f"「{root}」に書き込めません。フォルダーの権限を確かめてください。",
            en=f"cannot write to {root}: check its permissions",
        ) from error
    try:
        with output_errors(root):
            undo_unfinished(root)
        yield
    finally:
        lock.release()


@contextmanager
def locked_for_once(out: Path) -> Iterator[None]:
    """As :func:`locked`, for a folder of results that is no workspace: nothing stays there but the results."""
    with locked(out):
        try:
            yield
        finally:
            with suppress(OSError):  # Windows does not remove what is open; then it stays, and does no harm
                (out / _LOCK).unlink()


def workspace_of(inputs: tuple[Path, ...]) -> Workspace | None:
    """Return the workspace if ``inputs`` is exactly one folder that is one."""
    if len(inputs) == 1 and (inputs[0] / SETTINGS).is_file():
        return Workspace(inputs[0])
    return None


def create_workspace(root: Path) -> Workspace:
    """Make a workspace in ``root``; raises OutputError if there is one already."""
    from qlog.settings import settings_toml

    workspace = Workspace(root)
    if workspace.settings.exists():
        raise OutputError(
            ja=f"「{root}」には、もう {SETTINGS} があります。別のフォルダーを指定してください。",
            en=f"{root} holds a {SETTINGS} already: choose another folder",
        )
    with output_errors(root):
        for folder in (*FOLDERS, "out"):
            (root / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    with write_atomically(root / "はじめに.txt") as temporary:
        temporary.write_text(_READ_ME, encoding="utf-8-sig")
    with write_atomically(workspace.settings) as temporary:
        temporary.write_text(settings_toml(), encoding="utf-8")
    return workspace
