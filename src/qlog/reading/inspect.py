"""Looks at a file: encoding, delimiter, header, which column is which field, and how it could be read."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from qlog.errors import Message, NothingReadError, SettingsError
from qlog.reading.catalog import DEFAULT, parse_layout, shipped_layouts
from qlog.reading.choose import accepted_share, open_text
from qlog.reading.encoding import BOM
from qlog.reading.guess import Guess, guess_columns
from qlog.reading.inspection import ColumnView, Inspection
from qlog.reading.layout import Layout, inconsistencies
from qlog.reading.mask import masked
from qlog.reading.opening import Opening, open_by
from qlog.reading.propose import propose_layout
from qlog.reading.report import RefusedError
from qlog.reading.sampling import Sample, take_sample
from qlog.reading.spreadsheet import for_sheet

_EXAMPLES: Final = 3
_BASES: Final = (DEFAULT, "institution_7", "validity_text")


def inspect_file(path: str | Path) -> Inspection:
    """Look at ``path`` (of a zip or a workbook: at the first log inside).

    Of the values only their form is told. Raises NothingReadError if it is no table of text, or not there.

    >>> look = qlog.inspect_file("sample_logs/shikaku_log_202610.csv")
    >>> look.encoding.name, look.layout, [column.field for column in look.columns][:2]
    ('cp932', 'default', ['checked_at', 'method'])
    """
    path = Path(path)
    try:
        sample = take_sample(path)
    except RefusedError as error:
        raise NothingReadError(ja=f"{path.name}：{error.message.ja}", en=f"{path.name}: {error.message.en}") from error
    shipped = shipped_layouts()
    guesses = guess_columns(sample.header, sample.columns, [shipped[name] for name in _BASES])
    fitting, why_none = _fitting(sample, list(shipped.values()))
    inspection = Inspection(
        file=sample.source.label,
        encoding=sample.encoding,
        delimiter=sample.form.delimiter,
        has_header=sample.header is not None,
        header_line=sample.header_line,
        rows=sample.rows,
        columns=tuple(_view(sample, place, guesses.get(place)) for place in range(len(sample.columns))),
        missing=tuple(_missing({guess.field for guess in guesses.values()})),
        layout=fitting,
        why_none=why_none,
        base=DEFAULT,
    )
    return replace(inspection, base=max(_BASES, key=lambda base: _share(replace(inspection, base=base), sample)))


def _fitting(sample: Sample, layouts: list[Layout]) -> tuple[str | None, Message | None]:
    try:
        return open_text(sample.head, _for(sample, layouts)).layout.name, None
    except RefusedError as error:
        return None, error.message


def _share(inspection: Inspection, sample: Sample) -> float:
    """Return the share of the first rows that the proposed layout accepts."""
    try:
        (layout,) = _for(sample, [parse_layout(propose_layout(inspection), "proposal")])
    except SettingsError:
        return 0.0
    skipped = len(BOM) if sample.encoding.bom else 0
    opening = open_by(layout, sample.head[skipped:], skipped, sample.encoding)
    return accepted_share(sample.head, opening) if isinstance(opening, Opening) else 0.0


def _for(sample: Sample, layouts: list[Layout]) -> list[Layout]:
    return layouts if sample.source.sheet is None else [for_sheet(layout) for layout in layouts]


def _view(sample: Sample, place: int, guess: Guess | None) -> ColumnView:
    distinct = dict.fromkeys(value for value in sample.columns[place] if value)
    forms = dict.fromkeys(masked(value) for value in distinct)
    return ColumnView(
        position=place + 1,
        header=sample.header[place] if sample.header else "",
        field=guess.field if guess else None,
        label=shipped_layouts()[DEFAULT].label(guess.field) if guess else "",
        confidence=guess.confidence if guess else 0.0,
        reason=guess.reason if guess else None,
        examples=tuple(forms)[:_EXAMPLES],
    )


def _missing(found: set[str]) -> list[str]:
    """Return the fields without which no layout is whole."""
    whole = {"columns": {field: {"headers": [field]} for field in found}}
    return [mistake.place.removeprefix("columns.") for mistake in inconsistencies(whole)]
