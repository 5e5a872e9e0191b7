"""Tasks that an operator requests: alarms, audit, backup, doctor, erasure, purge, status, trace."""
