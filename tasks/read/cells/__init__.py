"""Cells of one column to values: dates, months, numbers, codes, identifiers."""
