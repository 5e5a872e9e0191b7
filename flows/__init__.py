"""What Prefect runs: one flow a file, composition only."""
