"""Benefits paid."""

from dataclasses import replace

import polars as pl

from warehouse.dimensions.closed_lists import BENEFITS
from warehouse.figures.columns import AS_OF, BASIS, LEVEL, PROGRAMME, REGION
from warehouse.figures.schema import Column, FactTable, Text
from warehouse.figures.tables.breakdown import KEY, REGION_ROW

FEWEST_CLAIMS = 5  # on which a published amount rests
SHOWN, FEW_CLAIMS, WITHHELD = "published", "fewer_than_5_claims", "withheld_to_protect"

AMOUNT = Column(
    name="amount_rupiah",
    dtype=pl.Int64(),
    title=Text(id="Nilai", en="Amount"),
    description=Text(id="Rupiah yang dibayar.", en="Rupiah paid."),
    unit="rupiah",
    minimum=0,
)
PROTECTED_AMOUNT = replace(
    AMOUNT,
    required=False,
    description=Text(
        id="Rupiah yang dibayar; kosong bila tidak diterbitkan, lihat amount_status.",
        en="Rupiah paid; empty where it is not published, see amount_status.",
    ),
)
AMOUNT_STATUS = Column(
    name="amount_status",
    dtype=pl.String(),
    title=Text(id="Status nilai", en="Status of the amount"),
    description=Text(
        id="published = diterbitkan; fewer_than_5_claims = kosong karena kurang dari lima klaim; withheld_to_protect = "
        "kosong agar nilai yang tidak diterbitkan tidak dapat dihitung dari selisih.",
        en="published; fewer_than_5_claims = empty, since fewer than five claims were paid; withheld_to_protect = "
        "empty, so that no amount that is not published follows by subtraction.",
    ),
    values=(SHOWN, FEW_CLAIMS, WITHHELD),
)

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
    columns=(
        AS_OF,
        LEVEL,
        REGION,
        replace(BASIS, values=("nik",)),
        Column(
            name="period",
            dtype=pl.Date(),
            title=Text(id="Bulan pembayaran", en="Month of payment"),
            description=Text(id="Hari pertama bulan.", en="First day of the month."),
        ),
        replace(
            PROGRAMME,
            values=BENEFITS,
            description=Text(
                id="JKK, JKM, JHT, JP, JKP, atau BEASISWA untuk anak peserta.",
                en="JKK, JKM, JHT, JP, JKP, or BEASISWA (scholarship for a participant's child).",
            ),
        ),
        Column(
            name="claims",
            dtype=pl.Int64(),
            title=Text(id="Klaim", en="Claims"),
            description=Text(id="Jumlah klaim yang dibayar.", en="Number of claims paid."),
            unit="claims",
            minimum=0,
        ),
        AMOUNT,
    ),
    protected=(PROTECTED_AMOUNT, AMOUNT_STATUS),
)
