"""Contract of the targets (TARGET): the coverage an issuer wants a region to reach in a year."""

import polars as pl

from expectations.contracts.checks import between, filled, readable, satisfies
from expectations.contracts.feeds.eligible import REGION_AND_YEAR_RULES, REGION_BESIDE, REGION_FIELD, YEAR_FIELD
from expectations.contracts.feeds.row_columns import rows_beside
from expectations.contracts.feeds.shared_columns import REGION_CODE, YEAR, units_beside
from expectations.contracts.feeds.shared_rules import ROW_TAKEN_BACK, published_text_rules
from expectations.contracts.lake import LakeColumn, LakeTable, ReferenceTable
from expectations.contracts.schema import Feed, FeedKind, Field, Kind, Rule, Sender, Sensitivity, Severity

PUBLIC = Sensitivity.PUBLIC
REJECT = Severity.REJECT_ROW

FIELDS = (
    REGION_FIELD,
    YEAR_FIELD,
    Field(
        name="issuer",
        header="PENERBIT",
        kind=Kind.NAME,
        code_list="PENERBIT",
        required=True,
        sensitivity=PUBLIC,
        text_id="Penerbit target menurut daftar PENERBIT; nama lain tetap dipakai, dengan huruf besar",
        text_en="Issuer of the target by the list PENERBIT; another name is kept, in capitals",
    ),
    Field(
        name="target_pct",
        header="NILAI",
        aliases=("TARGET", "NILAI_PERSEN"),
        kind=Kind.AMOUNT,
        unit="percent",
        required=True,
        sensitivity=PUBLIC,
        text_id="Target dalam persen",
        text_en="Target in percent",
    ),
    Field(
        name="document",
        header="DOKUMEN",
        kind=Kind.TEXT,
        sensitivity=PUBLIC,
        text_id="Dokumen yang menetapkan target",
        text_en="Document that sets the target",
    ),
)

LAKE = LakeTable(
    columns=(
        REGION_CODE,
        YEAR,
        LakeColumn(name="issuer", dtype=pl.String(), required=True, text="Who set the target."),
        LakeColumn(
            name="target_pct",
            dtype=pl.Decimal(9, 4),
            required=True,
            text="Targeted coverage in ten-thousandths of a percent.",
        ),
        LakeColumn(name="document", dtype=pl.String(), text="The document that sets the target."),
    ),
    catalogue=ReferenceTable(
        name="ref_target",
        text="Targets of the live objects; `target_ppm` is the percentage in parts per million, exact everywhere.",
    ),
)

TARGET = Feed(
    name="target",
    file_prefix="TARGET",
    kind=FeedKind.REFERENCE,
    sender=Sender.ISSUER,
    title_id="Target cakupan",
    title_en="Coverage targets",
    version="1.6",
    fields=FIELDS,
    beside=(*REGION_BESIDE, *units_beside("target_pct"), *rows_beside()),
    rules=(
        *REGION_AND_YEAR_RULES,
        ROW_TAKEN_BACK,
        Rule(
            code="ISSUER_MISSING",
            severity=REJECT,
            columns=("issuer",),
            check=filled("issuer"),
            text_id="PENERBIT kosong",
            text_en="PENERBIT is missing",
            bad={"PENERBIT": ""},
        ),
        Rule(
            code="ISSUER_UNKNOWN",
            severity=Severity.WARN,
            columns=("issuer",),
            check=satisfies("name_listed", "issuer", "position_date", column="issuer", code_list="PENERBIT"),
            text_id="PENERBIT tidak ada dalam daftar PENERBIT; dipakai seperti tertulis, dengan huruf besar",
            text_en="PENERBIT is not on the list PENERBIT; it is kept as it is written, in capitals",
            bad={"PENERBIT": "Dinas Sosial"},
            good={"PENERBIT": "Kemen dagri."},
        ),
        Rule(
            code="TARGET_MISSING",
            severity=REJECT,
            columns=("target_pct",),
            check=filled("target_pct"),
            text_id="NILAI kosong",
            text_en="NILAI is missing",
            bad={"NILAI": ""},
        ),
        Rule(
            code="TARGET_UNREADABLE",
            severity=REJECT,
            columns=("target_pct",),
            check=readable("target_pct"),
            text_id="NILAI tidak terbaca, SATUAN di sebelahnya bukan persen, atau tampak sebagai bagian (0,52) di"
            " antara persen (52); tulis persen, nilai serendah itu dengan tanda: 1,2 %",
            text_en="NILAI cannot be read, SATUAN beside it is not percent, or it looks like a share (0.52) among"
            " percentages (52); write percentages, one as low as that with a sign: 1.2 %",
            bad={"NILAI": "tinggi"},
            good={"NILAI": "32,15 %"},
        ),
        Rule(
            code="TARGET_RANGE",
            severity=REJECT,
            columns=("target_pct",),
            check=between("target_pct", low=0, high=200),
            text_id="NILAI di luar 0-200 persen",
            text_en="NILAI is outside 0-200 percent",
            bad={"NILAI": "3215"},
        ),
        *published_text_rules(FIELDS),
    ),
    key=("region_region", "year", "issuer"),
    agrees=("target_pct",),
    lake=LAKE,
    example={
        "KODE_WILAYAH": "ID",
        "TAHUN": "2025",
        "PENERBIT": "RPJMN",
        "NILAI": "32.15",
        "DOKUMEN": "Perpres 12/2025",
    },
)
