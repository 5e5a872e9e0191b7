"""The rows concerned: one line per row and broken rule, for a spreadsheet and for machines."""

import polars as pl

from expectations.contracts import FEEDS
from tasks.check.receipt.build import rule_texts
from tasks.presentation.safe_text import csv_safe

COLUMNS = ("row_no", "severity", "code", "columns", "text_id", "text_en")


def row_lines(rejected: pl.DataFrame, warned: pl.DataFrame) -> pl.DataFrame:
    """`row_no`, `severity`, `code` by row; input: `row_no`, `code` each."""
    parts = [rejected.with_columns(severity=pl.lit("reject_row")), warned.with_columns(severity=pl.lit("warn"))]
    return pl.concat(parts).select("row_no", "severity", "code").sort("row_no", "severity", "code")


def rows_csv(lines: pl.DataFrame | None, *, feed: str | None) -> bytes:
    """`row_lines` with columns and texts: `row_no,severity,code,columns,text_id,text_en`; UTF-8, comma, LF.

    The header only where no row is concerned.
    """
    if lines is None or feed is None:
        return (",".join(COLUMNS) + "\n").encode()
    codes = lines["code"].unique().to_list()
    texts = pl.DataFrame(
        [
            (code, *(csv_safe(text) for text in (columns_of(code, feed=feed), *rule_texts(code, feed=feed))))
            for code in codes
        ],
        schema=dict.fromkeys(("code", "columns", "text_id", "text_en"), pl.String),
        orient="row",
    )
    return lines.join(texts, on="code", how="left", maintain_order="left").select(COLUMNS).write_csv().encode()


def columns_of(code: str, *, feed: str) -> str:
    """Headers of the columns that a rule looks at."""
    contract = FEEDS[feed]
    columns = next((rule.columns for rule in contract.rules if rule.code == code), ())
    return ", ".join(contract.field(column).header for column in columns)
