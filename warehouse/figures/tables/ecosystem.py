"""What changed in ecosystems: against the dates that movement is compared with, and over time."""

from dataclasses import replace

from warehouse.figures.columns import (
    ACTIVE,
    AS_OF,
    BASIS,
    CATEGORY,
    COMPARED_WITH,
    COMPARISON,
    LEVEL,
    REGION,
    flags_column,
    people,
    points,
)
from warehouse.figures.schema import FactTable, ForeignKey, Text
from warehouse.figures.tables.breakdown import KEY, REGION_ROW
from warehouse.figures.tables.change import NIK_BASIS
from warehouse.figures.tables.place import ECOSYSTEM
from warehouse.figures.tables.trend import TREND

NOW = {column.name: column for column in ECOSYSTEM.columns}
SERIES_DATE = next(column for column in TREND.columns if column.name == "series_date")
OF_ECOSYSTEM = (*REGION_ROW, ForeignKey(columns=(*KEY, "category"), table="ucj_ecosystem"))

ECOSYSTEM_MOVEMENT = FactTable(
    name="ucj_ecosystem_movement",
    stored_as="fact_ecosystem_movement",
    title=Text(id="Perubahan ekosistem", en="Movement of ecosystems"),
    description=Text(
        id="Setiap ekosistem terhadap tiga tanggal pembanding dalam ucj_movement; kedua keadaan dihitung dengan aturan "
        "hari ini, termasuk tenaga konstruksi tanpa NIK. Tanggal pembanding tanpa posisi satu pun tidak dimuat.",
        en="Each ecosystem against the three dates of ucj_movement; both states under today's rules, construction "
        "heads without NIK included. A date of which there is no position is left out.",
    ),
    primary_key=(*KEY, "category", "comparison"),
    foreign_keys=OF_ECOSYSTEM,
    with_status=("active_then", "active_now", "change_people", "coverage_then_pct", "change_points"),
    columns=(
        AS_OF,
        LEVEL,
        REGION,
        NIK_BASIS,
        CATEGORY,
        COMPARISON,
        COMPARED_WITH,
        people(
            "active_then",
            title=Text(id="Aktif saat itu", en="Active then"),
            description=Text(
                id="Peserta aktif kategori ini pada tanggal pembanding.",
                en="Active people of the category on the date compared with.",
            ),
        ),
        people(
            "active_now",
            title=Text(id="Aktif sekarang", en="Active now"),
            description=Text(id="active dalam ucj_ecosystem.", en="active of ucj_ecosystem."),
        ),
        people(
            "change_people",
            title=Text(id="Perubahan orang", en="Change in people"),
            description=Text(id="active_now dikurangi active_then.", en="active_now less active_then."),
            signed=True,
        ),
        people(
            "population_then",
            title=Text(id="Populasi saat itu", en="Population then"),
            description=Text(
                id="Populasi untuk tanggal pembanding; kosong bila tidak diketahui.",
                en="The population for the date compared with; empty where none is known.",
            ),
            required=False,
        ),
        replace(
            NOW["population_date"],
            name="population_then_date",
            title=Text(id="Tanggal populasi saat itu", en="Date of the population then"),
            description=Text(id="Tanggal keadaan population_then.", en="The date population_then is of."),
            required=False,
        ),
        replace(
            NOW["coverage_pct"],
            name="coverage_then_pct",
            title=Text(id="Cakupan saat itu", en="Coverage then"),
            description=Text(
                id="100 x active_then / population_then, dua desimal, setengah ke atas; kosong tanpa populasi di atas "
                "0.",
                en="100 x active_then / population_then, two decimals, half up; empty without a population above 0.",
            ),
        ),
        points(
            "change_points",
            title=Text(id="Perubahan poin", en="Change in points"),
            description=Text(
                id="Cakupan sekarang dikurangi coverage_then_pct, tepat, dibulatkan satu kali; kosong bila populasinya "
                "bukan yang sama (population_changed) atau tidak diketahui, atau kantor cabang wilayah ini belum "
                "memiliki data saat itu (branch_without_then).",
                en="Coverage now less coverage_then_pct, exact, rounded once; empty where the population is not the "
                "same (population_changed) or not known, or a branch of the region had no data then "
                "(branch_without_then).",
            ),
        ),
        flags_column(
            Text(
                id="Kode menurut abjad, dipisahkan titik koma: apakah kedua tanggal dapat dibandingkan "
                "(branch_without_then, now_on_older_positions, population_changed, then_incomplete, "
                "then_on_older_positions).",
                en="Codes in alphabetical order, joined by semicolons: whether the two dates compare "
                "(branch_without_then, now_on_older_positions, population_changed, then_incomplete, "
                "then_on_older_positions).",
            )
        ),
    ),
)
ECOSYSTEM_TREND = FactTable(
    name="ucj_ecosystem_trend",
    stored_as="fact_ecosystem_trend",
    title=Text(id="Deret waktu ekosistem", en="Ecosystems over time"),
    description=Text(
        id="Setiap ekosistem pada akhir setiap bulan yang pernah diukur, seperti diukur saat itu, dan pada tanggal "
        "ini; bulan tanpa populasi yang diketahui tidak dimuat.",
        en="Each ecosystem at the end of every month that was measured, as it was measured then, and on this date; "
        "months in which no population was known are left out.",
    ),
    primary_key=(*KEY, "category", "series_date"),
    foreign_keys=OF_ECOSYSTEM,
    with_status=("active", "coverage_pct", "change_points"),
    columns=(
        AS_OF,
        LEVEL,
        REGION,
        BASIS,
        CATEGORY,
        SERIES_DATE,
        ACTIVE,
        NOW["population"],
        NOW["coverage_pct"],
        NOW["population_date"],
        points(
            "change_points",
            title=Text(id="Perubahan poin", en="Change in points"),
            description=Text(
                id="Terhadap tanggal sebelumnya dalam deret ucj_trend, tepat, dibulatkan satu kali; kosong bila "
                "tanggal itu tidak memuat ekosistem ini, populasinya bukan yang sama (population_changed), atau "
                "kantor cabang wilayah ini belum memiliki data saat itu (branch_without_then).",
                en="Against the date before in the series of ucj_trend, exact, rounded once; empty where that date "
                "does not have the ecosystem, its population is not the same (population_changed), or a branch of the "
                "region had no data then (branch_without_then).",
            ),
        ),
        flags_column(
            Text(
                id="Kode menurut abjad, dipisahkan titik koma: yang perlu diketahui tentang populasi baris ini, dan "
                "apakah dapat dibandingkan dengan tanggal sebelumnya dalam deret.",
                en="Codes in alphabetical order, joined by semicolons: what must be known of the population of the "
                "row, and whether it compares with the date before in the series.",
            )
        ),
    ),
)
