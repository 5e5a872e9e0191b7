"""Stage 6, measure: compute coverage and participation per region from the newest position of every branch."""
