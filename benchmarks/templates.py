# ruff: noqa: ANN401  # objects of LibreOffice have no types
"""How long LibreOffice takes to compute: a pasted blank workbook, the plain form it replaces, a changed threshold.

Under the Python of the system, which knows LibreOffice, this file is itself the program that measures:
``/usr/bin/python3 benchmarks/templates.py JOB_IN_JSON``. So it imports nothing but the standard library at the top.
"""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from time import perf_counter, sleep
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
SYSTEM_PYTHON: Final = "/usr/bin/python3"
TEMPLATE: Final = ROOT / "templates" / "excel" / "qlog_template_excel2007_60000rows.xlsx"
ROWS: Final = 60_000
PLAIN_ROWS: Final = 10_000  # the plain form grows with the square: at 60,000 rows it would take most of an hour
THRESHOLD: Final = "月の日数"
_SHOWN: Final = ("頻回受診の傾向", "E3")  # how many rows reach the threshold
_PATIENCE: Final = 3_600  # seconds
_CONNECTING: Final = 60  # seconds


def measure(job: dict[str, Any]) -> list[list[float]]:
    """Let LibreOffice do a job (see :func:`_do`) and return the seconds of each step: wall, processor."""
    command = [SYSTEM_PYTHON, __file__, json.dumps(job)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        try:
            printed, _ = process.communicate(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    if process.returncode:
        raise RuntimeError(f"LibreOffice could not do: {job}")
    seconds: list[list[float]] = json.loads(printed.splitlines()[-1])
    return seconds


def prepare(logs: Path, folder: Path) -> None:
    """Write what is measured: rows to paste, the plain form, and the filled workbooks of the same office."""
    import qlog
    from qlog.export.office import build_office_month, save_workbook

    folder.mkdir(exist_ok=True)
    write_rows(logs, ROWS, folder / "rows.csv")
    for lists in (1, 3):
        write_plain(folder / "rows.csv", PLAIN_ROWS, folder / f"plain-{lists}.xlsx", lists=lists)
    findings = qlog.analyze(qlog.read_logs(logs))
    shown = build_office_month(findings, findings.payers[0], date(2026, 11, 20))
    save_workbook(shown, folder / "filled-2007.xlsx", edition="2007")
    save_workbook(shown, folder / "filled-2021.xlsx", edition="2021")


def write_rows(logs: Path, rows: int, target: Path) -> None:
    """Write the first ``rows`` rows of a folder of logs below one header, as a person would paste them."""
    found: list[list[str]] = []
    for path in sorted(logs.glob("*.csv")):
        with path.open(encoding="cp932", newline="") as file:
            header, *data = csv.reader(file)
        found += data
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *found[:rows]])


def write_plain(rows: Path, count: int, target: Path, *, lists: int) -> None:
    """Write the form everybody would build, COUNTIFS and SUMIFS in every row, for one list or for all three.

    One list: days of each recipient at each institution. Three: also days of each recipient, three months of both,
    days without a ticket, checks and institutions of a day.
    """
    import xlsxwriter

    with rows.open(encoding="utf-8", newline="") as file:
        data = list(csv.reader(file))[1 : count + 1]
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet("plain")
    for row, cells in enumerate(data, start=1):
        kept = (cells[5], cells[2], cells[0][:8], cells[1], cells[12], cells[0][:6], cells[2][2:3])
        for column, text in enumerate(kept):
            sheet.write_string(row, column, text)
        for column, formula in enumerate(_plain_formulas(row + 1, len(data) + 1, lists), start=len(kept)):
            sheet.write_formula(row, column, formula)
    book.close()


