"""qlog.toml -> validated settings. Every number of the rules is here, because every office may set it freely."""

import tomllib
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from qlog.codes import KIND_LABELS
from qlog.errors import SettingsError

Days = Annotated[int, Field(ge=1, le=31)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class VisitSettings(_Section):
    """What counts as a visit."""

    presence_methods: tuple[str, ...] = ("01", "02", "03")


class FrequentSettings(_Section):
    """Frequent visits; 15 days and 40 days in three months are the national first screen."""

    kinds: tuple[str, ...] = ("medical",)
    month_days: Days = 15
    three_month_days: Annotated[int, Field(ge=1, le=93)] = 40
    early_days: Days = 10
    early_after_day: Days = 8


class UnentrustedSettings(_Section):
    """Unentrusted visits; tickets are registered in batches, here by the 15th."""

    registration_day: Days = 15
    new_recipient_days: Annotated[int, Field(ge=0, le=366)] = 30


class DuplicateSettings(_Section):
    """Several checks of one recipient on one day."""

    same_institution_checks: Annotated[int, Field(ge=2, le=99)] = 2
    institutions_a_day: Annotated[int, Field(ge=2, le=99)] = 2
    kinds: tuple[str, ...] = ("medical",)


class OfficeSettings(_Section):
    """What one office sets otherwise; what is left out is as for all."""

    name: str = ""
    visits: VisitSettings | None = None
    frequent: FrequentSettings | None = None
    unentrusted: UnentrustedSettings | None = None
    duplicates: DuplicateSettings | None = None


class EngineSettings(_Section):
    """How much of the machine the engine may use."""

    memory_limit: str = "2GB"
    threads: Annotated[int, Field(ge=0, le=1024)] = 0  # 0 = all cores


class Settings(_Section):
    """All settings of a run; ``Settings()`` holds the defaults of design and national advice."""

    visits: VisitSettings = VisitSettings()
    frequent: FrequentSettings = FrequentSettings()
    unentrusted: UnentrustedSettings = UnentrustedSettings()
    duplicates: DuplicateSettings = DuplicateSettings()
    engine: EngineSettings = EngineSettings()
    office: dict[str, OfficeSettings] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _check(self) -> Self:
        unknown = {*self.frequent.kinds, *self.duplicates.kinds} - set(KIND_LABELS)
        if unknown:
            raise ValueError(f"unknown kind: {', '.join(sorted(unknown))}")
        return self

    def for_office(self, payer_number: str) -> "Settings":
        """Return the settings that hold for one office: its own sections in place of the common ones."""
        own = self.office.get(payer_number)
        if own is None:
            return self
        sections = {
            name: section
            for name in ("visits", "frequent", "unentrusted", "duplicates")
            if (section := getattr(own, name)) is not None
        }
        return self.model_copy(update=sections)


def load_settings(path: Path | None) -> Settings:
    """Read ``path`` (qlog.toml); without a path the defaults. Raises SettingsError with every mistake at once."""
    if path is None:
        return Settings()
    try:
        return Settings.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError) as error:
        raise SettingsError(
            ja=f"設定ファイル {path.name} を読めません。内容を確かめてください。",
            en=f"settings file {path.name} cannot be read: {type(error).__name__}",
        ) from error
