"""Formulas use what their edition has, and are stored as the file format wants."""

import re

import pytest

from qlog.export.formulas import ALLOWED, prepare
from tests.workbook.files import formulas


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


def test_every_stored_formula_of_2007_uses_functions_of_2007(book_2007):
    found = formulas(book_2007)
    assert len(found) > 300
    for at, formula in found.items():
        bare = re.sub(r'"[^"]*"', "", formula)
        assert "_xl" not in bare, at
        assert set(re.findall(r"([A-Z][A-Z0-9.]*)\(", bare)) <= ALLOWED["2007"], at
