"""Under which key the ids of an object are; objects that were written anew; people who were erased."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

UTC_TIME = sa.DateTime(timezone=True)
KEY_ID, SHA256 = sa.String(length=12), sa.String(length=64)
FEEDS_WITH_IDS = ("enrolment", "benefit")
NEW_COLUMNS = (
    ("lake_object", "key_id", KEY_ID),
    ("lake_object", "content_sha256", SHA256),
    ("release_object", "erased_content", SHA256),
    ("submission", "archive_erased_at", UTC_TIME),
)


def upgrade() -> None:
    for table, column, kind in NEW_COLUMNS:
        op.add_column(table, sa.Column(column, kind, nullable=True))
    _create_person_key()
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("erased_at", UTC_TIME, nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("objects", sa.Integer(), nullable=False),
        sa.Column("archived_files", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sqlite_autoincrement=True,
    )
    _create_lake_rewrite()
    _name_known_keys()


def downgrade() -> None:
    op.drop_table("lake_rewrite")
    op.drop_table("erasure")
    op.drop_table("person_key")
    for table, column, _ in NEW_COLUMNS[::-1]:
        op.drop_column(table, column)


def _create_person_key() -> None:
    op.create_table(
        "person_key",
        sa.Column("key_id", KEY_ID, nullable=False),
        sa.Column("introduced_at", UTC_TIME, nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_person_key")),
    )
    op.create_index(
        "uq_person_key_current",
        "person_key",
        ["is_current"],
        unique=True,
        sqlite_where=sa.text("is_current = 1"),
        postgresql_where=sa.text("is_current"),
    )


def _create_lake_rewrite() -> None:
    causes = sa.Enum("rotation", "erasure", name="cause", native_enum=False, create_constraint=True, length=24)
    op.create_table(
        "lake_rewrite",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lake_object_id", sa.Integer(), nullable=False),
        sa.Column("cause", causes, nullable=False),
        sa.Column("erasure_id", sa.Integer(), nullable=True),
        sa.Column("staged_at", UTC_TIME, nullable=False),
        sa.Column("committed_at", UTC_TIME, nullable=True),
        sa.Column("removed_at", UTC_TIME, nullable=True),
        sa.Column("before_path", sa.String(), nullable=False),
        sa.Column("before_sha256", SHA256, nullable=False),
        sa.Column("before_rows", sa.Integer(), nullable=False),
        sa.Column("before_key_id", KEY_ID, nullable=True),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("sha256", SHA256, nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("key_id", KEY_ID, nullable=True),
        sa.ForeignKeyConstraint(["lake_object_id"], ["lake_object.id"], name=op.f("fk_lake_rewrite_lake_object_id")),
        sa.ForeignKeyConstraint(["erasure_id"], ["erasure.id"], name=op.f("fk_lake_rewrite_erasure_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lake_rewrite")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_lake_rewrite_lake_object_id"), "lake_rewrite", ["lake_object_id"])


def _name_known_keys() -> None:
    """Until now a submission told the key of its object among its details; the newest is the one in use."""
    connection = op.get_bind()
    stored = sa.MetaData()
    stored.reflect(connection, only=["submission", "lake_object", "person_key"])
    submission, lake_object, person_key = (stored.tables[n] for n in ("submission", "lake_object", "person_key"))
    query = (
        sa.select(lake_object.c.id, lake_object.c.loaded_at, submission.c.details)
        .join(submission, submission.c.id == lake_object.c.submission_id)
        .where(lake_object.c.feed.in_(FEEDS_WITH_IDS))
        .order_by(lake_object.c.id)
    )
    keys: dict[str, datetime] = {}
    newest = None
    for row in connection.execute(query).all():
        key_id = row.details.get("key_id")
        if key_id:
            connection.execute(sa.update(lake_object).where(lake_object.c.id == row.id).values(key_id=key_id))
            keys.setdefault(key_id, row.loaded_at)
            newest = key_id
    for key_id, since in keys.items():
        connection.execute(
            sa.insert(person_key).values(key_id=key_id, introduced_at=since, is_current=key_id == newest)
        )
