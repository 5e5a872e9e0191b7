"""Counts of people by region: what every table is made of."""
