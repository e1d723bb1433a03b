"""The site: built without a warning, links and anchors lead somewhere, every page is found, two pages are two."""

import logging
import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

pytest.importorskip("sphinx", reason="Sphinx is missing: it comes with requirements/test.txt")

from docs import build
from tests.docs.fences import DOCS, PAGES

pytestmark = pytest.mark.filterwarnings("ignore::sphinx.deprecation.RemovedInSphinx11Warning")  # of myst-parser itself
NOT_PAGES = {"genindex.html", "search.html"}


@pytest.fixture(scope="module")
def doctrees(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("doctrees")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, doctrees: Path) -> dict[Path, str]:
    """Every page of the site, as HTML; a warning of Sphinx fails here."""
    out = tmp_path_factory.mktemp("site")
    build.build_site(out, doctrees)
    return {path: path.read_text(encoding="utf-8") for path in out.rglob("*.html") if path.name not in NOT_PAGES}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory, doctrees: Path) -> dict[str, build.Page]:
    return {page.name: page for page in build.build_pages(tmp_path_factory.mktemp("pages"), doctrees)}


def article(text: str) -> str:
    return text.partition("<article")[2].partition("</article>")[0]


def links(text: str) -> list[str]:
    return [unescape(link) for link in re.findall(r'<(?:a|img)\b[^>]*\b(?:href|src)="([^"]*)"', text)]


def test_the_site_has_every_page(site: dict[Path, str]) -> None:
    assert len(site) == len(PAGES)


def test_every_link_and_anchor_leads_somewhere(site: dict[Path, str]) -> None:
    broken = []
    for path, text in site.items():
        for link in links(article(text)):
            parts = urlsplit(link)
            if parts.scheme:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            there = target.is_file() and (not parts.fragment or f'id="{unquote(parts.fragment)}"' in target.read_text())
            broken += [] if there else [f"{path.name}: {link}"]
    assert broken == []


def test_every_link_of_a_page_also_leads_somewhere_in_the_repository() -> None:
    broken = []
    for page in PAGES:
        for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            broken += [] if (page.parent / link).is_file() else [f"{page.relative_to(DOCS)}: {link}"]
    assert broken == []


def test_every_page_is_reached_from_the_index(site: dict[Path, str]) -> None:
    """By the links a reader sees in the text, not only by the list at the side."""
    pages = {path.resolve(): text for path, text in site.items()}
    start = next(path for path in pages if path.name == "index.html")
    seen, waiting = {start}, [start]
    while waiting:
        path = waiting.pop()
        found = {(path.parent / unquote(urlsplit(link).path)).resolve() for link in links(article(pages[path]))}
        waiting += (found & pages.keys()) - seen
        seen |= found & pages.keys()
    assert sorted(path.name for path in pages.keys() - seen) == []


def test_no_page_fetches_from_a_network(site: dict[Path, str]) -> None:
    for path, text in site.items():
        fetched = re.findall(r'<(?:link|script|img|iframe)\b[^>]*\b(?:href|src)="((?:https?:)?//[^"]*)"', text)
        assert fetched == [], path.name
    styles = "".join(style.read_text() for style in build.STYLE.parent.glob("*.css"))
    assert "url(" not in styles


def test_no_mark_of_markdown_is_left_in_the_text(site: dict[Path, str]) -> None:
    """Bold beside Japanese punctuation is easily not seen as bold."""
    for path, text in site.items():
        plain = re.sub(r"<(pre|code)\b.*?</\1>", "", article(text), flags=re.DOTALL)
        assert not re.search(r"\*\*|\]\(|^\|", plain, flags=re.MULTILINE), path.name


def test_the_short_guide_has_two_pages_with_their_picture(
    printed: dict[str, build.Page], caplog: pytest.LogCaptureFixture
) -> None:
    pytest.importorskip("weasyprint", exc_type=OSError, reason="Pango is missing: no PDF can be made")
    with caplog.at_level(logging.ERROR, logger="weasyprint"):
        document = build.layout(printed["short-guide"])
    assert len(document.pages) == 2
    assert caplog.messages == []  # such as a picture that is not there


def test_signs_the_font_draws_the_wrong_way_round_are_not_printed() -> None:
    pytest.importorskip("weasyprint", exc_type=OSError, reason="Pango is missing: no PDF can be made")
    document = build.layout(build.Page("a", "題", "<p>1 ≤ 2 ≥ 1</p>", DOCS.as_uri()))
    (paragraph,) = re.findall("1 . 2 . 1", _text(document.pages[0]._page_box))
    assert paragraph == "1 ≦ 2 ≧ 1"


def _text(box: Any) -> str:
    return getattr(box, "text", "") + "".join(map(_text, getattr(box, "children", ())))


def test_a_broken_link_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "docs"
    source.mkdir()
    (source / "conf.py").write_text((DOCS / "conf.py").read_text(encoding="utf-8"), encoding="utf-8")
    (source / "_style").mkdir()
    (source / "_style" / "screen.css").touch()
    (source / "index.md").write_text("# 題\n\n[どこにもない](nowhere.md)\n", encoding="utf-8")
    monkeypatch.setattr(build, "DOCS", source)
    with pytest.raises(build.BuildError):
        build.build_site(tmp_path / "out", tmp_path / "doctrees")
