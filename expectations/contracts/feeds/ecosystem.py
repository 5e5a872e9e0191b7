"""Contract of the ecosystems (EKOSISTEM): people of a worker category in a region on a day, and how many to cover."""

from dataclasses import replace

import polars as pl

from expectations.contracts.checks import between, filled, readable, satisfies
from expectations.contracts.feeds.eligible import REGION_BESIDE, REGION_FIELD
from expectations.contracts.feeds.row_columns import PARTS, rows_beside
from expectations.contracts.feeds.shared_columns import REGION_CODE, units_beside
from expectations.contracts.feeds.shared_rules import ROW_TAKEN_BACK, region_rules, time_of_day_rule
from expectations.contracts.lake import LakeColumn, LakeTable, ReferenceTable
from expectations.contracts.schema import Feed, FeedKind, Field, Kind, Rule, Sender, Sensitivity, Severity

PUBLIC = Sensitivity.PUBLIC
REJECT = Severity.REJECT_ROW
WARN = Severity.WARN

FIELDS = (
    replace(
        REGION_FIELD,
        aliases=(*REGION_FIELD.aliases, "KODE_DESA"),
        text_id="Kode wilayah: ID, provinsi (2 digit), kabupaten/kota (4 digit) atau desa/kelurahan (10 digit)",
        text_en="Region: ID, province (2 digits), regency (4 digits) or village (10 digits)",
    ),
    Field(
        name="category",
        header="KATEGORI",
        aliases=("KATEGORI_PEKERJA", "JENIS_PEKERJA", "EKOSISTEM"),
        kind=Kind.CODE,
        code_list="KATEGORI",
        required=True,
        sensitivity=PUBLIC,
        text_id="Kategori pekerja",
        text_en="Worker category",
    ),
    Field(
        name="population",
        header="POPULASI",
        aliases=("JUMLAH", "JUMLAH_POPULASI"),
        kind=Kind.INTEGER,
        unit="people",
        required=True,
        sensitivity=PUBLIC,
        text_id="Jumlah orang dalam kategori itu; boleh kosong bila TARGET diisi",
        text_en="People of the category; may be empty where TARGET is given",
    ),
    Field(
        name="target",
        header="TARGET",
        aliases=("TARGET_PESERTA", "TARGET_ORANG"),
        kind=Kind.INTEGER,
        unit="people",
        sensitivity=PUBLIC,
        text_id="Jumlah orang yang harus terlindungi; boleh kosong",
        text_en="People who are to be covered; may be empty",
    ),
    Field(
        name="as_of_date",
        header="TANGGAL",
        aliases=("TANGGAL_DATA", "PER_TANGGAL", "TGL"),
        kind=Kind.DATE,
        required=True,
        sensitivity=PUBLIC,
        text_id="Tanggal yang diterangkan angka itu",
        text_en="The day the numbers are about",
    ),
)

LAKE = LakeTable(
    columns=(
        replace(REGION_CODE, length=13, text="Dotted code of the region or village; Indonesia = ID."),
        LakeColumn(name="category", dtype=pl.String(), required=True, text="Worker category, by code list KATEGORI."),
        LakeColumn(name="as_of_date", dtype=pl.Date(), required=True, text="The day the numbers are about."),
        LakeColumn(
            name="population",
            dtype=pl.Int64(),
            text="People of the category; empty where only a target was given.",
        ),
        LakeColumn(name="target", dtype=pl.Int64(), text="People who are to be covered; empty where none is set."),
    ),
    catalogue=ReferenceTable(
        name="ref_ecosystem",
        text="Populations and targets of worker categories of the live objects; a village has a code of 13 characters.",
    ),
)

