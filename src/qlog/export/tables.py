"""Findings as files: one CSV (UTF-8 with BOM, for Excel) and one Parquet file a table, written in pieces."""

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from qlog.files import output_errors

_BOM = b"\xef\xbb\xbf"
# text is always quoted; empty cells and numbers are not
_CSV = pacsv.WriteOptions(quoting_style="needed")
# a spreadsheet program would run these as a formula; Parquet keeps the text as it is
_FORMULA_START = r"^([=+\-@\t\r])"


def write_table(folder: Path, name: str, wanted: pa.Schema, batches: Iterable[pa.RecordBatch]) -> int:
    """Write ``folder/name.csv`` and ``folder/name.parquet`` and return the number of rows.

    In the CSV a text that begins with = + - @, tab or CR gets an apostrophe in front. Raises OutputError.
    """
    csv_path, parquet_path = folder / f"{name}.csv", folder / f"{name}.parquet"
    rows = 0
    with output_errors(csv_path), csv_path.open("wb") as file:
        file.write(_BOM)
        with (
            pacsv.CSVWriter(file, wanted, write_options=_CSV) as csv,
            pq.ParquetWriter(parquet_path, wanted) as parquet,
        ):
            for batch in batches:
                rows += batch.num_rows
                parquet.write_batch(batch)
                csv.write_batch(_harmless(batch))
    return rows


def _harmless(batch: pa.RecordBatch) -> pa.RecordBatch:
    columns = [_with_apostrophes(column) if pa.types.is_string(column.type) else column for column in batch.columns]
    return pa.RecordBatch.from_arrays(columns, schema=batch.schema)


def _with_apostrophes(texts: pa.Array) -> pa.Array:
    # to look is three times as fast as to replace, and there is next to never anything to replace
    if not pc.any(pc.match_substring_regex(texts, _FORMULA_START)).as_py():
        return texts
    return pc.replace_substring_regex(texts, _FORMULA_START, r"'\1")
