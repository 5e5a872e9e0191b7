"""The regions of Indonesia and every code that leads to one of today's regencies.

Codes are Kemendagri's, dotted: '72', '72.05', '72.05.01', '72.05.01.2001'.
Source and licence: reference/README.md.
"""

from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path

import polars as pl

from warehouse.errors import UcjError

PACKAGE = "idn-area-data"
PACKAGE_VERSION = "4.0.1"
VERSION = f"{PACKAGE} {PACKAGE_VERSION} (Kepmendagri 300.2.2-2430/2025)"

REFERENCE = Path(__file__).parents[1] / "reference"
REGIONS_FILE = REFERENCE / "regions.parquet"
CHANGES_FILE = REFERENCE / "regency_code_changes.csv"
SPLITS_FILE = REFERENCE / "split_regency_prefixes.csv"

PROVINCE, REGENCY, DISTRICT, VILLAGE = 2, 5, 8, 13  # characters of a dotted code
PLACES_ID_DIGITS = 12


class RegionReferenceError(UcjError):
    """The reference files contradict each other: restore them from the project, or rebuild them."""


@dataclass(frozen=True, eq=False)
class Regions:
    """Today's regions, sorted by code, and the older codes that people's papers still carry.

    `provinces` [code, name], 38 rows; `regencies` [code, name, province_code], 514 rows.
    `nik_prefixes` [prefix, regency]: every four digits that are or were a regency ('9101') with today's
    regency ('93.01'); it serves regency columns as well, once their dots are gone.
    `district_prefixes`: every six digits that are or were a district, sorted.
    `villages` [code, regency]: every village code with today's regency. Villages of renumbered regencies
    are there twice, under the code of today and the one of before; today's begin with their regency.
    `successors` [old_code, new_code]: renumbered regencies, old code to the one valid today.
    `splits` [prefix, parent, child, match]: six digits of a district that left `parent` when `child` was founded, a row
    for each child it may have gone to. `exact`: it went there; `partial`: it did, but others of that child are not
    known; `ambiguous`: nobody can say to which of several children.
    """

    version: str
    provinces: pl.DataFrame
    regencies: pl.DataFrame
    nik_prefixes: pl.DataFrame
    district_prefixes: pl.Series
    villages: pl.DataFrame
    successors: pl.DataFrame
    splits: pl.DataFrame

    @cached_property
    def places_id(self) -> str:
        """Short name of all that decides where a code lies; rows placed under another one may lie elsewhere today.

        Names of regions and the crosswalk of split ones are no part of it: they are read when figures are made.
        """
        digest = sha256()
        for codes in (self.provinces.select("code"), self.nik_prefixes, self.villages):
            digest.update(codes.write_csv().encode())
        return digest.hexdigest()[:PLACES_ID_DIGITS]


def resolve_successors(changes: pl.DataFrame, *, today: pl.Series) -> pl.DataFrame:
    """Old regency codes [old_code, new_code], each with the code valid today; chains of changes are followed.

    `changes` [old_code, new_code] as published, one row a change. An old code given anew to another regency
    would be a contradiction (a NIK could mean either) and raises, as does a chain that ends nowhere.
    """
    step: dict[str, str] = dict(changes.select("old_code", "new_code").iter_rows())
    valid = set(today.to_list())
    if len(step) != changes.height or valid & step.keys():
        raise RegionReferenceError(f"{CHANGES_FILE.name}: an old regency code has two meanings.")
    rows: list[tuple[str, str]] = []
    for old, code in sorted(step.items()):
        seen = {old}
        while code not in valid:
            if code in seen or code not in step:
                raise RegionReferenceError(f"{CHANGES_FILE.name}: {old} leads to no regency of today.")
            seen.add(code)
            code = step[code]  # noqa: PLW2901 - one link of the chain
        rows.append((old, code))
    return pl.DataFrame(rows, schema={"old_code": pl.String, "new_code": pl.String}, orient="row")


def with_predecessors(codes: pl.DataFrame, *, successors: pl.DataFrame) -> pl.DataFrame:
    """`codes` [code, regency] with, for renumbered regencies, the same places under the regency's old code.

    Districts and villages kept their own digits when their regency was renumbered.
    """
    old = codes.join(successors, left_on="regency", right_on="new_code").select(
        pl.col("old_code") + pl.col("code").str.slice(REGENCY), "regency"
    )
    return pl.concat([codes, old.rename({"old_code": "code"})]).sort("code")


def split_prefixes(splits: pl.DataFrame) -> pl.DataFrame:
    """Prefixes of districts that left their regency when it was split; in NIKs still [`Regions.splits`]."""
    listed = pl.col("retired_district_prefixes_under_parent").str.replace_all(".", "", literal=True).str.split(" ")
    kind = pl.col("match").str.extract(r"^(\w+)")
    return (
        splits.select(listed.alias("prefix"), parent="parent_code", child="child_code", match=kind)
        .explode("prefix", empty_as_null=False)
        .sort("prefix", "child")
    )


def build_regions(all_regions: pl.DataFrame, *, changes: pl.DataFrame, splits: pl.DataFrame) -> Regions:
    """Arrange the tables; `all_regions` [code, name] holds the four levels, told apart by code length."""
    length = pl.col("code").str.len_chars()
    province, regency = pl.col("code").str.head(PROVINCE), pl.col("code").str.head(REGENCY)
    ordered = all_regions.sort("code")
    regencies = ordered.filter(length == REGENCY).with_columns(province.alias("province_code"))
    successors = resolve_successors(changes, today=regencies["code"])
    places = ordered.filter(length > PROVINCE).select("code", regency.alias("regency"))
    known = with_predecessors(places, successors=successors)
    digits = pl.col("code").str.replace_all(".", "", literal=True)
    left = split_prefixes(splits)
    districts = pl.concat([known.filter(length == DISTRICT).select(digits)["code"], left["prefix"].alias("code")])
    return Regions(
        version=VERSION,
        provinces=ordered.filter(length == PROVINCE),
        regencies=regencies,
        nik_prefixes=known.filter(length == REGENCY).select(digits.alias("prefix"), "regency"),
        district_prefixes=districts.unique().sort().alias("prefix"),
        villages=known.filter(length == VILLAGE),
        successors=successors,
        splits=left,
    )


@cache
def load_regions() -> Regions:
    """The carried reference, read once a process."""
    return build_regions(
        pl.read_parquet(REGIONS_FILE),
        changes=pl.read_csv(CHANGES_FILE, infer_schema=False),
        splits=pl.read_csv(SPLITS_FILE, infer_schema=False),
    )
