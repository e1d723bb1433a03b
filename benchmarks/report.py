"""Results as a table: a ratio of two things measured in one run, or a figure, beside its target."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.measure import Run, median


@dataclass(frozen=True)
class Result:
    """One line. ``value`` is judged against ``limit`` (None: shown without a target); ``cpu`` stands beside it."""

    name: str
    value: float
    unit: str
    limit: float | None
    detail: str
    cpu: float | None = None
    at_least: bool = False

    @property
    def verdict(self) -> str:
        """Met, not met, or nothing to meet."""
        if self.limit is None:
            return ""
        return "met" if (self.value >= self.limit if self.at_least else self.value <= self.limit) else "not met"


def ratio(
    name: str,
    upper: Sequence[Run],
    lower: Sequence[Run],
    *,
    limit: float | None,
    figure: str = "wall",
    at_least: bool = False,
) -> Result:
    """Compare medians of wall time or of peak memory; for time, the ratio of processor time is given too."""
    above, below = median(upper, figure), median(lower, figure)
    unit = "MB" if figure == "peak_mb" else "s"
    digits = 0 if unit == "MB" else 2
    cpu = None if unit == "MB" else median(upper, "cpu") / median(lower, "cpu")
    detail = f"{above:,.{digits}f} / {below:,.{digits}f} {unit}"
    return Result(name, above / below, "", limit, detail, cpu, at_least)


def peak(name: str, runs: Sequence[Run], *, limit: float | None) -> Result:
    """Give the highest memory of several runs."""
    return Result(name, max(one.peak_mb for one in runs), "MB", limit, f"{len(runs)} runs")


def table(results: Sequence[Result]) -> str:
    """Return the results as a Markdown table."""
    lines = ["| measured | ratio | by CPU time | target | | medians |", "|---|---|---|---|---|---|"]
    for one in results:
        digits = 0 if one.unit == "MB" else 2
        cpu = "" if one.cpu is None else f"{one.cpu:.2f}"
        sign = "≥" if one.at_least else "≤"
        limit = "" if one.limit is None else f"{sign} {one.limit:g} {one.unit}".strip()
        value = f"{one.value:,.{digits}f} {one.unit}".strip()
        lines.append(f"| {one.name} | {value} | {cpu} | {limit} | {one.verdict} | {one.detail} |")
    return "\n".join(lines)
