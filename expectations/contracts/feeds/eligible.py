"""Contract of the denominators (PEKERJA): eligible workers per region and year, official planning numbers."""

from dataclasses import replace

import polars as pl

from expectations.contracts.checks import between, filled, readable
from expectations.contracts.feeds.row_columns import PARTS, rows_beside
from expectations.contracts.feeds.shared_columns import REGION_CODE, YEAR, units_beside
from expectations.contracts.feeds.shared_rules import ROW_TAKEN_BACK, published_text_rules, region_rules
from expectations.contracts.lake import LakeColumn, LakeTable, ReferenceTable
from expectations.contracts.schema import Feed, FeedKind, Field, Kind, Rule, Sender, Sensitivity, Severity

PUBLIC = Sensitivity.PUBLIC
REJECT = Severity.REJECT_ROW

REGION_FIELD = Field(
    name="region",
    header="KODE_WILAYAH",
    aliases=("KODE", "KODE_KABUPATEN", "KODE_KAB", "WILAYAH"),
    kind=Kind.REGION,
    required=True,
    sensitivity=PUBLIC,
    text_id="Kode wilayah: ID, provinsi (2 digit) atau kabupaten/kota (4 digit)",
    text_en="Region: ID, province (2 digits) or regency (4 digits)",
)
REGION_BESIDE = (
    Field(
        name="region_name",
        header="NAMA_WILAYAH",
        aliases=(
            "NAMA_KABUPATEN", "NAMA_KAB", "NAMA_KAB_KOTA", "NAMA_KABUPATEN_KOTA", "KABUPATEN", "KAB_KOTA",
            "KABUPATEN_KOTA", "NAMA_DAERAH",
        ),
        kind=Kind.TEXT,
        kept=False,
        names="region",
        text_id="Nama wilayah; hanya dibandingkan dengan KODE_WILAYAH",
        text_en="Name of the region; only compared with KODE_WILAYAH",
    ),
    Field(
        name="province_name",
        header="NAMA_PROVINSI",
        aliases=("PROVINSI", "PROPINSI", "NAMA_PROPINSI"),
        kind=Kind.TEXT,
        kept=False,
        names="region",
        is_province=True,
        text_id="Nama provinsi; hanya dibandingkan dengan KODE_WILAYAH",
        text_en="Name of the province; only compared with KODE_WILAYAH",
    ),
    Field(
        name="region_bps",
        header="KODE_BPS",
        aliases=("KODE_WILAYAH_BPS", "KODE_KABUPATEN_BPS", "KODE_KAB_BPS", "KODE_KAB_KOTA_BPS"),
        kind=Kind.REGION,
        kept=False,
        bps_of="region",
        text_id="Kode BPS provinsi atau kabupaten/kota, bila KODE_WILAYAH tidak ada",
        text_en="BPS code of the province or regency, where there is no KODE_WILAYAH",
    ),
)  # fmt: skip
YEAR_FIELD = Field(
    name="year",
    header="TAHUN",
    kind=Kind.INTEGER,
    required=True,
    sensitivity=PUBLIC,
    text_id="Tahun",
    text_en="Year",
)

REGION_AND_YEAR_RULES = (
    *region_rules(),
    Rule(
        code="YEAR_MISSING",
        severity=REJECT,
        columns=("year",),
        check=filled("year"),
        text_id="TAHUN kosong",
        text_en="TAHUN is missing",
        bad={"TAHUN": ""},
    ),
    Rule(
        code="YEAR_UNREADABLE",
        severity=REJECT,
        columns=("year",),
        check=readable("year"),
        text_id="TAHUN tidak terbaca",
        text_en="TAHUN cannot be read",
        bad={"TAHUN": "dua ribu"},
    ),
    Rule(
        code="YEAR_RANGE",
        severity=REJECT,
        columns=("year",),
        check=between("year", low=2000, high=2100),
        text_id="TAHUN di luar 2000-2100",
        text_en="TAHUN is outside 2000-2100",
        bad={"TAHUN": "205"},
    ),
)


