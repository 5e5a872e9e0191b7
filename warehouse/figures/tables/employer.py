"""Active employers."""

from dataclasses import replace

import polars as pl

from warehouse.dimensions.closed_lists import WORKPLACE
from warehouse.figures.columns import AS_OF, BASIS, LEVEL, REGION
from warehouse.figures.schema import Column, FactTable, Text
from warehouse.figures.tables.breakdown import KEY, REGION_ROW

EMPLOYERS = FactTable(
    name="ucj_employer",
    stored_as="fact_employer",
    title=Text(id="Pemberi kerja aktif", en="Active employers"),
    description=Text(
        id="Pemberi kerja (NPP) dengan sedikitnya satu pendaftaran penerima upah yang aktif, menurut kabupaten/kota "
        "tempat kerja. Pemberi kerja dengan pekerja di dua kabupaten/kota dihitung pada keduanya, dan satu kali pada "
        "provinsi dan nasional, sehingga baris tidak boleh dijumlahkan.",
        en="Employers (NPP) with at least one active registration of a wage earner, by regency of the workplace. An "
        "employer with workers in two regencies counts in each, and once in the province and in the nation, so rows "
        "must not be added.",
    ),
    primary_key=KEY,
    foreign_keys=REGION_ROW,
    every_region=True,
    with_status=("employers",),
    columns=(
        AS_OF,
        LEVEL,
        REGION,
        replace(BASIS, values=(WORKPLACE,)),
        Column(
            name="employers",
            dtype=pl.Int64(),
            title=Text(id="Pemberi kerja aktif", en="Active employers"),
            description=Text(
                id="NPP yang berbeda; nasional juga yang tempat kerja pekerjanya tidak diketahui. Kosong bila sebagian "
                "data berasal dari sebelum pemberi kerja disimpan.",
                en="Different NPP; in the nation also those whose workers have no known workplace. Empty where some "
                "data are from before employers were kept.",
            ),
            unit="employers",
            required=False,
            minimum=0,
        ),
    ),
)
