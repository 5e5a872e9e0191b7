"""The lake: immutable Parquet objects, their schema, hashes and person keys, and the cache of counts."""
