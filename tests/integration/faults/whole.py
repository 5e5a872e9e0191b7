"""What readers may rely on at any moment: every state of the catalogue that they see is a whole one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from sqlalchemy import Connection, Engine, text

from tests.integration.homes import catalogue_of, own_regions
from tests.region_list import published_regions
from warehouse.catalogue.transactions import reading
from warehouse.figures.tables import FACT_TABLES

BETWEEN_LOOKS_SECONDS = 0.02
REFERENCES = {"eligible": "ref_eligible", "target": "ref_target", "ecosystem": "ref_ecosystem"}
LIVE = "SELECT id, submission_id, feed, branch, position_date, path, rows, bytes FROM lake_object WHERE live"
TAKEN = """SELECT id FROM submission WHERE status IN ('accepted', 'accepted_with_rejects')"""


def torn(engine: Engine, home: Path) -> list[str]:
    """Everything one look at the catalogue, its lake and its releases finds half done; empty when all is whole."""
    with reading(engine) as connection:
        return [
            *_objects(connection, home),
            *_references(connection),
            *_facts(connection, home),
            *_releases(connection, home),
        ]


def _objects(connection: Connection, home: Path) -> Iterator[str]:
    """Live objects lie in the lake, one a slot, each of a submission that was taken, and none is missing."""
    live = connection.execute(text(LIVE)).all()
    for one in live:
        path = home / "lake" / one.path
        if not path.is_file() or path.stat().st_size != one.bytes:
            yield f"{one.path} is not in the lake as written"
    if len({(one.feed, one.branch, one.position_date) for one in live}) != len(live):
        yield "a slot has two live objects"
    if sorted(one.submission_id for one in live) != sorted(connection.execute(text(TAKEN)).scalars()):
        yield "live objects are not those of the submissions in force"


def _references(connection: Connection) -> Iterator[str]:
    """Reference rows are those of live objects, all of them."""
    for feed, table in REFERENCES.items():
        live = {one.id: one.rows for one in connection.execute(text(LIVE)) if one.feed == feed}
        found = connection.execute(text(f"SELECT lake_object_id, count(*) FROM {table} GROUP BY lake_object_id"))
        if {one[0]: one[1] for one in found} != {key: rows for key, rows in live.items() if rows}:
            yield f"{table} does not hold the rows of the live objects"


def _facts(connection: Connection, home: Path) -> Iterator[str]:
    """The figures of a date are of one run, in every table that has any."""
    runs: dict[object, set[int]] = {}
    for table in FACT_TABLES:
        for as_of, run_id in connection.execute(text(f"SELECT DISTINCT as_of, run_id FROM {table.stored_as}")):
            runs.setdefault(as_of, set()).add(run_id)
    yield from (f"figures of {as_of} are of {len(of)} runs" for as_of, of in runs.items() if len(of) > 1)
    all_regions = published_regions(own_regions(home))
    counted = text("SELECT as_of, count(*) AS regions FROM fact_coverage WHERE basis = 'nik' GROUP BY as_of")
    for one in connection.execute(counted):
        if one.regions != all_regions:
            yield f"figures of {one.as_of} lack regions"


def _releases(connection: Connection, home: Path) -> Iterator[str]:
    """Every release has its folder and the objects it was made of; at most one is current."""
    releases = connection.execute(text("SELECT id, is_current FROM release")).all()
    if sum(bool(one.is_current) for one in releases) > 1:
        yield "two releases are current"
    for one in releases:
        if not (home / "published" / one.id / "datapackage.json").is_file():
            yield f"release {one.id} has no folder"
        tied = text("SELECT count(*) FROM release_object WHERE release_id = :id")
        if not connection.scalar(tied, {"id": one.id}):
            yield f"release {one.id} rests on nothing"


@contextmanager
def watched(home: Path) -> Iterator[list[int]]:
    """Look again and again while the block runs; no look may find anything torn. Yields how often it has looked."""
    found: list[str] = []
    looks = [0]
    over = Event()

    def look() -> None:
        with catalogue_of(home) as engine:
            while not over.wait(BETWEEN_LOOKS_SECONDS) and not found:
                found.extend(torn(engine, home))
                looks[0] += 1

    reader = Thread(target=look)
    reader.start()
    try:
        yield looks
    finally:
        over.set()
        reader.join()
    assert found == []
