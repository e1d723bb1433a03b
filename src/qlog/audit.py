"""Looks at what is there: outputs against their record, and a workspace against what it needs."""

import json
from dataclasses import dataclass
from pathlib import Path

from qlog.errors import Message, NothingReadError
from qlog.files import hash_file
from qlog.intake import delivery_key
from qlog.months import month_text, parse_month
from qlog.reading import find_inputs
from qlog.store import Store
from qlog.workspace import REFERENCE_NAMES, Workspace


@dataclass(frozen=True)
class Verified:
    """Files that are as the record says, and what is not."""

    good: int
    problems: tuple[Message, ...]


def verify(out: Path) -> Verified:
    """Compare every file of an output with the SHA-256 in its run.json; raises NothingReadError without a record."""
    path = out / "run.json"
    try:
        outputs: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))["outputs"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NothingReadError(
            ja=f"「{path}」を読めません。qlog run が書き出したフォルダーを指定してください。",
            en=f"cannot read {path}: name a folder written by qlog run",
        ) from error
    problems = []
    for name, digest in sorted(outputs.items()):
        file = out / name
        if not file.is_file():
            problems.append(Message(ja=f"{name}　がありません", en=f"{name} is missing"))
        elif hash_file(file) != digest:
            problems.append(
                Message(ja=f"{name}　は書き出した後に変わっています", en=f"{name} has changed since the run")
            )
    return Verified(len(outputs) - len(problems), tuple(problems))


@dataclass(frozen=True)
class Status:
    """A workspace: months stored, files not yet read, months missing in between, reference files that are not there."""

    months: tuple[str, ...]
    new_files: tuple[str, ...]
    missing_months: tuple[str, ...]
    missing_references: tuple[str, ...]
    results: tuple[str, ...]


def status(workspace: Workspace) -> Status:
    """Return what is there, what is due and what is missing; nothing is read but names and hashes."""
    store = Store(workspace.root / "store")
    known = set(store.keys)
    try:
        sources = find_inputs((workspace.logs,))
    except NothingReadError:
        sources = []
    new = [source.label for source in sources if delivery_key(source, hash_file(source.path)) not in known]
    held = {parse_month(month) or 0 for month in store.months}
    between = range(min(held), max(held)) if held else range(0)
    results = sorted(path.parent.name for path in (workspace.root / "out").glob("*/run.json"))
    return Status(
        months=tuple(store.months),
        new_files=tuple(new),
        missing_months=tuple(month_text(index) for index in between if index not in held),
        missing_references=tuple(name for kind, name in REFERENCE_NAMES.items() if kind not in workspace.references),
        results=tuple(results),
    )
