"""The home that a command works in: a folder that was made to be one, never one that a slip of the pen names."""

import os
from pathlib import Path

from settings import Settings
from warehouse.errors import OperatorError

MADE_BY = "`ucj init`, `ucj run --init` or `ucj demo`"
PARTS = ("inbox", "ucj.toml", "branches.csv", "warehouse.db", "archive")  # any of them makes a folder a home


class NoHome(OperatorError):
    """The folder that is named is no home; the message says which, who named it, and what makes one."""


def require_home() -> Settings:
    """The settings of a home that is there; raises `NoHome`. Nothing is made."""
    settings = settings_for_new_home()
    home = settings.home
    if not home.is_dir():
        wrong = "is not a folder" if home.exists() else "does not exist"
    elif not any((home / part).exists() for part in PARTS):
        wrong = "is empty" if not any(home.iterdir()) else "is a folder of something else"
    else:
        return settings
    raise NoHome(f"{_named(home)} {wrong}; nothing was done. Check how it is written, or make one: {MADE_BY}.")


def require_home_or_database() -> Settings:
    """The settings of a home, or those of a catalogue that is set by its address and lies in no home."""
    settings = settings_for_new_home()
    return settings if settings.database_url.get_secret_value() else require_home()


def settings_for_new_home() -> Settings:
    """The settings for a home that may have to be made; raises `NoHome` where `UCJ_HOME` is set to nothing."""
    if os.environ.get("UCJ_HOME") == "":
        raise NoHome("UCJ_HOME is set to nothing: set it to the folder of the home, or unset it (then it is ./var).")
    return Settings()


def _named(home: Path) -> str:
    return f"The home {home} ({'UCJ_HOME' if 'UCJ_HOME' in os.environ else 'UCJ_HOME is not set, so ./var'})"
