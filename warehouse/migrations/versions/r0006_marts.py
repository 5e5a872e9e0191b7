"""Views for analysts and comments, both made after the newest revision (see
`warehouse.catalogue.views_and_comments`)."""

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing of its own: reaching the newest revision makes views and comments."""


def downgrade() -> None:
    """Nothing of its own: leaving the newest revision takes the views away."""
