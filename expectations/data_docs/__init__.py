"""Data Docs of the gates: what each validation found, kept as JSON and shown on pages that need no other host.

It knows nothing of enrolments: a result of Great Expectations goes in, pages come out.
"""
