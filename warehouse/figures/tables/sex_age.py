"""Active people by sex and age group."""

from dataclasses import replace

import polars as pl

from warehouse.dimensions.closed_lists import AGE_GROUPS, NIK_BASES, SEXES
from warehouse.figures.columns import ACTIVE, AS_OF, BASIS, LEVEL, REGION, SHARE_PCT
from warehouse.figures.schema import Column, FactTable, Text
from warehouse.figures.tables.breakdown import KEY, REGION_ROW

SEX_AGE = FactTable(
    name="ucj_sex_age",
    stored_as="fact_sex_age",
    title=Text(id="Peserta aktif menurut jenis kelamin dan kelompok umur", en="Active people by sex and age group"),
    description=Text(
        id="Setiap orang satu kali, menurut wilayah NIK-nya. Baris dengan TOTAL pada sex atau age_group adalah jumlah "
        "baris lain dan tidak boleh dijumlahkan dengannya; jumlah semua adalah active pada ucj_coverage. Tenaga "
        "konstruksi tanpa NIK termasuk TIDAK_DIKETAHUI. Baris tanpa peserta tidak dimuat.",
        en="Everyone once, by the region of the NIK. Rows with TOTAL as sex or age_group are the sum of others and "
        "must not be added to them; the sum of all is active in ucj_coverage. Construction heads without NIK are "
        "TIDAK_DIKETAHUI (not known). Rows without people are left out.",
    ),
    primary_key=(*KEY, "sex", "age_group"),
    foreign_keys=REGION_ROW,
    with_status=("active", "share_pct"),
    columns=(
        AS_OF,
        LEVEL,
        REGION,
        replace(BASIS, values=NIK_BASES[:1]),
        Column(
            name="sex",
            dtype=pl.String(),
            title=Text(id="Jenis kelamin", en="Sex"),
            description=Text(
                id="L = laki-laki, P = perempuan, menurut berkas, bila kosong menurut NIK; TIDAK_DIKETAHUI = tidak "
                "diketahui, TOTAL = semua.",
                en="L = male, P = female, by the file or, where that is empty, the NIK; TIDAK_DIKETAHUI = not known, "
                "TOTAL = all.",
            ),
            values=SEXES,
        ),
        Column(
            name="age_group",
            dtype=pl.String(),
            title=Text(id="Kelompok umur", en="Age group"),
            description=Text(
                id="Umur yang dicapai pada tahun dari tanggal data (tahun dikurangi tahun lahir); TIDAK_DIKETAHUI = "
                "tidak diketahui, TOTAL = semua.",
                en="The age that is reached in the year of the as-of date (that year less the year of birth); "
                "TIDAK_DIKETAHUI = not known, TOTAL = all.",
            ),
            values=AGE_GROUPS,
        ),
        ACTIVE,
        replace(
            SHARE_PCT,
            description=Text(
                id="100 x active baris ini / active wilayah, dua desimal, setengah ke atas.",
                en="100 x active of this row / active of the region, two decimals, half up.",
            ),
        ),
    ),
)
