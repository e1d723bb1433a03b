"""What a table is made of, and the columns many tables share."""

from dataclasses import dataclass
from typing import Final

import pyarrow as pa

ARROW_TYPES: Final[dict[str, pa.DataType]] = {
    "text": pa.string(),
    "code": pa.string(),
    "month": pa.string(),  # YYYY-MM
    "date": pa.date32(),
    "time": pa.timestamp("s"),  # JST wall-clock time, without a zone
    "int": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
}


@dataclass(frozen=True)
class Column:
    """One column: name in code and files, logical type, label in Japanese, meaning in English."""

    name: str
    type: str
    jp: str
    meaning: str
    personal: bool = False


@dataclass(frozen=True)
class Table:
    """One table: its columns in the order they are written and sorted by.

    ``key``: so many leading columns tell every row apart (None = all), so that sorting by them is sorting by all.
    """

    name: str
    jp: str
    meaning: str
    columns: tuple[Column, ...]
    key: int | None = None

    @property
    def order(self) -> list[str]:
        """Names of the columns to sort by."""
        return self.names[: self.key]

    @property
    def names(self) -> list[str]:
        """Column names in order."""
        return [column.name for column in self.columns]

    def arrow_schema(self) -> pa.Schema:
        """Return the Arrow schema results are cast to."""
        return pa.schema([(column.name, ARROW_TYPES[column.type]) for column in self.columns])


# columns that many tables share
MONTH = Column("month", "month", "診療月", "Calendar month, YYYY-MM")
PAYER = Column("payer_number", "code", "公費負担者番号", "Office that pays, 8 digits")
RECIPIENT = Column("recipient_number", "code", "受給者番号", "Recipient within the office, 7 digits", personal=True)
INSTITUTION = Column("institution_code", "code", "医療機関等コード", "Institution, 10 digits")
KIND = Column("kind", "code", "種別", "Kind of institution by the third digit of its code: see codes.KINDS")
