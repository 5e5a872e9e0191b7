"""Data contracts of the input files, code lists, validation rules, and a Polars engine for Great Expectations."""
