"""A workbook in the theme, with safe options: what filled and blank workbooks share."""

from datetime import datetime
from io import BytesIO
from typing import Any, Final

import xlsxwriter
from xlsxwriter.workbook import Format

from qlog.export import theme

_OPTIONS: Final[dict[str, Any]] = {
    "in_memory": True,  # XlsxWriter's temporary files would hold personal data outside the output folder
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class ThemedBook:
    """An XlsxWriter workbook in memory, and its formats by the roles of the theme."""

    def __init__(self, title: str, created: datetime) -> None:
        self._buffer = BytesIO()
        # no scheme, or Excel shows the font of its own theme; a new dict, because XlsxWriter changes what it is given
        font = {"font_name": theme.FONT, "font_size": theme.FONT_SIZE, "font_scheme": False}
        self.workbook = xlsxwriter.Workbook(self._buffer, {**_OPTIONS, "default_format_properties": font})
        self._formats: dict[tuple[str, ...], Format] = {}
        self.workbook.set_properties({"title": title, "author": "", "company": "", "created": created})
        self.workbook.set_calc_mode("auto")

    def style(self, *roles: str) -> Format:
        """Return the format that merges roles of the theme; the same roles give the same format."""
        if roles not in self._formats:
            merged: dict[str, Any] = {}
            for role in roles:
                merged |= theme.ROLES[role]
            self._formats[roles] = self.workbook.add_format(merged)
        return self._formats[roles]

    def condition(self, name: str) -> Format:
        """Return a look for conditional formatting."""
        key = ("condition", name)
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(theme.CONDITIONS[name])
        return self._formats[key]

    def define(self, name: str, reference: str) -> None:
        """Give ``reference`` (a range or a value) a name that formulas use."""
        if self.workbook.define_name(name, f"={reference}") != 0:
            raise ValueError(f"not a name: {name}")
