"""Counts of the nation, 38 provinces and 514 regencies on every basis, from profiles of people and heads.

Regency: people with an active registration in one of `regional_segments`, by their region. Province: the sum
of its regencies. Nation: the sum of the provinces, people without a region, and people who count only through
a segment that belongs to the nation alone (migrant workers). A segment counts everyone who holds it, in the
region of the person.
"""

from dataclasses import dataclass

import polars as pl

from tasks.measure.inputs.rules import CountRules
from tasks.measure.registrations.segment_scope import NATION_ONLY, counts_in_scope
from tasks.measure.registrations.segments import holds_any, segment_bits
from tasks.measure.tables.shared.roll_up import Basis, in_every_region, roll_up
from warehouse.dimensions.closed_lists import BASES
from warehouse.dimensions.regions import Regions

TOTALS = ("active", "active_strict", "active_unlinked")
PARTS = ("regional", "unplaced", "national_only")
Part = pl.Enum(PARTS)


@dataclass(frozen=True, eq=False)
class Totals:
    """Counts [Int64] in the order of basis, level and region code.

    `coverage` [basis, level, region_code, region_name, province_code?, active, active_strict, active_unlinked,
    active_carried_forward], 553 rows a basis. `participation` [basis, level, region_code, segment, active,
    active_strict, active_primary], 4 x 553 rows a basis. `parts` [basis, part, active, active_strict,
    active_unlinked]: what the nation is the sum of; part = regional | unplaced | national_only.
    """

    coverage: pl.DataFrame
    participation: pl.DataFrame
    parts: pl.DataFrame

    def unplaced(self) -> dict[str, int]:
        """Active people without a region, by basis."""
        return dict(self.parts.filter(pl.col("part") == "unplaced").select("basis", "active").iter_rows())


def add_up_levels(profiles: pl.DataFrame, *, regions: Regions, rules: CountRules) -> Totals:
    """Sum profiles to totals of every region, segment and basis [`profiles.profile_schema`]."""
    active, current = counts_in_scope("active", rules=rules), counts_in_scope("current", rules=rules)
    chosen = {
        "active": active,
        "active_strict": current,
        "active_unlinked": active & pl.col("unlinked"),
        "active_carried_forward": active & pl.col("carried"),
    }
    sums = (
        profiles.group_by("basis", "region_code")
        .agg(pl.col("people").filter(rows).sum().alias(name) for name, rows in chosen.items())
        .with_columns(pl.col("basis", "region_code").cast(pl.String))
    )
    segments = pl.DataFrame({"segment": rules.segments}, schema={"segment": pl.Enum(rules.segments)})
    return Totals(
        coverage=in_every_region(roll_up(sums), regions=regions),
        participation=in_every_region(
            roll_up(segment_sums(profiles, rules=rules), key=["segment"]), regions=regions, key=segments
        ),
        parts=nation_parts(sums),
    )


def segment_sums(profiles: pl.DataFrame, *, rules: CountRules) -> pl.DataFrame:
    """Everyone by every segment he holds [basis, region_code?, segment, active, active_strict, active_primary]."""
    held = (
        profiles.filter(pl.col("basis") != NATION_ONLY)
        .group_by("basis", "region_code", "active", "current")
        .agg(pl.col("people").sum())
    )
    people = pl.col("people")
    return pl.concat(
        held.group_by("basis", "region_code").agg(
            pl.lit(segment, dtype=pl.Enum(rules.segments)).alias("segment"),
            active=people.filter(holds_any("active", bit)).sum(),
            active_strict=people.filter(holds_any("current", bit)).sum(),
            active_primary=people.filter(holds_any("active", bit) & ~holds_any("active", bit - 1)).sum(),
        )
        for segment, bit in segment_bits(rules).items()
    )


def nation_parts(sums: pl.DataFrame) -> pl.DataFrame:
    """The three parts of the nation on each basis, from sums of [basis, region_code?]."""
    alone, unplaced = pl.col("basis") == NATION_ONLY, pl.col("region_code").is_null()
    part = pl.when(alone).then(pl.lit("national_only")).when(unplaced).then(pl.lit("unplaced"))
    bases = pl.DataFrame({"basis": BASES}, schema={"basis": Basis})
    grid = bases.join(pl.DataFrame({"part": PARTS}, schema={"part": Part}), how="cross", maintain_order="left_right")
    of_bases = sums.with_columns(part.otherwise(pl.lit("regional")).cast(Part).alias("part"))
    everywhere = of_bases.filter(alone).drop("basis").join(bases, how="cross")
    parted = pl.concat(
        [of_bases.filter(~alone).with_columns(pl.col("basis").cast(Basis)), everywhere.select(of_bases.columns)]
    )
    totals = parted.group_by("basis", "part").agg(pl.col(TOTALS).sum())
    return grid.join(totals, on=["basis", "part"], how="left", maintain_order="left").with_columns(
        pl.col("basis", "part").cast(pl.String), pl.col(TOTALS).fill_null(0)
    )
