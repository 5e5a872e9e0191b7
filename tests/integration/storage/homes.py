"""Homes whose archive and lake are in a bucket, and what lies there."""

import json
from pathlib import Path

from tests.integration.drop_folders.bucket_server import BucketServer
from tests.integration.homes import Homes
from tests.integration.inbox import deliver_december

KEYS = "ucj_bucket_keys"
PERSON_KEY = "5e" * 32  # the same everywhere, so that objects are the same to the byte


def storage_in(server: BucketServer, **more: object) -> dict[str, object]:
    """Settings of a home that keeps both in the bucket."""
    given = {"archive": f"{server.url}/archive", "lake": f"{server.url}/lake", "endpoint": server.endpoint, **more}
    return {"storage": {"answer_seconds": 5, **given}}


def settings_lines(server: BucketServer) -> str:
    """The same as text of ucj.toml."""
    given = dict(storage_in(server)["storage"])  # type: ignore[call-overload]
    return "[storage]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in given.items())


def new_home(folder: Path, server: BucketServer | None, **more: object) -> Path:
    """A home of few regions to which December was delivered; without a server it keeps everything itself."""
    home = Homes().new(folder, few_regions=True, **(storage_in(server, **more) if server else {}))
    write_secret(home, "person.key", f"{PERSON_KEY}\n")
    if server:
        write_secret(home, KEYS, server.secret)
    deliver_december(home)
    return home


def write_secret(home: Path, name: str, text: str) -> None:
    """A file that only its owner may read."""
    place = home / "secret" / name
    place.parent.mkdir(mode=0o700, exist_ok=True)
    place.touch(mode=0o600)
    place.write_text(text)
