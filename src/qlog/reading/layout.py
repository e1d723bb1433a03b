"""A layout says which column of a file is which field, and how its values are written. One TOML file a layout."""

from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from qlog import schema

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
        if self.table not in TABLES:
            raise ValueError(f"table: {self.table} はありません")
        known = {*self.target.names, *HELPERS} - {LINE}
        problems = [f"{place}.{name}: そのような項目はありません" for place, name in self._named() if name not in known]
        problems += [
            f"columns.{name}: headers がありません" if self.file.header else f"columns.{name}: position がありません"
            for name, column in self.columns.items()
            if not (column.headers if self.file.header else column.position)
        ]
        if problems:
            raise ValueError("\n".join(problems))
        return self

    def _named(self) -> list[tuple[str, str]]:
        return [("columns", name) for name in self.columns] + [("constants", name) for name in self.constants]
