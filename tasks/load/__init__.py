"""Stage 5, load: write a conformed frame as a Parquet object of the lake and commit its catalogue rows with it."""
