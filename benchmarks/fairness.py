"""``python -m benchmarks.fairness``: whom do the rules accuse, whom do they overlook? The truth of invented logs tells.

Unentrusted visits: of the innocent ones (ticket registered late, other law, new recipient, emergency) how many leave
要確認, and of the true ones (astray) how many leave it, with no list of the office, with single lists, and with all.
Frequent visits: which rows of the tables exist only because of card retries, bulk queries, pharmacies, overlapping
deliveries or inpatient checks (the log is judged once more without these rows), and what kind of visits stand behind
every flag. Last, a question the invented logs do not ask by themselves: what if the person astray were new?
"""

import argparse
import sys
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow as pa

import qlog
from qlog.sample import write_sample

# what the office gives, by the name it goes by in the report
LISTS: Final[dict[str, dict[str, str]]] = {
    "no list": {},
    "tickets": {"tickets": "tickets.csv"},
    "other law": {"other_law": "other_law.csv"},
    "all lists": {
        "tickets": "tickets.csv",
        "other_law": "other_law.csv",
        "institution_names": "institutions.csv",
        "caseworkers": "caseworkers.csv",
    },
}
ALL: Final = "all lists"
ASTRAY: Final = "astray"
_ROW: Final = ["month", "payer_number", "recipient_number", "institution_code"]
_PERSON: Final = ["payer_number", "recipient_number"]
_FLAG: Final = ["month", "payer_number", "unit", "recipient_number", "institution_code", "level"]
_PRESENT: Final = ("visit", "retry", "combined")
_PATTERNS: Final = ["ordinary", "intensive_treatment", "habit"]  # the last one found in a month counts


class World:
    """Invented logs, the lists of their office, and the true cause of every row; judged by ``settings``."""

    def __init__(
        self,
        folder: Path,
        *,
        recipients: int,
        months: int,
        seed: int,
        offices: int = 1,
        settings: qlog.Settings | None = None,
    ) -> None:
        self.settings = settings
        self.logs = write_sample(folder, recipients=recipients, months=months, seed=seed, offices=offices, truth=True)
        self.reference = folder / "reference"
        self.truth = pd.read_csv(self.reference / "truth.csv", dtype=str).astype({"line": int})

    def judge(self, lists: str = ALL) -> qlog.Findings:
        """Judge the whole log with these lists of the office."""
        logs = qlog.read_logs([str(path) for path in self.logs])
        return qlog.analyze(logs, settings=self.settings, references=self.references(lists))

    def references(self, lists: str) -> qlog.References:
        """Read these lists of the office."""
        return qlog.read_references(**{kind: self.reference / name for kind, name in LISTS[lists].items()})

    def judge_without(self, left_out: pd.Series, references: qlog.References) -> qlog.Findings:
        """Judge the log without the rows at which ``left_out`` (a mask over the truth) is true."""
        gone = self.truth[left_out].groupby("file")["line"].agg(set)
        with tempfile.TemporaryDirectory(prefix="qlog-fairness-") as temporary:
            for path in self.logs:
                lines = path.read_bytes().split(b"\r\n")
                drop = gone.get(path.name, set())
                kept = [line for number, line in enumerate(lines, start=1) if number not in drop]
                (Path(temporary) / path.name).write_bytes(b"\r\n".join(kept))
            return qlog.analyze(qlog.read_logs(temporary), settings=self.settings, references=references)


@dataclass(frozen=True)
class Fairness:
    """What came out; every table counts rows of the findings.

    ``statuses``: lists given -> cause by status. ``flags``: unit and level by the pattern behind the flag. ``made_by``:
    cause of rows -> flags that are there only because of these rows, or changed by them. ``made_new``: true ones by
    month and status, if the person had not been seen before.
    """

    statuses: dict[str, pd.DataFrame]
    flags: pd.DataFrame
    made_by: dict[str, int]
    made_new: pd.DataFrame

    @cached_property
    def innocent(self) -> int:
        """Unentrusted rows with an innocent cause."""
        return int(self.statuses[ALL].drop(index=ASTRAY, errors="ignore").to_numpy().sum())

    def accused(self, lists: str) -> int:
        """Innocent rows that are left for a caseworker to review."""
        table = self.statuses[lists].drop(index=ASTRAY, errors="ignore")
        return int(table["review"].sum())

    def hidden(self, lists: str) -> int:
        """True rows that are not left for review."""
        table = self.statuses[lists]
        return int(table.loc[table.index == ASTRAY].drop(columns="review").to_numpy().sum())

    @property
    def cleared(self) -> float:
        """Share of the innocent rows that leave review when the office gives all its lists."""
        return 1 - self.accused(ALL) / self.innocent

    @property
    def met(self) -> bool:
        """Are the targets met: 95 % cleared, nothing true hidden, no flag made by rows that are no visit."""
        return self.cleared >= 0.95 and not self.hidden(ALL) and not any(self.made_by.values())


def judge_the_judge(world: World) -> Fairness:
    """Hold the findings against the truth."""
    judged = {lists: world.judge(lists) for lists in LISTS}
    return Fairness(
        statuses={lists: _statuses(world.truth, findings) for lists, findings in judged.items()},
        flags=_flags(world.truth, judged[ALL].frequent_visits),
        made_by=_made_by(world, judged[ALL].frequent_visits),
        made_new=_made_new(world),
    )