def _plain_formulas(at: int, last: int, lists: int) -> list[str]:
    """Return the formulas of a row after A recipient, B institution, C day, D method, E ticket, F month, G kind."""

    def same(columns: str, end: int = last) -> str:
        return ",".join(f"{name}$2:{name}${end},{name}{at}" for name in columns)

    def up_to_here(columns: str) -> str:
        return f'COUNTIFS({same(columns, at)},D$2:D{at},"<>04")'

    first = f'=IF(D{at}="04",0,IF({up_to_here("ABC")}=1,1,0))'  # H: first check of the day at the institution
    if lists == 1:
        return [first, f"=SUMIFS(H$2:H${last},{same('ABF')})"]
    months = [f'F$2:F${last},"{month}"' for month in ("202608", "202609", "202610")]
    return [
        first,
        f'=IF(OR(D{at}="04",G{at}<>"1"),0,IF({up_to_here("ACG")}=1,1,0))',  # I: anywhere
        *(f"=SUMIFS(H$2:H${last},{same('AB')},{month})" for month in months),
        *(f"=SUMIFS(I$2:I${last},{same('A')},{month})" for month in months),
        f'=SUMIFS(H$2:H${last},{same("ABF")},E$2:E${last},"")',
        f'=COUNTIFS({same("ABC")},D$2:D${last},"<>04")',
        f'=SUMIFS(H$2:H${last},{same("AC")},G$2:G${last},"1")',
    ]


class _Office:
    """A running LibreOffice: ``desktop`` loads documents."""

    def __init__(self, desktop: Any, group: int) -> None:
        self.desktop = desktop
        self._group = group

    def timed(self, work: Any) -> list[float]:
        """Do something and return the seconds it took: wall, processor."""
        begin, used = perf_counter(), self._used()
        work()
        return [perf_counter() - begin, self._used() - used]

    def _used(self) -> float:
        """Return the seconds of processor time its processes have used."""
        ticks = 0
        for path in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):  # it has ended meanwhile
                fields = path.read_text().rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12]) if int(fields[2]) == self._group else 0
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def _libreoffice() -> Iterator[_Office]:
    """Start LibreOffice with a profile of its own; it ends with the block."""
    import uno  # type: ignore[import-not-found]  # of the system

    with tempfile.TemporaryDirectory(prefix="qlog-libreoffice-") as home:
        pipe = f"qlog{os.getpid()}"
        words = ["soffice", f"-env:UserInstallation={Path(home).as_uri()}", "--headless", "--norestore"]
        # what is called soffice only starts the program: both are ended together
        process = subprocess.Popen(
            [*words, f"--accept=pipe,name={pipe};urp;"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            local = uno.getComponentContext()
            resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
            context = _connected(resolver, f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            yield _Office(desktop, process.pid)
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _connected(resolver: Any, address: str) -> Any:
    for _ in range(2 * _CONNECTING):
        try:
            return resolver.resolve(address)
        except Exception:  # noqa: BLE001  # it is no Python class, and only means: not yet
            sleep(0.5)
    raise RuntimeError("LibreOffice does not answer")


def _do(office: _Office, job: dict[str, Any]) -> list[list[float]]:
    """Open ``file``, paste ``rows`` if given; compute everything, or change the threshold to each of ``thresholds``."""
    with tempfile.TemporaryDirectory(prefix="qlog-templates-") as folder:
        copy = Path(shutil.copy(job["file"], folder))  # no lock is left beside the file
        document = office.desktop.loadComponentFromURL(copy.as_uri(), "_blank", 0, ())
        document.enableAutomaticCalculation(False)
        if "rows" in job:
            _paste(document, Path(job["rows"]))
        if "thresholds" not in job:
            return [office.timed(document.calculateAll)]
        return [_changed(office, document, value) for value in job["thresholds"]]


def _changed(office: _Office, document: Any, value: int) -> list[float]:
    """Change the threshold. Raises RuntimeError if nothing follows it."""
    cell, before = document.NamedRanges.getByName(THRESHOLD).getReferredCells(), _shown(document)
    cell.setValue(value)
    seconds = office.timed(document.calculate)
    if _shown(document) == before:
        raise RuntimeError("the threshold changed nothing")
    return seconds


def _paste(document: Any, path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        data = tuple(tuple(row) for row in csv.reader(file))
    sheet = document.Sheets.getByName("ログ貼付")
    sheet.getCellRangeByPosition(0, 0, len(data[0]) - 1, len(data) - 1).setDataArray(data)


def _shown(document: Any) -> str:
    sheet, address = _SHOWN
    shown: str = document.Sheets.getByName(sheet).getCellRangeByName(address).getString()
    return shown


if __name__ == "__main__":
    with _libreoffice() as found:
        print(json.dumps(_do(found, json.loads(sys.argv[1]))))
