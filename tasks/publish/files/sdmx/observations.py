"""Observations of the SDMX dataset: one row a region, breakdown and indicator, on the official basis (SDMX-CSV 2.0)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from tasks.publish.files.site.bases import OFFICIAL_BASIS
from warehouse.dimensions.closed_lists import AGE_GROUPS, EVERY, FEMALE, MALE, NOT_KNOWN
from warehouse.figures.schema import CONFIDENTIAL, NOT_AVAILABLE, NOT_REPORTED, VALUE, status_name
from warehouse.figures.tables import PUBLISHED_TABLE

AGENCY, DATAFLOW, VERSION = "UCJ", "UCJ_INDICATORS", "1.0.0"
TOTAL, UNKNOWN = "_T", "_U"  # as SDMX writes them
BREAKDOWNS = ("SEGMENT", "SEX", "AGE")
DIMENSIONS = ("REF_AREA", *BREAKDOWNS, "INDICATOR", "TIME_PERIOD")
ATTRIBUTES = ("UNIT_MEASURE", "OBS_STATUS", "CONF_STATUS")
COLUMNS = ("STRUCTURE", "STRUCTURE_ID", "ACTION", *DIMENSIONS, "OBS_VALUE", *ATTRIBUTES)  # of the file
UNITS = {"people": "PS", "percent": "PT"}
STATUSES: Mapping[str | None, tuple[str, str]] = {  # of SDMX's lists CL_OBS_STATUS and CL_CONF_STATUS
    VALUE: ("A", "F"),
    CONFIDENTIAL: ("Q", "C"),
    NOT_REPORTED: ("L", "F"),
    NOT_AVAILABLE: ("O", "F"),
}


def age_code(group: str) -> str:
    """The code of an age group in SDMX's list CL_AGE: Y15T24, Y_GE65."""
    low, _, high = group.partition("-")
    return f"Y{low}T{high}" if high else f"Y_GE{low.removesuffix('+')}"


OWN_CODES: Mapping[str, Mapping[str, str]] = {
    "SEX": {MALE: "M", FEMALE: "F", NOT_KNOWN: UNKNOWN, EVERY: TOTAL},
    "AGE": {NOT_KNOWN: UNKNOWN, EVERY: TOTAL}
    | {group: age_code(group) for group in AGE_GROUPS if group not in (NOT_KNOWN, EVERY)},
}


@dataclass(frozen=True, kw_only=True)
class TableSlice:
    """Figures of a table that are observations. breakdowns: the column of the table by dimension; others are totals."""

    table: str
    figures: tuple[str, ...]
    breakdowns: Mapping[str, str] = field(default_factory=dict)


SLICES = (
    TableSlice(
        table="ucj_coverage",
        figures=("active", "active_strict", "eligible", "not_covered", "coverage_pct", "coverage_strict_pct"),
    ),
    TableSlice(
        table="ucj_segment",
        figures=("active", "active_strict", "eligible", "coverage_pct"),
        breakdowns={"SEGMENT": "segment"},
    ),
    TableSlice(
        table="ucj_sex_age", figures=("active", "share_pct"), breakdowns={"SEX": "sex", "AGE": "age_group"}
    ),
)  # fmt: skip


def area_code(code: str) -> str:
    """The code of a region: SDMX has no dots in codes, so 72.05 is 72-05."""
    return code.replace(".", "-")


def observations(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Every observation as text [dimensions, OBS_VALUE, attributes], each key once. tables: those published."""
    found = pl.concat(one for each in SLICES for one in _of_slice(tables[each.table], each))
    return found.unique(DIMENSIONS, keep="first", maintain_order=True)  # everyone is in two tables


def sdmx_csv(tables: Mapping[str, pl.DataFrame]) -> bytes:
    """The observations as SDMX-CSV 2.0."""
    of_all = {"STRUCTURE": "dataflow", "STRUCTURE_ID": f"{AGENCY}:{DATAFLOW}({VERSION})", "ACTION": "I"}
    begin = [pl.lit(value).alias(name) for name, value in of_all.items()]
    return observations(tables).select(*begin, pl.all()).write_csv(line_terminator="\n").encode()


def _of_slice(frame: pl.DataFrame, each: TableSlice) -> Iterator[pl.DataFrame]:
    rows = frame.filter(basis=OFFICIAL_BASIS)
    columns = {column.name: column for column in PUBLISHED_TABLE[each.table].columns}
    for name in each.figures:
        yield rows.with_columns(_status=_status(name, frame.columns)).select(
            pl.col("region_code").str.replace_all(".", "-", literal=True).alias("REF_AREA"),
            *(_breakdown(dimension, each.breakdowns.get(dimension)) for dimension in BREAKDOWNS),
            pl.lit(name.upper()).alias("INDICATOR"),
            pl.col("as_of").dt.to_string("%Y-%m-%d").alias("TIME_PERIOD"),
            pl.col(name).cast(pl.String).alias("OBS_VALUE"),
            pl.lit(UNITS[columns[name].unit or ""]).alias("UNIT_MEASURE"),
            *(
                pl.col("_status").replace_strict({status: codes[place] for status, codes in STATUSES.items()})
                .alias(attribute)
                for place, attribute in enumerate(("OBS_STATUS", "CONF_STATUS"))
            ),
        )  # fmt: skip


def _status(name: str, columns: list[str]) -> pl.Expr:
    if status_name(name) in columns:
        return pl.col(status_name(name))
    return pl.when(pl.col(name).is_null()).then(pl.lit(NOT_AVAILABLE)).otherwise(pl.lit(VALUE))


def _breakdown(dimension: str, column: str | None) -> pl.Expr:
    if column is None:
        return pl.lit(TOTAL).alias(dimension)
    codes = OWN_CODES.get(dimension)
    return (pl.col(column).replace_strict(codes) if codes else pl.col(column)).cast(pl.String).alias(dimension)
