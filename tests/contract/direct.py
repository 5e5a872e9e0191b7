"""Evaluate the checks of a contract straight in Polars, without Great Expectations: the second opinion."""

import polars as pl

from expectations.contracts.checks import Check
from expectations.contracts.conditions import CONDITIONS
from expectations.contracts.schema import Feed


def is_good(check: Check) -> pl.Expr:
    """True for rows that a check accepts; an empty cell satisfies every check of a single column."""
    arguments = check.arguments
    match check.expectation:
        case "ExpectRowsToSatisfy":
            return CONDITIONS[arguments["condition"]](arguments["parameters"])
        case "ExpectColumnPairValuesAToBeGreaterThanB":
            good = pl.col(arguments["column_A"]) >= pl.col(arguments["column_B"])
        case "ExpectColumnValuesToBeInSet":
            good = pl.col(arguments["column"]).is_in(arguments["value_set"])
        case "ExpectColumnValuesToMatchRegex":
            good = pl.col(arguments["column"]).str.contains(arguments["regex"])
        case "ExpectColumnValuesToNotMatchRegex":
            good = ~pl.col(arguments["column"]).str.contains(arguments["regex"])
        case "ExpectColumnValuesToBeBetween":
            column, low, high = pl.col(arguments["column"]), arguments["min_value"], arguments["max_value"]
            bounds = [column >= low] if low is not None else []
            good = pl.all_horizontal(*bounds, *([column <= high] if high is not None else []))
        case unknown:
            raise NotImplementedError(unknown)
    return good.fill_null(value=True)


def broken_rules(frame: pl.DataFrame, *, feed: Feed) -> dict[int, set[str]]:
    """The codes of the rules that each row breaks, by row number; rows that break none are there too."""
    verdicts = frame.select("row_no", **{rule.code: ~is_good(rule.check).fill_null(value=False) for rule in feed.rules})
    return {row.pop("row_no"): {code for code, broken in row.items() if broken} for row in verdicts.to_dicts()}
