"""The metric registry: every published figure once, with what it counts, what it is divided by, and what it adds up to.

Name, unit, description and grain are those of the column and table it stands in (`warehouse.figures.tables`), and
nowhere else. The publication gate and docs/metrics.md follow from here. Definitions: docs/definitions.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from warehouse.figures.schema import Column, FactTable, Text
from warehouse.figures.tables import PUBLISHED_TABLE

PEOPLE = Text(
    id="Orang dengan pendaftaran aktif (satu NIK satu orang): di wilayah yang memiliki segmen regional; secara "
    "nasional "
    "ditambah yang hanya memiliki segmen nasional.",
    en="People with an active registration (one NIK is one person): in a region those who hold a regional segment; "
    "in the "
    "nation also those who hold national segments only.",
)
PEOPLE_AND_HEADS = Text(
    id=f"{PEOPLE.id} Tenaga konstruksi tanpa NIK ditambahkan.",
    en=f"{PEOPLE.en} Construction heads without NIK are added.",
)
ELIGIBLE = Text(id="Pekerja yang berhak menurut angka resmi.", en="Eligible workers by the official number.")
CLAIMS = Text(id="Klaim yang dibayar, masing-masing satu kali.", en="Claims paid, each once.")
VILLAGES = Text(id="Desa dan kelurahan dalam daftar wilayah.", en="Villages in the region list.")
EMPLOYERS = Text(
    id="Pemberi kerja dengan sedikitnya satu pendaftaran penerima upah yang aktif.",
    en="Employers with at least one active registration of a wage earner.",
)
BRANCHES = Text(id="Kantor cabang dalam daftar cabang.", en="Branch offices of the branch list.")
SAME_RANK = Text(id="Wilayah setingkat yang memiliki penyebut.", en="Regions of the level that have a denominator.")


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One published figure.

    numerator, denominator: what a rate is of, as columns of the same table or `ucj_coverage.<column>`; None for counts.
    additive: a province is the sum of its regencies. source: the part of docs/definitions.md that defines it.
    protected: a count that is finer than the totals, so that small values of it are not published. computed_from: the
    columns of the same table of which a figure that is no rate is computed.
    """

    table: FactTable
    column: Column
    population: Text
    additive: bool
    source: str
    numerator: str | None = None
    denominator: str | None = None
    protected: bool = False
    computed_from: tuple[str, ...] = ()

    @property
    def inputs(self) -> tuple[str, ...]:
        """Columns of the same table that the figure gives back or narrows down; none of a plain count."""
        return (self.numerator, *self.computed_from) if self.numerator else self.computed_from

    @property
    def code(self) -> str:
        """The stable name of the metric, for example `coverage.active`."""
        return f"{self.table.name.removeprefix('ucj_')}.{self.column.name}"

    @property
    def name(self) -> Text:
        """The metric's title in both languages."""
        return self.column.title

    @property
    def grain(self) -> tuple[str, ...]:
        """The columns of which every combination has one value of it."""
        return self.table.primary_key

    @property
    def unit(self) -> str:
        """The unit of its values."""
        return self.column.unit or ""

    @cached_property
    def rounding(self) -> Text:
        """How it was rounded."""
        if isinstance(self.column.dtype, pl.Decimal):
            decimals = self.column.dtype.scale
            return Text(id=f"{decimals} desimal, setengah ke atas", en=f"{decimals} decimals, half up")
        return Text(id="bilangan bulat, tepat", en="whole number, exact")

    @cached_property
    def missing(self) -> Text:
        """What an empty cell means."""
        if self.column.required:
            return Text(id="tidak pernah kosong", en="never empty")
        if self.denominator:
            return Text(id="kosong tanpa penyebut di atas 0", en="empty without a denominator above 0")
        return Text(id="kosong bila tidak tersedia", en="empty where not available")


def _counts(
    table: str,
    columns: str,
    population: Text,
    source: str,
    *,
    additive: bool = True,
    protected: bool = False,
    computed_from: str = "",
) -> Iterator[Metric]:
    declared = {column.name: column for column in PUBLISHED_TABLE[table].columns}
    for name in columns.split():
        yield Metric(
            table=PUBLISHED_TABLE[table],
            column=declared[name],
            population=population,
            additive=additive,
            source=source,
            protected=protected,
            computed_from=tuple(computed_from.split()),
        )


