"""The tables of the catalogue, as SQLAlchemy classes, and the comments on their columns."""
