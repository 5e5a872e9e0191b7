"""A home that visits a drop folder, and what lies on either side."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from settings import Settings
from tasks.ingest.arrivals import take_arrivals
from tasks.ingest.drop_folders import visit_drop_folders
from tasks.receive.drop_folders.visit import Visit
from tasks.receive.inbox import look
from tests.integration.drop_folders.content import content_of
from tests.integration.drop_folders.sftp_server import SftpServer
from warehouse.catalogue.engine import open_catalogue
from warehouse.records import Submission
from warehouse.submissions.lookup import list_submissions

NAME = "PESERTA_K01_20260131.csv"
TODAY = date(2026, 2, 1)


@dataclass
class RemoteHome:
    """Home and server, with what a test does and looks at."""

    home: Path
    server: Any

    def visit(self, *, fetch: bool = True) -> Visit:
        """One visit."""
        (visit,) = visit_drop_folders(Settings(), fetch=fetch)
        return visit

    def take(self) -> tuple[Submission, ...]:
        """What lies in the inbox is registered, as the watcher does it."""
        arrivals = take_arrivals(look(self.home / "inbox").files, settings=Settings(), today=TODAY)
        return (*arrivals.waiting, *arrivals.settled)

    def submissions(self) -> list[Submission]:
        """All that were ever registered."""
        engine = open_catalogue(Settings().sqlalchemy_url)
        try:
            return list_submissions(engine)
        finally:
            engine.dispose()

    def inbox(self) -> dict[str, bytes]:
        """Whatever lies in the inbox here."""
        return content_of(self.home / "inbox")

    def there(self, part: str = "") -> dict[str, bytes]:
        """Whatever lies on the server."""
        found: dict[str, bytes] = self.server.content(part)
        return found


def set_up(home: Path, server: SftpServer, **settings: object) -> RemoteHome:
    """A drop folder on an SSH server."""
    write_settings(home, {"url": server.url, "host_keys": [server.host_key], **settings}, secret=server.client_key)
    return RemoteHome(home, server)


def write_settings(home: Path, settings: dict[str, object], *, secret: str) -> None:
    """The settings of a home with one drop folder, and its credentials."""
    given = {
        "name": "kanwil",
        "branches": ["*"],
        "settle_seconds": 0.0,
        "answer_seconds": 10.0,
        **settings,
    }
    lines = [f"{name} = {json.dumps(value)}" for name, value in given.items() if value is not None]
    (home / "ucj.toml").write_text("\n".join(["settle_seconds = 0.0", "[[drop_folders]]", *lines, ""]))
    key = home / "secret" / "ucj_drop_folder_kanwil"
    key.parent.mkdir(exist_ok=True, mode=0o700)
    key.touch(mode=0o600)
    key.write_text(secret)
