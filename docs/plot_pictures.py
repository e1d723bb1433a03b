"""Makes docs/pictures/plots/: every picture of qlog.plot, drawn from the sample office.

    python docs/plot_pictures.py

Needs matplotlib and matplotlib-fontja. From the log behind the picture of gaps one week is left out, as if it had
never been delivered: the sample office has no gap.
"""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
import pyarrow.compute as pc

import qlog
from qlog import plot

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures" / "plots"
SAMPLES = ROOT / "sample_logs"
LOST_WEEK = (datetime(2026, 9, 14), datetime(2026, 9, 19))
DOTS_PER_INCH = 80


def main(folder: Path = PICTURES) -> None:
    """Write one PNG a picture into ``folder``."""
    mpl.use("Agg")
    folder.mkdir(parents=True, exist_ok=True)
    for name, ax in pictures().items():
        ax.get_figure().savefig(folder / f"{name}.png", dpi=DOTS_PER_INCH, metadata={"Software": None})


def pictures() -> "dict[str, Axes]":
    """Draw every picture; the person of the calendar is the one with the most visit days."""
    references = SAMPLES / "reference"
    logs = qlog.read_logs(SAMPLES)
    findings = qlog.analyze(
        logs,
        references=qlog.read_references(tickets=references / "tickets.csv", other_law=references / "other_law.csv"),
    )
    people = findings.monthly_days[findings.monthly_days["unit"] == "recipient"]
    person = people.sort_values(["days_3m", "recipient_number"])["recipient_number"].iloc[-1]
    return {
        "visit_calendar": plot.visit_calendar(findings, person),
        "days_distribution": plot.days_distribution(findings),
        "flag_trend": plot.flag_trend(findings),
        "unentrusted_by_day": plot.unentrusted_by_day(qlog.analyze(logs)),
        "unentrusted_by_day_with_lists": plot.unentrusted_by_day(findings),
        "institution_funnel": plot.institution_funnel(findings),
        "weekday_hour_heatmap": plot.weekday_hour_heatmap(findings),
        "gaps": plot.gaps(qlog.analyze(without_a_week(logs))),
    }


def without_a_week(logs: qlog.Logs) -> qlog.Logs:
    """Return the logs as if the deliveries of one week had been lost."""
    at = logs.checks["checked_at"]
    lost = pc.and_(pc.greater_equal(at, LOST_WEEK[0]), pc.less(at, LOST_WEEK[1]))
    return qlog.read_logs(logs.checks.filter(pc.invert(lost)))


if __name__ == "__main__":
    main()
