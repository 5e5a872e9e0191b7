"""Beside the stages, status: what was delivered, what is late or missing, and the whole story of one submission."""
