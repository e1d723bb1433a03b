"""Which layout a file is in: the given one, or the one that fits; never a guess between two."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from qlog.errors import Message
from qlog.reading.delimited import RecordReader
from qlog.reading.encoding import BOM, detect_encoding
from qlog.reading.layout import Layout
from qlog.reading.opening import Opening, open_by, refuse_other_formats
from qlog.reading.report import RefusedError
from qlog.reading.rows import RowTyper, require_ticket_items
from qlog.schema import CHECKS

_TRIAL_BYTES: Final = 64 << 10
_SHARE_WITHOUT_HEADER: Final = 0.5  # without a header only the rows can tell that it is a log


def open_text(head: bytes, layouts: Sequence[Layout]) -> Opening:
    """Judge the beginning of a file by ``layouts``, the likeliest first. Raises RefusedError if none or two fit."""
    refuse_other_formats(head)
    encoding = detect_encoding(head, layouts[0].file.encodings)
    skipped = len(BOM) if encoding.bom else 0
    likeliest = open_by(layouts[0], head[skipped:], skipped, encoding)
    if isinstance(likeliest, Opening) and _beyond_doubt(head, likeliest, layouts):
        return likeliest
    judged = [likeliest, *(open_by(layout, head[skipped:], skipped, encoding) for layout in layouts[1:])]
    fitting = [opening for opening in judged if isinstance(opening, Opening)]
    with_header = [opening for opening in fitting if opening.layout.file.header]
    if len(layouts) > 1 and not with_header:
        fitting = [opening for opening in fitting if accepted_share(head, opening) >= _SHARE_WITHOUT_HEADER]
    candidates = with_header or fitting
    if not candidates:
        raise _refusal(judged)
    return candidates[0] if len(candidates) == 1 else _best(head, candidates)


def _beyond_doubt(head: bytes, opening: Opening, layouts: Sequence[Layout]) -> bool:
    """Tell whether no other layout need be tried: every row fits, and no office's own layout could fit as well."""
    assumed = all(layout.assumed for layout in layouts)
    return opening.layout.file.header and assumed and accepted_share(head, opening) == 1


def _best(head: bytes, openings: Sequence[Opening]) -> Opening:
    """Choose by the rows: the layout that accepts most of the first ones."""
    shares = [accepted_share(head, opening) for opening in openings]
    best = [opening for opening, share in zip(openings, shares, strict=True) if share == max(shares)]
    if len(best) == 1 or max(shares) == 0:
        return best[0]
    stated = [opening for opening in best if not opening.layout.assumed]  # an office's own is no assumption
    if len(stated) == 1:
        return stated[0]
    titles = [opening.layout.title for opening in stated or best]
    raise RefusedError(
        ja=f"合うレイアウトが {len(titles)} つあります（{'、'.join(titles)}）。"
        "qlog inspect で違いを確かめ、--layout で指定してください。",
        en=f"{len(titles)} layouts fit; see qlog inspect, and choose one with --layout",
    )


def accepted_share(head: bytes, opening: Opening) -> float:
    """Return the share of the first rows that the layout accepts without an unknown code."""
    data = head[opening.size :][:_TRIAL_BYTES]
    data = data[: data.rfind(b"\n") + 1] or data
    good = total = 0
    for raw in RecordReader(opening.layout.file, columns=opening.columns.count).read(data, final=True):
        typer = RowTyper(opening.layout, opening.columns)
        rows = typer.type(raw, opening.encoding.name)
        if opening.layout.target is CHECKS:
            require_ticket_items(rows, opening.layout)
        unknown = np.zeros(len(raw.lines), dtype=np.bool_)
        for name, codes in typer.unknown.items():
            unknown |= np.isin(rows.columns[name].to_numpy(zero_copy_only=False), list(codes))
        good += int(np.count_nonzero((rows.fault == 0) & ~unknown))
        total += len(raw.lines) + len(raw.rejected)
    return good / total if total else 0.0


def _refusal(judged: Sequence[Opening | Message]) -> RefusedError:
    problem = next((found for found in judged if isinstance(found, Message)), None)
    if problem is None:
        return RefusedError(
            ja="見出しがなく、中身も資格確認実績ログに見えません。qlog inspect で確かめてください。",
            en="no header, and the rows do not look like a log; run qlog inspect",
        )
    return RefusedError(ja=problem.ja, en=problem.en)
