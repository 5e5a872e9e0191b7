"""How Alembic runs the revisions: on the connection and in the transaction that `warehouse.catalogue.migrate` hands
over."""

from alembic import context

from warehouse.catalogue.choose_backend import backend_of
from warehouse.catalogue.views_and_comments import create_views, drop_views, write_comments
from warehouse.migrations import HEAD
from warehouse.models.models import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
drop_views(connection)
context.run_migrations()
if context.get_context().get_current_revision() == HEAD:
    create_views(connection)
    write_comments(connection)
backend_of(connection).after_upgrade(connection)
