"""The same questions in Polars, eager or lazy. Polars scans UTF-8 only: lazy needs a copy of the logs in UTF-8."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from benchmarks.pandas_script import KINDS, NAMES, PAIR, PERSON, SERIES


def analyze(paths: Sequence[Path], *, lazy: bool) -> dict[str, pl.DataFrame]:
    """Read and answer; eager reads CP932 file by file, lazy lets Polars plan everything at once."""
    checks = _checks(_scan(paths)).cache() if lazy else _checks(_read(paths)).collect().lazy()
    visits = _visits(checks).cache() if lazy else _visits(checks).collect().lazy()
    days = _monthly_days(visits)
    answers = {
        "visits": visits.sort(PAIR),
        "monthly_days": days.sort(SERIES),
        "frequent_visits": _frequent_visits(days),
        "unentrusted_visits": _unentrusted_visits(visits, checks),
        "duplicate_checks": _duplicate_checks(visits),
        "institutions": _institutions(visits, checks),
    }
    return dict(zip(answers, pl.collect_all(answers.values()), strict=True))


def _read(paths: Sequence[Path]) -> pl.LazyFrame:
    frames = [
        pl.read_csv(path, encoding="cp932", infer_schema=False, new_columns=NAMES, null_values=[""]) for path in paths
    ]
    return pl.concat(frames).lazy()


def _scan(paths: Sequence[Path]) -> pl.LazyFrame:
    return pl.scan_csv(list(paths), infer_schema=False, null_values=[""], with_column_names=lambda _: NAMES)


def _checks(raw: pl.LazyFrame) -> pl.LazyFrame:
    """Return each row once, typed."""
    dates = [pl.col(name).str.to_date("%Y%m%d") for name in ("birth_date", "valid_from", "valid_to")]
    time = pl.col("checked_at").str.to_datetime("%Y%m%d%H%M%S")
    day = pl.col("checked_at").dt.date()
    return (
        raw.unique()
        .with_columns(time, *dates)
        .with_columns(visit_date=day, index=day.dt.year().cast(pl.Int32) * 12 + day.dt.month() - 1)
    )


def _visits(checks: pl.LazyFrame) -> pl.LazyFrame:
    present = pl.col("method").is_in(["01", "02", "03"]) & pl.col("care_type").ne_missing("01")
    ticket = pl.any_horizontal(pl.col("ticket_kind", "valid_from", "valid_to").is_not_null())
    kind = pl.col("institution_code").str.slice(2, 1).replace_strict(KINDS, default="other")
    return (
        checks.filter(present)
        .group_by(*PAIR, "visit_date", "index")
        .agg(
            checks=pl.len(),
            checks_by_card=(pl.col("method") == "01").sum(),
            entrusted=ticket.any(),
        )
        .with_columns(kind=kind)
    )


def _monthly_days(visits: pl.LazyFrame) -> pl.LazyFrame:
    medical = visits.filter(pl.col("kind") == "medical")
    count = pl.col("visit_date").n_unique().cast(pl.Int64).alias("days")
    one = medical.group_by(*PAIR, "index").agg(count).with_columns(unit=pl.lit("institution"))
    everywhere = medical.group_by(*PERSON, "index").agg(count)
    everywhere = everywhere.with_columns(unit=pl.lit("recipient"), institution_code=pl.lit(""))
    days = pl.concat([one, everywhere], how="diagonal")
    for back in (1, 2):
        before = days.select(*SERIES, pl.col("index") + back, pl.col("days").alias(f"days_prev{back}"))
        days = days.join(before, on=[*SERIES, "index"], how="left")
    days = days.with_columns(pl.col("days_prev1", "days_prev2").fill_null(0))
    return days.with_columns(days_3m=pl.col("days") + pl.col("days_prev1") + pl.col("days_prev2"))


def _frequent_visits(days: pl.LazyFrame) -> pl.LazyFrame:
    """Tendencies; the months of the benchmark are finished, so nobody is judged by pace."""
    screened = (pl.col("days") >= 15) & (pl.col("days_3m") >= 40)
    level = pl.when(screened).then(pl.lit("screened")).when(pl.col("days") >= 10).then(pl.lit("early"))
    found = days.with_columns(level=level).filter(pl.col("level").is_not_null()).sort("index")
    run = pl.col("index") - pl.int_range(pl.len()).over(*SERIES, "level")
    return found.with_columns(run=run).with_columns(first=pl.col("index").min().over(*SERIES, "level", "run"))


def _unentrusted_visits(visits: pl.LazyFrame, checks: pl.LazyFrame) -> pl.LazyFrame:
    covers = (pl.col("visit_date") >= pl.col("valid_from")) & (pl.col("visit_date") <= pl.col("valid_to"))
    tickets = checks.filter(pl.col("valid_from").is_not_null() & pl.col("valid_to").is_not_null())
    tickets = tickets.select(*PAIR, "valid_from", "valid_to").unique()
    dates = (
        visits.filter(~pl.col("entrusted"))
        .join(tickets, on=PAIR, how="left")
        .group_by(*PAIR, "index", "visit_date")
        .agg(covered=covers.fill_null(value=False).any())
    )
    first = checks.group_by(PERSON).agg(first_seen=pl.col("visit_date").min())
    last = pl.col("visit_date").max()
    found = dates.group_by(*PAIR, "index").agg(
        visit_days=pl.len(), first_date=pl.col("visit_date").min(), last_date=last, covered=pl.col("covered").all()
    )
    begin, today = checks.select(pl.col("visit_date").min()), checks.select(pl.col("visit_date").max())
    found = found.join(first, on=PERSON).join(begin.rename({"visit_date": "begin"}), how="cross")
    found = found.join(today.rename({"visit_date": "today"}), how="cross")
    month = pl.duration(days=30)
    new = (pl.col("first_seen") > pl.col("today") - month) & (pl.col("first_seen") >= pl.col("begin") + month)
    waiting = (pl.col("last_date").dt.day() < 15) | new
    status = pl.when("covered").then(pl.lit("resolved")).when(waiting).then(pl.lit("pending"))
    return found.with_columns(status=status.otherwise(pl.lit("review")))


def _duplicate_checks(visits: pl.LazyFrame) -> pl.LazyFrame:
    day = ["visit_date", *PERSON]
    same = visits.filter(pl.col("checks") >= 2).select(
        *day, pl.col("institution_code").alias("codes"), "checks", pattern=pl.lit("same_institution")
    )
    several = (
        visits.filter(pl.col("kind") == "medical")
        .group_by(day)
        .agg(codes=pl.col("institution_code").sort().str.join(";"), checks=pl.col("checks").sum(), number=pl.len())
        .filter(pl.col("number") >= 2)
        .select(*day, "codes", "checks", pattern=pl.lit("several_institutions"))
    )
    return pl.concat([same, several]).sort("visit_date")


def _institutions(visits: pl.LazyFrame, checks: pl.LazyFrame) -> pl.LazyFrame:
    key = ["index", "institution_code"]
    bulk = checks.group_by(key).agg(
        bulk_queries=(pl.col("method") == "04").sum(),
        name=pl.col("institution_name").sort_by("checked_at").drop_nulls().last(),
    )
    counted = visits.group_by(key).agg(
        recipients=pl.col("recipient_number").n_unique(),
        visits=pl.len(),
        checks=pl.col("checks").sum(),
        repeated=(pl.col("checks") >= 2).sum(),
        unentrusted_visits=(~pl.col("entrusted")).sum(),
    )
    return bulk.join(counted, on=key, how="left").sort(key)
