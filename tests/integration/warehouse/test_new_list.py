"""A new list of regions under a lake that was placed by the old one: refused until all is placed by today's."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tasks.ingest.replayed import Replayed
from tasks.ingest.reprocess import reprocess
from tasks.ingest.selection import Selection, select_submissions
from tasks.operations.doctor.finding import Health
from tasks.operations.doctor.stored.regions import check_regions
from tasks.receive.archive import archive_path
from tests.integration.ingest.home import NOW
from tests.integration.warehouse.catalogues import Catalogues
from tests.integration.warehouse.people import DECEMBER, JANUARY, Home, assert_same, home_at
from tests.new_list import next_edition
from warehouse.catalogue.transactions import writing
from warehouse.dimensions.regions import Regions, load_regions
from warehouse.errors import RegionVersionMismatch
from warehouse.records import Cause
from warehouse.retention.erasures import record_erasure_in
from warehouse.submissions.lookup import get, list_submissions
from warehouse.submissions.region_version import require_current_regions
from warehouse.submissions.verdicts import verdicts_of

PEOPLE = (3, 4, 5, 6, 7)  # numbers of the submissions that hold people; 1 and 2 are official numbers
SUPERSEDED = 5
IN_FORCE = 6


@pytest.fixture
def regions(tmp_path: Path, home: Home) -> Iterator[Regions]:
    """The list of today, newer than the one under which the home was begun."""
    with next_edition(tmp_path / "edition") as regions:
        yield regions


@pytest.fixture
def fresh(regions: Regions, home: Home, tmp_path: Path, catalogues: Catalogues) -> Iterator[Home]:
    """The same deliveries, in a home whose list was today's from the start."""
    address = catalogues.empty()
    fresh = home_at(tmp_path / "fresh", address)
    fresh.settings.key_path.parent.mkdir(mode=0o700, parents=True)
    shutil.copy(home.settings.key_path, fresh.settings.key_path)
    fresh.begin()
    yield fresh
    fresh.engine.dispose()
    catalogues.drop(address)


def again(home: Home, *, dry_run: bool = False) -> dict[int, Replayed]:
    regions = load_regions()
    return {
        one.id: reprocess(
            one,
            settings=home.settings,
            engine=home.engine,
            regions=regions,
            now=NOW + timedelta(days=1),
            dry_run=dry_run,
        )
        for one in select_submissions(home.engine, Selection(everything=True), regions=regions)
    }


def lose_files(home: Home, *, erased: bool) -> None:
    """The files with people are no longer there, or were erased with a person they held."""
    contents = [get(home.engine, number).sha256 for number in PEOPLE]
    for one in contents:
        archive_path(home.settings.path("archive"), one).unlink()
    if erased:
        with writing(home.engine) as connection:
            counts = dict.fromkeys(("people", "rows", "objects"), 0)
            record_erasure_in(connection, at=NOW, actor="x", reason="x", archived=contents, **counts)


@pytest.mark.parametrize("lost", ["nothing", pytest.param("files", marks=pytest.mark.nightly), "erased"])
def test_after_reprocessing_figures_are_those_of_a_fresh_home(
    home: Home, fresh: Home, regions: Regions, lost: str
) -> None:
    if lost != "nothing":
        lose_files(home, erased=lost == "erased")
    with pytest.raises(
        RegionVersionMismatch, match=rf"^The list .* {IN_FORCE} objects in force .*`ucj reprocess --all`"
    ):
        require_current_regions(home.engine, regions)
    (wrong,) = check_regions(home.settings)
    assert (wrong.health, wrong.do.startswith("`ucj reprocess --all`")) == (Health.FAIL, True)

    tried, files = again(home, dry_run=True), home.files()
    assert home.files() == files
    (still,) = check_regions(home.settings)
    assert still.health is Health.FAIL
    done = again(home)
    assert {number: one.changed for number, one in done.items()} == {n: one.changed for n, one in tried.items()}
    of_the_lake = {"nothing": set(), "files": {*PEOPLE}, "erased": {*PEOPLE} - {SUPERSEDED}}
    assert {number for number, one in done.items() if one.after is None} == of_the_lake[lost]
    require_current_regions(home.engine, regions)
    (right,) = check_regions(home.settings)
    assert right.health is Health.OK
    for day in (DECEMBER, JANUARY):
        assert_same(home.tables(day), fresh.tables(day))
    coverage = home.tables(JANUARY)["ucj_coverage"].filter(basis="nik")
    nation, moved = (coverage.filter(region_code=code)["active"].item() for code in ("ID", "97.01"))
    assert nation == moved > 0  # everybody's NIK begins with 7205
    assert not any(one.changed for one in again(home).values())


def test_rows_that_lie_where_they_lay_are_only_marked(home: Home, regions: Regions) -> None:
    home.take({("BPS", "TARGET_BPS_20251202.csv"): "KODE_WILAYAH,TAHUN,PENERBIT,NILAI,DOKUMEN\nID,2026,RPJMN,44,x\n"})
    before = [len(verdicts_of(home.engine, one.id)) for one in list_submissions(home.engine)]
    again(home)
    after = [verdicts_of(home.engine, one.id) for one in list_submissions(home.engine)]
    assert [len(past) for past in after[:-1]] == [count + 1 for count in before[:-1]]
    assert [past[-1].cause for past in after] == [Cause.REPROCESS] * 7 + [Cause.CHECK]
    require_current_regions(home.engine, regions)
