"""People are erased: nothing of them stays, nothing of others goes, a kill is made good without knowing who."""

import hashlib
import hmac
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from settings import Settings
from tasks.conform.key_file import read_key
from tasks.ingest.reprocess import reprocess
from tasks.ingest.selection import Selection, select_submissions
from tasks.operations.doctor.finding import Health
from tasks.operations.doctor.installation.key import check_key
from tasks.operations.doctor.stored.erasures import check_erasures
from tasks.operations.identity.erase import ErasurePlan, StillWaiting, erase_people, plan_erasure
from tasks.operations.identity.recover import make_ready
from tasks.receive.archive import archive_path
from tests.forked import FORKS
from tests.integration.disturbed import Moment, acting, die
from tests.integration.ingest.home import NOW
from tests.integration.warehouse.catalogues import Catalogues
from tests.integration.warehouse.crashing import PATIENCE_SECONDS
from tests.integration.warehouse.listed import list_erasures
from tests.integration.warehouse.people import FEBRUARY, JANUARY, Home, assert_same, extract, home_at, nik
from warehouse.catalogue.runs import start_run
from warehouse.dimensions.regions import load_regions
from warehouse.lake.cache import cache_of
from warehouse.lake.objects import write_object
from warehouse.records import Status
from warehouse.releases.lineage import erased_inputs
from warehouse.releases.releases import record_release
from warehouse.submissions.lookup import get, list_submissions
from warehouse.submissions.restated import dates_erased, dates_restated

GONE = (nik(17), nik(1))
REASON = "permintaan 12/2026"
ENROLMENT_AND_CLAIMS = [3, 4, 5, 6, 7]  # numbers of the submissions that hold them


@pytest.fixture
def without_them(catalogues: Catalogues, tmp_path: Path) -> Iterator[Home]:
    """The home in which the two never were."""
    address = catalogues.empty()
    home = home_at(tmp_path / "without", address)
    home.begin(without=(17, 1))
    yield home
    home.engine.dispose()
    catalogues.drop(address)


def erase(home: Home, niks: tuple[str, ...] = GONE) -> ErasurePlan:
    return erase_people(
        home.engine,
        home.settings,
        niks=niks,
        reason=REASON,
        actor="operator",
        now=datetime.now(UTC),
        progress=lambda *_: None,
    )


def ids_of(home: Home, *niks: str) -> list[bytes]:
    key = read_key(home.settings.key_path)
    assert key is not None
    (secret,) = key.secrets
    digests = [hmac.new(secret.encode(), f"person|{one}".encode(), hashlib.sha256).digest() for one in niks]
    return [digest[:16] for digest in digests]


def rows_left(home: Home) -> int:
    """Rows of the two in every file of the lake, known to the catalogue or not."""
    files = [path for path in home.settings.path("lake").rglob("*") if path.is_file()]
    people = [pl.read_parquet(path) for path in files if "person_id" in pl.read_parquet_schema(path)]
    return sum(rows.filter(pl.col("person_id").is_in(ids_of(home, *GONE))).height for rows in people)


def files_that_tell(home: Home) -> list[str]:
    """Files anywhere in the home that hold their NIKs or ids in plain bytes."""
    told = [*(one.encode() for one in GONE), *ids_of(home, *GONE), *(one.hex().encode() for one in ids_of(home, *GONE))]
    files = [path for path in home.settings.home.rglob("*") if path.is_file()]
    return [path.name for path in files if any(one in path.read_bytes() for one in told)]


def publish(home: Home) -> None:
    run = start_run(home.engine, as_of=JANUARY, at=NOW)
    record_release(
        home.engine,
        release_id="r",
        as_of=JANUARY,
        content_sha256="0" * 64,
        inputs_sha256=home.inputs(JANUARY),
        run_id=run.id,
        object_ids=home.enrolment_in_force(JANUARY),
        at=NOW,
    )


def test_nothing_derived_from_an_erased_person_stays(home: Home) -> None:
    with cache_of(home.settings.home).writing("people", {"objects": []}) as folder:
        (folder / "everything.arrow").write_bytes(b"".join(ids_of(home, *GONE)))
    erase(home)
    assert not home.settings.path("derived").exists()


def test_nothing_of_them_stays_and_nothing_of_others_goes(home: Home, without_them: Home) -> None:
    assert rows_left(home) == 8
    plan = plan_erasure(home.engine, home.settings, niks=GONE)
    assert rows_left(home) == 8
    assert (plan.rows, len(plan.found), len(plan.archived), plan.unreadable) == (8, 5, 5, ())
    assert [one.id for one in plan.submissions] == ENROLMENT_AND_CLAIMS
    assert erase(home).record() == plan.record()

    assert rows_left(home) == 0
    assert files_that_tell(home) == []
    home.assert_whole()
    assert_same(home.tables(JANUARY), without_them.tables(JANUARY))
    for one in (home, without_them):
        one.take({("K01", "PESERTA_K01_20260210.csv"): extract(*range(2, 17), paid="02-2026")})
    assert_same(home.tables(FEBRUARY), without_them.tables(FEBRUARY))
    (audit,) = list_erasures(home.engine)
    assert (audit.actor, audit.reason) == ("operator", REASON)
    assert (audit.people, audit.rows, audit.objects, audit.archived_files) == (2, 8, 5, 5)


