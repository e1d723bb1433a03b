"""Invented logs of any size for the benchmarks, made once a run (or once for all, in a folder that is kept)."""

import shutil
from pathlib import Path
from typing import Final

from benchmarks.measure import run, task

MONTHS: Final = 12
_ROWS_A_MONTH: Final = 4.55  # of one recipient, as qlog.sample makes them
_OFFICE: Final = 50_000  # recipients


class Data:
    """Twelve monthly logs in CP932 of about so many rows, and what is made from them."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def logs(self, rows: int, *, months: int = MONTHS, encoding: str = "cp932", offices: int = 0) -> Path:
        """Return a folder with logs of about ``rows`` rows."""
        recipients = round(rows / months / _ROWS_A_MONTH)
        folder = self.home / f"{rows}-{months}-{offices}-{encoding}"
        if not folder.exists():
            made = folder.with_suffix(".new")
            shutil.rmtree(made, ignore_errors=True)
            run(task("make", made, recipients, months, offices or -(-recipients // _OFFICE), encoding))
            made.rename(folder)
        return folder

    def first_months(self, logs: Path, months: int) -> Path:
        """Return a folder with the first months of ``logs`` only."""
        folder = logs.with_name(f"{logs.name}-first-{months}")
        folder.mkdir(exist_ok=True)
        for path in sorted(logs.glob("*.csv"))[:months]:
            link = folder / path.name
            if not link.exists():
                link.hardlink_to(path)
        return folder

    def new_folder(self, name: str) -> Path:
        """Return a path in the home of the data at which nothing is."""
        path = self.home / name
        shutil.rmtree(path, ignore_errors=True)
        return path
