"""How large each blank workbook of the 2007 edition is; every limit is watched by a cell of 点検."""

from dataclasses import dataclass
from typing import Final

INSTITUTIONS: Final = 3000  # keys stay below 15 digits with up to 5,000
MOST_ROWS_2021: Final = 300_000


@dataclass(frozen=True)
class Size:
    """Rows that may be pasted, and rows each list can show."""

    rows: int
    block: int  # rows counted together when the rows of a list are picked; divides the rows
    frequent: int  # a unit: one institution, all institutions
    unentrusted: int  # review; pending and resolved together as many again
    duplicates: int  # a pattern
    covered: int  # pairs with both unentrusted visits and tickets in the month

    @property
    def tickets(self) -> int:
        """Different tickets of such pairs."""
        return 2 * self.covered


SIZES: Final = {
    5_000: Size(5_000, 50, 200, 300, 300, 500),
    20_000: Size(20_000, 100, 400, 800, 800, 1_500),
    60_000: Size(60_000, 200, 800, 2_000, 2_000, 4_000),
}
