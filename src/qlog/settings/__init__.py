"""qlog.toml -> validated settings. Every number of the rules is one, because every office may set it freely."""

from qlog.settings.fields import AUTO
from qlog.settings.file import load_settings
from qlog.settings.mistakes import InvalidSettingsError, Mistake
from qlog.settings.model import Settings
from qlog.settings.sections import (
    DuplicateSettings,
    EngineSettings,
    FrequentSettings,
    OfficeSettings,
    UnentrustedSettings,
    VisitSettings,
)
from qlog.settings.template import settings_toml

__all__ = [
    "AUTO",
    "DuplicateSettings",
    "EngineSettings",
    "FrequentSettings",
    "InvalidSettingsError",
    "Mistake",
    "OfficeSettings",
    "Settings",
    "UnentrustedSettings",
    "VisitSettings",
    "load_settings",
    "settings_toml",
]
