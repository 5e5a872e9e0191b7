"""The nightly housekeeping: what it would purge is shown, and taken only when that was asked for."""

import json
from datetime import date
from pathlib import Path

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey

from flows.maintain import maintain
from tests.conftest import RunDay
from tests.integration.test_route import deliver, extract

pytestmark = pytest.mark.usefixtures("few_regions", "quick_release")

SHOWN = ArtifactFilter(key=ArtifactFilterKey(any_=["maintain"]))
DAY = date(2026, 1, 15)  # releases of month ends keep their objects for ever


@pytest.fixture
def home(tmp_path: Path, run_day: RunDay, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A position that was replaced, and whose retention time is over."""
    deliver(tmp_path, "K01", "PESERTA_K01_20260115.csv", extract(40))
    run_day(tmp_path, DAY)
    deliver(tmp_path, "K01", "PESERTA_K01_20260115_R1.csv", extract(41))
    run_day(tmp_path, DAY)
    monkeypatch.setenv("UCJ_RETENTION__OBJECT_DAYS", "0")
    monkeypatch.setenv("UCJ_RETENTION__RELEASE_DAYS", "0")
    return tmp_path


def objects(home: Path) -> set[str]:
    return {path.relative_to(home / "lake").as_posix() for path in (home / "lake").rglob("*.parquet")}


def test_purging_is_shown_by_default_and_done_on_request(home: Path) -> None:
    with get_client(sync_client=True) as client:  # other tests of this server show theirs under the same key
        earlier = {one.id for one in client.read_artifacts(artifact_filter=SHOWN)}
    before = objects(home)
    shown = maintain().record()["purge"]
    assert not shown["done"]
    assert objects(home) == before
    taken = maintain(purge=True).record()["purge"]
    assert taken["done"]
    gone = {one["path"] for one in taken["objects"]}
    assert gone == {one["path"] for one in shown["objects"]} == before - objects(home) != set()
    with get_client(sync_client=True) as client:
        told = [one for one in client.read_artifacts(artifact_filter=SHOWN) if one.id not in earlier]
    rows = [row for one in told for row in json.loads(str(one.data)) if row["what"].startswith("lake objects")]
    assert sorted(row["how"].split(":")[0] for row in rows) == ["purged", "would be purged"]
    assert {row["count"] for row in rows} == {len(gone)}


def test_the_setting_has_it_done(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UCJ_RETENTION__MAINTAIN_PURGES", "true")
    before = objects(home)
    assert maintain().record()["purge"]["done"]
    assert objects(home) < before
