"""What an analyst would write in pandas: the same questions as qlog, answered straightforwardly from the CSV files.

The yardstick of the benchmarks. It is plain on purpose, not slow on purpose: every step is one vectorised statement.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

NAMES = [
    "checked_at", "method", "institution_code", "institution_name", "payer_number", "recipient_number",
    "reference_number", "name", "kana", "sex", "birth_date", "validity", "ticket_kind", "care_type", "service_month",
    "valid_from", "valid_to", "single_or_combined", "disease_1", "disease_2", "disease_3",
]  # fmt: skip
KINDS = {"1": "medical", "3": "dental", "4": "pharmacy", "6": "visiting_nurse"}
PERSON = ["payer_number", "recipient_number"]
PAIR = [*PERSON, "institution_code"]
SERIES = ["unit", *PAIR]


def analyze(paths: Sequence[Path]) -> dict[str, pd.DataFrame]:
    """Read the files and answer every question; returns the tables by the names qlog gives them."""
    checks = read(paths)
    offices = office_months(checks)
    visits = find_visits(checks)
    days = monthly_days(visits)
    frequent = frequent_visits(days, offices)
    unentrusted = unentrusted_visits(visits, checks, offices)
    duplicates = duplicate_checks(visits)
    return {
        "visits": visits.drop(columns="index"),
        "monthly_days": days.drop(columns="index"),
        "frequent_visits": frequent.drop(columns="index"),
        "unentrusted_visits": unentrusted,
        "duplicate_checks": duplicates,
        "institutions": institutions(checks, visits, frequent),
        "summary": summary(checks, visits, frequent, unentrusted, duplicates),
    }


def read(paths: Sequence[Path]) -> pd.DataFrame:
    """Read all files, each row once."""
    frames = [pd.read_csv(path, encoding="cp932", dtype=str) for path in paths]
    checks = pd.concat(frames, ignore_index=True)
    checks.columns = pd.Index(NAMES)
    checks = checks.drop_duplicates()
    checks["checked_at"] = pd.to_datetime(checks["checked_at"], format="%Y%m%d%H%M%S")
    for name in ("birth_date", "valid_from", "valid_to"):
        checks[name] = pd.to_datetime(checks[name], format="%Y%m%d")
    checks["visit_date"] = checks["checked_at"].dt.normalize()
    checks["index"] = checks["checked_at"].dt.year * 12 + checks["checked_at"].dt.month - 1
    return checks


def month_text(index: pd.Series) -> pd.Series:
    """Return YYYY-MM of month numbers."""
    return (index // 12).astype(str) + "-" + (index % 12 + 1).astype(str).str.zfill(2)


def kind_of(codes: pd.Series) -> pd.Series:
    """Return the kind of institution by the third digit of its code."""
    return codes.str[2].map(KINDS).fillna("other")


def office_months(checks: pd.DataFrame) -> pd.DataFrame:
    """Return what is to be known of each office's month: its last date, whether it is finished, who is new."""
    months = checks.groupby(["payer_number", "index"])["visit_date"].max().rename("as_of").reset_index()
    office = months.groupby("payer_number")
    months["today"] = office["as_of"].transform("max")
    first = checks.groupby("payer_number")["visit_date"].min()
    months["knowable"] = months["payer_number"].map(first) + pd.Timedelta(days=30)
    months["length"] = months["as_of"].dt.days_in_month
    months["elapsed"] = months["as_of"].dt.day
    months["unfinished"] = (months["elapsed"] < months["length"]) & (months["as_of"] == months["today"])
    return months


def find_visits(checks: pd.DataFrame) -> pd.DataFrame:
    """One recipient at one institution on one day, by checks that imply presence."""
    present = checks[checks["method"].isin(["01", "02", "03"]) & (checks["care_type"] != "01")].copy()
    present["by_card"] = present["method"] == "01"
    present["entrusted"] = present[["ticket_kind", "valid_from", "valid_to"]].notna().any(axis=1)
    visits = (
        present.groupby([*PAIR, "visit_date", "index"])
        .agg(checks=("method", "size"), checks_by_card=("by_card", "sum"), entrusted=("entrusted", "any"))
        .reset_index()
    )
    visits.insert(4, "kind", kind_of(visits["institution_code"]))
    return visits


