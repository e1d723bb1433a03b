"""A layout says which column of a file is which field, and how its values are written. One TOML file a layout."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from qlog import schema
from qlog.reading.mistakes import Mistake

TABLES: Final = {schema.CHECKS.name: schema.CHECKS, **schema.REFERENCE_TABLES}
LINE: Final = "line"
# columns that are no field of their own, but are needed to make one
HELPERS: Final[dict[str, schema.Column]] = {
    column.name: column
    for column in (
        schema.Column("checked_time", "clock", "資格確認時刻", "Time of day, where checked_at is only the date"),
        schema.Column("prefecture", "code", "都道府県番号", "First two digits of the institution code"),
        schema.Column("fee_table", "code", "点数表番号", "Third digit of the institution code"),
    )
}
# a log without these tells nothing; the person may also be told by birth date and kana
REQUIRED: Final = ("checked_at", "method", "institution_code", "payer_number", "validity", "ticket_kind")
Text = Annotated[str, Field(min_length=1)]
DateForm = Literal["digits", "separated", "era", "era_digits", "serial"]
SAFE_FORMS: Final[tuple[DateForm, ...]] = ("digits", "separated", "era")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FileForm(_Part):
    """How the file is cut into rows and cells."""

    header: bool = True
    # a trail byte of CP932 is never one of these; the bar can be one
    delimiter: Literal[",", "\t", ";"] = ","
    quote: Literal['"', ""] = '"'
    encodings: tuple[Literal["utf-8", "cp932"], ...] = ("utf-8", "cp932")


class ColumnForm(_Part):
    """One column: where it is, how its values are written, and when it may be empty."""

    headers: tuple[Text, ...] = ()
    position: Annotated[int, Field(ge=1, le=500)] | None = None
    empty: Literal["never", "always", "without_ticket"] = "always"
    width: Annotated[int, Field(ge=1, le=20)] | None = None
    restore_zeros: Annotated[int, Field(ge=0, le=9)] = 0
    forms: tuple[DateForm, ...] = SAFE_FORMS
    era: Literal["R", "H", "S", "T", "M"] | None = None
    codes: dict[str, str] = Field(default_factory=dict)
    blank: tuple[str, ...] = ()


class InstitutionForm(_Part):
    """How a ten-digit institution code is made from seven digits."""

    prefecture: Annotated[str, Field(pattern=r"^([0-9]{2}|payer)$")]  # payer: that of the office's own number
    fee_table: Annotated[str, Field(pattern=r"^[0-9]$")] | None = None  # where nothing else tells it
    fee_table_by_name: dict[Text, Annotated[str, Field(pattern=r"^[0-9]$")]] = Field(default_factory=dict)


class TicketForm(_Part):
    """How a file shows whether a ticket was registered."""

    registered: tuple[str, ...] = ("1",)  # with these values of validity the items of the ticket must be there
    none: dict[str, tuple[str, ...]] = Field(default_factory=dict)  # with these values of a field there is no ticket


class Layout(_Part):
    """A whole layout; ``columns`` maps field names of the table to their form."""

    name: Text
    title: Text
    base: str = ""  # what is not said here is as in this shipped layout
    note: str = ""
    assumed: bool = False
    table: str = schema.CHECKS.name
    file: FileForm = FileForm()
    columns: dict[str, ColumnForm]
    constants: dict[str, str] = Field(default_factory=dict)
    ticket: TicketForm = TicketForm()
    institution: InstitutionForm | None = None

    @property
    def target(self) -> schema.Table:
        """The table this layout fills."""
        return TABLES[self.table]

    def label(self, field: str) -> str:
        """Return the Japanese name of a field or helper."""
        return self.column(field).jp

    def column(self, field: str) -> schema.Column:
        """Return the column of the vocabulary, or the helper, of that name."""
        return HELPERS.get(field) or next(column for column in self.target.columns if column.name == field)

    @model_validator(mode="after")
    def _check(self) -> Self:
        problems = inconsistencies(self.model_dump())
        if problems:
            raise ValueError("\n".join(f"{problem.place}: {problem.en}" for problem in problems))
        return self


def inconsistencies(raw: Mapping[str, Any]) -> list[Mistake]:
    """Return what does not fit together in a layout as written; mistakes in single values are not looked for here."""
    table = TABLES.get(raw.get("table", schema.CHECKS.name))
    if table is None:
        return [Mistake("table", f"{'、'.join(TABLES)} のどれかにしてください", f"must be one of {', '.join(TABLES)}")]
    columns = {name: form for name, form in _table(raw, "columns").items() if isinstance(form, Mapping)}
    constants = _table(raw, "constants")
    key = "headers" if _table(raw, "file").get("header", True) is not False else "position"
    given = {name: form[key] for name, form in columns.items() if form.get(key)}
    return [
        *_unknown(raw, {*table.names, *HELPERS} - {LINE}),
        *_no_sign_of_a_ticket(raw, table),
        *_claimed_twice(given),
        *_lacking(table, columns, {*given, *constants}, key),
    ]


def _unknown(raw: Mapping[str, Any], known: set[str]) -> list[Mistake]:
    named = {f"columns.{name}": name for name in _table(raw, "columns")}
    named |= {f"constants.{name}": name for name in _table(raw, "constants")}
    named |= {f"ticket.none.{name}": name for name in _table(_table(raw, "ticket"), "none")}
    return [
        Mistake(place, "そのような項目はありません", "no such field")
        for place, name in named.items()
        if name not in known
    ]


def _no_sign_of_a_ticket(raw: Mapping[str, Any], table: schema.Table) -> list[Mistake]:
    """Return the fields that cannot show by a value that there is no ticket: dates and such are read before."""
    types = dict.fromkeys(HELPERS, "") | {column.name: column.type for column in table.columns}
    return [
        Mistake(
            f"ticket.none.{name}",
            f"コードと文字の項目だけに使えます。空とみなす値は columns.{name} の blank に書いてください",
            f"only for codes and text; write values that stand for empty into blank of columns.{name}",
        )
        for name in _table(_table(raw, "ticket"), "none")
        if types.get(name, "text") not in {"text", "code"}
    ]


def _lacking(table: schema.Table, columns: Mapping[str, Any], present: set[str], key: str) -> list[Mistake]:
    wanted = [name for name, form in columns.items() if form.get("empty") == "never"]
    if table is schema.CHECKS:
        wanted = list(REQUIRED)
        if not {"birth_date", "kana"} <= present:
            wanted.append("recipient_number")
    return [Mistake(f"columns.{name}", f"{key} が必要です", f"needs {key}") for name in wanted if name not in present]


def _claimed_twice(given: Mapping[str, Any]) -> list[Mistake]:
    """Return the columns that claim a header or a position another one has claimed."""
    owners: dict[object, str] = {}
    claims = [(name, item) for name, claimed in given.items() for item in _as_list(claimed)]
    return [
        Mistake(
            f"columns.{name}", f"「{item}」は columns.{owners[item]} にもあります", f"also claimed by {owners[item]}"
        )
        for name, item in claims
        if owners.setdefault(item, name) != name
    ]


def _as_list(claimed: object) -> list[object]:
    return list(claimed) if isinstance(claimed, (list, tuple)) else [claimed]


def _table(raw: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    part = raw.get(key)
    return part if isinstance(part, Mapping) else {}
