"""By which list of regions the rows of an object were placed."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ONLY_LIST_SO_FAR = "7db55cb5f255"  # `Regions.places_id` of idn-area-data 4.0.1


def upgrade() -> None:
    op.add_column("lake_object", sa.Column("places_id", sa.String(length=12), nullable=True))
    lake_object = sa.table("lake_object", sa.column("places_id"))
    op.execute(sa.update(lake_object).values(places_id=ONLY_LIST_SO_FAR))


def downgrade() -> None:
    op.drop_column("lake_object", "places_id")
