"""Steps by which the tables of a catalogue are brought up to date; `warehouse.catalogue.migrate` runs them."""

HEAD = "0016"  # newest revision below versions/, known without importing Alembic
