"""Pairs of segment and funder: a person may be in several segments, and be paid for by several funders."""

import polars as pl

from tasks.protect.relations.relation import Relations, label, relations

PLACE = ["basis", "region_code"]


def pairs_lie_within(cells: pl.DataFrame) -> Relations:
    """Pairs are among the people of their funder; where it pays for people of one segment, both are the same number.

    That the pairs of a funder cover it, and those of a segment its people, is left out: docs/disclosure.md says why.
    """
    segment, funder = (pl.col("key").str.split(" ").list.get(place) for place in (0, 1))
    pairs = cells.filter(table="ucj_segment_funder").select(*PLACE, "number", segment=segment, funder=funder)
    funders = cells.filter(table="ucj_funder", column="active").select(*PLACE, whole="number", funder="key")
    both = pairs.join(funders, on=[*PLACE, "funder"], how="inner", maintain_order="left").select(
        label("pair", *PLACE, "segment", "funder"),
        "number",
        "whole",
        several=pl.len().over(*PLACE, "funder") > 1,
    )
    wholes = both.with_columns(number="whole", factor=pl.lit(1))
    parts = both.with_columns(factor=pl.lit(-1))
    return relations(pl.concat([wholes, parts]), rest=pl.col("several"), still_open=True)
