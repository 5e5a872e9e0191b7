"""Cache counts and recount only what changed. Without this folder the figures are the same, but slower."""
