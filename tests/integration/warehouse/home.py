"""A catalogue and its lake as one thing that can be copied, disturbed and compared."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from tests.integration.warehouse import crashing
from tests.integration.warehouse.catalogue_state import catalogue_state
from tests.integration.warehouse.catalogues import Catalogues
from tests.integration.warehouse.deliveries import Delivery, deliver
from warehouse.catalogue.engine import open_catalogue
from warehouse.lake.objects import verify_object
from warehouse.submissions.positions import live_positions
from warehouse.submissions.references import eligible_rows


@dataclass(frozen=True)
class Home:
    """Address of the catalogue, folder of the lake."""

    address: str
    lake: Path

    @contextmanager
    def opened(self) -> Iterator[Engine]:
        engine = open_catalogue(self.address)
        try:
            yield engine
        finally:
            engine.dispose()

    def deliver(self, delivery: Delivery) -> None:
        with self.opened() as engine:
            deliver(engine, self.lake, delivery)

    def copy(self, catalogues: Catalogues, folder: Path) -> "Home":
        lake = folder / "lake"
        shutil.copytree(self.lake, lake)
        return Home(catalogues.copy(self.address), lake)

    def state(self) -> dict[str, list[tuple[object, ...]]]:
        """What the catalogue says."""
        with self.opened() as engine:
            return catalogue_state(engine)

    def files(self) -> dict[str, bytes]:
        """What the lake holds."""
        return {
            path.relative_to(self.lake).as_posix(): path.read_bytes() for path in self.lake.rglob("*") if path.is_file()
        }

    def live_numbers(self) -> list[int]:
        """What readers see, having checked that object and rows belong together."""
        with self.opened() as engine:
            (position,) = live_positions(engine, "eligible", as_of=crashing.FIRST.position_date)
            verify_object(self.lake, position.file)
            found: list[int] = eligible_rows(engine)["eligible"].to_list()
            return found
