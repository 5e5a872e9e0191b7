"""Settings that are not valid, in words without the values: a value may be a password."""

from typing import TYPE_CHECKING

from settings import SettingsFileError, default_home

if TYPE_CHECKING:
    from pydantic import ValidationError


def problems_of(error: "ValidationError | SettingsFileError") -> str:
    """What is wrong with which setting."""
    if isinstance(error, SettingsFileError):
        return str(error)
    problems = "; ".join(
        f"{'.'.join(map(str, one['loc']))}: {one['msg']}"
        for one in error.errors(include_input=False, include_context=False, include_url=False)
    )
    return f"settings are not valid (environment UCJ_* or {default_home() / 'ucj.toml'}): {problems}"
