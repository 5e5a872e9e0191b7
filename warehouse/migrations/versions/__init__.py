"""Alembic revisions, one file each. A published revision never changes."""
