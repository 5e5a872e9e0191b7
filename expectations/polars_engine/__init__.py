"""A Polars backend for Great Expectations: stock suites, checkpoints and validation definitions on Polars frames.

Importing this package is free; its modules import Great Expectations (about 6 s), so import them late.
"""
