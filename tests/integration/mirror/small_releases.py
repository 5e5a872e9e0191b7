"""A home with releases of a few made files, written and recorded as the publish stage does it."""

import shutil
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Engine

from tasks.publish.release.folder import write_release
from tasks.publish.release.settle import settle_releases
from tests.integration.warehouse.deliveries import NOON, digest
from warehouse.catalogue.engine import connect_catalogue, open_catalogue
from warehouse.catalogue.runs import start_run
from warehouse.releases.releases import record_release

JANUARY, FEBRUARY = date(2026, 1, 31), date(2026, 2, 28)
PAGES = ("index.html", "wilayah/72.05.html")


@dataclass(frozen=True)
class SmallHome:
    """Its catalogue, and its releases by id as they were published."""

    home: Path
    engine: Engine
    releases: dict[str, dict[str, bytes]]

    @property
    def published(self) -> Path:
        """The folder with the releases."""
        return self.home / "published"

    def publish(self, as_of: date, content: str, *, minutes: int, draft: bool = False) -> str:
        """A release whose pages and tables hold this text; returns its id."""
        files = {
            "ucj_coverage.csv": f"region_code,active\n72.05,{content}\n".encode(),
            "datapackage.json": f'{{"version": "{content}"}}'.encode(),
            "release-notes.md": f"# {content}\n".encode(),
            "wilayah/wilayah.css": b"body { margin: 0 }",
            **{page: f"<title>{content}</title>".encode() for page in PAGES},
        }
        built = write_release(files, as_of=as_of, published=self.published)
        built.path.chmod(0o700 if draft else 0o755)
        record_release(
            self.engine,
            release_id=built.id,
            as_of=as_of,
            content_sha256=built.content_sha256,
            inputs_sha256=digest(content),
            run_id=1,
            object_ids=(),
            at=NOON + timedelta(minutes=minutes),
            drafted_by="siti" if draft else None,
        )
        settle_releases(self.engine, self.published)
        self.releases[built.id] = files
        return built.id


def new_catalogue(file: Path) -> Path:
    """A catalogue that knows of one run; it is made once and copied."""
    engine = open_catalogue(f"sqlite:///{file}")
    start_run(engine, as_of=JANUARY, at=NOON)
    engine.dispose()
    return file


def small_home(folder: Path, catalogue: Path) -> SmallHome:
    """Nothing is published yet."""
    home = folder / "home"
    home.mkdir(mode=0o711, parents=True)
    shutil.copy(catalogue, home / "warehouse.db")
    return SmallHome(home, connect_catalogue(f"sqlite:///{home / 'warehouse.db'}"), {})
