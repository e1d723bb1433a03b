"""Loads the rules and their headers, and says in which order they run."""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

# every rule reads only what stands before it, or what analysis provides
RULES: Final[tuple[str, ...]] = (
    "recipient_months",
    "known_numbers",
    "tickets",
    "other_law",
    "visits",
    "institution_checks",
    "monthly_days",
    "frequent_visits",
    "unentrusted_days",
    "first_seen",
    "unentrusted_visits",
    "duplicate_visits",
    "shown_names",
    "office_institutions",
    "institutions",
    "summary",
)
# read by few, an office at a time or once a run: worked out when asked for
VIEWS: Final[tuple[str, ...]] = (
    "people",
    "frequent_details",
    "unentrusted_reasons",
    "rereads",
    "institution_habits",
    "coverage",
    "reach",
    "age_groups",
    "number_changes",
)
# only where there was an earlier run
CHANGES: Final[tuple[str, ...]] = ("unentrusted_changes",)


@dataclass(frozen=True)
class Rule:
    """One rule: its name, what it says in Japanese and in English, the relations it reads, its query."""

    name: str
    ja: str
    en: str
    reads: tuple[str, ...]
    sql: str


@cache
def load_rule(name: str) -> Rule:
    """Read ``name``.sql; a header without ja, en or reads is a defect (KeyError)."""
    text = resources.files("qlog.rules").joinpath(f"{name}.sql").read_text(encoding="utf-8")
    header: dict[str, str] = {}
    lines = text.splitlines()
    while lines and lines[0].startswith("-- "):
        key, _, value = lines.pop(0)[3:].partition(": ")
        header[key] = value
    reads = tuple(part.strip() for part in header["reads"].split(","))
    return Rule(name=name, ja=header["ja"], en=header["en"], reads=reads, sql="\n".join(lines))
