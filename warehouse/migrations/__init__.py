"""Alembic migrations of the catalogue; `warehouse.catalogue.migrate` runs them."""

HEAD = "0019"  # newest revision below versions/, known without importing Alembic
