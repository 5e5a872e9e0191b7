"""Store validation results of Great Expectations as JSON and render them as self-contained HTML pages.

Nothing here is specific to enrolments: a result of Great Expectations goes in, pages come out.
"""
