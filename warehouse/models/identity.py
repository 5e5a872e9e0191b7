"""Tables about the ids of people: their keys, objects of the lake that were written anew, erasures. No one is told."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.models.base import KEY_ID, SHA256, Base, only_one
from warehouse.records import RewriteCause


class PersonKeyRow(Base):
    """The keys under which ids were made, by their public names; those of all objects are under the current one."""

    __tablename__ = "person_key"
    __table_args__ = (
        only_one("uq_person_key_current", "is_current", where_sqlite="is_current = 1", where_postgresql="is_current"),
    )

    key_id: Mapped[str] = mapped_column(KEY_ID, primary_key=True)
    introduced_at: Mapped[datetime]
    is_current: Mapped[bool]


class ErasureRow(Base):
    """A person's rows were removed on request; nothing here tells whose."""

    __tablename__ = "erasure"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    erased_at: Mapped[datetime]
    actor: Mapped[str]
    reason: Mapped[str]
    people: Mapped[int]
    rows: Mapped[int]
    objects: Mapped[int]
    archived_files: Mapped[int]


class LakeRewriteRow(Base):
    """An object of the lake that was written anew: from which file to which. Not committed = nobody sees it."""

    __tablename__ = "lake_rewrite"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    lake_object_id: Mapped[int] = mapped_column(ForeignKey("lake_object.id"), index=True)
    cause: Mapped[RewriteCause]
    erasure_id: Mapped[int | None] = mapped_column(ForeignKey("erasure.id"))
    staged_at: Mapped[datetime]
    committed_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]  # when the file before was deleted
    before_path: Mapped[str]
    before_sha256: Mapped[str] = mapped_column(SHA256)
    before_rows: Mapped[int]
    before_key_id: Mapped[str | None] = mapped_column(KEY_ID)
    path: Mapped[str]
    sha256: Mapped[str] = mapped_column(SHA256)
    rows: Mapped[int]
    bytes: Mapped[int] = mapped_column(BigInteger)
    key_id: Mapped[str | None] = mapped_column(KEY_ID)
