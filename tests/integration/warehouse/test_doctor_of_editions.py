"""`ucj doctor` names releases that show small counts, and editions that are missing or read by too many."""

import grp
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy import Engine

from settings import Settings
from tasks.operations.doctor.stored.editions import check_editions
from tests.integration.warehouse.deliveries import NOON
from warehouse.catalogue.runs import start_run
from warehouse.releases.releases import record_release

JANUARY = date(2026, 1, 31)
RELEASE = "2026-01-31-0123456789ab"


@pytest.fixture
def settings(address: str, tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, database_url=address)


@pytest.fixture
def release(settings: Settings, engine: Engine) -> Path:
    """The folder of a recorded release with one table."""
    record_release(
        engine,
        release_id=RELEASE,
        as_of=JANUARY,
        content_sha256="0" * 64,
        inputs_sha256="0" * 64,
        run_id=start_run(engine, as_of=JANUARY, at=NOON).id,
        object_ids=[],
        at=NOON,
    )
    place = settings.path("published", RELEASE)
    place.mkdir(parents=True)
    (place / "datapackage.json").write_text("{}")
    return place


def said(settings: Settings) -> list[tuple[str, str]]:
    return [(one.health.value, one.says) for one in check_editions(settings, quick=True)]


def test_a_release_from_before_small_counts_were_hidden_is_named(settings: Settings, release: Path) -> None:
    pl.DataFrame({"active": [3]}).write_parquet(release / "ucj_funder.parquet")
    ((health, says),) = said(settings)
    assert health == "warn"
    assert says.startswith("1 release shows small counts of people")
    assert RELEASE in says


def test_a_release_without_its_restricted_edition_is_named(settings: Settings, release: Path) -> None:
    pl.DataFrame({"active": [None], "active_status": ["confidential"]}).write_parquet(release / "ucj_funder.parquet")
    assert said(settings) == [("warn", f"1 release has no restricted edition: {RELEASE}.")]
    settings.path("restricted", RELEASE).mkdir(parents=True, mode=0o700)
    settings.path("restricted").chmod(0o700)
    assert said(settings) == [("ok", "1 release hides small counts, with both editions.")]


def test_a_restricted_edition_that_everyone_may_read_fails(settings: Settings, release: Path) -> None:
    place = settings.path("restricted", release.name)
    place.mkdir(parents=True)
    settings.path("restricted").chmod(0o700)
    place.chmod(0o755)
    assert ("fail", f"Everyone on this system may read {RELEASE} of the restricted edition.") in said(settings)


def test_a_group_that_is_not_there_fails(settings: Settings, release: Path) -> None:
    assert release.is_dir()
    with_group = settings.model_copy(update={"restricted_group": "no-such-group-here"})
    text = "The group no-such-group-here (restricted_group) is not on this system: nobody but the operator reads "
    assert ("fail", f"{text}restricted/.") in said(with_group)


def test_editions_that_belong_to_another_group_fail(settings: Settings, release: Path) -> None:
    assert release.is_dir()
    place = settings.path("restricted")
    place.mkdir(mode=0o700)
    other = next(one.gr_name for one in grp.getgrall() if one.gr_name != place.group())
    with_group = settings.model_copy(update={"restricted_group": other})
    text = f"The restricted editions do not belong to the group {other} (restricted_group): it cannot read them."
    assert ("fail", text) in said(with_group)
