"""Declarations of the published tables, columns, metrics and flags, without SQL, input or output."""
