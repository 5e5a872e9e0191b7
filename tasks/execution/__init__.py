"""How tasks run under Prefect: catalogue session, retries, errors without personal values, structured log lines."""
