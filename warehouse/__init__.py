"""Stored data: the catalogue (SQL database), the Parquet lake, declarations of published figures, regions."""
