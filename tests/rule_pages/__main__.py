"""Writes docs/rules anew."""

from pathlib import Path

from tests.rule_pages.pages import render_all

FOLDER = Path(__file__).parents[2] / "docs" / "rules"


def main() -> None:
    """Write every page; a page that is not made any more goes."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    pages = render_all()
    for path in FOLDER.glob("*.md"):
        if path.name not in pages:
            path.unlink()
    for name, text in pages.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
