"""Stage 3, check: every rule on every row by one checkpoint; rows are accepted, rejected or merged, none is lost."""
