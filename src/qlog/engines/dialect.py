"""The one home of what differs between engines: the portable SQL of the rules, as another engine wants it."""

from collections.abc import Mapping


def transpile(sql: str, dialect: str, names: Mapping[str, str]) -> str:
    """Return ``sql`` in ``dialect``, with every relation in ``names`` under the name the engine has it by."""
    import sqlglot
    from sqlglot import exp

    tree = sqlglot.parse_one(sql, read="duckdb")
    for table in tree.find_all(exp.Table):
        if table.name in names:
            alias = table.alias or table.name
            table.replace(exp.to_table(names[table.name]).as_(alias))
    return tree.sql(dialect=dialect)
