"""What a region's page shows, in its order: one section a table, with the columns that are read."""

from dataclasses import dataclass

from warehouse.figures.schema import Text


@dataclass(frozen=True, kw_only=True)
class Section:
    """One table of a page. key: its place in the address. columns: in the order shown; the first ones name the row.

    names: how many columns name the row. months: dates of which only month and year matter. most: rows that are shown
    of a long table, those with the most people. sheet: rows that the printed sheet has of it at most; 0 = none of it.
    """

    key: str
    table: str
    title: Text
    columns: tuple[str, ...]
    names: int = 1
    months: tuple[str, ...] = ()
    most: int | None = None
    sheet: int = 0


SECTIONS: tuple[Section, ...] = (
    Section(
        key="target",
        table="ucj_target",
        title=Text(id="Terhadap setiap target", en="Against each target"),
        columns=(
            "issuer",
            "year",
            "target_pct",
            "gap_points",
            "gap_people",
            "people_per_month",
            "gap_rupiah_year",
            "attainment_pct",
            "document",
        ),
        names=2,
        sheet=6,
    ),
    Section(
        key="tren",
        table="ucj_trend",
        title=Text(id="Perkembangan", en="Over time"),
        columns=(
            "series_date",
            "active",
            "eligible",
            "coverage_pct",
            "change_points",
            "rank_in_province",
            "rank_national",
        ),
        sheet=6,
    ),
    Section(
        key="gerak",
        table="ucj_movement",
        title=Text(id="Siapa yang datang dan siapa yang keluar", en="Who came and who left"),
        columns=(
            "comparison",
            "compared_with",
            "active_then",
            "new",
            "returned",
            "lapsed",
            "ended",
            "gone",
            "net",
            "active_now",
            "change_points",
        ),
        names=2,
        sheet=4,
    ),
    Section(
        key="segmen",
        table="ucj_segment",
        title=Text(id="Menurut segmen", en="By segment"),
        columns=("segment", "active", "active_strict", "active_primary", "eligible", "coverage_pct"),
        sheet=4,
    ),
    Section(
        key="kelamin-umur",
        table="ucj_sex_age",
        title=Text(id="Menurut jenis kelamin dan kelompok umur", en="By sex and age group"),
        columns=("sex", "age_group", "active", "share_pct"),
        names=2,
    ),
    Section(
        key="pemberi-kerja",
        table="ucj_employer",
        title=Text(id="Pemberi kerja aktif", en="Active employers"),
        columns=("basis", "employers"),
    ),
    Section(
        key="ekosistem",
        table="ucj_ecosystem",
        title=Text(id="Kelompok pekerja terhadap populasinya", en="Groups of workers against their population"),
        columns=(
            "category",
            "population",
            "active",
            "coverage_pct",
            "gap_people",
            "target",
            "issuer",
            "population_date",
        ),
        sheet=5,
    ),
    Section(
        key="kategori",
        table="ucj_category",
        title=Text(id="Menurut kategori pekerja", en="By worker category"),
        columns=("category", "active", "active_strict", "share_pct", "coverage_pct"),
        sheet=5,
    ),
    Section(
        key="pendana",
        table="ucj_funder",
        title=Text(id="Siapa yang membiayai", en="Who pays"),
        columns=("funder", "active", "share_pct", "coverage_pct"),
        sheet=5,
    ),
    Section(
        key="berakhir",
        table="ucj_expiry",
        title=Text(
            id="Perlindungan yang berakhir dalam bulan-bulan mendatang", en="Protection that ends in the coming months"
        ),
        columns=("expires_month", "funder", "payment", "active"),
        names=3,
        months=("expires_month",),
    ),
    Section(
        key="kohor",
        table="ucj_cohort",
        title=Text(id="Peserta baru menurut pendana dan kategori", en="New people by funder and category"),
        columns=("comparison", "compared_with", "funder", "category", "active", "share_points"),
        names=4,
        most=12,
        sheet=4,
    ),
    Section(
        key="manfaat",
        table="ucj_benefit",
        title=Text(id="Manfaat yang dibayarkan", en="Benefits paid"),
        columns=("period", "programme", "claims", "amount_rupiah"),
        names=2,
        months=("period",),
        sheet=4,
    ),
    Section(
        key="program",
        table="ucj_programme",
        title=Text(id="Menurut program", en="By programme"),
        columns=("programme", "active", "coverage_pct", "may_join", "coverage_may_join_pct"),
    ),
    Section(
        key="tunggakan",
        table="ucj_arrears",
        title=Text(id="Menurut bulan tunggakan", en="By months of arrears"),
        columns=("unpaid_months", "active"),
    ),
    Section(
        key="desa",
        table="ucj_village",
        title=Text(id="Desa dan kelurahan", en="Villages"),
        columns=("region_code", "region_name", "active", "target", "villages", "villages_reached"),
        names=2,
        sheet=1,
    ),
)
BASES_SECTION = Section(
    key="basis",
    table="ucj_coverage",
    title=Text(id="Semua basis berdampingan", en="All bases side by side"),
    columns=("basis", "active", "active_strict", "eligible", "coverage_pct", "coverage_strict_pct", "in_doubt",
             "unplaced"),
    sheet=4,
)  # fmt: skip
REGENCIES_SECTION = Section(
    key="wilayah",
    table="ucj_coverage",
    title=Text(id="Wilayah di dalamnya", en="Regions within"),
    columns=("region_name", "active", "eligible", "coverage_pct", "coverage_strict_pct", "not_covered",
             "rank_in_province", "rank_national"),
    sheet=38,
)  # fmt: skip
FIRST_FIGURES = ("active", "eligible", "coverage_pct", "not_covered", "active_strict", "coverage_strict_pct",
                 "active_unlinked", "coverage_class", "rank_in_province", "rank_national",
                 "eligible_year")  # fmt: skip
