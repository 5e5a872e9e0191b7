"""Store and read measured facts and releases, and record which inputs a release was made from."""
