"""A home with releases of a few made files, written and recorded as the publish stage does it."""

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from tasks.publish.release.folder import write_release
from tests.integration.recorded_release import record_built
from tests.integration.warehouse.deliveries import NOON
from warehouse.catalogue.engine import connect_catalogue, open_catalogue
from warehouse.catalogue.runs import start_run

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
        record_built(
            self.engine,
            built,
            published=self.published,
            as_of=as_of,
            content=content,
            minutes=minutes,
            draft=draft,
        )
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
