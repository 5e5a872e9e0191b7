"""A dimension has one row for each entry and version: views find the row that held then without reading all of them."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KEYS = {"dim_region": ["code"], "dim_branch": ["code"], "dim_code": ["code_list", "code"]}


def upgrade() -> None:
    for table, key in KEYS.items():
        op.create_index(_name(table, key), table, [*key, "from_version_id"], unique=True)


def downgrade() -> None:
    for table, key in KEYS.items():
        op.drop_index(_name(table, key), table)


def _name(table: str, key: list[str]) -> str:
    return f"uq_{table}_{'_'.join(key)}_from_version_id"
