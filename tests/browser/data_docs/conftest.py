"""Import Great Expectations once, past the warnings that it raises about its own imports."""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import great_expectations  # noqa: F401
