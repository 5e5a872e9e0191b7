"""Read a secret that belongs to no setting, such as keys of a bucket: a variable, or a file that nobody else reads."""

import stat
from pathlib import Path

from pydantic import SecretStr

from settings import named_secret
from warehouse.errors import UcjError

OF_CONTAINER = Path("/run/secrets")  # has modes of its own
OTHERS = stat.S_IRWXG | stat.S_IRWXO


class UnfitSecret(UcjError):
    """A secret that is missing or may not be used. is_missing: there is none at all."""

    def __init__(self, says: str, do: str, *, is_missing: bool = False) -> None:
        self.says, self.do, self.is_missing = says, do, is_missing
        super().__init__(f"{says} {do}")


def read_secret(name: str, *, whose: str, what: str, home: Path | None = None) -> SecretStr:
    """Its text. whose: what it opens, what: what is in it, for messages. Raises `UnfitSecret`.

    home: whose `secret/` is looked into, before that of `UCJ_HOME`.
    """
    try:
        found = named_secret(name, home=home)
    except (OSError, UnicodeDecodeError):
        do = f"Write {what} into it, readable by the account that runs ucj."
        raise UnfitSecret(f"The file {name} cannot be read as text.", do) from None
    if found is None:
        do = f"Write {what} into secret/{name} (mode 0600), or set {name.upper()}."
        raise UnfitSecret(f"There are no credentials of {whose}.", do, is_missing=True)
    text, file = found
    if file is not None and not file.is_relative_to(OF_CONTAINER) and file.stat().st_mode & OTHERS:
        raise UnfitSecret(f"{file} may be read by others and is not used.", f"chmod 600 {file}")
    return text
