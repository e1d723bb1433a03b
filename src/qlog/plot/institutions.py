"""Institutions against others of their kind: who stands above what chance explains."""

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from qlog.codes import KIND_LABELS
from qlog.engines.base import sql_text
from qlog.export.theme import INK, MUTED, NAVY, PALE_BAR, SHADE
from qlog.findings import Findings
from qlog.plot.asked import among, check_choice, check_findings, months_asked, period_words, rows
from qlog.plot.canvas import STRONG, add_key, add_lines, axes, finish, finish_empty
from qlog.schema import SIGNALS
from qlog.signals import ENOUGH, most_by_chance

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST_NAMED: Final = 15  # of those above the limit: more names cover each other
_POINTS: Final = 600  # of the curve: more are not seen
# measure -> (base, rate)
_UNITS: Final = {
    "retry_rate": ("受診数", "カードを読み直した受診の割合"),
    "bulk_query": ("記録のある日数", "一括照会のあった日の割合"),
    "unentrusted_share": ("受診した人数", "要確認の残る人の割合"),
}


def institution_funnel(
    findings: Findings,
    *,
    measure: str = "retry_rate",
    kind: str = "medical",
    month: str | None = None,
    ax: "Axes | None" = None,
    title: str | None = None,
) -> "Axes":
    """Draw the rate of every institution of a kind over its base, with the limit of what chance explains.

    ``measure`` is one of institution_signals (retry_rate, bulk_query, unentrusted_share), ``kind`` a kind of
    institution (medical, dental, pharmacy, visiting_nurse, other); ``month`` (YYYY-MM) is the month of the findings
    unless given. Points, limit and who is above it are those of institution_signals (see :mod:`qlog.signals`: exact
    binomial, one-sided 0.001). Those above carry their name: a reason to call and ask, never a finding.
    Raises SettingsError for another measure, kind or month.
    """
    check_findings(findings)
    check_choice("measure", measure, SIGNALS)
    check_choice("kind", kind, KIND_LABELS)
    month, asked = months_asked(findings, month, None)
    ax = axes(ax)
    base, rate = _UNITS[measure]
    default = f"{rate}　{period_words(month, asked)}、{KIND_LABELS[kind]}"
    signals = findings.institution_signals
    chosen = signals[(signals["month"] == month) & (signals["kind"] == kind) & (signals["measure"] == measure)]
    if chosen.empty:
        return finish_empty(ax, title=title, default=default)
    from matplotlib.ticker import MaxNLocator

    _draw_limits(ax, chosen, ENOUGH[measure])
    within, above = chosen[~chosen["above"]], chosen[chosen["above"]]
    ax.scatter(within["base"], within["rate"] * 100, s=34, facecolor=PALE_BAR, edgecolor=INK, linewidth=0.6)
    if not above.empty:
        named = above.assign(over=above["rate"] - above["upper_limit"]).nlargest(_MOST_NAMED, "over", keep="first")
        some = f"（{len(above):,} か所、名前は差の大きい {len(named)} か所）" if len(named) < len(above) else ""
        ax.scatter(above["base"], above["rate"] * 100, s=64, marker="D", color=STRONG, label=f"上限より上{some}")
        _name(ax, named, _names(findings, month, named["institution_code"].to_list()))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    ax.set(xlabel=base, ylabel=f"{rate}（%）")
    add_lines(ax)
    add_key(ax)
    return finish(ax, title=title, default=default)


def _draw_limits(ax: "Axes", chosen: pd.DataFrame, enough: int) -> None:
    """Draw the rate of the kind, the highest rate that chance explains, and where the base is too small to judge."""
    largest, expected = int(chosen["base"].max()), float(chosen["expected_rate"].iloc[0])
    base = np.unique(np.linspace(1, largest, min(largest, _POINTS)).astype(int))
    limit = most_by_chance(base, np.full(len(base), expected)) / base
    right = max(largest, enough) * 1.08
    judged = limit[base >= enough]
    top = max(chosen["rate"].max(), judged.max(initial=0)) * 115 or 100  # where all is 0 the scale is whole
    ax.set(xlim=(0, right), ylim=(-top / 50, top))
    ax.axvspan(0, enough - 0.5, color=SHADE, zorder=0, label=f"少なすぎて判断しない（{enough} 未満）")
    ax.axhline(expected * 100, color=MUTED, linestyle="--", linewidth=1.2, label="同じ種別の全体の割合")
    ax.plot(base, limit * 100, color=NAVY, linewidth=1.4, label="偶然で説明できる上限")


def _names(findings: Findings, month: str, codes: list[str]) -> dict[str, str]:
    found = rows(
        findings,
        "SELECT institution_code, institution_name FROM institutions "
        f"WHERE month = {sql_text(month)} AND {among('institution_code', codes)}",
        institution_code=pa.string(),
        institution_name=pa.string(),
    )
    return {row["institution_code"]: row["institution_name"] for row in found}


def _name(ax: "Axes", above: pd.DataFrame, names: dict[str, str]) -> None:
    for code, base, rate in zip(above["institution_code"], above["base"], above["rate"], strict=True):
        on_the_right = base > ax.get_xlim()[1] / 2  # a name must not leave the picture
        side, away = ("right", -7) if on_the_right else ("left", 7)
        words = names.get(code) or code
        ax.annotate(words, (base, rate * 100), (away, 3), textcoords="offset points", ha=side, fontsize=9)
