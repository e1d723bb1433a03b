"""Where pictures are drawn: new or given axes, the Japanese font, the one look, and what stands where nothing is."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from qlog.errors import QlogError, SettingsError
from qlog.export.theme import INK, LINE, MUTED, units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.typing import ColorType

FONTS: Final = ["IPAexGothic", "DejaVu Sans"]  # the second has the signs the first lacks
STRONG: Final = "#7A3300"  # for what is work for somebody: darker than all else in grey
NOTHING: Final = "データがありません"
_FONT_PACKAGE: Final = "matplotlib_fontja"
# inches
_WIDE: Final = 6
_UNIT: Final = 0.0625  # of half a character of the key
_SWATCH: Final = 0.65  # colour and air beside it
_GROWS: Final = 1.15  # how much wider axes are after the layout, at least
_DARK: Final = 0.5  # lightness below which white text reads better than dark text


def axes(given: "Axes | None", *, width: float = 9, height: float = 4) -> "Axes":
    """Return the axes ``given``, or the axes of a new figure of this size in inches.

    Raises QlogError where matplotlib or its Japanese font is not installed, SettingsError for what is no axes.
    """
    try:
        from matplotlib import pyplot
        from matplotlib.axes import Axes
    except ImportError as error:
        raise _missing() from error
    _add_font()
    if given is None:
        return pyplot.subplots(figsize=(width, height), layout="constrained")[1]
    if not isinstance(given, Axes):
        raise SettingsError(
            ja="ax= には matplotlib の軸（Axes）を一つ渡してください。",
            en="ax= takes one matplotlib Axes.",
        )
    return given


def finish(ax: "Axes", *, title: str | None, default: str, framed: bool = True) -> "Axes":
    """Give ``ax`` its title (``default`` where ``title`` is None), the font and the look; lines only if ``framed``."""
    from matplotlib.text import Text

    ax.set_title(default if title is None else title, loc="left", color=INK)
    ax.spines[:].set_visible(False)
    ax.spines[["left", "bottom"]].set(visible=framed, color=MUTED)
    ax.set_axisbelow(True)
    ax.tick_params(labelfontfamily=FONTS, colors=INK)
    for text in ax.findobj(Text):
        text.set_fontfamily(FONTS)
    return ax


def finish_empty(ax: "Axes", *, title: str | None, default: str) -> "Axes":
    """Say on ``ax`` that there is nothing to draw, under its title."""
    ax.text(0.5, 0.5, NOTHING, transform=ax.transAxes, ha="center", va="center", color=MUTED, fontsize=12)
    ax.set(xticks=[], yticks=[])
    return finish(ax, title=title, default=default, framed=False)


def is_wide(ax: "Axes") -> bool:
    """Tell whether there is room for 31 numbers side by side."""
    return _inches(ax) >= _WIDE


def day_ticks(ax: "Axes", last: int) -> None:
    """Number the days 1 to ``last``: all of them where there is room, else every fifth."""
    ax.set_xticks(range(1, last + 1) if is_wide(ax) else [1, *range(5, last + 1, 5)])


def add_lines(ax: "Axes") -> None:
    """Draw light horizontal lines to read values by."""
    ax.grid(axis="y", color=LINE, linewidth=0.6)


def add_key(ax: "Axes", *, columns: int = 3, lines: int = 2, handles: "Sequence[Artist] | None" = None) -> None:
    """Put the legend below ``ax``, under so many ``lines`` of tick labels and label, where it covers nothing."""
    entries = ax.get_legend_handles_labels()[0] if handles is None else handles
    ax.legend(
        handles=entries,
        loc="upper center",
        bbox_to_anchor=(0.5, 0),
        borderaxespad=1 + 1.6 * lines,  # in heights of a line of text, whatever the size of the axes
        ncols=_columns_that_fit(ax, [str(entry.get_label()) for entry in entries], columns),
        frameon=False,
        fontsize=9,
    )


def _columns_that_fit(ax: "Axes", words: "Sequence[str]", most: int) -> int:
    """Return how many columns of ``words`` stand below ``ax``; a key that is too wide would push the axes together."""
    widths = [units(entry) * _UNIT + _SWATCH for entry in words]
    room = _inches(ax) * _GROWS
    for columns in range(min(most, len(words)), 1, -1):
        if sum(max(part) for part in np.array_split(widths, columns)) <= room:  # as the key shares them out
            return columns
    return 1


def ink_on(colour: "ColorType") -> str:
    """Return the colour of text that reads on ``colour``."""
    from matplotlib.colors import to_rgb

    red, green, blue = to_rgb(colour)
    return "white" if 0.299 * red + 0.587 * green + 0.114 * blue < _DARK else INK


def _inches(ax: "Axes") -> float:
    figure = ax.get_figure(root=True)
    return 0 if figure is None else float(ax.get_window_extent().width / figure.dpi)


def _add_font() -> None:
    """Make the font known by its file: importing its package would change every picture of the session."""
    from matplotlib import font_manager

    known = {font.name for font in font_manager.fontManager.ttflist}
    if FONTS[0] in known:
        return
    package = find_spec(_FONT_PACKAGE)
    if package is None or package.origin is None:
        raise _missing()
    font_manager.fontManager.addfont(Path(package.origin).parent / "fonts" / "ipaexg.ttf")


def _missing() -> QlogError:
    return QlogError(
        ja="図を描くには matplotlib と matplotlib-fontja が必要です。pip install matplotlib matplotlib-fontja "
        "で入れてください。",
        en="Pictures need matplotlib and matplotlib-fontja: pip install matplotlib matplotlib-fontja.",
    )