FIELDS = (
    REGION_FIELD,
    YEAR_FIELD,
    Field(
        name="segment",
        header="SEGMEN",
        kind=Kind.CODE,
        code_list="SEGMEN_PEKERJA",
        default="TOTAL",
        sensitivity=PUBLIC,
        text_id="Segmen; kosong = TOTAL",
        text_en="Segment; empty = TOTAL",
    ),
    Field(
        name="eligible",
        header="JUMLAH",
        aliases=("JUMLAH_PEKERJA", "PEKERJA"),
        kind=Kind.INTEGER,
        required=True,
        sensitivity=PUBLIC,
        unit="people",
        text_id="Jumlah pekerja yang berhak",
        text_en="Eligible workers",
    ),
    Field(
        name="source",
        header="SUMBER",
        kind=Kind.TEXT,
        sensitivity=PUBLIC,
        text_id="Penerbit angka",
        text_en="Issuer of the number",
    ),
    Field(
        name="version",
        header="VERSI",
        kind=Kind.TEXT,
        sensitivity=PUBLIC,
        text_id="Versi angka",
        text_en="Version of the number",
    ),
)

LAKE = LakeTable(
    columns=(
        REGION_CODE,
        YEAR,
        LakeColumn(
            name="segment", dtype=pl.String(), required=True, text="PU, BPU, JAKON or PMI; TOTAL = all workers."
        ),
        LakeColumn(name="eligible", dtype=pl.Int64(), required=True, text="Official number of eligible workers."),
        LakeColumn(name="source", dtype=pl.String(), text="Who issued the number, as the file states."),
        LakeColumn(name="version", dtype=pl.String(), text="Version of the number, as its issuer states."),
    ),
    catalogue=ReferenceTable(name="ref_eligible", text="Denominators of the live objects."),
)

ELIGIBLE = Feed(
    name="eligible",
    file_prefix="PEKERJA",
    kind=FeedKind.REFERENCE,
    sender=Sender.ISSUER,
    title_id="Jumlah pekerja yang berhak",
    title_en="Eligible workers (denominators)",
    version="1.5",
    fields=FIELDS,
    beside=(*REGION_BESIDE, *units_beside("eligible"), *rows_beside(), *PARTS),
    rules=(
        *REGION_AND_YEAR_RULES,
        replace(ROW_TAKEN_BACK, columns=(*ROW_TAKEN_BACK.columns, *(one.name for one in PARTS))),
        Rule(
            code="SEGMENT_UNKNOWN",
            severity=REJECT,
            columns=("segment",),
            check=readable("segment"),
            text_id="SEGMEN tidak dikenal; pakai TOTAL, PU, BPU, JAKON atau PMI",
            text_en="SEGMEN is unknown; use TOTAL, PU, BPU, JAKON or PMI",
            bad={"SEGMEN": "XYZ"},
            good={"SEGMEN": "informal"},
        ),
        Rule(
            code="ELIGIBLE_MISSING",
            severity=REJECT,
            columns=("eligible",),
            check=filled("eligible"),
            text_id="JUMLAH kosong",
            text_en="JUMLAH is missing",
            bad={"JUMLAH": ""},
        ),
        Rule(
            code="ELIGIBLE_UNREADABLE",
            severity=REJECT,
            columns=("eligible",),
            check=readable("eligible"),
            text_id="JUMLAH tidak terbaca sebagai bilangan bulat, atau SATUAN di sebelahnya bukan orang",
            text_en="JUMLAH cannot be read as a whole number, or SATUAN beside it is not people",
            bad={"JUMLAH": "banyak"},
            good={"JUMLAH": "1.440.162"},
        ),
        Rule(
            code="ELIGIBLE_NEGATIVE",
            severity=REJECT,
            columns=("eligible",),
            check=between("eligible", low=0),
            text_id="JUMLAH negatif",
            text_en="JUMLAH is negative",
            bad={"JUMLAH": "-5"},
        ),
        *published_text_rules(FIELDS),
    ),
    key=("region_region", "year", "segment"),
    agrees=("eligible",),
    lake=LAKE,
    example={
        "KODE_WILAYAH": "72.05",
        "TAHUN": "2025",
        "SEGMEN": "TOTAL",
        "JUMLAH": "70123",
        "SUMBER": "BPS",
        "VERSI": "2025-1",
    },
)
