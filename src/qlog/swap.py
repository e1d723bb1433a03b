"""A finished folder takes the place of an old one in a single step, where the system can do that."""

import ctypes
import os
import shutil
import sys
from pathlib import Path
from typing import Final

_HERE: Final = -100  # AT_FDCWD: paths as they are
_EXCHANGE: Final = 2  # RENAME_EXCHANGE of Linux' renameat2(2)


def swap_in(built: Path, out: Path) -> bool:
    """Put ``built`` in the place of ``out``; what stood there is at ``built`` afterwards.

    Files of the old folder that the new one does not have stay. Returns False, with nothing changed, where this cannot
    be done in one step: ``out`` holds ``built``, or the system knows no exchange of folders. Raises OSError.
    """
    if built.resolve().is_relative_to(out.resolve()):
        return False
    if not out.exists():
        out.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        built.rename(out)
        return True
    if not sys.platform.startswith("linux"):
        return False
    _keep_what_is_only_old(out, built)
    return _exchange(built, out)


def _keep_what_is_only_old(out: Path, built: Path) -> None:
    for path in sorted(out.rglob("*")):
        kept = built / path.relative_to(out)
        if path.is_file() and not kept.exists():
            kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.copy2(path, kept)


def _exchange(one: Path, other: Path) -> bool:
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    done: int = rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE)
    return done == 0
