"""Contract of a made-up feed of events with people (PENGADUAN): one row a complaint."""

import polars as pl

from expectations.contracts.checks import filled
from expectations.contracts.feeds.shared_columns import PERSON_ID, REGION_NIK
from expectations.contracts.feeds.shared_rules import NIK_REJECTING, ROW_RAGGED
from expectations.contracts.lake import KeyedId, LakeColumn, LakeTable
from expectations.contracts.schema import Feed, FeedKind, Field, Kind, Rule, Sender, Sensitivity, Severity

COMPLAINT = Feed(
    name="complaint",
    file_prefix="PENGADUAN",
    kind=FeedKind.CLAIMS,
    sender=Sender.BRANCH,
    title_id="Pengaduan",
    title_en="Complaints",
    version="1.0",
    fields=(
        Field(
            name="number",
            header="NO_PENGADUAN",
            kind=Kind.TEXT,
            required=True,
            sensitivity=Sensitivity.PERSONAL,
            text_id="Nomor pengaduan",
            text_en="Number of the complaint",
        ),
        Field(
            name="nik",
            header="NIK",
            kind=Kind.DIGITS,
            width=16,
            required=True,
            sensitivity=Sensitivity.PERSONAL,
            text_id="NIK pelapor",
            text_en="Population number of who complains",
        ),
        Field(name="day", header="TANGGAL", kind=Kind.DATE, text_id="Tanggal", text_en="Day of the complaint"),
    ),
    rules=(
        ROW_RAGGED,
        Rule(
            code="COMPLAINT_MISSING",
            severity=Severity.REJECT_ROW,
            columns=("number",),
            check=filled("number"),
            text_id="NO_PENGADUAN kosong",
            text_en="NO_PENGADUAN is missing",
            bad={"NO_PENGADUAN": ""},
        ),
        *NIK_REJECTING,
    ),
    key=("number",),
    lake=LakeTable(
        columns=(
            LakeColumn(
                name="complaint_id",
                dtype=pl.Binary(),
                value=KeyedId(label="complaint", of="number"),
                text="Keyed id of the complaint.",
            ),
            PERSON_ID,
            REGION_NIK,
            LakeColumn(name="day", dtype=pl.Date(), text="Day of the complaint."),
        ),
        sort_by=("region_nik", "complaint_id", "row_no"),
        once_by=("complaint_id",),
    ),
    example={"NO_PENGADUAN": "P-1", "NIK": "7205011708900003", "TANGGAL": "01/12/2025"},
)
