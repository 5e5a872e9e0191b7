"""The login that the Prefect server asks for: `user:password`, set by the operator or made once for the home."""

import secrets
from pathlib import Path

from settings import Settings
from warehouse.files.disk_errors import storing
from warehouse.files.durable import write_file
from warehouse.files.folders import make_folder

USER, PASSWORD_BYTES = "ucj", 24


def login_path(settings: Settings) -> Path:
    """Where a login that was made is kept; the settings read it as they read every secret file."""
    return settings.path("secret", "ucj_server_auth")


def login_of(settings: Settings) -> str:
    """The login as it is set, else as it was made; empty where there is none yet."""
    if given := settings.server.auth.get_secret_value():
        return given
    path = login_path(settings)
    return path.read_text(encoding="utf-8").strip() if path.is_file() else ""


def ensure_login(settings: Settings) -> Path | None:
    """Make a random login where none is set; returns its file if it was made now.

    Two processes that start at once agree on one, and nobody finds half of it.
    """
    if login_of(settings):
        return None
    path = login_path(settings)
    with storing(path.parent):
        make_folder(path.parent)
        try:
            write_file(path, f"{USER}:{secrets.token_urlsafe(PASSWORD_BYTES)}\n", replace=False)
        except FileExistsError:  # another process was first: its login holds
            return None
    return path
