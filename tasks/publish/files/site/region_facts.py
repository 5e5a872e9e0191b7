"""The rows of a release by table and region, as pages need them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from tasks.publish.files.site.bases import OFFICIAL_BASIS, basis_shown
from tasks.publish.files.site.sections import SECTIONS
from warehouse.dimensions.closed_lists import NATION
from warehouse.dimensions.regions import PROVINCE, REGENCY, REGIONS_FILE
from warehouse.figures.schema import CONFIDENTIAL, status_name
from warehouse.figures.tables import PUBLISHED_TABLE

Row = Mapping[str, Any]
VILLAGES = "ucj_village"
TARGETS = "ucj_target"
AREAS = ("district", "village")


@dataclass(frozen=True, kw_only=True)
class RegionFacts:
    """Everything of the nation, a province or a regency.

    above: code and name of the region that it is in. of: rows by table, on the official basis or that which the table
    has instead. bases: its coverage on each. within: coverage of the provinces of the nation, of the regencies of a
    province. areas: districts and villages of a regency. around: coverage of the regions that it lies in, the nearest
    first. ranked: among how many regions it has a rank, by the column of that rank. targets_around: of the nearest of
    them that has any target, its name and its targets.
    """

    code: str
    name: str
    level: str
    above: tuple[str, str] | None
    coverage: Row
    of: Mapping[str, Sequence[Row]]
    bases: Sequence[Row]
    within: Sequence[Row]
    areas: Sequence[Row]
    around: Sequence[Row]
    ranked: Mapping[str, int]
    targets_around: tuple[str, Sequence[Row]]

    @property
    def targets(self) -> Sequence[Row]:
        """Its own targets that coverage can be held against."""
        return _comparable(self.of[TARGETS])


def region_facts(tables: Mapping[str, pl.DataFrame]) -> list[RegionFacts]:
    """One entry a region that the release has on the official basis, the nation first, in the order of its table."""
    return _facts(tables, basis=OFFICIAL_BASIS)


def nation_facts(tables: Mapping[str, pl.DataFrame], *, basis: str) -> RegionFacts | None:
    """The nation on a basis; None where the release has no row of it."""
    nation = {
        name: frame if name == "ucj_coverage" else frame.filter(region_code=NATION)
        for name, frame in tables.items()
        if "region_code" in frame.columns
    }
    nation["ucj_coverage"] = nation["ucj_coverage"].filter(~pl.col("level").eq("regency"))
    found = _facts(nation, basis=basis)
    return found[0] if found and found[0].code == NATION else None


def trend_of(tables: Mapping[str, pl.DataFrame], *, basis: str, level: str) -> Mapping[str, list[Row]]:
    """The rows of the trend by region of one level."""
    return _by_region(tables["ucj_trend"].filter(basis=basis, level=level))


def is_hidden(row: Row, column: str) -> bool:
    """Whether readers of this edition do not see a figure; the restricted one shows what the public one hides."""
    return row[column] is None and row[status_name(column)] == CONFIDENTIAL


def _facts(tables: Mapping[str, pl.DataFrame], *, basis: str) -> list[RegionFacts]:
    coverage = tables["ucj_coverage"]
    official = {row["region_code"]: row for row in coverage.filter(basis=basis).to_dicts()}
    wanted = sorted({section.table for section in SECTIONS} - {"ucj_coverage", VILLAGES})
    by_table = {
        name: _by_region(tables[name].filter(basis=basis_shown(PUBLISHED_TABLE[name], page=basis))) for name in wanted
    }
    villages = _named_villages(tables[VILLAGES])
    by_table[VILLAGES] = _by_region(villages.filter(~pl.col("level").is_in(AREAS)))
    areas = _by_region(villages.filter(pl.col("level").is_in(AREAS)), size=REGENCY)
    bases = _by_region(coverage)
    within: dict[str, list[Row]] = defaultdict(list)
    for code, row in official.items():
        if row["level"] != "national":
            within[_above(code)].append(row)
    targets = {code: _comparable(rows) for code, rows in by_table[TARGETS].items()}
    ranked = _ranked(official.values())
    return [
        RegionFacts(
            code=code,
            name=row["region_name"],
            level=row["level"],
            above=None if code == NATION else (_above(code), official[_above(code)]["region_name"]),
            coverage=row,
            of={name: rows.get(code, ()) for name, rows in by_table.items()},
            bases=bases[code],
            within=within.get(code, ()),
            areas=areas.get(code, ()) if row["level"] == "regency" else (),
            around=[official[one] for one in _all_above(code)],
            ranked={"rank_national": ranked[row["level"]], "rank_in_province": ranked[code[:PROVINCE]]},
            targets_around=next(
                ((official[one]["region_name"], targets[one]) for one in _all_above(code) if targets.get(one)), ("", ())
            ),
        )
        for code, row in official.items()
    ]


def _above(code: str) -> str:
    return code[:PROVINCE] if len(code) > PROVINCE else NATION


def _all_above(code: str) -> list[str]:
    """The codes of the regions that one lies in, the nearest first."""
    return [] if code == NATION else [_above(code), *_all_above(_above(code))]


def _ranked(rows: Iterable[Row]) -> Counter[str]:
    """How many regions have a rank, by level, and by the code of their province."""
    count: Counter[str] = Counter()
    for row in rows:
        if row["rank_national"] is not None:
            count[row["level"]] += 1
        if row["rank_in_province"] is not None:
            count[row["region_code"][:PROVINCE]] += 1
    return count


def _comparable(rows: Sequence[Row]) -> Sequence[Row]:
    return [row for row in rows if row["gap_points"] is not None]


def _by_region(frame: pl.DataFrame, *, size: int | None = None) -> dict[str, list[Row]]:
    """Rows by region; with `size` by the region that so many characters of the code name."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in frame.iter_rows(named=True):
        found[row["region_code"][:size]].append(row)
    return found


def _named_villages(frame: pl.DataFrame) -> pl.DataFrame:
    """The table of villages on the basis that it has most rows on, with names of regions."""
    bases = frame["basis"].unique().to_list()
    basis = OFFICIAL_BASIS if OFFICIAL_BASIS in bases else next(iter(sorted(bases)), OFFICIAL_BASIS)
    names = pl.read_parquet(REGIONS_FILE).select(region_code="code", region_name="name")
    names = pl.concat(
        [names, pl.DataFrame({"region_code": [NATION], "region_name": ["Indonesia"]})], how="vertical_relaxed"
    )
    return frame.filter(basis=basis).join(names, on="region_code", how="left", maintain_order="left")
