"""Commands of the group Start: a home, synthetic branches, a first day, and completion in shells."""
