"""Which published tables of earlier releases bind the next one."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import Engine

from tasks.protect.protect import protect
from tasks.publish.release import kept
from tests.property.protect.small_nation import tables_of
from tests.property.protect.test_nobody_is_found_out import ONE_ALONE, RULES
from warehouse.releases.releases import Release

AS_OF = date(2024, 5, 31)
DAYS = (AS_OF, date(2024, 4, 30), date(2024, 5, 15), date(2024, 4, 15), date(2023, 1, 31), date(2022, 12, 31))


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """Releases of some days, each with every table."""
    tables = protect(tables_of(ONE_ALONE), rules=RULES).tables
    for day in DAYS:
        folder = tmp_path / str(day)
        folder.mkdir()
        for name, frame in tables.items():
            frame.write_parquet(folder / f"{name}.parquet")
    return tmp_path


def test_benefits_of_the_month_and_of_ends_of_months_bind_and_all_tables_of_the_same_date(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Benefits of two years ago are in no later release; those of a day within another month are of a part of it."""
    made = datetime(2024, 6, 1, tzinfo=UTC)
    listed = [
        Release(
            id=str(day), as_of=day, content_sha256="", inputs_sha256="", run_id=1, created_at=made, is_current=False
        )
        for day in DAYS
    ]
    monkeypatch.setattr(kept, "list_releases", lambda _: listed)
    found = kept.kept_tables(cast("Engine", None), as_of=AS_OF, days=[date(2024, 4, 15)], published=published)
    by_release = {str(day): {one.partition("@")[0] for one in found if one.endswith(f"@{day}")} for day in DAYS}
    benefits = {"ucj_benefit", "ucj_benefit_year"}
    assert by_release["2024-05-31"] > benefits | {"ucj_funder", "ucj_category"}
    assert by_release["2024-04-30"] == by_release["2023-01-31"] == benefits
    assert by_release["2024-05-15"] == benefits
    assert by_release["2024-04-15"] > {"ucj_category"}
    assert not by_release["2024-04-15"] & benefits
    assert by_release["2022-12-31"] == set()
