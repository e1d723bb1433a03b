"""The blank workbooks in templates/excel are those that ``qlog template`` writes."""

import io
import zipfile
from pathlib import Path

import pytest

from qlog.export.formulas import Edition
from qlog.export.template import build_template, template_name
from qlog.export.template.sizes import MOST_ROWS_2021

TEMPLATES = Path(__file__).parents[2] / "templates" / "excel"


def parts(content: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook; how they are compressed may differ from machine to machine."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {name: book.read(name) for name in book.namelist()}


@pytest.mark.parametrize(("edition", "rows"), [("2021", MOST_ROWS_2021), ("2007", 5_000), ("2007", 20_000)])
def test_a_blank_workbook_is_made_again_part_by_part(edition: Edition, rows: int) -> None:
    kept = (TEMPLATES / template_name(edition, rows)).read_bytes()
    assert parts(build_template(edition=edition, rows=rows)) == parts(kept)
