"""`ucj.toml` as `ucj init` writes it: every setting with its meaning and default, all commented out."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, SecretStr

from settings import Settings

HEAD = """\
# Settings of this home. Each line below is a default: take away the `#` in front of a setting to change it.
# Environment variables (UCJ_<NAME>) win over this file. `ucj doctor` says whether it is valid.
"""
NOT_IN_FILE = frozenset({"home"})  # the file lies in it
KEEP_OUT = "# Keep it out of this file: write it into secret/ucj_{name}, or set UCJ_{upper}."


def settings_template() -> str:
    """The text of the file."""
    return HEAD + "".join(f"\n{block}\n" for block in _blocks())


def _blocks() -> Iterator[str]:
    for name, field in Settings.model_fields.items():
        if name in NOT_IN_FILE:
            continue
        default = field.get_default(call_default_factory=True)
        lines = [f"# {field.description}"]
        if isinstance(default, SecretStr):
            lines.append(KEEP_OUT.format(name=name, upper=name.upper()))
        yield "\n".join([*lines, f"#{name} = {toml_value(default)}"])


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
