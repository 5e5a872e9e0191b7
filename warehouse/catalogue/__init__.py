"""The catalogue database: engines for SQLite and PostgreSQL, transactions, migrations, roles, bulk reads and writes."""
