"""The catalogue as a database: engines, transactions, migrations, roles, bulk in and out."""
