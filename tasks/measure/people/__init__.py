"""Combine the registrations of a person into one row, seen by region and by nation, now and at earlier dates."""
