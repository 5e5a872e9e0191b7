"""Tables of the dimensions, each with its history.

A row holds from the version of its list that brought it to the one that no longer has it. Versions are exact, also
where a list changes twice a day; the dates say it for people: `valid_to` is the first day on which a row does not hold.
"""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.models.base import SHA256, Base, only_one

IN_FORCE = "valid_to IS NULL"


class DimVersion(Base):
    """Every state that the region list, the branch list and the code lists have had here, in order."""

    __tablename__ = "dim_version"
    __table_args__ = (
        only_one("uq_dim_version_open", "dimension", where_sqlite=IN_FORCE, where_postgresql=IN_FORCE),
        CheckConstraint("dimension IN ('region', 'branch', 'code')", name="dimension"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dimension: Mapped[str] = mapped_column(String(6))
    label: Mapped[str]
    content_sha256: Mapped[str] = mapped_column(SHA256)
    row_count: Mapped[int]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class Versioned:
    """What the rows of every dimension have: of two that hold one after the other, the earlier one is kept."""

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)
    from_version_id: Mapped[int] = mapped_column(ForeignKey("dim_version.id"), sort_order=1)
    to_version_id: Mapped[int | None] = mapped_column(ForeignKey("dim_version.id"), sort_order=1)
    valid_from: Mapped[date] = mapped_column(sort_order=1)
    valid_to: Mapped[date | None] = mapped_column(sort_order=1)


class DimRegion(Versioned, Base):
    """The nation, provinces and regencies, with what each was before: under which code, and part of which regency."""

    __tablename__ = "dim_region"
    __table_args__ = (
        only_one("uq_dim_region_open", "code", where_sqlite=IN_FORCE, where_postgresql=IN_FORCE),
        Index("uq_dim_region_code_from_version_id", "code", "from_version_id", unique=True),
        CheckConstraint("level IN ('national', 'province', 'regency')", name="level"),
    )

    code: Mapped[str] = mapped_column(String(5))
    level: Mapped[str] = mapped_column(String(8))
    name: Mapped[str]
    parent_code: Mapped[str | None] = mapped_column(String(5))
    predecessor_code: Mapped[str | None] = mapped_column(String(5))
    predecessor_last_year: Mapped[int | None]
    split_from_code: Mapped[str | None] = mapped_column(String(5))
    split_year: Mapped[int | None]


class DimBranch(Versioned, Base):
    """The lines of the branch list; an empty list of feeds or regions means all."""

    __tablename__ = "dim_branch"
    __table_args__ = (
        only_one("uq_dim_branch_open", "code", where_sqlite=IN_FORCE, where_postgresql=IN_FORCE),
        Index("uq_dim_branch_code_from_version_id", "code", "from_version_id", unique=True),
    )

    code: Mapped[str]
    name: Mapped[str]
    regional_office: Mapped[str]
    feeds: Mapped[list[str]]
    regions: Mapped[list[str]]


class DimCode(Versioned, Base):
    """The codes that coded columns may hold: segments, worker categories, funders, programmes and the like."""

    __tablename__ = "dim_code"
    __table_args__ = (
        only_one("uq_dim_code_open", "code_list", "code", where_sqlite=IN_FORCE, where_postgresql=IN_FORCE),
        Index("uq_dim_code_code_list_code_from_version_id", "code_list", "code", "from_version_id", unique=True),
    )

    code_list: Mapped[str]
    code: Mapped[str]
    aliases: Mapped[list[str]]
    name_indonesian: Mapped[str]
    name_english: Mapped[str]
    place: Mapped[int]
    usable_from: Mapped[date | None]
    usable_to: Mapped[date | None]
