"""Protection that expires."""

import polars as pl

from warehouse.dimensions.closed_lists import PAYMENTS
from warehouse.figures.columns import AS_OF, BASIS, FUNDER, LEVEL, REGION, people
from warehouse.figures.schema import Column, FactTable, Text
from warehouse.figures.tables.breakdown import KEY, REGION_ROW

EXPIRY = FactTable(
    name="ucj_expiry",
    stored_as="fact_expiry",
    title=Text(id="Perlindungan yang akan berakhir", en="Protection that expires"),
    description=Text(
        id="Orang aktif yang hari perlindungan terakhirnya, tanpa masa tenggang, jatuh pada satu, dua atau tiga "
        "bulan ke "
        "depan.",
        en="Active people whose last protected day, without grace, lies one, two or three months ahead.",
    ),
    primary_key=(*KEY, "expires_month", "funder", "payment"),
    foreign_keys=REGION_ROW,
    with_status=("active",),
    columns=(
        AS_OF,
        LEVEL,
        REGION,
        BASIS,
        Column(
            name="expires_month",
            dtype=pl.Date(),
            title=Text(id="Bulan berakhir", en="Month of expiry"),
            description=Text(
                id="Hari pertama bulan dari hari perlindungan terakhir.",
                en="First day of the month of the last protected day.",
            ),
        ),
        Column(
            name="months_ahead",
            dtype=pl.Int32(),
            title=Text(id="Bulan ke depan", en="Months ahead"),
            description=Text(id="Selisih bulan kalender.", en="Difference in calendar months."),
            unit="months",
            minimum=1,
        ),
        FUNDER,
        Column(
            name="payment",
            dtype=pl.String(),
            title=Text(id="Cara bayar", en="Payment"),
            description=Text(
                id="monthly = penerima upah yang dibayar bulanan, ahead = dibayar di muka, contract = kontrak atau "
                "proyek.",
                en="monthly = wage earners paid month by month, ahead = paid ahead, contract = contract or project.",
            ),
            values=PAYMENTS,
        ),
        people(
            "active",
            title=Text(id="Orang", en="People"),
            description=Text(id="Orang yang perlindungannya berakhir.", en="People whose protection expires."),
        ),
    ),
)
