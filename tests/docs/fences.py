"""The blocks of code in a page of the guides, and what its comments say about them.

``<!-- prepare: COMMAND; COMMAND -->`` above a block is run before it: what a reader has done by hand.
``<!-- not run: REASON -->`` keeps a block from being run.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md"))
_FENCE = re.compile(
    r"(?:^ *<!-- (?P<kind>prepare|not run): (?P<said>[^\n]*?) -->\n)?"
    r"^ *```(?P<language>\w+)\n(?P<text>.*?)^ *```$",
    flags=re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Fence:
    """One block: its language, its text, what is run before it, and why it is not run."""

    language: str
    text: str
    prepare: str
    not_run: str


def fences(page: Path) -> Iterator[Fence]:
    """Yield the blocks of a page in order."""
    for match in _FENCE.finditer(page.read_text(encoding="utf-8")):
        said = {str(match["kind"]): match["said"] or ""}
        yield Fence(match["language"], dedent(match["text"]), said.get("prepare", ""), said.get("not run", ""))