def monthly_days(visits: pd.DataFrame) -> pd.DataFrame:
    """Visit days by calendar month at medical institutions, by institution and over all of them."""
    medical = visits[visits["kind"] == "medical"]
    one = medical.groupby([*PAIR, "index"])["visit_date"].nunique().reset_index(name="days").assign(unit="institution")
    all_ = medical.groupby([*PERSON, "index"])["visit_date"].nunique().reset_index(name="days").assign(unit="recipient")
    days = pd.concat([one, all_], ignore_index=True).fillna({"institution_code": ""})
    for back in (1, 2):
        before = days[[*SERIES, "index", "days"]].rename(columns={"days": f"days_prev{back}"})
        before["index"] += back
        days = days.merge(before, on=[*SERIES, "index"], how="left")
    days = days.fillna({"days_prev1": 0, "days_prev2": 0}).astype({"days_prev1": int, "days_prev2": int})
    days["days_3m"] = days["days"] + days["days_prev1"] + days["days_prev2"]
    days["month"] = month_text(days["index"])
    order = ["month", "payer_number", "unit", "recipient_number", "institution_code"]
    order += ["days", "days_prev1", "days_prev2", "days_3m"]
    return days[[*order, "index"]].sort_values(order, ignore_index=True)


def frequent_visits(days: pd.DataFrame, offices: pd.DataFrame) -> pd.DataFrame:
    """Tendencies: 15 days and 40 in three months, or early from 10 days on, or on the way there."""
    known = days.merge(offices, on=["payer_number", "index"])
    screened = (known["days"] >= 15) & (known["days_3m"] >= 40)
    pace = known["days"] * known["length"] >= 15 * known["elapsed"]
    early = (known["days"] >= 10) | (known["unfinished"] & (known["elapsed"] >= 8) & pace)
    known["level"] = np.select([screened, early], ["screened", "early"], default="")
    found = known[known["level"] != ""].sort_values([*SERIES, "level", "index"])
    run = found["index"] - found.groupby([*SERIES, "level"]).cumcount()
    first = found.groupby([*SERIES, "level", run])["index"].transform("min")
    found["first_month"] = month_text(first)
    columns = [*days.columns.drop("index"), "level", "first_month"]
    return found[[*columns, "index"]].sort_values(columns, ignore_index=True)


def unentrusted_visits(visits: pd.DataFrame, checks: pd.DataFrame, offices: pd.DataFrame) -> pd.DataFrame:
    """Visits without a ticket by recipient, institution and month, and what is likely to become of them."""
    open_ = visits.loc[~visits["entrusted"], [*PAIR, "visit_date", "index"]]
    tickets = checks.loc[checks["valid_from"].notna() & checks["valid_to"].notna(), [*PAIR, "valid_from", "valid_to"]]
    pairs = open_.merge(tickets.drop_duplicates(), on=PAIR, how="left")
    pairs["covered"] = (pairs["visit_date"] >= pairs["valid_from"]) & (pairs["visit_date"] <= pairs["valid_to"])
    dates = pairs.groupby([*PAIR, "index", "visit_date"])["covered"].any().reset_index()
    found = (
        dates.groupby([*PAIR, "index"])
        .agg(
            visit_days=("visit_date", "size"),
            first_date=("visit_date", "min"),
            last_date=("visit_date", "max"),
            covered=("covered", "all"),
        )
        .reset_index()
        .merge(offices, on=["payer_number", "index"])
        .merge(checks.groupby(PERSON)["visit_date"].min().rename("first_seen").reset_index(), on=PERSON)
    )
    waiting = found["last_date"].dt.day < 15
    new = (found["first_seen"] > found["today"] - pd.Timedelta(days=30)) & (found["first_seen"] >= found["knowable"])
    found["status"] = np.select([found["covered"], waiting | new], ["resolved", "pending"], default="review")
    found["month"] = month_text(found["index"])
    columns = ["month", *PAIR, "visit_days", "first_date", "last_date", "status"]
    return found[columns].sort_values(columns, ignore_index=True)


def duplicate_checks(visits: pd.DataFrame) -> pd.DataFrame:
    """Several checks at one institution on a day, or several medical institutions on a day."""
    same = visits[visits["checks"] >= 2].assign(pattern="same_institution")
    same = same.rename(columns={"institution_code": "institution_codes"})
    medical = visits[visits["kind"] == "medical"]
    day = ["visit_date", *PERSON]
    many = medical[medical.groupby(day)["institution_code"].transform("size") >= 2].sort_values("institution_code")
    several = many.groupby(day).agg(institution_codes=("institution_code", ";".join), checks=("checks", "sum"))
    several = several.reset_index().assign(pattern="several_institutions")
    columns = [*day, "pattern", "institution_codes", "checks"]
    return pd.concat([same[columns], several[columns]]).sort_values(columns, ignore_index=True)


