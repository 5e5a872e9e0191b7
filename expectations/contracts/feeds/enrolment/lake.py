"""What remains of an enrolment row in the lake: no name, no wage, no NIK and no card number; ids are keyed."""

import polars as pl

from expectations.contracts.codes import code_lists
from expectations.contracts.conditions import PROGRAMMES
from expectations.contracts.feeds.shared_columns import PERSON_ID, REGION_NIK
from expectations.contracts.lake import KeyedId, LakeColumn, LakeTable

OTHER = "LAINNYA"
CODE_CHARS = 5  # of a regency's dotted code, at the beginning of a village's
SEGMENT = pl.Enum([entry.code for entry in code_lists()["SEGMEN"].codes])


def or_other(column: str) -> pl.Expr:
    """What could not be mapped is LAINNYA; what was empty stays empty."""
    return pl.when(pl.col(f"{column}__unreadable")).then(pl.lit(OTHER)).otherwise(pl.col(column))


def village_of_today() -> pl.Expr:
    """The village under today's code of its regency; null where it is unknown."""
    regency = pl.col("village_region")
    return pl.when(regency.is_not_null()).then(regency + pl.col("village").str.slice(CODE_CHARS))


LAKE = LakeTable(
    columns=(
        PERSON_ID,
        LakeColumn(
            name="registration_id",
            dtype=pl.Binary(),
            value=KeyedId(label="registration", of="nik", further=("kpj", "segment", "employer_or_project")),
            text="Keyed id of person, KPJ, segment, and employer or project; null where the person's is.",
        ),
        LakeColumn(name="segment", dtype=SEGMENT, text="Segment, by code list SEGMEN."),
        LakeColumn(
            name="category",
            dtype=pl.String(),
            value=pl.col("category").fill_null(OTHER),
            text="Worker category, by code list KATEGORI; LAINNYA where it is not known.",
        ),
        LakeColumn(
            name="funder",
            dtype=pl.String(),
            value=or_other("funder"),
            text="Who pays the contribution, by code list SUMBER_DANA; LAINNYA where it is not known.",
        ),
        LakeColumn(
            name="head_count",
            dtype=pl.Int32(),
            value=pl.col("head_count").fill_null(1),
            text="How many people the row stands for: 1 for a person.",
        ),
        LakeColumn(
            name="birth_year",
            dtype=pl.Int16(),
            value=pl.coalesce("birth_date", "nik_birth_date").dt.year(),
            text="Year of birth, by the file or else by the NIK.",
        ),
        LakeColumn(
            name="sex", dtype=pl.String(), value=pl.coalesce("sex", "nik_sex"), text="L or P, by the file or the NIK."
        ),
        *(
            LakeColumn(name=programme, dtype=pl.Boolean(), text=f"Whether {programme.upper()} is held.")
            for programme in PROGRAMMES
        ),
        REGION_NIK,
        LakeColumn(
            name="district_nik",
            dtype=pl.String(),
            value=pl.col("nik").str.head(6),
            text="First six digits of the NIK.",
        ),
        LakeColumn(
            name="region_domicile",
            dtype=pl.String(),
            value=pl.col("village_region"),
            text="Today's regency of the village of residence (KODE_DESA).",
        ),
        LakeColumn(
            name="village",
            dtype=pl.String(),
            value=village_of_today(),
            text="Village of residence, under today's code of its regency.",
        ),
        LakeColumn(
            name="region_workplace",
            dtype=pl.String(),
            value=pl.col("workplace_region"),
            text="Today's regency of the workplace (KODE_KAB_KERJA).",
        ),
        LakeColumn(name="registered_on", dtype=pl.Date(), text="Day of registration."),
        LakeColumn(name="last_paid", dtype=pl.Date(), text="First day of the last month that is paid (BLTH_AKHIR)."),
        LakeColumn(name="ends_on", dtype=pl.Date(), text="End of contract or project (TANGGAL_AKHIR)."),
        LakeColumn(name="ended_on", dtype=pl.Date(), text="Day on which the registration ended (TANGGAL_NONAKTIF)."),
        LakeColumn(
            name="employer_id",
            dtype=pl.Binary(),
            value=KeyedId(label="employer", of="employer", repeats=True),
            text="Keyed id of the employer (NPP); null where the file names none.",
            later=True,
        ),
    ),
    sort_by=("region_nik", "person_id", "row_no"),  # statistics of row groups let a reader take one region at a time
)
