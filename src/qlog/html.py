"""What a notebook shows of logs and findings: a few sentences and counts in Japanese, small counts masked.

A notebook keeps what it shows, and is passed on: so 1 to 9 are masked here as in a published table
(:mod:`qlog.disclosure`), with as many other cells as it takes that nobody can work them out. The exact figures are one
attribute away, and the text says where.
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Final

from qlog.coverage import LOWER_BOUND, Coverage, coverage_sentences
from qlog.dimensions import MEASURES
from qlog.disclosure import MARK, SMALL, is_small, masked_cells
from qlog.equations import Key, Relation

_KINDS: Final = tuple(name for name in MEASURES if name.startswith("visits_") and name != "visits_unentrusted")
_CHECKS: Final = ("checks_presence", "checks_bulk", "checks_unknown_method")
_WITHIN: Final = {
    "checks_presence": ("visits",),
    "recipients_seen": ("recipients_visited",),
    "visits": ("recipients_visited", "visits_unentrusted"),
    "recipients_visited": ("frequent_screened_people", "frequent_early_people"),
    "visits_unentrusted": tuple(name for name in MEASURES if name.startswith("unentrusted_")),
}
_MASK_NOTE: Final = f"{MARK} は 1 から {SMALL - 1} までの数か、そこから逆算できてしまう数です。"


def count_text(count: int) -> str:
    """Return a count for a line of text: exact from ten on, else ``<10``; 0 is 0."""
    return f"<{SMALL}" if is_small(count) else f"{count:,}"


def findings_html(month: str, offices: int, counts: Mapping[str, int], coverage: Sequence[Coverage]) -> str:
    """Return what a notebook shows of findings: the chosen month's figures over all offices."""
    masked = _masked(counts)
    rows = [
        (label, MARK if (name,) in masked else f"{counts[name]:,}")
        for name, label in MEASURES.items()
        if name in counts
    ]
    return (
        f"<p><b>判定の結果：{month}</b>（福祉事務所 {offices:,}）</p>"
        f"<p>{_covered(coverage)}{LOWER_BOUND.ja}</p>"
        f"{table_html(('項目', '件数'), rows)}"
        f"<p>{_MASK_NOTE}正確な数は findings.summary、一覧は findings.frequent_visits、findings.unentrusted_visits "
        "などにあります。どの表も .jp() で日本語の見出しになります。</p>"
    )


def logs_html(
    months: Sequence[str],
    files: Sequence[Mapping[str, object]],
    titles: Mapping[str, str],
    rejected: Mapping[str, int],
) -> str:
    """Return what a notebook shows of logs.

    ``files``: rows of the table files; ``titles``: the headers of the columns to show; ``rejected``: reason -> rows.
    """
    rows = [[_cell(file[name]) for name in titles] for file in files]
    reasons = [(escape(reason), _cell(count)) for reason, count in rejected.items()]
    period = " から ".join(dict.fromkeys((months[0], months[-1])))
    return (
        f"<p><b>資格確認実績ログ</b>（ファイル {len(files):,}、{period}）</p>"
        f"{table_html(tuple(titles.values()), rows)}"
        f"{table_html(('取り込めなかった理由', '行'), reasons) if reasons else ''}"
        f"<p>個人の情報は表示しません。{MARK} は 1 から {SMALL - 1} までの数です（正確な数は logs.files など）。"
        "次は findings = qlog.analyze(logs) です。</p>"
    )


def table_html(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table; the cells are HTML already."""
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><tr>{''.join(f'<th>{title}</th>' for title in head)}</tr>{body}</table>"


def _cell(value: object) -> str:
    if isinstance(value, int):
        return MARK if is_small(value) else f"{value:,}"
    return escape(str(value or ""))


def _covered(coverage: Sequence[Coverage]) -> str:
    if any(is_small(row.recipients_seen) or is_small(row.institutions_seen) for row in coverage):
        return f"受給者か医療機関等が {SMALL} 未満の福祉事務所があります。ログの範囲は findings.coverage にあります。"
    return "".join(f"{sentence.ja}<br>" for sentence in coverage_sentences(coverage))


def _masked(counts: Mapping[str, int]) -> frozenset[Key]:
    cells: dict[Key, int] = {(name,): count for name, count in counts.items()}
    relations = [_sum_or_within(cells, "visits", _KINDS), _sum_or_within(cells, "checks", _CHECKS)]
    relations += [
        Relation((total,), tuple((part,) for part in parts if (part,) in cells), "within")
        for total, parts in _WITHIN.items()
        if (total,) in cells
    ]
    return masked_cells(cells, relations)


def _sum_or_within(cells: Mapping[Key, int], total: str, names: Sequence[str]) -> Relation:
    """Return how parts and total hang together: what adds up can be worked out, whatever else the settings say."""
    parts = tuple((name,) for name in names if (name,) in cells)
    adds_up = sum(cells[part] for part in parts) == cells[total,]
    return Relation((total,), parts, "sum" if adds_up else "within")
