"""Benefits paid."""

from dataclasses import replace

import polars as pl

from warehouse.dimensions.closed_lists import BENEFITS
from warehouse.figures.columns import AS_OF, BASIS, LEVEL, PROGRAMME, REGION
from warehouse.figures.schema import Column, FactTable, Text
from warehouse.figures.tables.breakdown import KEY, REGION_ROW

SHOWN, WITHHELD = "published", "withheld_to_protect"

AMOUNT = Column(
    name="amount_rupiah",
    dtype=pl.Int64(),
    title=Text(id="Nilai", en="Amount"),
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
    protected=(AMOUNT_STATUS,),
)
