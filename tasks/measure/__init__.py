"""Measure: from the newest position of every branch to coverage and participation per region and basis."""
