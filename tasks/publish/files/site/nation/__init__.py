"""The national page on each basis: the map, the classes of coverage, and the tables of provinces and regencies."""
