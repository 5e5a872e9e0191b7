"""How a task runs: retries and errors."""
