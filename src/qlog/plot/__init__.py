"""Pictures for notebooks: each function takes findings, draws on the axes given (or on new ones) and returns them.

    ax = qlog.plot.days_distribution(findings)
    ax.figure.savefig("days.png")

The pictures are for use inside the office: small counts are drawn as they are. What is to be published goes through
``qlog aggregate``, which masks counts below ten. No title holds a number of a person unless ``title=`` says one.
Labels are Japanese and need no set-up; settings of matplotlib are left alone. Lightness and patterns tell the parts
apart, so that everything reads in grey and for colour-blind readers. ``title=""`` leaves the title out.

matplotlib is imported when something is drawn; where it is missing, a QlogError says what to install.
"""

from qlog.plot.distribution import days_distribution
from qlog.plot.hours import weekday_hour_heatmap
from qlog.plot.institutions import institution_funnel
from qlog.plot.person import visit_calendar
from qlog.plot.silence import gaps
from qlog.plot.trend import flag_trend
from qlog.plot.unentrusted import unentrusted_by_day

__all__ = [
    "days_distribution",
    "flag_trend",
    "gaps",
    "institution_funnel",
    "unentrusted_by_day",
    "visit_calendar",
    "weekday_hour_heatmap",
]
