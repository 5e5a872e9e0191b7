"""Which row of a table is its header, and which field of the contract each of its cells names."""