def _rates(table: str, population: Text, source: str, **parts: tuple[str, str]) -> Iterator[Metric]:
    declared = {column.name: column for column in PUBLISHED_TABLE[table].columns}
    for name, (numerator, denominator) in parts.items():
        yield Metric(
            table=PUBLISHED_TABLE[table],
            column=declared[name],
            population=population,
            additive=False,
            source=source,
            numerator=numerator,
            denominator=denominator,
        )


ALL_ELIGIBLE, ALL_ACTIVE = "ucj_coverage.eligible", "ucj_coverage.active"

METRICS: tuple[Metric, ...] = (
    *_counts("ucj_coverage", "eligible", ELIGIBLE, "Denominators", additive=False),
    *_counts("ucj_coverage", "active active_strict active_unlinked", PEOPLE_AND_HEADS, "Totals"),
    *_rates("ucj_coverage", PEOPLE_AND_HEADS, "Arithmetic",
            coverage_pct=("active", "eligible"), coverage_strict_pct=("active_strict", "eligible")),
    *_counts("ucj_coverage", "not_covered", ELIGIBLE, "Totals", additive=False),
    *_counts("ucj_coverage", "unplaced", PEOPLE_AND_HEADS, "Totals", additive=False),
    *_counts("ucj_coverage", "rank_in_province rank_national", SAME_RANK, "Arithmetic", additive=False),
    *_counts("ucj_coverage", "branches_in branches_expected", BRANCHES, "Completeness", additive=False),
    *_counts("ucj_coverage", "in_doubt", PEOPLE, "Bases", additive=False),
    *_counts("ucj_coverage", "active_carried_forward", PEOPLE_AND_HEADS, "Completeness", additive=False),
    *_counts("ucj_coverage", "branches_carried_forward branches_missing oldest_position_days", BRANCHES, "Completeness",
             additive=False),
    *_counts("ucj_segment", "active active_strict active_primary", PEOPLE_AND_HEADS, "Totals"),
    *_counts("ucj_segment", "eligible", ELIGIBLE, "Denominators", additive=False),
    *_rates("ucj_segment", PEOPLE_AND_HEADS, "Arithmetic", coverage_pct=("active", "eligible")),
    *_counts("ucj_programme", "active", PEOPLE_AND_HEADS, "Breakdowns", protected=True),
    *_counts("ucj_programme", "may_join", ELIGIBLE, "Breakdowns", additive=False),
    *_rates("ucj_programme", PEOPLE_AND_HEADS, "Breakdowns",
            coverage_pct=("active", ALL_ELIGIBLE), coverage_may_join_pct=("active", "may_join")),
    *_counts("ucj_funder", "active", PEOPLE_AND_HEADS, "Breakdowns", protected=True),
    *_rates("ucj_funder", PEOPLE_AND_HEADS, "Breakdowns",
            share_pct=("active", ALL_ACTIVE), coverage_pct=("active", ALL_ELIGIBLE)),
    *_counts("ucj_segment_funder", "active", PEOPLE_AND_HEADS, "Breakdowns", protected=True),
    *_counts("ucj_category", "active active_strict", PEOPLE_AND_HEADS, "Breakdowns", protected=True),
    *_rates("ucj_category", PEOPLE_AND_HEADS, "Breakdowns",
            share_pct=("active", ALL_ACTIVE), coverage_pct=("active", ALL_ELIGIBLE)),
    *_counts("ucj_sex_age", "active", PEOPLE_AND_HEADS, "Sex and age", protected=True),
    *_rates("ucj_sex_age", PEOPLE_AND_HEADS, "Sex and age", share_pct=("active", ALL_ACTIVE)),
    *_counts("ucj_employer", "employers", EMPLOYERS, "Employers", additive=False, protected=True),
    *_counts("ucj_ecosystem", "population target", PEOPLE_AND_HEADS, "Ecosystems", additive=False),
    *_counts("ucj_ecosystem", "active", PEOPLE_AND_HEADS, "Ecosystems", additive=False, protected=True),
    *_counts("ucj_ecosystem", "gap_people", PEOPLE_AND_HEADS, "Ecosystems", additive=False, computed_from="active"),
    *_rates("ucj_ecosystem", PEOPLE_AND_HEADS, "Ecosystems", coverage_pct=("active", "population")),
    *_counts("ucj_ecosystem_movement", "active_then active_now", PEOPLE_AND_HEADS, "Ecosystems", additive=False,
             protected=True),
    *_counts("ucj_ecosystem_movement", "change_people change_points", PEOPLE_AND_HEADS, "Ecosystems", additive=False,
             computed_from="active_now active_then"),
    *_counts("ucj_ecosystem_movement", "population_then", PEOPLE_AND_HEADS, "Ecosystems", additive=False),
    *_rates("ucj_ecosystem_movement", PEOPLE_AND_HEADS, "Ecosystems",
            coverage_then_pct=("active_then", "population_then")),
    *_counts("ucj_ecosystem_trend", "active", PEOPLE_AND_HEADS, "Ecosystems", additive=False, protected=True),
    *_counts("ucj_ecosystem_trend", "population", PEOPLE_AND_HEADS, "Ecosystems", additive=False),
    *_counts("ucj_ecosystem_trend", "change_points", PEOPLE_AND_HEADS, "Ecosystems", additive=False,
             computed_from="active"),
    *_rates("ucj_ecosystem_trend", PEOPLE_AND_HEADS, "Ecosystems", coverage_pct=("active", "population")),
    *_counts("ucj_village", "active", PEOPLE, "Villages", protected=True),
    *_counts("ucj_village", "unplaced nation_only", PEOPLE, "Villages", additive=False, protected=True),
    *_counts("ucj_village", "target villages", VILLAGES, "Villages"),
    *_counts("ucj_village", "villages_reached", VILLAGES, "Villages", computed_from="active"),
    *_counts("ucj_target", "active eligible gap_people gap_rupiah_year people_per_month", PEOPLE_AND_HEADS, "Targets",
             additive=False),
    *_counts("ucj_target", "target_pct gap_points attainment_pct", PEOPLE_AND_HEADS, "Targets", additive=False),
    *_rates("ucj_target", PEOPLE_AND_HEADS, "Arithmetic", coverage_pct=("active", "eligible")),
    *_counts("ucj_movement", "active_then active_now net unlinked_then unlinked_now", PEOPLE, "Movement"),
    *_counts("ucj_movement", "new returned lapsed ended gone left_on_older_positions", PEOPLE, "Movement",
             protected=True),
    *_counts("ucj_movement", "eligible_then coverage_then_pct change_points", PEOPLE_AND_HEADS, "Movement",
             additive=False),
    *_counts("ucj_cohort", "active", PEOPLE, "Movement", protected=True),
    *_rates("ucj_cohort", PEOPLE, "Movement", share_points=("active", ALL_ELIGIBLE)),
    *_counts("ucj_trend", "active active_strict eligible rank_in_province rank_national change_points "
             "rank_in_province_change rank_national_change", PEOPLE_AND_HEADS, "Trend", additive=False),
    *_rates("ucj_trend", PEOPLE_AND_HEADS, "Trend", coverage_pct=("active", "eligible")),
    *_counts("ucj_arrears", "active", PEOPLE, "States", protected=True),
    *_counts("ucj_expiry", "active", PEOPLE, "Expiry", protected=True),
    *_counts("ucj_benefit", "claims", CLAIMS, "Benefits", protected=True),
    *_counts("ucj_benefit", "amount_rupiah", CLAIMS, "Benefits", computed_from="claims"),
    *_counts("ucj_benefit_year", "claims", CLAIMS, "Benefits", protected=True),
    *_counts("ucj_benefit_year", "amount_rupiah", CLAIMS, "Benefits", computed_from="claims"),
    *_counts("ucj_completeness", "age_days", BRANCHES, "Completeness", additive=False),
)  # fmt: skip
METRIC = {metric.code: metric for metric in METRICS}


def metrics_of(table: FactTable) -> tuple[Metric, ...]:
    """The metrics of a table, in the order of the registry."""
    return tuple(metric for metric in METRICS if metric.table is table)
