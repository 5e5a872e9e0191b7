"""Tables about a release after it was made: what operators decided about it, and with which one it was compared."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.models.base import Base
from warehouse.records import ReleaseDecision


class ReleaseDecisionRow(Base):
    """What operators decided about releases, in order; rows are added and never changed."""

    __tablename__ = "release_decision"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[str] = mapped_column(ForeignKey("release.id"), index=True)
    decision: Mapped[ReleaseDecision]
    decided_at: Mapped[datetime]
    actor: Mapped[str]
    reason: Mapped[str]
    before_release_id: Mapped[str | None] = mapped_column(ForeignKey("release.id"))
    after_release_id: Mapped[str | None] = mapped_column(ForeignKey("release.id"))


class ReleaseComparison(Base):
    """The earlier release with which the notes of a release compare it, where there was one."""

    __tablename__ = "release_comparison"

    release_id: Mapped[str] = mapped_column(ForeignKey("release.id"), primary_key=True)
    baseline_release_id: Mapped[str] = mapped_column(ForeignKey("release.id"))
