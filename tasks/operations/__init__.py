"""What an operator asks for: alarms, audit, backup, doctor, erasure, purge, status, trace. No stage imports it."""
