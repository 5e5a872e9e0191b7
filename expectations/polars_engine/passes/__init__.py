"""How the data are read: slice by slice, once for all that a suite asks, and once more for keys that repeat."""
