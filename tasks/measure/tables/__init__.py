"""Compute the rows of the published tables from counts, one module per table or family of tables."""