def institutions(checks: pd.DataFrame, visits: pd.DataFrame, frequent: pd.DataFrame) -> pd.DataFrame:
    """What the log shows of each institution in a month."""
    key = ["index", "institution_code"]
    named = checks[checks["institution_name"].notna()].sort_values(["checked_at", "institution_name"])
    names = named.groupby("institution_code")["institution_name"].last()
    screened = frequent[(frequent["unit"] == "institution") & (frequent["level"] == "screened")]
    counted = visits.assign(repeated=visits["checks"] >= 2, unentrusted=~visits["entrusted"])
    table = (
        checks.assign(bulk=checks["method"] == "04").groupby(key)["bulk"].sum().rename("bulk_queries").to_frame()
        .join(
            counted.groupby(key).agg(
                recipients=("recipient_number", "nunique"), visits=("visit_date", "size"), checks=("checks", "sum"),
                repeated=("repeated", "sum"), unentrusted_visits=("unentrusted", "sum"),
            )
        )
        .join(screened.groupby(key).size().rename("frequent_recipients"))
        .reset_index()
    )  # fmt: skip
    table["repeat_rate"] = table["repeated"] / table["visits"]
    counts = ["recipients", "visits", "checks", "bulk_queries", "unentrusted_visits", "frequent_recipients"]
    table[counts] = table[counts].fillna(0).astype(int)
    table["month"] = month_text(table["index"])
    table["institution_name"] = table["institution_code"].map(names)
    table["kind"] = kind_of(table["institution_code"])
    columns = ["month", "institution_code", "institution_name", "kind", *counts[:3], "repeat_rate", *counts[3:]]
    return table[columns].sort_values(columns, ignore_index=True)


def summary(
    checks: pd.DataFrame,
    visits: pd.DataFrame,
    frequent: pd.DataFrame,
    unentrusted: pd.DataFrame,
    duplicates: pd.DataFrame,
) -> pd.DataFrame:
    """Figures of each office's month; only measures that are not 0."""
    checks = checks.assign(month=month_text(checks["index"]))
    visits = visits.assign(month=month_text(visits["index"]))
    duplicates = duplicates.assign(month=duplicates["visit_date"].dt.strftime("%Y-%m"))
    key = ["month", "payer_number"]
    methods = checks["method"]
    figures = {
        "checks": checks.groupby(key).size(),
        "checks_presence": checks[methods.isin(["01", "02", "03"])].groupby(key).size(),
        "checks_bulk": checks[methods == "04"].groupby(key).size(),
        "recipients_seen": checks.groupby(key)["recipient_number"].nunique(),
        "institutions_seen": checks.groupby(key)["institution_code"].nunique(),
        "recipients_visited": visits.groupby(key)["recipient_number"].nunique(),
        "visits": visits.groupby(key).size(),
        "visits_unentrusted": visits[~visits["entrusted"]].groupby(key).size(),
    }
    for kind in [*KINDS.values(), "other"]:
        rows = visits[visits["kind"] == kind]
        figures[f"visits_{kind}"] = rows.groupby(key).size()
    for (level, unit), rows in frequent.groupby(["level", "unit"]):
        figures[f"frequent_{level}_{unit}"] = rows.groupby(key).size()
    people = frequent.assign(screened=frequent["level"] == "screened").groupby([*key, "recipient_number"])["screened"]
    for level, rows in people.max().reset_index().groupby("screened"):
        figures[f"frequent_{'screened' if level else 'early'}_people"] = rows.groupby(key).size()
    for status, rows in unentrusted.groupby("status"):
        figures[f"unentrusted_{status!s}"] = rows.groupby(key).size()
    for pattern, rows in duplicates.groupby("pattern"):
        figures[f"duplicates_{pattern!s}"] = rows.groupby(key).size()
    table = pd.concat([series.rename("value").reset_index().assign(measure=name) for name, series in figures.items()])
    columns = ["month", "payer_number", "measure", "value"]
    return table[columns].sort_values(columns, ignore_index=True)
