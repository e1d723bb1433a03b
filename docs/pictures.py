"""Makes docs/pictures/: the first page of every sheet of the sample office's workbook, as LibreOffice prints it.

    python docs/pictures.py

Needs LibreOffice 25.2 or later and poppler-utils.
"""

import subprocess
import tempfile
from pathlib import Path

import openpyxl

import qlog

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
DOTS_PER_INCH = 80


def main() -> None:
    """Write one PNG a sheet."""
    references = ROOT / "sample_logs" / "reference"
    findings = qlog.analyze(
        qlog.read_logs(ROOT / "sample_logs"),
        references=qlog.read_references(
            tickets=references / "tickets.csv",
            other_law=references / "other_law.csv",
            caseworkers=references / "caseworkers.csv",
        ),
    )
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        book = qlog.write_workbook(findings, folder / "office.xlsx", edition="2007")
        names = [sheet.title for sheet in openpyxl.load_workbook(book) if sheet.sheet_state == "visible"]
        pdf = _as_pdf(book, folder)
        PICTURES.mkdir(exist_ok=True)
        for number, (name, page) in enumerate(_first_pages(pdf, names).items(), start=1):
            target = PICTURES / f"{number:02d}_{name}"
            _run("pdftoppm", "-r", DOTS_PER_INCH, "-png", "-singlefile", "-f", page, "-l", page, pdf, target)


def _as_pdf(book: Path, folder: Path) -> Path:
    profile = (folder / "profile").as_uri()
    _run("soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", folder, book)
    return book.with_suffix(".pdf")


def _first_pages(pdf: Path, names: list[str]) -> dict[str, int]:
    """Return the first page of every sheet: each page carries the name of its sheet at the end of its header."""
    pages = _run("pdftotext", "-layout", pdf, "-").split("\f")
    found: dict[str, int] = {}
    for number, text in enumerate(pages, start=1):
        header = next((line.strip() for line in text.splitlines() if line.strip()), "")
        name = next((name for name in sorted(names, key=len, reverse=True) if header.endswith(name)), None)
        if name is not None:
            found.setdefault(name, number)
    return found


def _run(*words: object) -> str:
    done = subprocess.run([str(word) for word in words], capture_output=True, encoding="utf-8", check=True)  # noqa: S603
    return done.stdout


if __name__ == "__main__":
    main()
