"""Columns that several published tables share, each with its texts, declared once."""

import polars as pl

from settings import SEGMENTS
from tasks.publish.table import Column, Text
from warehouse.fact_schema import Percent

BASES = ("nik", "domicile", "workplace")
LEVELS = ("national", "province", "regency")
STATUSES = ("in", "carried_forward", "missing")
NATION = "ID"
REGION_CODE = r"^(ID|[0-9]{2}(\.[0-9]{2})?)$"

AS_OF = Column(
    name="as_of",
    dtype=pl.Date(),
    title=Text(id="Per tanggal", en="As-of date"),
    description=Text(
        id="Tanggal keadaan yang diukur, bukan tanggal penghitungan.",
        en="The date whose state is measured, not the date of computation.",
    ),
)
LEVEL = Column(
    name="level",
    dtype=pl.String(),
    title=Text(id="Tingkat wilayah", en="Level of the region"),
    description=Text(
        id="national = Indonesia, province = provinsi, regency = kabupaten/kota.",
        en="national = Indonesia, province, regency = regency or city.",
    ),
    values=LEVELS,
)
REGION = Column(
    name="region_code",
    dtype=pl.String(),
    title=Text(id="Kode wilayah", en="Region code"),
    description=Text(
        id="Kode Kemendagri bertitik (72, 72.05); Indonesia = ID.",
        en="Dotted code of the Ministry of Home Affairs (72, 72.05); Indonesia = ID.",
    ),
    pattern=REGION_CODE,
)
BASIS = Column(
    name="basis",
    dtype=pl.String(),
    title=Text(id="Basis wilayah", en="Basis of the region"),
    description=Text(
        id="Wilayah seseorang menurut NIK (nik), domisili (domicile) atau tempat kerja (workplace). "
        "Angka dari basis yang berbeda tidak boleh dijumlahkan atau dibandingkan.",
        en="A person's region by NIK (nik), by home (domicile) or by place of work (workplace). "
        "Figures on different bases must not be added or compared.",
    ),
    values=BASES,
)
SEGMENT = Column(
    name="segment",
    dtype=pl.String(),
    title=Text(id="Segmen", en="Segment"),
    description=Text(
        id="PU = penerima upah, BPU = bukan penerima upah, JAKON = jasa konstruksi, PMI = pekerja migran Indonesia.",
        en="PU = wage earners, BPU = self-employed, JAKON = construction projects, PMI = migrant workers.",
    ),
    values=SEGMENTS,
)
ACTIVE = Column(
    name="active",
    dtype=pl.Int64(),
    title=Text(id="Peserta aktif", en="Active people"),
    description=Text(
        id="Orang yang terlindungi pada tanggal ini, termasuk yang menunggak dalam masa tenggang. "
        "Satu NIK dihitung satu kali.",
        en="People protected on this date, those in arrears within the grace period included. One NIK counts once.",
    ),
    unit="people",
    minimum=0,
)
ACTIVE_STRICT = Column(
    name="active_strict",
    dtype=pl.Int64(),
    title=Text(id="Aktif tanpa tunggakan", en="Active without arrears"),
    description=Text(
        id="Hanya orang yang iurannya lunas sampai tanggal ini.",
        en="Only people whose contributions are paid up to this date.",
    ),
    unit="people",
    minimum=0,
)
ELIGIBLE = Column(
    name="eligible",
    dtype=pl.Int64(),
    title=Text(id="Pekerja eligible", en="Eligible workers"),
    description=Text(
        id="Angka perencanaan resmi; kosong bila tidak tersedia (bukan 0). Sama pada setiap basis.",
        en="Official planning number; empty where not available (not 0). The same on every basis.",
    ),
    unit="people",
    required=False,
    minimum=0,
)
COVERAGE_PCT = Column(
    name="coverage_pct",
    dtype=Percent,
    title=Text(id="Cakupan", en="Coverage"),
    description=Text(
        id="100 x active / eligible, dua desimal, setengah ke atas; kosong tanpa eligible. Dapat melebihi 100.",
        en="100 x active / eligible, two decimals, half up; empty without eligible. May exceed 100.",
    ),
    unit="percent",
    required=False,
    minimum=0,
)
