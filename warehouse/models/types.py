"""Column types that behave the same on every database."""

from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import DateTime, Dialect, Enum
from sqlalchemy.types import TypeDecorator

CLOSED_SET_LENGTH = 24


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, stored in UTC and always returned with its zone; a time without zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Convert to UTC before storing."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time without zone was given: pass an aware datetime.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Attach UTC to what was stored; SQLite drops the zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def closed_set(members: type[StrEnum], *, name: str) -> Enum:
    """A text column that holds only the values of `members`, by a CHECK constraint of that name."""
    return Enum(
        members,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=CLOSED_SET_LENGTH,
        values_callable=lambda enum: [member.value for member in enum],
    )
