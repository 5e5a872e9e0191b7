"""The Polars engine for Great Expectations, module by module."""
