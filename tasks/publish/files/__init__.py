"""Build the files of a release: tables as CSV and Parquet, `datapackage.json`, and the page."""
