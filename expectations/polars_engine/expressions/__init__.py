"""What Polars is asked: values of exact types, comparisons, sums, and which rows an expectation is about."""
