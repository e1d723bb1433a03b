import pytest

from qlog.export.workbook import OfficeMonth, build_workbook
from tests.workbook.computed import Compute
from tests.workbook.files import formulon_values, recalculated, values
from tests.workbook.office import caseworkers, imports, invented_checks, office_month


@pytest.fixture(scope="session")
def office() -> OfficeMonth:
    rows = invented_checks()
    numbers = sorted({row["recipient_number"] for row in rows})
    return office_month(rows, imports=imports(), caseworkers=caseworkers(numbers))


@pytest.fixture(scope="session")
def book_2007(office: OfficeMonth) -> bytes:
    return build_workbook(office, edition="2007")


@pytest.fixture(scope="session")
def book_2021(office: OfficeMonth) -> bytes:
    return build_workbook(office, edition="2021")


@pytest.fixture(params=["2007", "2021"])
def book(request: pytest.FixtureRequest, book_2007: bytes, book_2021: bytes) -> bytes:
    return book_2007 if request.param == "2007" else book_2021


@pytest.fixture
def compute(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Compute:
    """Compute a workbook anew, by the program that fits the edition of the test."""
    if request.getfixturevalue("edition") == "2021":
        return formulon_values
    return lambda book: values(recalculated(book, tmp_path_factory.mktemp("libreoffice")))
