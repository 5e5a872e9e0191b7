"""The catalogue's tables as SQLAlchemy classes, and the comments on their columns."""
