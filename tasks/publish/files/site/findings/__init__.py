"""Sentences that say what figures mean: one for each table of a region, and where the region stands."""
