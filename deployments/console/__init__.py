"""What every command shares: exit codes, messages about errors, progress, how the process behaves."""
