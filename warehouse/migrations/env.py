"""How Alembic runs the revisions: on the connection and in the transaction that `warehouse.migrate` hands over."""

from alembic import context

from warehouse.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
context.run_migrations()
