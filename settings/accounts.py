"""Whose a home is: commands have to run as the account that made it, since others may not read what is in it."""

import os
import pwd
from pathlib import Path


def not_ours(home: Path) -> str:
    """What to say of a home that belongs to another account than the one that runs this; nothing where it is ours."""
    try:
        owner = home.stat().st_uid
    except OSError:
        return ""
    if owner == os.geteuid():
        return ""
    name = _name_of(owner)
    return f"It belongs to the account {name}: run this as {name}, for example `runuser -u {name} -- ucj ...`."


def _name_of(account: int) -> str:
    try:
        return pwd.getpwuid(account).pw_name
    except KeyError:
        return str(account)
