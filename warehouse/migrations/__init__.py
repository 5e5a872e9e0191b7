"""Alembic migrations of the catalogue; `warehouse.catalogue.migrate` runs them."""

HEAD = "0020"  # newest revision below versions/, known without importing Alembic
