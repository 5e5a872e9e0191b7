"""Count people by region and profile; every published table is made from these counts."""
