"""Metadata that offices file beside the tables: statistical metadata of BPS, codes of regions, and DCAT."""
