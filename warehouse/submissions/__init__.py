"""Submissions (one per delivered file): registration, verdicts, approval, loading, and the positions in force."""
