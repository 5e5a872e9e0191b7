"""Contract of the denominators (PEKERJA): eligible workers per region and year, official planning numbers."""

from expectations.contracts.checks import between, filled, readable
from expectations.contracts.feeds.shared_rules import published_text_rules, region_rules
from expectations.contracts.schema import Feed, Field, Kind, Rule, Sensitivity, Severity

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
        text_id="Jumlah pekerja",
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

ELIGIBLE = Feed(
    name="eligible",
    file_prefix="PEKERJA",
    title_id="Jumlah pekerja yang berhak",
    title_en="Eligible workers (denominators)",
    version="1.3",
    fields=FIELDS,
    rules=(
        *REGION_AND_YEAR_RULES,
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
            text_id="JUMLAH tidak terbaca sebagai bilangan bulat",
            text_en="JUMLAH cannot be read as a whole number",
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
    example={
        "KODE_WILAYAH": "72.05",
        "TAHUN": "2025",
        "SEGMEN": "TOTAL",
        "JUMLAH": "70123",
        "SUMBER": "BPS",
        "VERSI": "2025-1",
    },
)
