"""A home whose lake holds people, with archive and lake in a bucket."""

from pathlib import Path

from pydantic import SecretStr

from settings import Settings, StorageSettings
from tasks.execution.places import bind_stores
from tests.integration.drop_folders.bucket_server import BucketServer
from tests.integration.storage.homes import KEYS, PERSON_KEY, write_secret
from tests.integration.warehouse.people import Home
from tests.integration.warehouse.people import home_at as home_on_disk


def on_disk(folder: Path) -> Home:
    """A home that keeps everything itself."""
    folder.mkdir(mode=0o700)
    write_secret(folder, "person.key", f"{PERSON_KEY}\n")
    return home_on_disk(folder, f"sqlite:///{folder / 'warehouse.db'}")


def with_store(home: Home, bucket: BucketServer) -> Home:
    """The same home, with settings that name the bucket."""
    write_secret(home.settings.home, KEYS, bucket.secret)
    storage = StorageSettings(
        archive=f"{bucket.url}/archive",
        lake=f"{bucket.url}/lake",
        endpoint=bucket.endpoint,
        answer_seconds=5,
    )
    settings = Settings(
        home=home.settings.home,
        database_url=SecretStr(str(home.settings.sqlalchemy_url)),
        storage=storage,
        retention={"object_days": 60, "archive_days": 60},
    )
    bind_stores(settings)
    return Home(settings, home.engine)


def files_here(home: Home, name: str) -> set[str]:
    """Files below a folder of the home."""
    folder = home.settings.path(name)
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
