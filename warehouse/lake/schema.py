"""Columns of conformed objects in the lake: what remains of an extract once it is no longer personal.

Sorted by `region_nik`, `person_id`, so that row-group statistics let a reader take one region at a time.
Names, wages, NIK and KPJ do not exist here; ids are keyed (see tasks/conform/person_id.py).
"""

import polars as pl

from settings import SEGMENTS

SegmentType = pl.Enum(SEGMENTS)

ENROLMENT: dict[str, pl.DataType | type[pl.DataType]] = {
    "row_no": pl.Int32,  # row of the branch's own file
    "person_id": pl.Binary,  # 16 bytes; null only for construction heads reported without NIK
    "registration_id": pl.Binary,  # 16 bytes; person, KPJ, segment, employer or project
    "segment": SegmentType,
    "category": pl.String,
    "funder": pl.String,
    "head_count": pl.Int32,  # 1 for a person
    "birth_year": pl.Int16,
    "sex": pl.String,
    "jkk": pl.Boolean,
    "jkm": pl.Boolean,
    "jht": pl.Boolean,
    "jp": pl.Boolean,
    "jkp": pl.Boolean,
    "region_nik": pl.String,  # today's regency of the NIK prefix, dotted
    "district_nik": pl.String,  # first six digits of the NIK
    "region_domicile": pl.String,  # regency of KODE_DESA
    "village": pl.String,
    "region_workplace": pl.String,  # KODE_KAB_KERJA
    "registered_on": pl.Date,
    "last_paid": pl.Date,  # first day of the last paid month (BLTH_AKHIR)
    "ends_on": pl.Date,  # end of contract or project (TANGGAL_AKHIR)
    "ended_on": pl.Date,  # TANGGAL_NONAKTIF
}
SORT_KEYS = ("region_nik", "person_id", "row_no")

ELIGIBLE: dict[str, pl.DataType | type[pl.DataType]] = {
    "row_no": pl.Int32,
    "region_code": pl.String,  # dotted; ID for the nation
    "year": pl.Int32,
    "segment": pl.String,  # TOTAL or a segment
    "eligible": pl.Int64,
    "source": pl.String,
    "version": pl.String,
}

TARGET: dict[str, pl.DataType | type[pl.DataType]] = {
    "row_no": pl.Int32,
    "region_code": pl.String,
    "year": pl.Int32,
    "issuer": pl.String,
    "target_pct": pl.Decimal(9, 4),
    "document": pl.String,
}

ECOSYSTEM: dict[str, pl.DataType | type[pl.DataType]] = {
    "row_no": pl.Int32,
    "region_code": pl.String,  # ID, province, regency or village, dotted
    "category": pl.String,
    "as_of_date": pl.Date,  # the day the numbers are about (TANGGAL)
    "population": pl.Int64,  # people of the category; null where only a target is set
    "target": pl.Int64,  # people to be covered
}

BENEFIT: dict[str, pl.DataType | type[pl.DataType]] = {
    "row_no": pl.Int32,
    "claim_id": pl.Binary,  # 16 bytes, keyed; the claim number itself stays in the archive
    "person_id": pl.Binary,  # 16 bytes, as in ENROLMENT
    "region_nik": pl.String,  # today's regency of the NIK prefix, dotted
    "programme": pl.String,
    "amount": pl.Decimal(20, 4),  # rupiah paid
    "paid_on": pl.Date,
}

BENEFIT_SORT_KEYS = ("region_nik", "claim_id", "row_no")
FEED_SORT_KEYS = {"enrolment": SORT_KEYS, "benefit": BENEFIT_SORT_KEYS}  # of the feeds that hold people
FEED_IDS = {"enrolment": ("person_id", "registration_id"), "benefit": ("claim_id", "person_id")}

FEED_SCHEMAS = {
    "enrolment": ENROLMENT,
    "eligible": ELIGIBLE,
    "target": TARGET,
    "ecosystem": ECOSYSTEM,
    "benefit": BENEFIT,
}
