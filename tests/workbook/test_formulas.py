"""Formulas use what their edition has, and are stored as the file format wants."""

import re

import pytest

from qlog.export.formulas import ALLOWED, prepare
from tests.workbook.files import formulas, parts


def test_new_functions_and_variables_get_their_prefixes():
    stored = prepare('=LET(v_rows,FILTER(A1:A9,B1:B9>月の日数,"LET(無し"),SORTBY(v_rows,v_rows,-1))', "2021")
    assert stored == (
        '=_xlfn.LET(_xlpm.v_rows,_xlfn._xlws.FILTER(A1:A9,B1:B9>月の日数,"LET(無し"),'
        "_xlfn.SORTBY(_xlpm.v_rows,_xlpm.v_rows,-1))"
    )


@pytest.mark.parametrize("formula", ["=XLOOKUP(1,A:A,B:B)", "=TEXTJOIN(1,1,A1)", "=SUM(OFFSET(A1,1,1))"])
def test_a_function_the_edition_does_not_have_is_refused(formula):
    with pytest.raises(ValueError, match="2007"):
        prepare(formula, "2007")


@pytest.mark.parametrize("edition", ["2007", "2021"])
def test_every_stored_formula_uses_functions_of_its_edition(book_2007, book_2021, edition):
    found = formulas(book_2007 if edition == "2007" else book_2021)
    assert len(found) > 300
    for at, formula in found.items():
        bare = re.sub(r'"[^"]*"', "", formula)
        used = {name.rsplit(".", 1)[-1] for name in re.findall(r"([A-Za-z_][A-Za-z0-9_.]*)\(", bare)}
        assert used <= ALLOWED[edition], at
        assert edition == "2021" or "_xl" not in bare, at


def test_dynamic_arrays_are_marked_as_such_and_new_functions_and_variables_are_prefixed(book_2021):
    sheets = "".join(part for name, part in parts(book_2021).items() if name.startswith("xl/worksheets/sheet"))
    assert sheets.count('cm="1"') == sheets.count('t="array"') == 3 + 8  # the extract, the calendar
    plain = re.findall(r"<f>([^<]*)</f>", sheets)
    assert not [formula for formula in plain if re.search(r"FILTER|SORT|UNIQUE|SEQUENCE|LET", formula)]
    for formula in re.findall(r'<f t="array"[^>]*>([^<]*)</f>', sheets):
        bare = re.sub(r"&quot;.*?&quot;|\"[^\"]*\"", "", formula)
        assert not re.search(r"(?<![._])\b(FILTER|SORT|SORTBY|SEQUENCE|LET|XMATCH)\(", bare)
        assert not re.search(r"(?<!_xlpm\.)\bv_", bare)


def test_2007_has_no_array_formula(book_2007):
    sheets = "".join(part for name, part in parts(book_2007).items() if name.startswith("xl/worksheets/sheet"))
    assert 't="array"' not in sheets
    assert "xl/metadata.xml" not in parts(book_2007)
