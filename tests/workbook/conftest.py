import pytest

from qlog.export.workbook import OfficeMonth, build_workbook
from tests.workbook.office import caseworkers, imports, invented_checks, office_month


@pytest.fixture(scope="session")
def office() -> OfficeMonth:
    rows = invented_checks()
    numbers = sorted({row["recipient_number"] for row in rows})
    return office_month(rows, imports=imports(), caseworkers=caseworkers(numbers))


@pytest.fixture(scope="session")
def book_2007(office: OfficeMonth) -> bytes:
    return build_workbook(office, edition="2007")
