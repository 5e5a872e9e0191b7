"""Which sums hold between cells: everything from which a hidden one could be worked out."""
