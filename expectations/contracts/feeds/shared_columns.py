"""Columns of the lake that several feeds share, so that one name means the same in each of them."""

import polars as pl

from expectations.contracts.lake import KeyedId, LakeColumn
from expectations.contracts.schema import Field, Kind

PERSON = KeyedId(label="person", of="nik")  # the same in every feed, so that rows of one person meet
PERSON_ID = LakeColumn(
    name="person_id",
    dtype=pl.Binary(),
    value=PERSON,
    text="Keyed id of the person; null where the file gives no NIK.",
)
REGION_NIK = LakeColumn(
    name="region_nik",
    dtype=pl.String(),
    value=pl.col("nik_region"),
    text="Today's regency of the first four digits of the NIK, dotted.",
)
REGION_CODE = LakeColumn(
    name="region_code",
    dtype=pl.String(),
    value=pl.col("region_region"),
    required=True,
    length=5,
    text="Dotted code of the region; Indonesia = ID.",
)
YEAR = LakeColumn(name="year", dtype=pl.Int32(), required=True, text="The year the number is for.")


def units_beside(*fields: str) -> tuple[Field, ...]:
    """The columns that name the unit of `fields`; one that is called UNIT may name an office."""
    return (
        Field(
            name="unit",
            header="SATUAN",
            aliases=("SATUAN_NILAI", "SATUAN_ANGKA", "SATUAN_JUMLAH"),
            kind=Kind.TEXT,
            kept=False,
            tells_unit=True,
            unit_of=fields,
            text_id="Satuan angka; ribuan, jutaan dan miliaran tidak diterima",
            text_en="Unit of the numbers; thousands and millions are not accepted",
        ),
        Field(
            name="unit_or_office",
            header="UNIT",
            kind=Kind.TEXT,
            kept=False,
            tells_unit=True,
            text_id="Satuan angka atau unit kerja; ribuan, jutaan dan miliaran tidak diterima",
            text_en="Unit of the numbers, or an office; thousands and millions are not accepted",
        ),
    )


def currency_beside(*fields: str) -> Field:
    """The column that names the currency of `fields`."""
    return Field(
        name="currency",
        header="MATA_UANG",
        aliases=("CURRENCY", "VALUTA", "KODE_MATA_UANG", "CURRENCY_CODE", "KD_VALUTA", "KODE_VALUTA"),
        kind=Kind.TEXT,
        kept=False,
        unit_of=fields,
        text_id="Mata uang; hanya rupiah yang dibaca",
        text_en="Currency; only rupiah are read",
    )
