"""All settings of a run, checked as a whole."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from qlog.settings.contradictions import contradictions
from qlog.settings.fields import OfficeNumber
from qlog.settings.mistakes import InvalidSettingsError
from qlog.settings.sections import (
    OFFICE,
    OFFICE_SECTIONS,
    DuplicateSettings,
    EngineSettings,
    FrequentSettings,
    OfficeSettings,
    Section,
    UnentrustedSettings,
    VisitSettings,
)
from qlog.settings.wording import wrong_values


class Settings(Section):
    """All settings of a run; ``Settings()`` holds the defaults.

    Sections may be given in part: ``Settings(frequent={"month_days": 12})``. Offices take what they leave out from the
    common sections, so ``office`` holds whole sections once made. Whatever cannot be used raises
    InvalidSettingsError, a ValueError that lists every mistake and what would be right. Days are calendar days.

    >>> qlog.Settings(frequent={"month_days": 12}).frequent.month_days
    12
    >>> qlog.Settings(frequent={"month_days": 32})
    Traceback (most recent call last):
        ...
    qlog.settings.mistakes.InvalidSettingsError: 設定に、直すところが 1 か所あります。
      frequent.month_days: 32 は使えません。1〜31 の整数を書いてください（標準は 15）。
    """

    visits: VisitSettings = VisitSettings()
    frequent: FrequentSettings = FrequentSettings()
    unentrusted: UnentrustedSettings = UnentrustedSettings()
    duplicates: DuplicateSettings = DuplicateSettings()
    engine: EngineSettings = EngineSettings()
    office: dict[OfficeNumber, OfficeSettings] = Field(default_factory=dict)

    def __init__(self, /, **given: Any) -> None:  # noqa: ANN401  # partial sections: mappings or models
        given = {key: _plain(value) for key, value in given.items()}
        merged = _with_common(given)
        errors = []
        try:
            super().__init__(**merged)
        except ValidationError as error:
            errors = error.errors(include_url=False)
        wrong = {tuple(str(key) for key in error["loc"]) for error in errors}
        mistakes = [*wrong_values(errors, given), *contradictions(merged, given, wrong)]
        if mistakes:
            raise InvalidSettingsError(mistakes)

    def for_office(self, payer_number: str) -> "Settings":
        """Return the settings that hold for one office; those of an office without its own are the common ones."""
        own = self.office.get(payer_number)
        return self if own is None else self.model_copy(update={name: getattr(own, name) for name in OFFICE_SECTIONS})


def _plain(value: Any) -> Any:  # noqa: ANN401
    """Return models and mappings, also nested, as dicts of what was given."""
    if isinstance(value, BaseModel):
        return value.model_dump(exclude_unset=True)
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    return value


def _with_common(given: dict[str, Any]) -> dict[str, Any]:
    """Copy the common sections into every office, below what the office gives itself."""
    offices = given.get(OFFICE)
    if not isinstance(offices, dict):
        return given
    return {**given, OFFICE: {number: _merged(own, given) for number, own in offices.items()}}


def _merged(own: Any, common: dict[str, Any]) -> Any:  # noqa: ANN401
    if not isinstance(own, dict):
        return own
    sections = {name: (common.get(name, {}), own.get(name, {})) for name in OFFICE_SECTIONS}
    both = {
        name: {**theirs, **mine} if isinstance(theirs, dict) and isinstance(mine, dict) else mine
        for name, (theirs, mine) in sections.items()
    }
    return {**own, **both}
