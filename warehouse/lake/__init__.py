"""The lake: immutable Parquet objects, their schema, integrity, keys, and the cache of what was counted from them."""
