"""One month of a delivery against what the store holds of it: what is new, what repeats, what it tells otherwise."""

import shutil
from functools import cached_property
from pathlib import Path
from typing import Final

import duckdb

from qlog import schema
from qlog.engines.base import sql_text

# the six fields that make two rows tell of the same check at the counter
EVENT: Final = "hash(checked_at, method, institution_code, payer_number, recipient_number, reference_number)"
_FIELDS: Final = ", ".join(column.name for column in schema.CHECK_FIELDS)


class Merge:
    """Merges the Parquet file ``path`` into ``folder``, of which the files ``held`` hold so far.

    After :meth:`write`, ``new + repeated`` is the number of rows of the delivery and ``replaced`` the number of held
    rows that left.
    """

    def __init__(self, folder: Path, held: list[str], path: Path, number: str) -> None:
        self._folder = folder
        self._held = held
        self._path = path
        self._number = number
        self.new = self.repeated = self.replaced = 0

    def write(self) -> list[str]:
        """Write the files that hold from now on and return their names; no held file is changed."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        with duckdb.connect(":memory:") as self._connection:
            self._run(f"SET temp_directory = {sql_text(str(self._path.parent))}")
            rows = self._count(f"SELECT count(*) FROM {self._delivered}")
            self._compare()
            held = self._held_without_replaced()
            added = self._write_delivered(rows)
        return [*held, *added]

    @cached_property
    def _delivered(self) -> str:
        return f"read_parquet({sql_text(str(self._path))})"

    @cached_property
    def _before(self) -> str:
        if not self._held:
            return f"(SELECT * FROM {self._delivered} WHERE false)"
        return f"read_parquet([{', '.join(sql_text(str(self._folder / name)) for name in self._held)}])"

    def _compare(self) -> None:
        """Look row by row only at events told more than once: most deliveries have next to none."""
        self._run(f"""CREATE TABLE told AS
            SELECT DISTINCT event FROM {self._delivered} WHERE event IN (SELECT event FROM {self._before})""")
        self._run(f"""CREATE TABLE seen AS
            SELECT {_FIELDS}, event, delivery, min(line) AS line FROM {self._delivered}
            WHERE event IN (SELECT event FROM told
                            UNION ALL SELECT event FROM {self._delivered} GROUP BY event HAVING count(*) > 1)
            GROUP BY {_FIELDS}, event, delivery""")
        self._run(f"CREATE TABLE before AS SELECT * FROM {self._before} WHERE event IN (SELECT event FROM told)")
        self._run(f"""CREATE TABLE otherwise AS
            SELECT event FROM (SELECT {_FIELDS}, event FROM seen WHERE event IN (SELECT event FROM told)
                               EXCEPT SELECT {_FIELDS}, event FROM before)
            UNION
            SELECT event FROM (SELECT {_FIELDS}, event FROM before EXCEPT SELECT {_FIELDS}, event FROM seen)""")
        self.replaced = self._count(f"""SELECT count(*) FROM (
            SELECT {_FIELDS} FROM before WHERE event IN (SELECT event FROM otherwise)
            EXCEPT SELECT {_FIELDS} FROM seen)""")

    def _held_without_replaced(self) -> list[str]:
        if not self._count("SELECT count(*) FROM otherwise"):
            return self._held
        names = []
        for name in self._held:
            source = f"read_parquet({sql_text(str(self._folder / name))})"
            if self._count(f"SELECT count(*) FROM {source} WHERE event IN (SELECT event FROM otherwise)"):
                changed = f"{name.removesuffix('.parquet')}-{self._number}.parquet"
                self._copy(f"SELECT * FROM {source} WHERE event NOT IN (SELECT event FROM otherwise)", changed)
                names.append(changed)
            else:
                names.append(name)
        return names

    def _write_delivered(self, rows: int) -> list[str]:
        looked_at = self._count(f"SELECT count(*) FROM {self._delivered} WHERE event IN (SELECT event FROM seen)")
        stays = "event NOT IN (SELECT event FROM told) OR event IN (SELECT event FROM otherwise)"
        kept = self._count(f"SELECT count(*) FROM seen WHERE {stays}")
        # rows of a replaced event that both tell alike move to the new file, but are no news
        alike = self._count(f"""SELECT count(*) FROM (
            SELECT {_FIELDS} FROM seen WHERE event IN (SELECT event FROM otherwise)
            INTERSECT SELECT {_FIELDS} FROM before)""")
        self.new = rows - looked_at + kept - alike
        self.repeated = rows - self.new
        name = f"{self._number}.parquet"
        if looked_at == kept:
            shutil.move(self._path, self._folder / name)
            return [name]
        if rows - looked_at + kept == 0:
            return []
        columns = f"{_FIELDS}, line, delivery, event"
        self._copy(
            f"""SELECT {columns} FROM {self._delivered} WHERE event NOT IN (SELECT event FROM seen)
                UNION ALL SELECT {columns} FROM seen WHERE {stays}""",
            name,
        )
        return [name]

    def _copy(self, sql: str, name: str) -> None:
        self._run(f"COPY ({sql}) TO {sql_text(str(self._folder / name))} (FORMAT parquet, COMPRESSION zstd)")

    def _count(self, sql: str) -> int:
        [(count,)] = self._connection.execute(sql).fetchall()
        return int(count)

    def _run(self, sql: str) -> None:
        self._connection.execute(sql).fetchall()
