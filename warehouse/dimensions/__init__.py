"""Dimension tables with history (regions, codes, branches, issuers) and closed lists of values."""
