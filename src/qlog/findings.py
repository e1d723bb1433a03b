"""What was found: tables to read, to re-judge and to explain. Showing a Findings never shows a personal value."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from qlog import schema
from qlog.coverage import Coverage, coverage_table, coverages
from qlog.dimensions import OfficeMonth
from qlog.duplicates import duplicate_batches, duplicate_checks
from qlog.engines.base import Engine, sql_text
from qlog.errors import Message, SettingsError
from qlog.explain import explain_checks, find_people
from qlog.explain_text import Account, explain_person
from qlog.gaps import find_gaps
from qlog.html import count_text, findings_html
from qlog.intake import Intake
from qlog.labels import LabelledFrame, labelled, labelled_table
from qlog.reach import reference_warnings
from qlog.references import References
from qlog.settings import Settings
from qlog.signals import institution_signals

_MAIN_FIGURES: Final = ("visits", "frequent_screened_people", "unentrusted_review")
# tables that SQL alone does not make
_MADE_HERE: Final = {"gaps", "coverage", "institution_signals"}  # small: a row an office, a month, an institution


class Findings:
    """The tables of one analysis, kept by its engine and fetched when asked for.

    Every table attribute is a pandas DataFrame with the columns of the table of that name in
    :data:`qlog.schema.TABLES`, sorted by all of them; dates are datetime64, codes are text, ``month`` is text as
    2026-10. Days are calendar days (JST), counts are rows, shares go from 0 to 1. ``.jp()`` gives a table in Japanese.

    >>> findings.frequent_visits[["month", "unit", "days", "days_3m", "level"]].head(2)
         month         unit  days  days_3m  level
    0  2026-08  institution    17       17  early
    1  2026-08  institution    19       19  early
    >>> findings.frequent_visits[["month", "unit", "days", "level"]].head(1).jp()
           診療月      単位  受診日数      判定
    0  2026-08  同じ医療機関    17  早めの気づき
    """

    def __init__(
        self,
        *,
        engine: Engine,
        settings: Settings,
        references: References,
        month: str,
        office_months: list[OfficeMonth],
        office_days: Mapping[tuple[str, date], int],
        tables: list[str],
        rejudge: Callable[[Settings], "Findings"],
    ) -> None:
        self._engine = engine
        self._rejudge = rejudge
        self._office_days = office_days  # (payer_number, date) -> rows as delivered
        self.settings = settings
        self.references = references
        self.month = month
        self.office_months = office_months
        self.tables = tables  # names: those of the contract, then those that stand beside them
        self.intake = Intake()
        self._source: object = None

    # tables -----------------------------------------------------------------------------------------------------

    @cached_property
    def visits(self) -> LabelledFrame:
        """Visits: one recipient at one institution on one day, every month of the input."""
        return self._frame("visits")

    @cached_property
    def monthly_days(self) -> LabelledFrame:
        """Visit days by calendar month, by institution and by recipient."""
        return self._frame("monthly_days")

    @cached_property
    def frequent_visits(self) -> LabelledFrame:
        """Tendency to frequent visits, levels screened and early; never a finding about a person."""
        return self._frame("frequent_visits")

    @cached_property
    def unentrusted_visits(self) -> LabelledFrame:
        """Visits without a registered ticket by recipient, institution and month, with their status."""
        return self._frame("unentrusted_visits")

    @cached_property
    def duplicate_checks(self) -> LabelledFrame:
        """Several checks of one recipient on one day."""
        return self._frame("duplicate_checks")

    @cached_property
    def institutions(self) -> LabelledFrame:
        """What the log shows of each institution in a month."""
        return self._frame("institutions")

    @cached_property
    def summary(self) -> LabelledFrame:
        """Figures of each office's month; ``measure`` is a key of :data:`qlog.dimensions.MEASURES`."""
        return self._frame("summary")

    @cached_property
    def gaps(self) -> LabelledFrame:
        """Dates on which an office's log is silent against its own habit."""
        return self._frame("gaps")

    @cached_property
    def frequent_details(self) -> LabelledFrame:
        """What stands around each row of frequent_visits: short intensive, months in a row, trend, weekdays."""
        return self._frame("frequent_details")

    @cached_property
    def unentrusted_reasons(self) -> LabelledFrame:
        """Why each row of unentrusted_visits has its status, in one or two Japanese sentences without a name."""
        return self._frame("unentrusted_reasons")

    @cached_property
    def unentrusted_changes(self) -> LabelledFrame:
        """What changed since the last run of the workspace; empty where there was none."""
        return self._frame("unentrusted_changes")

    @cached_property
    def institution_signals(self) -> LabelledFrame:
        """Habits of institutions against the rate of their kind; ``above`` marks whom to call (see qlog.signals)."""
        return self._frame("institution_signals")

    @cached_property
    def number_changes(self) -> LabelledFrame:
        """Numbers that may be one person's, never joined by themselves; for the office to look into."""
        return self._frame("number_changes")

    @cached_property
    def age_groups(self) -> LabelledFrame:
        """The decade in which each recipient was born, for counts by age group; no row without a birth date."""
        return self._frame("age_groups")

    @cached_property
    def coverage(self) -> LabelledFrame:
        """How much the log shows of each office's month; it is a lower bound."""
        return self._frame("coverage")

    def table(self, name: str, *, payer: str | None = None) -> pa.Table:
        """Return a table of :data:`qlog.schema.TABLES` as Arrow, of one office if ``payer`` is given.

        Raises SettingsError for another name.
        """
        if name not in schema.TABLES:
            raise SettingsError(
                ja=f"「{name}」という表はありません。あるのは {'、'.join(schema.TABLES)} です。",
                en=f"there is no table {name!r}: there are {', '.join(schema.TABLES)}",
            )
        if name == "gaps":
            table = find_gaps(self._office_days)
        elif name == "coverage":
            table = coverage_table(self._engine, self.table("gaps"))
        elif name == "institution_signals":
            return institution_signals(self._engine)
        elif name == "duplicate_checks":
            return duplicate_checks(self._engine, payer)
        elif name not in self.tables:
            return schema.TABLES[name].arrow_schema().empty_table()
        else:
            return self.query(_select(name, payer), schema.TABLES[name].arrow_schema())
        return table if payer is None else table.filter(pc.equal(table["payer_number"], payer))

    def batches(self, name: str) -> Iterator[pa.RecordBatch]:
        """Yield a table in pieces, for what does not fit into memory."""
        if name == "duplicate_checks":
            yield from duplicate_batches(self._engine, self.months)
        elif name in _MADE_HERE:
            yield from self.table(name).to_batches()
        else:
            yield from self._engine.batches(_select(name, None), schema.TABLES[name].arrow_schema())

    def query(self, sql: str, wanted: pa.Schema) -> pa.Table:
        """Run SQL over the relations of this analysis (the rules' names) and return it cast to ``wanted``."""
        return self._engine.query(sql, wanted)

    # what can be done with them ---------------------------------------------------------------------------------

    def judge(self, settings: Settings) -> "Findings":
        """Judge the same checks by other settings; nothing is read again, and this object stays as it is.

        >>> stricter = findings.judge(qlog.Settings(frequent={"month_days": 12, "three_month_days": 30}))
        >>> len(stricter.frequent_visits) >= len(findings.frequent_visits)
        True
        """
        return self._rejudge(settings).with_source(self.intake, keep=self._source)

    def with_source(self, intake: Intake, *, keep: object = None) -> "Findings":
        """Say how the checks were read, and keep alive what holds them; returns this object."""
        self.intake = intake
        self._source = keep
        return self

    def explain(self, recipient_number: str, *, payer_number: str | None = None) -> LabelledFrame:
        """Return every check of one person, which rule counted or skipped it, and why (see :mod:`qlog.explain`).

        One row a check, columns of :data:`qlog.schema.EXPLANATION`; no row if the log does not know the number. A
        number from before a change is found, too. ``payer_number`` is wanted where offices share the number. Raises
        SettingsError for a number that is not text: 0012345 is not 12345.

        >>> person = findings.frequent_visits.recipient_number.iloc[0]
        >>> findings.explain(person).groupby("counted").rule.unique().loc[True].tolist()
        ['monthly_days', 'visits']
        """
        people = find_people(self._engine, recipient_number, payer_number)
        return labelled(explain_checks(self._engine, people, self.settings), "explanation")

    def explain_text(self, recipient_number: str, *, payer_number: str | None = None) -> str:
        """Say in Japanese why one person was flagged or not in the chosen month: days, thresholds, tickets, checks.

        One account for each office that knows the number; empty if none does.
        """
        people = find_people(self._engine, recipient_number, payer_number)
        accounts = [
            explain_person(
                Account(
                    self._engine,
                    payer,
                    number,
                    self.month,
                    {row.month: row for row in self.office_months if row.payer_number == payer},
                ),
                explain_checks(self._engine, [(payer, number)], self.settings),
            )
            for payer, number in people
        ]
        return "\n\n".join(accounts)

    @cached_property
    def change_counts(self) -> dict[str, int]:
        """How many unentrusted visits changed how (a key of :data:`qlog.schema.CHANGES`); empty without a last run."""
        if "unentrusted_changes" not in self.tables:
            return {}
        wanted = pa.schema([("change", pa.string()), ("visits", pa.int64())])
        rows = self.query("SELECT change, count(*) AS visits FROM unentrusted_changes GROUP BY change", wanted)
        found = dict(zip(rows["change"].to_pylist(), rows["visits"].to_pylist(), strict=True))
        return {change: found.get(change, 0) for change in schema.CHANGES}

    def month_coverage(self) -> list[Coverage]:
        """Return how much the log shows of the chosen month, one row an office."""
        return [row for row in coverages(self.table("coverage")) if row.month == self.month]

    @cached_property
    def warnings(self) -> list[Message]:
        """What to look into: reference files that concern nobody in the log."""
        return reference_warnings(self._engine, self.references)

    def dates_of(self, payer: str) -> list[date]:
        """Return the dates on which the log of an office has rows."""
        return [day for number, day in self._office_days if number == payer]

    @property
    def payers(self) -> list[str]:
        """Offices in the log, in order."""
        return sorted({row.payer_number for row in self.office_months})

    @property
    def months(self) -> list[str]:
        """Months in the log, in order."""
        return sorted({row.month for row in self.office_months})

    @cached_property
    def counts(self) -> dict[str, int]:
        """Figures of the chosen month over all offices, by measure."""
        table = self.table("summary")
        chosen = table.filter(pc.equal(table["month"], self.month))
        totals = chosen.group_by("measure").aggregate([("value", "sum")]).to_pylist()
        return {row["measure"]: row["value_sum"] for row in totals}

    def __repr__(self) -> str:
        """Say what is in here: months, offices and the main figures, those under ten as ``<10``."""
        counts = self.counts
        return (
            f"Findings(month={self.month}, months={len(self.months)}, offices={len(self.payers)}, "
            f"{', '.join(f'{name}={count_text(counts[name])}' for name in _MAIN_FIGURES)})"
        )

    def _repr_html_(self) -> str:
        return findings_html(self.month, len(self.payers), self.counts, self.month_coverage())

    def _frame(self, name: str) -> LabelledFrame:
        return labelled_table(self.table(name), name)


def _select(name: str, payer: str | None) -> str:
    table = schema.TABLES[name]
    where = "" if payer is None else f" WHERE payer_number = {sql_text(payer)}"
    order = ", ".join(f"{column} NULLS LAST" for column in table.order)
    return f"SELECT {', '.join(table.names)} FROM {name}{where} ORDER BY {order}"
