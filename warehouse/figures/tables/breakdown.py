"""Active people by programme, funder, segment and funder, worker category and unpaid months."""

from dataclasses import replace

import polars as pl

from warehouse.figures.columns import (
    ACTIVE,
    ACTIVE_STRICT,
    AS_OF,
    BASIS,
    CATEGORY,
    COVERAGE_PCT,
    FUNDER,
    LEVEL,
    PROGRAMME,
    RATE_FLAGS,
    REGION,
    SEGMENT,
    SHARE_PCT,
    people,
    people_later,
)
from warehouse.figures.schema import Column, FactTable, ForeignKey, Text

KEY = ("as_of", "basis", "region_code")
REGION_ROW = (ForeignKey(columns=KEY, table="ucj_coverage"),)

PROGRAMME_COVERAGE = FactTable(
    name="ucj_programme",
    stored_as="fact_programme",
    title=Text(id="Peserta aktif per program", en="Active people by programme"),
    description=Text(
        id="Lima program untuk setiap wilayah dan basis; seseorang dihitung pada setiap program yang diikutinya. "
        "coverage_pct dihitung terhadap seluruh pekerja yang berhak, coverage_may_join_pct terhadap yang dapat "
        "mengikuti program.",
        en="Five programmes for each region and basis; a person counts in each he is insured in. coverage_pct is that "
        "of all eligible workers, coverage_may_join_pct that of those who may join the programme.",
    ),
    primary_key=(*KEY, "programme"),
    foreign_keys=REGION_ROW,
    every_region=True,
    with_status=("active", "coverage_pct", "coverage_may_join_pct"),
    columns=(
        AS_OF,
        LEVEL,
        REGION,
        BASIS,
        PROGRAMME,
        ACTIVE,
        replace(
            COVERAGE_PCT,
            description=Text(
                id="100 x active / seluruh pekerja yang berhak wilayah, dua desimal, setengah ke atas; kosong tanpa "
                "angka itu. Untuk JP dan JKP, yang hanya dapat diikuti penerima upah, lihat coverage_may_join_pct.",
                en="100 x active / all eligible workers of the region, two decimals, half up; empty without eligible. "
                "For JP and JKP, which only wage earners may join, see coverage_may_join_pct.",
            ),
        ),
        people(
            "may_join",
            title=Text(id="Dapat mengikuti program", en="May join the programme"),
            description=Text(
                id="Pekerja yang berhak yang dapat mengikuti program: JP dan JKP hanya penerima upah (PU), JKK, JKM "
                "dan JHT semua; kosong bila angkanya tidak tersedia.",
                en="Eligible workers who may join the programme: JP and JKP wage earners only (PU), JKK, JKM and JHT "
                "all; empty where the number is not available.",
            ),
            required=False,
        ),
        replace(
            COVERAGE_PCT,
            name="coverage_may_join_pct",
            title=Text(id="Cakupan dari yang dapat ikut", en="Coverage of those who may join"),
            description=Text(
                id="100 x active / may_join, dua desimal, setengah ke atas; kosong tanpa may_join. Dapat melebihi 100.",
                en="100 x active / may_join, two decimals, half up; empty without may_join. May exceed 100.",
            ),
        ),
        RATE_FLAGS,
    ),
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
    with_status=("active", "share_pct", "coverage_pct"),
    columns=(AS_OF, LEVEL, REGION, BASIS, FUNDER, ACTIVE, SHARE_PCT, COVERAGE_PCT, RATE_FLAGS),
)
SEGMENT_FUNDERS = FactTable(
    name="ucj_segment_funder",
    stored_as="fact_segment_funder",
    title=Text(id="Peserta aktif per segmen dan sumber dana", en="Active people by segment and funder"),
    description=Text(
        id="Siapa yang membayar iuran peserta suatu segmen. Seseorang dihitung pada setiap pasangan segmen dan sumber "
        "dana dari pendaftaran aktif yang dihitung, sehingga baris tidak boleh dijumlahkan; baris tanpa peserta tidak "
        "dimuat. Wilayah hanya memuat segmen regional; nasional juga segmen lain (PMI), dari orang yang tidak memiliki "
        "segmen regional.",
        en="Who pays for the people of a segment. A person counts with each pair of segment and funder of the active "
        "registrations that he counts with, so rows must not be added; rows without people are left out. Regions have "
        "regional segments only; the nation has others (PMI) too, of people who hold no regional segment.",
    ),
    primary_key=(*KEY, "segment", "funder"),
    foreign_keys=(
        *REGION_ROW,
        ForeignKey(columns=(*KEY, "segment"), table="ucj_segment"),
        ForeignKey(columns=(*KEY, "funder"), table="ucj_funder"),
    ),
    with_status=("active",),
    columns=(AS_OF, LEVEL, REGION, BASIS, SEGMENT, FUNDER, ACTIVE),
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
    with_status=("active", "active_strict", "share_pct", "coverage_pct"),
    columns=(
        AS_OF,
        LEVEL,
        REGION,
        BASIS,
        CATEGORY,
        ACTIVE,
        SHARE_PCT,
        COVERAGE_PCT,
        people_later("active_strict", title=ACTIVE_STRICT.title, description=ACTIVE_STRICT.description),
        RATE_FLAGS,
    ),
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
    with_status=("active",),
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