def test_a_replay_does_not_bring_them_back_but_a_delivery_does(home: Home) -> None:
    erase(home)
    chosen = select_submissions(home.engine, Selection(ids=(3,)), regions=load_regions())
    (done,) = [
        reprocess(one, settings=home.settings, engine=home.engine, regions=load_regions(), now=NOW, dry_run=False)
        for one in chosen
    ]
    assert "erased" in done.note
    assert 3 not in [
        one.id for one in select_submissions(home.engine, Selection(everything=True), regions=load_regions())
    ]

    again = extract(*range(1, 21), paid="12-2025")  # the very bytes of December
    (taken,) = home.take({("K01", "PESERTA_K01_20251231.csv"): again})
    assert taken.submission.status is Status.ACCEPTED
    assert get(home.engine, 3).superseded_by == taken.submission.id
    make_ready(home.settings)
    assert archive_path(home.settings.path("archive"), taken.submission.sha256).is_file()
    assert rows_left(home) == 2


def test_releases_remember_what_they_were_made_of(home: Home) -> None:
    publish(home)
    assert (dates_restated(home.engine), dates_erased(home.engine)) == ([], [])
    erase(home)
    assert (dates_restated(home.engine), dates_erased(home.engine)) == ([JANUARY], [JANUARY])
    assert erased_inputs(home.engine, "r") == frozenset(home.enrolment_in_force(JANUARY))
    assert {one.health for one in check_key(home.settings)} == {Health.OK}
    (finding,) = check_erasures(home.settings)
    assert finding.health is Health.OK
    assert "r" in finding.says
    publish(home)
    assert (dates_restated(home.engine), dates_erased(home.engine)) == ([], [])
    assert erased_inputs(home.engine, "r") == frozenset()


def test_leftovers_of_killed_runs_go_too(home: Home) -> None:
    lake, archive = home.settings.path("lake"), home.settings.path("archive")
    kept = next(one for one in home.kept() if one.live and one.branch == "K01" and one.feed == "enrolment")
    rows = pl.read_parquet(lake / kept.file.path)
    write_object(rows.head(5), lake=lake, feed="enrolment", branch="K09", position_date=date(2026, 1, 1))
    content = extract(17, paid="11-2025").encode()
    stray = archive_path(archive, hashlib.sha256(content).hexdigest())
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(content)
    erase(home)
    assert rows_left(home) == 0
    assert not stray.exists()
    home.assert_whole()


def test_what_waits_or_is_held_is_settled_first(home: Home) -> None:
    many = Settings(**{**home.settings.model_dump(), "hold": {"min_rows": 10}})
    held = Home(many, home.engine)
    held.take({("K01", "PESERTA_K01_20260215.csv"): extract(*range(1, 300), paid="02-2026")})
    before = home.files()
    with pytest.raises(StillWaiting, match=r"S000008 \(held\)") as caught:
        erase(home)
    assert nik(1) not in str(caught.value)
    assert home.files() == before
    assert list_erasures(home.engine) == []


def test_of_a_stranger_only_the_request_is_kept(home: Home) -> None:
    before = home.files()
    plan = erase(home, (nik(999),))
    assert (plan.rows, plan.found, plan.archived) == (0, (), ())
    assert home.files() == before
    assert [one.rows for one in list_erasures(home.engine)] == [0]


ON_SQLITE = pytest.mark.nightly_on_postgresql
MOMENTS = [
    pytest.param(Moment("warehouse.lake.rewrite:store", 2, after=True), marks=ON_SQLITE),
    Moment("tasks.operations.identity.erase:commit_in", after=True),
    pytest.param(Moment("tasks.operations.identity.erase:remove_unknown"), marks=ON_SQLITE),
    pytest.param(Moment("warehouse.lake.rewrite:remove", 3), marks=ON_SQLITE),
    pytest.param(Moment("tasks.operations.identity.recover:remove_erased", 2), marks=ON_SQLITE),
]


def _erase_and_die(folder: Path, address: str, moment: Moment) -> None:
    with acting(moment, die)():
        erase(home_at(folder, address))


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_killed_then_all_or_nothing(home: Home, moment: Moment) -> None:
    before, files = home.tables(JANUARY), home.files()
    process = FORKS.Process(target=_erase_and_die, args=(home.settings.home, home.settings.sqlalchemy_url, moment))
    process.start()
    process.join(PATIENCE_SECONDS)
    assert process.exitcode == -9
    audited = list_erasures(home.engine)
    make_ready(home.settings)
    if audited:
        assert files_that_tell(home) == []
        assert rows_left(home) == 0
    else:
        assert home.files() == files
        assert_same(home.tables(JANUARY), before)
        assert [one for one in list_submissions(home.engine) if one.archive_erased_at] == []
        erase(home)
        assert rows_left(home) == 0
    home.assert_whole()
    assert len(list_erasures(home.engine)) == 1
