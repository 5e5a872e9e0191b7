"""The files of a release: tables as CSV and Parquet, datapackage, page."""
