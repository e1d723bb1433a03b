"""Workbooks that somebody filled in where qlog had written them: kept before new ones take their place."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from qlog.errors import Message
from qlog.files import hash_file, output_errors, write_atomically
from qlog.ledger.history import set_aside_name


def set_aside(out: Path, folder: Path, *, read_back: bool) -> list[Message]:
    """Copy every workbook of ``out`` that is not as its run.json says into ``folder``, and say so.

    What stands there already, byte for byte, is not copied again. ``read_back``: this run reads ``folder``. Raises
    OutputError: what cannot be kept is not to be replaced either.
    """
    said = []
    for path in _filled(out):
        if _is_there(path, folder):
            continue
        target = _free_name(path, folder)
        with output_errors(target):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with write_atomically(target) as temporary:
            shutil.copy2(path, temporary)
        with output_errors(target):
            target.chmod(0o600)
        said.append(_message(path.name, target, read_back=read_back))
    return said


def recorded_files(out: Path) -> dict[str, str]:
    """Return name -> SHA-256 of every file that runs have written into ``out``; empty without a record to be read."""
    try:
        record = json.loads((out / "run.json").read_text(encoding="utf-8"))
        return {str(name): str(digest) for name, digest in {**record.get("kept", {}), **record["outputs"]}.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _filled(out: Path) -> Iterator[Path]:
    recorded = recorded_files(out)
    for path in sorted((out / "workbooks").glob("*.xlsx")):
        with output_errors(path):
            if not path.name.startswith("~$") and hash_file(path) != recorded.get(f"workbooks/{path.name}"):
                yield path


def _is_there(path: Path, folder: Path) -> bool:
    size, digest = path.stat().st_size, hash_file(path)
    kept = (one for one in folder.rglob("*.xlsx") if one.is_file() and one.stat().st_size == size)
    return any(hash_file(one) == digest for one in kept)


def _free_name(path: Path, folder: Path) -> Path:
    number = 1
    while (folder / set_aside_name(path.name, number)).exists():
        number += 1
    return folder / set_aside_name(path.name, number)


def _message(name: str, target: Path, *, read_back: bool) -> Message:
    ja = "記入は読み戻しています" if read_back else "記入を読み戻すには、--ledger でこのファイルを指定してください"
    en = "its entries are read back" if read_back else "to read its entries back, name it with --ledger"
    return Message(
        ja=f"{name} は書き出した後に変わっていたので、置き換える前に「{target}」に写しました。{ja}。",
        en=f"{name} had changed since it was written: a copy is kept as {target}; {en}",
    )
