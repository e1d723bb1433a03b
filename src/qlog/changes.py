"""What a workspace remembers of its last run: the status of every unentrusted visit, to tell what changed since.

The statuses lie as one Parquet file in the store (``judged/unentrusted.parquet``), beside the checks they were judged
from. They are replaced when the results of a run stand in their place, so a run that is killed changes nothing.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from qlog import schema
from qlog.files import output_errors, write_atomically

_FOLDER: Final = "judged"
_FILE: Final = "unentrusted.parquet"
_KEPT: Final = pa.schema(
    [
        schema.UNENTRUSTED_VISITS.arrow_schema().field(name)
        for name in ("month", "payer_number", "recipient_number", "institution_code", "status")
    ]
)
COLUMNS: Final = tuple(_KEPT.names)


class Judged:
    """The statuses a store remembers; ``store`` is the folder of the store."""

    def __init__(self, store: Path) -> None:
        self._path = store / _FOLDER / _FILE

    @property
    def path(self) -> Path | None:
        """The file of the last run; None when there was none, or none of this version that can be read."""
        try:
            return self._path if pq.read_schema(self._path).equals(_KEPT) else None
        except (OSError, pa.ArrowInvalid):
            return None

    def remember(self, unentrusted: Iterable[pa.RecordBatch]) -> None:
        """Put the statuses of :data:`qlog.schema.UNENTRUSTED_VISITS` in the place of the last ones."""
        with output_errors(self._path.parent):
            self._path.parent.mkdir(mode=0o700, exist_ok=True)
        with write_atomically(self._path) as temporary, pq.ParquetWriter(temporary, _KEPT, compression="zstd") as file:
            for batch in unentrusted:
                file.write_batch(batch.select(_KEPT.names))
