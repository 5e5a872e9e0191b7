"""Active people by programme, funder, worker category and unpaid months."""

import polars as pl

from warehouse.fact_columns import (
    ACTIVE,
    AS_OF,
    BASIS,
    CATEGORY,
    COVERAGE_PCT,
    FUNDER,
    LEVEL,
    PROGRAMME,
    REGION,
    SHARE_PCT,
    people,
)
from warehouse.fact_table import Column, FactTable, ForeignKey, Text

KEY = ("as_of", "basis", "region_code")
REGION_ROW = (ForeignKey(columns=KEY, table="ucj_coverage"),)

PROGRAMME_COVERAGE = FactTable(
    name="ucj_programme",
    stored_as="fact_programme",
    title=Text(id="Peserta aktif per program", en="Active people by programme"),
    description=Text(
        id="Lima program untuk setiap wilayah dan basis; seseorang dihitung pada setiap program yang diikutinya. "
        "Cakupan "
        "dihitung terhadap seluruh pekerja eligible.",
        en="Five programmes for each region and basis; a person counts in each he is insured in. Coverage is that of "
        "all "
        "eligible workers.",
    ),
    primary_key=(*KEY, "programme"),
    foreign_keys=REGION_ROW,
    every_region=True,
    columns=(AS_OF, LEVEL, REGION, BASIS, PROGRAMME, ACTIVE, COVERAGE_PCT),
)
FUNDER_SHARES = FactTable(
    name="ucj_funder",
    stored_as="fact_funder",
    title=Text(id="Peserta aktif per sumber dana", en="Active people by funder"),
    description=Text(
        id="Seseorang dihitung pada setiap sumber dana dari pendaftaran aktifnya; baris tanpa peserta tidak dimuat.",
        en="A person counts with each funder of his active registrations; rows without people are left out.",
    ),
    primary_key=(*KEY, "funder"),
    foreign_keys=REGION_ROW,
    columns=(AS_OF, LEVEL, REGION, BASIS, FUNDER, ACTIVE, SHARE_PCT, COVERAGE_PCT),
)
CATEGORY_SHARES = FactTable(
    name="ucj_category",
    stored_as="fact_category",
    title=Text(id="Peserta aktif per kategori pekerja", en="Active people by worker category"),
    description=Text(
        id="Seseorang dihitung pada setiap kategori dari pendaftaran aktifnya; baris tanpa peserta tidak dimuat.",
        en="A person counts in each category of his active registrations; rows without people are left out.",
    ),
    primary_key=(*KEY, "category"),
    foreign_keys=REGION_ROW,
    columns=(AS_OF, LEVEL, REGION, BASIS, CATEGORY, ACTIVE, SHARE_PCT, COVERAGE_PCT),
)
ARREARS = FactTable(
    name="ucj_arrears",
    stored_as="fact_arrears",
    title=Text(id="Peserta aktif menurut bulan tunggakan", en="Active people by unpaid months"),
    description=Text(
        id="Setiap orang pada pendaftaran aktifnya yang paling sedikit menunggak; 0 = lunas. Tenaga konstruksi tanpa "
        "NIK "
        "tidak termasuk.",
        en="Everyone by his active registration with the fewest unpaid months; 0 = paid up. Construction heads "
        "without NIK "
        "are not in it.",
    ),
    primary_key=(*KEY, "unpaid_months"),
    foreign_keys=REGION_ROW,
    columns=(
        AS_OF,
        LEVEL,
        REGION,
        BASIS,
        Column(
            name="unpaid_months",
            dtype=pl.Int32(),
            title=Text(id="Bulan tunggakan", en="Unpaid months"),
            description=Text(
                id="Bulan yang belum dibayar dalam masa tenggang.", en="Months not yet paid, within the grace period."
            ),
            unit="months",
            minimum=0,
        ),
        people(
            "active",
            title=Text(id="Peserta aktif", en="Active people"),
            description=Text(id="Orang dengan tunggakan ini.", en="People with these unpaid months."),
        ),
    ),
)
