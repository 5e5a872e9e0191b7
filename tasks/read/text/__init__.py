"""Delimited text: its encoding, its lines and quotes, and its cells under the names of the contract."""
