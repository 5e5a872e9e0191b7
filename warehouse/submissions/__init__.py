"""Submissions and what became of them: registration, verdicts, approval, loading, positions in force."""
