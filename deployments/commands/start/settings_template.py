"""`ucj.toml` as `ucj init` writes it: every setting with its meaning and default, all commented out."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, SecretStr

from settings import Settings
from settings.drop_folders import SFTP_EXAMPLE
from settings.groups import description_of
from settings.listing import Listed, groups_of, list_settings

HEAD = """\
# Settings of this home. Each line below is a default: take away the `#` in front of a setting to change it.
# Environment variables (UCJ_<NAME>, in a table UCJ_<TABLE>__<NAME>) win over this file. `ucj doctor` says whether it
# is valid.
"""
NOT_IN_FILE = frozenset({"home"})  # the file lies in it
DROP_FOLDER = """\
# A drop folder on another machine is a table of its own, at the end of this file (docs/drop-folders.md). Its key is the
# file secret/ucj_drop_folder_kanwil:
#    [[drop_folders]]
#    name = "kanwil"
#    url = "{url}"
#    host_keys = ["SHA256:..."]
#    branches = ["K01"]"""
KEEP_OUT = "# Keep it out of this file: write it into secret/{file}, or set {variable}."


def settings_template() -> str:
    """The text of the file."""
    return HEAD + "".join(f"\n{block}\n" for block in _blocks())


def _blocks() -> Iterator[str]:
    """The settings by themselves, then the tables: whatever follows the head of a table belongs to it."""
    settings = [one for one in list_settings(Settings) if one.path not in NOT_IN_FILE]
    yield from (_block(one) for one in settings if not one.group)
    for group, model in groups_of(Settings).items():
        yield f"# {description_of(model)}\n[{group}]"
        yield from (_block(one) for one in settings if one.group == group)
    yield DROP_FOLDER.format(url=SFTP_EXAMPLE)


def _block(one: Listed) -> str:
    lines = [f"# {one.field.description}"]
    if one.is_secret:
        lines.append(KEEP_OUT.format(file=one.secret_file, variable=one.variable))
    default = one.field.get_default(call_default_factory=True)
    return "\n".join([*lines, f"#{one.name} = {toml_value(default)}"])


def toml_value(value: Any) -> str:
    """A default as TOML writes it."""
    if isinstance(value, BaseModel):
        return f"{{ {', '.join(f'{name} = {toml_value(one)}' for name, one in value)} }}"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float | Decimal):
        return str(value)
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(toml_value, value))}]"
    text = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