ECOSYSTEM = Feed(
    name="ecosystem",
    file_prefix="EKOSISTEM",
    kind=FeedKind.REFERENCE,
    sender=Sender.ISSUER,
    title_id="Ekosistem pekerja",
    title_en="Populations of worker categories (ecosystems)",
    version="1.3",
    fields=FIELDS,
    beside=(*REGION_BESIDE, *units_beside("population", "target"), *rows_beside(), *PARTS),
    rules=(
        *region_rules(villages=True),
        replace(ROW_TAKEN_BACK, columns=(*ROW_TAKEN_BACK.columns, *(one.name for one in PARTS))),
        Rule(
            code="CATEGORY_MISSING",
            severity=REJECT,
            columns=("category",),
            check=filled("category"),
            text_id="KATEGORI kosong",
            text_en="KATEGORI is missing",
            bad={"KATEGORI": ""},
        ),
        Rule(
            code="CATEGORY_UNKNOWN",
            severity=REJECT,
            columns=("category",),
            check=readable("category"),
            text_id="KATEGORI tidak dikenal; pakai salah satu kode dari daftar KATEGORI",
            text_en="KATEGORI is unknown; use a code of the list KATEGORI",
            bad={"KATEGORI": "ASTRONAUT"},
            good={"KATEGORI": "perangkat desa"},
        ),
        Rule(
            code="POPULATION_MISSING",
            severity=REJECT,
            columns=("population", "target"),
            check=satisfies("population_or_target", "population", "population__unreadable", "target"),
            text_id="POPULASI dan TARGET dua-duanya kosong",
            text_en="Both POPULASI and TARGET are missing",
            bad={"POPULASI": ""},
            good={"POPULASI": "", "TARGET": "100"},
        ),
        Rule(
            code="POPULATION_UNREADABLE",
            severity=REJECT,
            columns=("population",),
            check=readable("population"),
            text_id="POPULASI tidak terbaca sebagai bilangan bulat, atau SATUAN di sebelahnya bukan orang",
            text_en="POPULASI cannot be read as a whole number, or SATUAN beside it is not people",
            bad={"POPULASI": "banyak"},
            good={"POPULASI": "12.694"},
        ),
        Rule(
            code="POPULATION_NEGATIVE",
            severity=REJECT,
            columns=("population",),
            check=between("population", low=0),
            text_id="POPULASI negatif",
            text_en="POPULASI is negative",
            bad={"POPULASI": "-5"},
            good={"POPULASI": "0"},
        ),
        Rule(
            code="TARGET_NEGATIVE",
            severity=REJECT,
            columns=("target",),
            check=between("target", low=0),
            text_id="TARGET negatif",
            text_en="TARGET is negative",
            bad={"TARGET": "-5"},
            good={"TARGET": "0"},
        ),
        Rule(
            code="TARGET_UNREADABLE",
            severity=WARN,
            columns=("target",),
            check=readable("target"),
            text_id="TARGET tidak terbaca sebagai bilangan bulat; dikosongkan",
            text_en="TARGET cannot be read as a whole number; left empty",
            bad={"TARGET": "semua"},
            good={"TARGET": "1.000"},
        ),
        Rule(
            code="TARGET_ABOVE_POPULATION",
            severity=WARN,
            columns=("target", "population"),
            check=satisfies("target_within_population", "target", "population"),
            text_id="TARGET lebih besar daripada POPULASI",
            text_en="TARGET is above POPULASI",
            bad={"TARGET": "2271"},
            good={"TARGET": "2270"},
        ),
        Rule(
            code="AS_OF_DATE_MISSING",
            severity=REJECT,
            columns=("as_of_date",),
            check=filled("as_of_date"),
            text_id="TANGGAL kosong",
            text_en="TANGGAL is missing",
            bad={"TANGGAL": ""},
        ),
        Rule(
            code="AS_OF_DATE_UNREADABLE",
            severity=REJECT,
            columns=("as_of_date",),
            check=readable("as_of_date"),
            text_id="TANGGAL tidak terbaca; tulis HH/BB/TTTT",
            text_en="TANGGAL cannot be read; write DD/MM/YYYY",
            bad={"TANGGAL": "31/02/2025"},
            good={"TANGGAL": "31-Des-2025"},
        ),
        time_of_day_rule(FIELDS),
    ),
    key=("region_region", "category", "as_of_date"),
    agrees=("population", "target"),
    lake=LAKE,
    example={
        "KODE_WILAYAH": "74.13",
        "KATEGORI": "NON_ASN",
        "POPULASI": "2270",
        "TANGGAL": "01/12/2025",
    },
)
