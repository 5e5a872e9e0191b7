"""Benefits paid, by month and by year."""

from dataclasses import replace

import polars as pl

from warehouse.dimensions.closed_lists import ALL_BENEFITS, BENEFITS
from warehouse.figures.columns import AS_OF, BASIS, LATER, LEVEL, PROGRAMME, REGION
from warehouse.figures.schema import Column, FactTable, Text
from warehouse.figures.tables.breakdown import KEY, REGION_ROW

SHOWN, WITHHELD = "published", "withheld_to_protect"

AMOUNT = Column(
    name="amount_rupiah",
    dtype=pl.Int64(),
    title=Text(id="Nilai (Rp)", en="Amount (Rp)"),
    description=Text(id="Rupiah yang dibayar.", en="Rupiah paid."),
    unit="rupiah",
    minimum=0,
)
AMOUNT_STATUS = Column(
    name="amount_status",
    dtype=pl.String(),
    title=Text(id="Status nilai", en="Status of the amount"),
    description=Text(
        id="published = diterbitkan; withheld_to_protect = kosong agar tidak ada orang yang dikenali, lihat pula "
        "amount_rupiah_status.",
        en="published; withheld_to_protect = empty, so that nobody is recognised; see amount_rupiah_status, too.",
    ),
    values=(SHOWN, WITHHELD),
)
BY_NIK = replace(BASIS, values=("nik",))
PAID_PROGRAMME = replace(
    PROGRAMME,
    values=BENEFITS,
    description=Text(
        id="JKK, JKM, JHT, JP, JKP, atau BEASISWA untuk anak peserta.",
        en="JKK, JKM, JHT, JP, JKP, or BEASISWA (scholarship for a participant's child).",
    ),
)
CLAIM_COUNT = Column(
    name="claims",
    dtype=pl.Int64(),
    title=Text(id="Klaim", en="Claims"),
    description=Text(id="Jumlah klaim yang dibayar.", en="Number of claims paid."),
    unit="claims",
    minimum=0,
)
LARGEST_CLAIMS = tuple(
    Column(
        name=name,
        dtype=pl.Int64(),
        title=title,
        description=Text(
            id=f"{text.id} Hanya untuk perlindungan, tidak pernah ditampilkan. {LATER.id}",
            en=f"{text.en} For protection only, never shown. {LATER.en}",
        ),
        unit="rupiah",
        required=False,
        minimum=0,
    )
    for name, title, text in (
        (
            "largest_claim",
            Text(id="Klaim terbesar", en="Largest claim"),
            Text(id="Rupiah dari satu klaim terbesar.", en="Rupiah of the largest single claim."),
        ),
        (
            "second_largest_claim",
            Text(id="Klaim terbesar kedua", en="Second largest claim"),
            Text(
                id="Rupiah dari klaim berikutnya, 0 bila hanya satu.", en="Rupiah of the next one, 0 if there is none."
            ),
        ),
    )
)
STORED_ONLY = tuple(column.name for column in LARGEST_CLAIMS)

BENEFIT = FactTable(
    name="ucj_benefit",
    stored_as="fact_benefit",
    title=Text(id="Manfaat yang dibayarkan", en="Benefits paid"),
    description=Text(
        id="Klaim dan rupiah menurut bulan pembayaran dan program, sejak 1 Januari tahun lalu; wilayah menurut NIK. "
        "Baris "
        "tanpa klaim tidak dimuat.",
        en="Claims and rupiah by month of payment and programme, since 1 January last year; region by NIK. Rows "
        "without "
        "claims are left out.",
    ),
    primary_key=(*KEY, "period", "programme"),
    foreign_keys=REGION_ROW,
    with_status=("claims", "amount_rupiah"),
    columns=(
        AS_OF,
        LEVEL,
        REGION,
        BY_NIK,
        Column(
            name="period",
            dtype=pl.Date(),
            title=Text(id="Bulan pembayaran", en="Month of payment"),
            description=Text(id="Hari pertama bulan.", en="First day of the month."),
        ),
        PAID_PROGRAMME,
        CLAIM_COUNT,
        AMOUNT,
        *LARGEST_CLAIMS,
    ),
    protected=(AMOUNT_STATUS,),
    stored_only=STORED_ONLY,
)
BENEFIT_YEAR = FactTable(
    name="ucj_benefit_year",
    stored_as="fact_benefit_year",
    title=Text(id="Manfaat yang dibayarkan per tahun", en="Benefits paid by year"),
    description=Text(
        id="Jumlah dari ucj_benefit menurut tahun: setiap program, dan semuanya bersama. Tahun berjalan sampai tanggal "
        "keadaan. Baris tanpa klaim tidak dimuat.",
        en="The sums of ucj_benefit by year: each programme, and all of them together. The year in progress up to the "
        "as-of date. Rows without claims are left out.",
    ),
    primary_key=(*KEY, "year", "programme"),
    foreign_keys=REGION_ROW,
    with_status=("claims", "amount_rupiah"),
    columns=(
        AS_OF,
        LEVEL,
        REGION,
        BY_NIK,
        Column(
            name="year",
            dtype=pl.Int32(),
            title=Text(id="Tahun pembayaran", en="Year of payment"),
            description=Text(
                id="Tahun klaim dibayar; tahun berjalan hanya sampai as_of.",
                en="The year in which claims were paid; the one in progress only up to as_of.",
            ),
            unit="year",
        ),
        replace(
            PAID_PROGRAMME,
            values=(*BENEFITS, ALL_BENEFITS),
            description=Text(
                id=f"{PAID_PROGRAMME.description.id} {ALL_BENEFITS} = semua program bersama.",
                en=f"{PAID_PROGRAMME.description.en} {ALL_BENEFITS} = all programmes together.",
            ),
        ),
        CLAIM_COUNT,
        AMOUNT,
        *LARGEST_CLAIMS,
    ),
    stored_only=STORED_ONLY,
)
