"""Where settings come from: environment, secret files, `ucj.toml`; each under present names and earlier ones."""

import os
import tomllib
import warnings
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import SecretStr, create_model
from pydantic_settings import BaseSettings, EnvSettingsSource, SecretsSettingsSource

from settings.accounts import not_ours
from settings.earlier_names import EARLIER, Moved, in_their_groups, text_about
from settings.errors import EarlierNames, SettingGivenTwice, SettingsFileError
from settings.listing import list_settings

PREFIX = "ucj_"


class Found(NamedTuple):
    """What one source gives: settings and groups under present names, and which of them it gave under earlier names."""

    given: dict[str, Any]
    moved: tuple[Moved, ...]


def default_home() -> Path:
    """The folder that holds everything: `UCJ_HOME`, else `./var`."""
    return Path(os.environ.get("UCJ_HOME") or "var").expanduser().absolute()


def secret_folders(home: Path | None = None) -> list[Path]:
    """Folders that may hold a setting as a file named `ucj_<setting>`: of containers, of systemd, of the home.

    home: one that is worked on beside that of `UCJ_HOME`, such as a restored one; its files win.
    """
    credentials = os.environ.get("CREDENTIALS_DIRECTORY")
    homes = dict.fromkeys((default_home(), home or default_home()))
    folders = [Path("/run/secrets"), *([Path(credentials)] if credentials else []), *(one / "secret" for one in homes)]
    return [folder for folder in folders if folder.is_dir() and os.access(folder, os.R_OK | os.X_OK)]


def named_secret(name: str, *, home: Path | None = None) -> tuple[SecretStr, Path | None] | None:
    """A secret that belongs to no one setting: the variable of that name in capitals, else the file of that name.

    home: as in `secret_folders`. With the file that it came from, whose mode is the
    caller's to look at; None where neither is there.
    """
    if text := os.environ.get(name.upper()):
        return SecretStr(text), None
    for folder in reversed(secret_folders(home)):
        file = folder / name
        if file.is_file():
            return SecretStr(file.read_text(encoding="utf-8")), file
    return None


def from_environment(settings: type[BaseSettings]) -> Found:
    """Variables `UCJ_<SETTING>` and `UCJ_<GROUP>__<SETTING>`; lists and tables are JSON."""
    variables = EnvSettingsSource(settings).env_vars
    earlier = {old: value for old in EARLIER if (value := variables.get(f"{PREFIX}{old}")) is not None}
    moved = {old: Moved(f"{PREFIX}{old}".upper(), _variable(old).upper()) for old in earlier}
    return _found(_parsed(settings, variables), _parsed_earlier(settings, earlier), moved)


def from_secret_files(settings: type[BaseSettings]) -> Found:
    """Files `ucj_<setting>` and `ucj_<group>_<setting>`, also written `ucj_<group>__<setting>`, in `secret_folders`.

    Most earlier names, such as `ucj_server_auth`, are present names of files too.
    """
    spelt = {
        spelling: one.variable.lower()
        for one in list_settings(settings)
        for spelling in (one.secret_file, one.variable.lower())
    }
    files = _read_files([*spelt, *(f"{PREFIX}{old}" for old in EARLIER)], secret_folders())
    for double in files.keys() & {variable for spelling, variable in spelt.items() if spelling != variable}:
        if (single := double.replace("__", "_")) in files:
            raise SettingGivenTwice(f"The secret files {single} and {double} name the same setting: remove one.")
    variables = {spelt[name]: text for name, text in files.items() if name in spelt}
    earlier = {name.removeprefix(PREFIX): text for name, text in files.items() if name not in spelt}
    moved = {old: Moved(f"secret file {PREFIX}{old}", _variable(old).replace("__", "_")) for old in earlier}
    return _found(_parsed(settings, variables), _parsed_earlier(settings, earlier), moved)


def from_file(settings: type[BaseSettings]) -> Found:  # noqa: ARG001 - all sources look alike
    """`ucj.toml` of the home; raises `SettingsFileError` when it is no TOML, or of another account."""
    file = default_home() / "ucj.toml"
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    except PermissionError:
        what_to_do = not_ours(default_home()) or "Let the account that runs ucj read it."
        raise SettingsFileError(f"{file} may not be read. {what_to_do}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsFileError(f"{file} is not valid TOML in UTF-8: {error}") from None
    earlier = {old: given.pop(old) for old in EARLIER if old in given}
    moved = {old: Moved(f"{old} in {file.name}", f"{EARLIER[old][1]} in [{EARLIER[old][0]}]") for old in earlier}
    return _found(given, earlier, moved)


def warn_of_earlier_names(found: Iterable[Found]) -> None:
    """One warning for all settings that were found under earlier names."""
    if moved := [name for one in found for name in one.moved]:
        warnings.warn(text_about(moved), EarlierNames, stacklevel=2)


def _found(given: Mapping[str, Any], earlier: Mapping[str, Any], moved: Mapping[str, Moved]) -> Found:
    return Found(in_their_groups(given, earlier, moved=moved), tuple(moved.values()))


def _variable(old: str) -> str:
    """The environment variable that a setting with an earlier name has now, in lower case as pydantic looks it up."""
    group, name = EARLIER[old]
    return f"{PREFIX}{group}__{name}"


def _parsed(settings: type[BaseSettings], variables: Mapping[str, str | None]) -> dict[str, Any]:
    """What pydantic makes of variables, which it looks up in lower case."""
    source = EnvSettingsSource(settings)
    source.env_vars = variables
    return source()


def _parsed_earlier(settings: type[BaseSettings], earlier: Mapping[str, str]) -> dict[str, Any]:
    """Values by earlier name, as pydantic reads them under the present one."""
    groups = _parsed(settings, {_variable(old): value for old, value in earlier.items()})
    return {old: groups[EARLIER[old][0]][EARLIER[old][1]] for old in earlier}


def _read_files(names: Iterable[str], folders: list[Path]) -> dict[str, str]:
    """Contents of secret files by name; those of a later folder win. Files outside of their folder are not followed."""
    if not folders:
        return {}
    source = SecretsSettingsSource(_model_of_files(tuple(names)), folders, env_prefix="")
    return {name: text for name, text in source().items() if text is not None}


@cache
def _model_of_files(names: tuple[str, ...]) -> type[BaseSettings]:
    fields: dict[str, Any] = dict.fromkeys(names, (str | None, None))
    return create_model("SecretFiles", __base__=BaseSettings, **fields)
