"""Dimensions with a history: regions, codes, branches, issuers; and the closed lists of the program."""
