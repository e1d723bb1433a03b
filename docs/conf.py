"""How Sphinx builds the site of the guides; ``python docs/build.py`` runs it."""

import re
from typing import Final
from urllib.parse import unquote

from docutils import nodes
from sphinx.application import Sphinx

# without BIZ UDPGothic, which draws ≤ as ≥
_FONTS: Final = (
    '"Yu Gothic UI", "Yu Gothic", Meiryo, "Hiragino Sans", "IPAexGothic", "IPAPGothic", "Noto Sans CJK JP", sans-serif'
)
_WIDE: Final = r"[\u3000-\u9fff\uff00-\uffef]"
_JAPANESE: Final = re.compile(f"{_WIDE}|.{_WIDE}")  # of the two characters around the end of a line

project = "qlog"
language = "ja"
extensions = ["myst_parser"]
exclude_patterns = ["pictures"]
myst_heading_anchors = 3
suppress_warnings = ["myst.header"]  # a page may begin with a list of commands below its title

html_theme = "furo"
html_title = "qlog の手引き"
html_static_path = ["_style"]
html_css_files = ["screen.css"]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_theme_options = {"light_css_variables": {"font-stack": _FONTS}}  # fonts of the machine: nothing is fetched


def setup(app: Sphinx) -> None:
    """Put right what Sphinx and MyST do not know of Japanese."""
    app.connect("doctree-read", _decode_pictures, priority=100)
    app.connect("doctree-read", _join_lines)


def _decode_pictures(_app: Sphinx, doctree: nodes.document) -> None:
    """Let pictures have Japanese names: MyST hands them on as %E8%A1%A8, and Sphinx looks for a file of that name."""
    for picture in doctree.findall(nodes.image):
        picture["uri"] = unquote(picture["uri"])


def _join_lines(_app: Sphinx, doctree: nodes.document) -> None:
    """Join lines without a space between them, where one ends or the next begins in Japanese."""
    for block in doctree.findall(nodes.TextElement):
        if isinstance(block, nodes.literal_block):
            continue
        for place, child in reversed(list(enumerate(block.children))):
            around = [block[at].astext() for at in (place - 1, place + 1) if 0 <= at < len(block)]
            if child.astext() == "\n" and len(around) == 2 and _JAPANESE.match(around[0][-1:] + around[1][:1]):
                del block[place]
