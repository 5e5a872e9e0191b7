"""What must hold: feed contracts, code lists, suites, and the Polars engine for Great Expectations."""
