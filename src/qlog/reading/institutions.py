"""Seven-digit institution codes -> ten digits: prefecture (2), fee table (点数表, 1), then the seven.

The fee table is the file's own column; else what the ticket of the row says; else what other rows of the file say of
the same code; else what the name says; else what the layout gives, which is counted and reported.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from qlog.reading import reasons
from qlog.reading.layout import InstitutionForm
from qlog.reading.rows import Rows

_CODE: Final = "institution_code"
_NAME: Final = "institution_name"
INSTITUTION_FIELDS: Final = (_CODE, "fee_table", "care_type", "ticket_kind")
# fee tables: 1 medical, 3 dental, 4 pharmacy, 6 visiting nurse
_BY_CARE_TYPE: Final = {"01": "1", "02": "1", "03": "3", "04": "4", "05": "6"}
_BY_TICKET: Final = {"02": "4"}


class Institutions:
    """Completes the institution codes of one file."""

    def __init__(self, form: InstitutionForm, all_rows: Callable[[], Iterable[Rows]]) -> None:
        self._form = form
        self._all_rows = all_rows
        self._known: dict[str, str] | None = None  # code -> fee table, where the file says exactly one
        self.assumed = 0  # rows whose fee table is only what the layout gives

    def complete(self, rows: Rows) -> None:
        """Make ten digits of the codes in ``rows``; reject rows whose code cannot be completed."""
        codes = rows.columns[_CODE]
        table = _own_table(rows)
        if _lacking(table, codes).true_count:
            table = pc.coalesce(table, _mapped(codes, self._known_tables()), self._from_names(rows.columns[_NAME]))
        lacking = _lacking(table, codes)
        if self._form.fee_table:
            self.assumed += lacking.true_count
            table = pc.if_else(lacking, self._form.fee_table, table)
        whole = pc.binary_join_element_wise(self._prefecture(rows), table, codes, "")
        rows.reject(_lacking(whole, codes).to_numpy(zero_copy_only=False), _CODE, reasons.INSTITUTION_UNKNOWN)
        rows.columns[_CODE] = whole

    def _known_tables(self) -> dict[str, str]:
        if self._known is None:
            seen: dict[str, set[str]] = defaultdict(set)
            for rows in self._all_rows():
                pairs = pa.table({"code": rows.columns[_CODE], "table": _own_table(rows)}).drop_null()
                for pair in pairs.group_by(["code", "table"]).aggregate([]).to_pylist():
                    seen[pair["code"]].add(pair["table"])
            self._known = {code: tables.pop() for code, tables in seen.items() if len(tables) == 1}
        return self._known

    def _from_names(self, names: pa.Array) -> pa.Array:
        encoded = names.dictionary_encode()
        words = self._form.fee_table_by_name
        tables = [next((words[w] for w in words if w in name), None) for name in encoded.dictionary.to_pylist()]
        return pa.array(tables, pa.string()).take(encoded.indices)

    def _prefecture(self, rows: Rows) -> pa.Array:
        if self._form.prefecture == "payer":  # the office's own: digits three and four of its number
            given = pc.utf8_slice_codeunits(rows.columns["payer_number"], 2, 4)
        else:
            given = pa.repeat(pa.scalar(self._form.prefecture), len(rows.lines))
        return pc.coalesce(rows.columns["prefecture"], given) if "prefecture" in rows.columns else given


def _own_table(rows: Rows) -> pa.Array:
    """Return what each row itself says of the fee table, null if nothing."""
    columns = rows.columns
    said = [_mapped(columns["care_type"], _BY_CARE_TYPE), _mapped(columns["ticket_kind"], _BY_TICKET)]
    return pc.coalesce(*([columns["fee_table"]] if "fee_table" in columns else []), *said)


def _mapped(values: pa.Array, table: Mapping[str, str]) -> pa.Array:
    places = pc.index_in(values, pa.array(list(table), pa.string()))
    return pa.array(list(table.values()), pa.string()).take(places)


def _lacking(values: pa.Array, codes: pa.Array) -> pa.Array:
    return pc.and_(values.is_null(), codes.is_valid())
