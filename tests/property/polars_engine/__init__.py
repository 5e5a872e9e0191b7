"""Our engine against Great Expectations' own pandas engine."""
