"""run.json: what went in, by which settings and versions, what came out, and how long each station took."""

import json
import platform
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from qlog import __version__
from qlog.errors import Message
from qlog.reading import FileReport

Progress = Callable[[Message], None]
_PACKAGES: Final = ("duckdb", "pandas", "pyarrow", "XlsxWriter")


@dataclass
class Manifest:
    """The record of one run; it holds counts, hashes and names of files, never the value of a cell."""

    month: str = ""
    inputs: list[dict[str, Any]] = field(default_factory=list)
    references: list[dict[str, Any]] = field(default_factory=list)
    returned: list[dict[str, Any]] = field(default_factory=list)  # workbooks filled by caseworkers
    settings: dict[str, Any] = field(default_factory=dict)
    tables: dict[str, int] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)  # what earlier runs wrote and this one leaves where it is
    counts: dict[str, int] = field(default_factory=dict)
    coverage: list[dict[str, Any]] = field(default_factory=list)
    changes: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, station: str) -> Iterator[None]:
        """Record how long a station took."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[station] = round(self.seconds.get(station, 0.0) + time.perf_counter() - start, 3)

    def write(self, path: Path) -> None:
        """Write the record as JSON (UTF-8)."""
        record = {"qlog": __version__, "python": platform.python_version(), "packages": _versions(), **vars(self)}
        path.write_text(json.dumps(record, ensure_ascii=False, indent=2, default=str) + "\n", encoding="utf-8")


def _versions() -> dict[str, str]:
    return {package: metadata.version(package) for package in _PACKAGES}


def report_record(report: FileReport) -> dict[str, object]:
    """Return what run.json says of one file: its hash, its counts, the reasons."""
    reasons = Counter[str]()
    for reject in report.rejects:
        reasons[reject.reason] += reject.count
    return {
        "file": report.file,
        "sha256": report.sha256,
        "bytes": report.size,
        "encoding": report.encoding,
        "layout": report.layout,
        "data_rows": report.data_rows,
        "accepted": report.accepted,
        "rejected": report.rejected,
        "reasons": dict(sorted(reasons.items())),
        "refused": report.refused.ja if report.refused else None,
    }
