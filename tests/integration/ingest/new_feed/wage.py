"""Contract of a made-up reference feed (UPAHMINIMUM): the minimum wage of a region in a year, and its rise."""

import polars as pl

from expectations.contracts.checks import filled
from expectations.contracts.feeds.eligible import REGION_AND_YEAR_RULES, REGION_FIELD, YEAR_FIELD
from expectations.contracts.feeds.shared_columns import REGION_CODE, YEAR
from expectations.contracts.lake import LakeColumn, LakeTable, ReferenceTable
from expectations.contracts.schema import Feed, FeedKind, Field, Kind, Rule, Sender, Severity

WAGE = Feed(
    name="wage",
    file_prefix="UPAHMINIMUM",
    kind=FeedKind.REFERENCE,
    sender=Sender.ISSUER,
    title_id="Upah minimum",
    title_en="Minimum wages",
    version="1.0",
    fields=(
        REGION_FIELD,
        YEAR_FIELD,
        Field(
            name="wage",
            header="UPAH",
            kind=Kind.INTEGER,
            unit="IDR",
            required=True,
            text_id="Upah minimum sebulan",
            text_en="Minimum wage of a month",
        ),
        Field(name="rise", header="KENAIKAN", kind=Kind.AMOUNT, unit="percent", text_id="Kenaikan", text_en="Rise"),
    ),
    rules=(
        *REGION_AND_YEAR_RULES,
        Rule(
            code="WAGE_MISSING",
            severity=Severity.REJECT_ROW,
            columns=("wage",),
            check=filled("wage"),
            text_id="UPAH kosong",
            text_en="UPAH is missing",
            bad={"UPAH": ""},
        ),
    ),
    key=("region_region", "year"),
    lake=LakeTable(
        columns=(
            REGION_CODE,
            YEAR,
            LakeColumn(name="wage", dtype=pl.Int64(), required=True, text="Minimum wage of a month in rupiah."),
            LakeColumn(name="rise_pct", dtype=pl.Decimal(9, 4), value=pl.col("rise"), text="Rise on the year before."),
        ),
        catalogue=ReferenceTable(name="ref_wage", text="Minimum wages of the live objects."),
    ),
    example={"KODE_WILAYAH": "72.05", "TAHUN": "2025", "UPAH": "2.900.000", "KENAIKAN": "6,5"},
)
