"""Times keep their moment."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Dialect
from sqlalchemy.dialects import registry

from warehouse.models.types import UtcDateTime

JAKARTA = timezone(timedelta(hours=7))
MOMENT = datetime(2026, 2, 1, 0, 30, tzinfo=JAKARTA)
DIALECTS = [registry.load("sqlite")(), registry.load("postgresql")()]


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_moments_are_stored_in_utc(dialect: Dialect) -> None:
    stored = UtcDateTime().process_bind_param(MOMENT, dialect)
    assert stored == MOMENT
    assert stored is not None
    assert stored.isoformat() == "2026-01-31T17:30:00+00:00"
    assert UtcDateTime().process_bind_param(None, dialect) is None


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("stored", [datetime(2026, 1, 31, 17, 30), MOMENT], ids=["naive", "with zone"])  # noqa: DTZ001
def test_moments_are_read_in_utc(dialect: Dialect, stored: datetime) -> None:
    read = UtcDateTime().process_result_value(stored, dialect)
    assert read == MOMENT
    assert read is not None
    assert read.tzinfo is UTC
    assert UtcDateTime().process_result_value(None, dialect) is None


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        UtcDateTime().process_bind_param(datetime(2026, 1, 31), DIALECTS[0])  # noqa: DTZ001
