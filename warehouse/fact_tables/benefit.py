"""Benefits paid."""

from dataclasses import replace

import polars as pl

from warehouse.closed_lists import BENEFITS
from warehouse.fact_columns import AS_OF, BASIS, LEVEL, PROGRAMME, REGION
from warehouse.fact_table import Column, FactTable, Text
from warehouse.fact_tables.breakdown import KEY, REGION_ROW

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
        Column(
            name="amount_rupiah",
            dtype=pl.Int64(),
            title=Text(id="Nilai", en="Amount"),
            description=Text(id="Rupiah yang dibayar.", en="Rupiah paid."),
            unit="rupiah",
            minimum=0,
        ),
    ),
)
