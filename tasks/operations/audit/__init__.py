"""Check a table of published coverage figures for arithmetic errors."""
