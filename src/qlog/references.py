"""The office's own lists, all optional: what they are, and which office their rows belong to."""

from dataclasses import dataclass, fields

import pyarrow as pa

from qlog import schema


@dataclass(frozen=True, repr=False)
class References:
    """Reference tables in the schemas of :data:`qlog.schema.REFERENCE_TABLES`; None = the office gave no such file."""

    tickets: pa.Table | None = None
    other_law: pa.Table | None = None
    caseworkers: pa.Table | None = None
    institution_names: pa.Table | None = None
    aliases: pa.Table | None = None

    def table(self, name: str) -> pa.Table:
        """Return the table, empty where the office gave no file."""
        table: pa.Table | None = getattr(self, name)
        wanted = schema.REFERENCE_TABLES[name].arrow_schema()
        return wanted.empty_table() if table is None else table.select(wanted.names).cast(wanted)

    def tickets_given(self, payer: str) -> bool:
        """Tell whether the tickets file speaks for an office: it has rows of it, or rows of no office, or none at all.

        A file of one office alone says nothing about the tickets of another.
        """
        if self.tickets is None:
            return False
        payers = set(self.table("tickets")["payer_number"].unique().to_pylist())
        return not payers or None in payers or payer in payers

    def __repr__(self) -> str:
        """Say which lists are there and how long they are, never what they hold."""
        given = [
            f"{field.name}: {getattr(self, field.name).num_rows}"
            for field in fields(self)
            if getattr(self, field.name) is not None
        ]
        return f"References({', '.join(given)})"


def alias_map(aliases: pa.Table, payers: list[str]) -> pa.Table:
    """Resolve chains of changes to the newest number, for each office.

    ``aliases`` as :data:`qlog.schema.ALIASES`; a row without an office holds for all ``payers`` that
    have none of their own for the number; of several the last holds. Numbers that go round (changed back) are one
    person under the smallest of them. Returns payer_number, old_number, new_number.
    """
    general_first = sorted(aliases.to_pylist(), key=lambda row: row["payer_number"] is not None)
    rows: list[tuple[str, str, str]] = []
    for payer in payers:
        newer = {
            row["old_number"]: row["new_number"]
            for row in general_first
            if row["payer_number"] in (None, payer) and row["old_number"] != row["new_number"]
        }
        rows.extend((payer, old, newest) for old in newer if (newest := _follow(newer, old)) != old)
    wanted = pa.schema([(name, pa.string()) for name in ("payer_number", "old_number", "new_number")])
    return pa.Table.from_pylist([dict(zip(wanted.names, row, strict=True)) for row in rows], schema=wanted)


def _follow(newer: dict[str, str], number: str) -> str:
    path = [number]
    while (following := newer.get(path[-1])) is not None:
        if following in path:
            return min(path[path.index(following) :])
        path.append(following)
    return path[-1]