def _statuses(truth: pd.DataFrame, findings: qlog.Findings) -> pd.DataFrame:
    causes = _causes(truth)
    rows = findings.unentrusted_visits.merge(causes, on=_ROW, how="outer", indicator=True)
    if not (rows["_merge"] == "both").all():
        raise AssertionError("unentrusted rows and their causes are not the same rows")
    table: pd.DataFrame = pd.crosstab(rows["cause"], rows["status"])
    return table.reindex(columns=["resolved", "other_law", "pending", "review"], fill_value=0)


def _causes(truth: pd.DataFrame) -> pd.DataFrame:
    """Return the cause of every unentrusted row; astray if any of its visits is."""
    visits = truth[truth["check"].isin(_PRESENT) & (truth["ticket"] != "regular")]
    astray = visits.assign(astray=visits["ticket"] == ASTRAY).sort_values(["astray", "visit_date"])
    return astray.groupby(_ROW)["ticket"].last().rename("cause").reset_index()


def _flags(truth: pd.DataFrame, frequent: pd.DataFrame) -> pd.DataFrame:
    """Count flags by what kind of visits stands behind them."""
    visits = truth[truth["check"].isin(_PRESENT)].assign(rank=truth["pattern"].map(_PATTERNS.index))
    by_place = visits.groupby(_ROW)["rank"].max()
    by_person = visits.groupby(["month", *_PERSON])["rank"].max()
    by_person.index = pd.MultiIndex.from_tuples([(*key, "") for key in by_person.index], names=_ROW)
    rank = pd.concat([by_place, by_person]).rename("rank").reset_index()
    rows = frequent.merge(rank, on=_ROW, how="left")
    pattern = rows["rank"].map(dict(enumerate(_PATTERNS)))
    return pd.crosstab([rows["unit"], rows["level"]], pattern.rename("pattern"))


def _made_by(world: World, frequent: pd.DataFrame) -> dict[str, int]:
    truth = world.truth
    causes = {
        "card retries": truth["check"] == "retry",
        "second row of combined insurance": truth["check"] == "combined",
        "bulk queries": truth["check"] == "bulk_query",
        "inpatient checks": truth["check"] == "inpatient",
        "overlapping deliveries": truth["check"] == "redelivered",
        "pharmacies": truth["institution_code"].str[2] == "4",
    }
    flags = _as_set(frequent)
    references = world.references(ALL)
    return {
        cause: len(flags ^ _as_set(world.judge_without(rows, references).frequent_visits))
        for cause, rows in causes.items()
    }


def _as_set(frequent: pd.DataFrame) -> set[tuple[str, ...]]:
    return set(frequent[_FLAG].itertuples(index=False, name=None))


def _made_new(world: World) -> pd.DataFrame:
    """Judge the true ones as if the person had come out of nowhere: no row and no ticket before the visit astray."""
    truth = world.truth
    first = truth[truth["ticket"] == ASTRAY].groupby(_PERSON)["visit_date"].min().rename("astray_on")
    rows = truth.join(first, on=_PERSON)
    references = world.references(ALL)
    tickets = references.tickets
    if tickets is None:
        raise AssertionError("all lists hold no tickets")
    strangers = {number for _, number in first.index}
    without = tickets.filter(pa.array([number not in strangers for number in tickets["recipient_number"].to_pylist()]))
    known = qlog.References(tickets=without, other_law=references.other_law)
    findings = world.judge_without(rows["visit_date"] < rows["astray_on"], known)
    causes = _causes(truth)
    true_ones = findings.unentrusted_visits.merge(causes[causes["cause"] == ASTRAY], on=_ROW)
    return pd.crosstab(true_ones["month"], true_ones["status"])


def report(fairness: Fairness) -> str:
    """Say everything in plain text."""
    lines = ["Unentrusted visits by true cause and status"]
    for lists, table in fairness.statuses.items():
        lines += [f"\n[{lists}]", table.to_string()]
        lines.append(
            f"innocent rows left for review: {fairness.accused(lists)} of {fairness.innocent}; "
            f"true rows hidden: {fairness.hidden(lists)}"
        )
    lines += ["\nFrequent visits by the visits behind the flag", fairness.flags.to_string()]
    lines += ["\nFlags made or changed by rows that are no visit of their own"]
    lines += [f"  {cause}: {count}" for cause, count in fairness.made_by.items()]
    lines += ["\nTrue ones, had the person been new (pending ends 30 days after the first sight)"]
    lines += [fairness.made_new.to_string()]
    lines.append(
        f"\nwith all lists {fairness.cleared:.1%} of the innocent rows leave review (target 95 %), "
        f"{fairness.hidden(ALL)} true ones leave it (target 0), {sum(fairness.made_by.values())} flags are made by "
        f"such rows (target 0): {'met' if fairness.met else 'NOT MET'}"
    )
    return "\n".join(lines)


def main() -> int:
    """Invent, judge, report; 1 if a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fairness", description=__doc__)
    parser.add_argument("--recipients", type=int, default=5_000)
    parser.add_argument("--months", type=int, default=4)
    parser.add_argument("--offices", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="qlog-fairness-") as folder:
        world = World(
            Path(folder), recipients=given.recipients, months=given.months, offices=given.offices, seed=given.seed
        )
        fairness = judge_the_judge(world)
    print(report(fairness))
    return 0 if fairness.met else 1


if __name__ == "__main__":
    sys.exit(main())
