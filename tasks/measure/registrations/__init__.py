"""Registrations of the positions that hold: their states, ends, segments and attributes."""
