"""Builds the guides: a site to read in a browser, and one PDF a page to print. Nothing is fetched from a network.

    python docs/build.py --out out/docs

Needs the group ``docs`` of pyproject.toml and, for the PDFs, Pango (on Debian libpango-1.0-0, libpangoft2-1.0-0,
libharfbuzz-subset0). A warning of Sphinx ends the build.
"""

import argparse
import html
import json
import logging
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinx.cmd.build import build_main

if TYPE_CHECKING:
    from weasyprint import Document

DOCS: Final = Path(__file__).parent
STYLE: Final = DOCS / "_style" / "print.css"
NOT_PRINTED: Final = {"index", "genindex", "search"}
# BIZ UDPGothic 1.05 draws ≤ as ≥ and ≥ as ≤; these two it draws right
RIGHT_SIGNS: Final = str.maketrans("≤≥", "≦≧")
CHATTY: Final = ("fontTools", "weasyprint")  # every step of every font


class BuildError(Exception):
    """Sphinx found something wrong; it has said what."""


@dataclass(frozen=True)
class Page:
    """One page as Sphinx wrote it: its name (``rules/visits``), its title, its body as HTML, where its links begin."""

    name: str
    title: str
    body: str
    base: str


def build_site(out: Path, doctrees: Path) -> None:
    """Write the site to ``out``; raises BuildError on any warning."""
    _sphinx("html", out, doctrees)


def build_pages(folder: Path, doctrees: Path) -> Iterator[Page]:
    """Yield every page with a title and no theme around it; ``folder`` holds what Sphinx writes. Raises BuildError."""
    _sphinx("json", folder, doctrees)
    for path in sorted(folder.resolve().rglob("*.fjson")):
        page = json.loads(path.read_text(encoding="utf-8"))
        name = path.relative_to(folder.resolve()).with_suffix("").as_posix()
        if name not in NOT_PRINTED:
            yield Page(name, html.unescape(page["title"]), page["body"], f"{path.with_suffix('').as_uri()}/")


def layout(page: Page) -> "Document":
    """Return one page laid out on paper; a link to another page stays as text, as it leads nowhere there."""
    from weasyprint import CSS, HTML

    body = re.sub(
        r'(<a class="[^"]*\breference internal\b[^"]*") href="(?!#)[^"]*"', r"\1", page.body.translate(RIGHT_SIGNS)
    )
    head = f'<meta charset="utf-8"><title>{html.escape(page.title)}</title>'
    text = f'<!doctype html><html lang="ja"><head>{head}</head><body class="{page.name}">{body}</body></html>'
    return HTML(string=text, base_url=page.base).render(stylesheets=[CSS(filename=STYLE)])


def write_pdf(page: Page, out: Path) -> Path:
    """Write one page as PDF."""
    target = out / f"{page.name.replace('/', '-')}.pdf"
    layout(page).write_pdf(target)
    return target


def build(out: Path) -> list[Path]:
    """Write the site to ``out`` and the PDFs to ``out``/pdf; return the PDFs."""
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as temporary:
        doctrees, pages = Path(temporary) / "doctrees", Path(temporary) / "pages"
        build_site(out, doctrees)
        pdfs = out / "pdf"
        pdfs.mkdir(parents=True, exist_ok=True)
        return [write_pdf(page, pdfs) for page in build_pages(pages, doctrees)]


def _sphinx(builder: str, out: Path, doctrees: Path) -> None:
    words = ["--quiet", "--fail-on-warning", "--keep-going", "-d", str(doctrees), "-b", builder, str(DOCS), str(out)]
    if build_main(words) != 0:
        raise BuildError(builder)


def main() -> int:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description="Builds the guides as HTML and PDF.")
    parser.add_argument("--out", type=Path, default=Path("out/docs"))
    out: Path = parser.parse_args().out
    try:
        pdfs = build(out)
    except BuildError:
        return 1
    sys.stdout.write(f"{out / 'index.html'}, {len(pdfs)} PDF\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
