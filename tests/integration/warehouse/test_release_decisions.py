"""Releases taken back, rolled back and promoted: what the catalogue says, and what readers find in `published/`."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from settings import Settings
from tasks.operations.doctor.stored.releases import check_releases
from tasks.operations.release.decide import ReasonMissing, promote, release_id_of, roll_back, withdraw
from tasks.operations.release.records import full_record, release_records
from tasks.publish.release.folder import digest_of, name_of, write_release
from tasks.publish.release.pointer import read_current
from tasks.publish.release.settle import is_shown, settle_releases
from tasks.publish.release.taken_over import earlier_folders
from tests.forked import FORKS
from tests.integration.disturbed import Around, Moment, acting, die
from tests.integration.home_state import files_of
from tests.integration.recorded_release import record_built
from tests.integration.warehouse.deliveries import NOON, digest
from warehouse.catalogue.engine import connect_catalogue
from warehouse.catalogue.runs import start_run
from warehouse.errors import ReleaseNotFit, ReleaseUnknown
from warehouse.files.drafts import drafts_in, remove_drafts
from warehouse.releases.decisions import decisions_of
from warehouse.releases.lineage import newest_release
from warehouse.releases.releases import (
    current_release,
    find_release,
    list_releases,
    newest_of_date,
    published_releases,
)
from warehouse.retention.due import Retention, kept_releases

JANUARY, FEBRUARY = date(2026, 1, 31), date(2026, 2, 28)
WHEN = NOON + timedelta(days=40)
RETENTION = Retention(today=WHEN.date(), now=WHEN, thin_after=90, objects=1, archive=1, releases=1)
WHY = "Angka Kabupaten Buol <salah>"


@pytest.fixture
def published(engine: Engine, lake: Path) -> Path:
    start_run(engine, as_of=JANUARY, at=NOON)
    return lake.parent / "published"


def publish(
    engine: Engine, published: Path, as_of: date, content: str, *, minutes: int = 0, draft: bool = False
) -> str:
    """A release of made files, written and recorded as the publish stage does it."""
    files = {"ucj_coverage.csv": content.encode(), "datapackage.json": b"{}", "index.html": b"<title>UCJ</title>"}
    earlier = earlier_folders(engine, as_of=as_of, published=published)
    built = write_release(files, as_of=as_of, published=published, alike=earlier)
    assert built.id == name_of(digest_of(files), as_of=as_of)
    return record_built(engine, built, published=published, as_of=as_of, content=content, minutes=minutes, draft=draft)


def take_back(engine: Engine, published: Path, name: str) -> str | None:
    """Withdraw; the id of the release that is current afterwards."""
    return withdraw(engine, published, name=name, by="Pusat Data", why=WHY, at=WHEN).after_release_id


def current_id(engine: Engine) -> str | None:
    current = current_release(engine)
    return current.id if current else None


def findings(engine: Engine, published: Path) -> list[tuple[str, str]]:
    address = engine.url.render_as_string(hide_password=False)
    settings = Settings(home=published.parent, database_url=address)  # type: ignore[arg-type, unused-ignore]
    return [(one.health.value, one.says) for one in check_releases(settings, quick=False) if one.health.value != "ok"]


def test_a_withdrawn_release_leaves_its_reason_and_no_figure(engine: Engine, published: Path) -> None:
    release = publish(engine, published, JANUARY, "72.05,12")
    assert take_back(engine, published, release) is None
    folder = published / release
    assert sorted(file.name for file in folder.iterdir()) == ["index.html", "withdrawn.json"]
    assert json.loads((folder / "withdrawn.json").read_text()) == {
        "release": release,
        "status": "withdrawn",
        "withdrawn_on": WHEN.date().isoformat(),
        "withdrawn_by": "Pusat Data",
        "reason": WHY,
    }
    page = (folder / "index.html").read_text()
    assert "Angka Kabupaten Buol &lt;salah&gt;" in page
    assert "Pusat Data" in page
    assert "72.05,12" not in page
    assert is_shown(folder)
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o644}
    assert not (published / "current").is_symlink()
    assert drafts_in(published) == []
    assert findings(engine, published) == []


def test_the_newest_release_left_of_the_date_takes_its_place(engine: Engine, published: Path) -> None:
    january = publish(engine, published, JANUARY, "j")
    first = publish(engine, published, FEBRUARY, "a", minutes=1)
    second = publish(engine, published, FEBRUARY, "b", minutes=2)
    third = publish(engine, published, FEBRUARY, "c", minutes=3)
    assert take_back(engine, published, second) == third
    assert take_back(engine, published, third) == first
    assert read_current(published) == current_id(engine) == first
    assert take_back(engine, published, first) == january
    assert read_current(published) == january
    assert take_back(engine, published, january) is None
    assert read_current(published) is None
    told = [(one.release_id, one.before_release_id, one.after_release_id) for one in decisions_of(engine)]
    assert told == [(second, third, third), (third, third, first), (first, first, january), (january, january, None)]


def test_releases_that_share_files_do_not_lose_them_by_each_other(engine: Engine, published: Path) -> None:
    first = publish(engine, published, JANUARY, "a")
    second = publish(engine, published, JANUARY, "b", minutes=1)
    third = publish(engine, published, JANUARY, "c", minutes=2, draft=True)
    other_date = publish(engine, published, FEBRUARY, "b", minutes=3)
    shared = [published / name / "index.html" for name in (first, second, third)]
    assert [path.stat().st_nlink for path in shared] == [3, 3, 3]
    assert (published / other_date / "index.html").stat().st_nlink == 1
    take_back(engine, published, second)
    assert findings(engine, published) == []
    assert earlier_folders(engine, as_of=JANUARY, published=published) == [published / third, published / first]
    take_back(engine, published, first)
    assert findings(engine, published) == []
    assert shared[2].read_bytes() == b"<title>UCJ</title>"
    assert not is_shown(published / third)


def test_a_withdrawn_release_counts_for_nothing_any_more(engine: Engine, published: Path) -> None:
    first = publish(engine, published, JANUARY, "a")
    second = publish(engine, published, JANUARY, "b", minutes=1)
    take_back(engine, published, second)
    assert [one.id for one in published_releases(engine)] == [first]
    assert [one.id for one in list_releases(engine)] == [first, second]
    for found in (newest_of_date(engine, as_of=JANUARY), newest_release(engine, as_of=JANUARY)):
        assert found is not None
        assert found.id == first
    same = find_release(engine, as_of=JANUARY, inputs_sha256=digest("b"))
    assert same is not None
    assert same.is_withdrawn
    assert kept_releases(engine, retention=RETENTION) == {first: JANUARY}


def test_it_is_withdrawn_once_with_a_reason_that_names_nobody(engine: Engine, published: Path) -> None:
    release = publish(engine, published, JANUARY, "a")
    before = files_of(published)
    for why in ("", "  ", "salah untuk 7205011708900001"):
        with pytest.raises(ReasonMissing, match="Nothing was changed"):
            withdraw(engine, published, name=release, by="siti", why=why, at=WHEN)
    assert files_of(published) == before
    take_back(engine, published, release)
    with pytest.raises(ReleaseNotFit, match="withdrawn already"):
        take_back(engine, published, release)
    with pytest.raises(ReleaseNotFit, match="for good"):
        promote(engine, published, name=release, by="siti", why="", at=WHEN)
    assert len(decisions_of(engine)) == 1


@pytest.mark.parametrize("name", ["2026-01-31-000000000000", "2027", "current", "", "../x"])
def test_wrong_ids_are_told_also_where_nothing_was_published(engine: Engine, published: Path, name: str) -> None:
    with pytest.raises(ReleaseUnknown, match="ucj release list"):
        take_back(engine, published, name)
    with pytest.raises(ReleaseUnknown):
        promote(engine, published, name=name, by="siti", why="", at=WHEN)
    with pytest.raises(ReleaseNotFit, match="nothing to roll back"):
        roll_back(engine, published, by="siti", why="salah", at=WHEN)
    assert release_records(engine, published) == []
    assert decisions_of(engine) == []


def test_an_id_may_be_given_by_its_beginning_or_as_current(engine: Engine, published: Path) -> None:
    january, february = publish(engine, published, JANUARY, "a"), publish(engine, published, FEBRUARY, "b", minutes=1)
    assert release_id_of(engine, january[:12]) == january
    assert release_id_of(engine, "current") == february
    with pytest.raises(ReleaseUnknown, match="2 releases begin with 2026"):
        release_id_of(engine, "2026")


def test_rolling_back_holds_until_there_is_another_release(engine: Engine, published: Path) -> None:
    january = publish(engine, published, JANUARY, "a")
    february = publish(engine, published, FEBRUARY, "b", minutes=1)
    assert roll_back(engine, published, by="siti", why="salah", at=WHEN).after_release_id == january
    assert publish(engine, published, FEBRUARY, "b", minutes=2) == february  # a run that finds the same again
    assert read_current(published) == january
    assert is_shown(published / february)
    with pytest.raises(ReleaseNotFit, match="no release before"):
        roll_back(engine, published, by="siti", why="salah", at=WHEN)
    corrected = publish(engine, published, FEBRUARY, "c", minutes=3)
    assert read_current(published) == corrected
    assert promote(engine, published, name=february, by="siti", why="", at=WHEN).after_release_id == february
    assert read_current(published) == february
    assert full_record(engine, february, published)["standing"] == "published"


def test_a_draft_is_for_the_operator_until_it_is_promoted(engine: Engine, published: Path) -> None:
    january = publish(engine, published, JANUARY, "a")
    draft = publish(engine, published, FEBRUARY, "b", minutes=1, draft=True)
    assert read_current(published) == january
    assert (published / draft).stat().st_mode & 0o777 == 0o700
    assert publish(engine, published, FEBRUARY, "b", minutes=2, draft=True) == draft
    assert [one.decision for one in decisions_of(engine, draft)] == ["drafted"]
    assert findings(engine, published) == []
    (published / draft).chmod(0o755)
    assert "others may read it" in findings(engine, published)[0][1]
    settle_releases(engine, published)
    assert not is_shown(published / draft)
    promote(engine, published, name=draft, by="siti", why="diperiksa", at=WHEN)
    assert read_current(published) == draft
    assert is_shown(published / draft)
    assert [(one.decision, one.actor, one.reason) for one in decisions_of(engine, draft)] == [
        ("drafted", "siti", ""),
        ("promoted", "siti", "diperiksa"),
    ]
    with pytest.raises(ReleaseNotFit, match="published already"):
        promote(engine, published, name=draft, by="siti", why="", at=WHEN)


def test_a_draft_of_an_earlier_date_is_published_and_not_current(engine: Engine, published: Path) -> None:
    february = publish(engine, published, FEBRUARY, "b")
    draft = publish(engine, published, JANUARY, "a", minutes=1, draft=True)
    assert promote(engine, published, name=draft, by="siti", why="", at=WHEN).after_release_id == february
    assert [one["standing"] for one in release_records(engine, published)] == ["published", "published"]


MOMENTS = [
    Moment("warehouse.releases.decisions:set_current"),
    Moment("warehouse.releases.decisions:withdraw_release", after=True),
    Moment("warehouse.files.folders:Path.rename", after=True),
    Moment("warehouse.files.folders:write_folder"),
    Moment("warehouse.files.folders:write_folder", after=True),
    Moment("warehouse.files.folders:shutil.rmtree"),
    Moment("tasks.publish.release.settle:leave_tombstone", after=True),
    Moment("tasks.publish.release.settle:switch_current", 2),
    Moment("warehouse.files.durable:Path.symlink_to", after=True),
]


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_a_withdrawal_killed_at_any_moment_is_ended_by_the_next_run(
    engine: Engine, address: str, published: Path, moment: Moment
) -> None:
    january = publish(engine, published, JANUARY, "a")
    february = publish(engine, published, FEBRUARY, "72.05,12", minutes=1)
    process = FORKS.Process(target=_withdraw, args=(address, published, february, acting(moment, die)))
    process.start()
    process.join(60)
    assert process.exitcode == -9, "nobody came to this moment"
    decided = bool(decisions_of(engine))
    assert decided is (moment != MOMENTS[0])
    holding = [
        path.name for path in published.iterdir() if path.name == february and (path / "ucj_coverage.csv").is_file()
    ]
    if decided and (published / february).is_dir() and not holding:
        assert json.loads((published / february / "withdrawn.json").read_text())["reason"] == WHY
    if decided and holding:
        assert any("was withdrawn" in says for _, says in findings(engine, published))
    remove_drafts(drafts_in(published))  # as every run does
    if not decided:
        assert findings(engine, published) == []
        assert take_back(engine, published, february) == january
    settle_releases(engine, published)
    assert findings(engine, published) == []
    assert read_current(published) == january
    assert sorted(path.name for path in published.iterdir()) == sorted([january, february, "current"])
    assert sorted(path.name for path in (published / february).iterdir()) == ["index.html", "withdrawn.json"]


def _withdraw(address: str, published: Path, release: str, within: Around) -> None:
    engine = connect_catalogue(address)
    with within():
        withdraw(engine, published, name=release, by="Pusat Data", why=WHY, at=WHEN)
    engine.dispose()
