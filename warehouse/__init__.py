"""Where it is kept: catalogue, migrations, Parquet lake, reference regions."""
