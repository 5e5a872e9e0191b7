"""Contract of the benefits (KLAIM): one row a claim that was paid, with the person it was paid for."""

from dataclasses import replace

import polars as pl

from expectations.contracts.checks import between, filled, not_after, readable
from expectations.contracts.feeds.row_columns import TRANSACTION, rows_beside, status_beside
from expectations.contracts.feeds.shared_columns import PERSON_ID, REGION_NIK, currency_beside, units_beside
from expectations.contracts.feeds.shared_rules import (
    NIK_DISTRICT,
    NIK_REJECTING,
    ROW_RAGGED,
    ROW_TAKEN_BACK,
    time_of_day_rule,
)
from expectations.contracts.lake import KeyedId, LakeColumn, LakeTable
from expectations.contracts.row_words import NOT_PAID, TRANSACTION_VOID
from expectations.contracts.schema import Feed, FeedKind, Field, Kind, RowSays, Rule, Sender, Sensitivity, Severity

PERSONAL = Sensitivity.PERSONAL
REJECT = Severity.REJECT_ROW
WARN = Severity.WARN

FIELDS = (
    Field(
        name="claim",
        header="NO_KLAIM",
        aliases=("NOMOR_KLAIM", "KODE_KLAIM", "ID_KLAIM"),
        kind=Kind.TEXT,
        identifies=True,
        required=True,
        sensitivity=PERSONAL,
        text_id="Nomor klaim; satu nomor satu baris",
        text_en="Claim number; one row a number",
    ),
    Field(
        name="nik",
        header="NIK",
        aliases=("NO_KTP", "NOMOR_KTP", "NOMOR_INDUK_KEPENDUDUKAN", "NO_NIK", "NIK_PESERTA"),
        kind=Kind.DIGITS,
        width=16,
        required=True,
        sensitivity=PERSONAL,
        text_id="Nomor induk kependudukan peserta, bukan ahli waris",
        text_en="Population number of the participant, not of the heir",
    ),
    Field(
        name="programme",
        header="PROGRAM",
        aliases=("JENIS_KLAIM", "KODE_PROGRAM"),
        kind=Kind.CODE,
        code_list="PROGRAM",
        required=True,
        text_id="Program yang membayar",
        text_en="Programme that paid",
    ),
    Field(
        name="amount",
        header="NILAI",
        aliases=("NILAI_KLAIM", "JUMLAH_DIBAYAR", "NOMINAL"),
        kind=Kind.AMOUNT,
        unit="IDR",
        required=True,
        text_id="Nilai yang dibayar",
        text_en="Amount paid",
    ),
    Field(
        name="paid_on",
        header="TANGGAL_BAYAR",
        aliases=("TGL_BAYAR", "TANGGAL_PEMBAYARAN"),
        kind=Kind.DATE,
        years=(60, 1),
        required=True,
        text_id="Tanggal pembayaran",
        text_en="Day of payment",
    ),
)

LAKE = LakeTable(
    columns=(
        LakeColumn(
            name="claim_id",
            dtype=pl.Binary(),
            value=KeyedId(label="claim", of="claim"),
            text="Keyed id of the claim; its number stays in the archive.",
        ),
        PERSON_ID,
        REGION_NIK,
        LakeColumn(name="programme", dtype=pl.String(), text="Programme that paid, by code list PROGRAM."),
        LakeColumn(name="amount", dtype=pl.Decimal(20, 4), text="Rupiah paid."),
        LakeColumn(name="paid_on", dtype=pl.Date(), text="Day of payment."),
    ),
    sort_by=("region_nik", "claim_id", "row_no"),
    once_by=("claim_id",),
)

BENEFIT = Feed(
    name="benefit",
    file_prefix="KLAIM",
    kind=FeedKind.CLAIMS,
    sender=Sender.BRANCH,
    title_id="Klaim yang dibayar",
    title_en="Benefits paid",
    version="1.3",
    fields=FIELDS,
    beside=(
        *rows_beside(
            status_beside("row_status", "STATUS", "STATUS_KLAIM", "STATUS_DATA", says=RowSays(void=NOT_PAID)),
            status_beside(
                "payment_status",
                "STATUS_BAYAR",
                "STATUS_PEMBAYARAN",
                "STATUS_TRANSFER",
                "STATUS_TRANSAKSI",
                says=RowSays(void=NOT_PAID),
            ),
            status_beside("change", *TRANSACTION, says=RowSays(void=NOT_PAID + TRANSACTION_VOID, free=True)),
        ),
        *units_beside("amount"),
        currency_beside("amount"),
    ),
    rules=(
        ROW_RAGGED,
        replace(
            ROW_TAKEN_BACK,
            columns=("row_status", "payment_status", "change", "remark", "taken_back", "is_current"),
            good={"STATUS": "LUNAS"},
        ),
        Rule(
            code="CLAIM_MISSING",
            severity=REJECT,
            columns=("claim",),
            check=filled("claim"),
            text_id="NO_KLAIM kosong",
            text_en="NO_KLAIM is missing",
            bad={"NO_KLAIM": ""},
        ),
        Rule(
            code="CLAIM_EXCEL_DAMAGE",
            severity=REJECT,
            columns=("claim",),
            check=readable("claim"),
            text_id="NO_KLAIM rusak oleh Excel, karena pernah disimpan sebagai angka, atau berisi galat rumus;"
            " ekspor ulang dengan kolom NO_KLAIM berformat teks",
            text_en="NO_KLAIM was damaged by Excel, which kept it as a number, or holds an error of a formula;"
            " export again with the column as text",
            bad={"NO_KLAIM": "2,02512E+11"},
            good={"NO_KLAIM": "2E5-0001"},
        ),
        Rule(
            code="NIK_MISSING",
            severity=REJECT,
            columns=("nik",),
            check=filled("nik"),
            text_id="NIK kosong",
            text_en="NIK is missing",
            bad={"NIK": ""},
        ),
        *(
            replace(rule, good={header: rule.good[header] for header in rule.good.keys() & {"NIK"}})
            for rule in NIK_REJECTING
        ),
        Rule(
            code="BENEFIT_PROGRAMME_MISSING",
            severity=REJECT,
            columns=("programme",),
            check=filled("programme"),
            text_id="PROGRAM kosong",
            text_en="PROGRAM is missing",
            bad={"PROGRAM": ""},
        ),
        Rule(
            code="BENEFIT_PROGRAMME_UNKNOWN",
            severity=REJECT,
            columns=("programme",),
            check=readable("programme"),
            text_id="PROGRAM tidak dikenal; pakai JKK, JKM, JHT, JP, JKP atau BEASISWA",
            text_en="PROGRAM is unknown; use JKK, JKM, JHT, JP, JKP or BEASISWA",
            bad={"PROGRAM": "BONUS"},
            good={"PROGRAM": "beasiswa"},
        ),
        Rule(
            code="AMOUNT_MISSING",
            severity=REJECT,
            columns=("amount",),
            check=filled("amount"),
            text_id="NILAI kosong",
            text_en="NILAI is missing",
            bad={"NILAI": ""},
        ),
        Rule(
            code="AMOUNT_UNREADABLE",
            severity=REJECT,
            columns=("amount",),
            check=readable("amount"),
            text_id="NILAI tidak terbaca sebagai rupiah, atau MATA_UANG atau SATUAN di sebelahnya bukan rupiah",
            text_en="NILAI cannot be read as rupiah, or MATA_UANG or SATUAN beside it is not rupiah",
            bad={"NILAI": "empat puluh dua juta"},
            good={"NILAI": "Rp42.000.000,00"},
        ),
        Rule(
            code="AMOUNT_NEGATIVE",
            severity=REJECT,
            columns=("amount",),
            check=between("amount", low=0),
            text_id="NILAI negatif; untuk koreksi kirim ulang NO_KLAIM itu dengan nilai yang benar",
            text_en="NILAI is negative; to correct a claim send its NO_KLAIM again with the right amount",
            bad={"NILAI": "-42000000"},
            good={"NILAI": "1"},
        ),
        Rule(
            code="AMOUNT_HIGH",
            severity=WARN,
            columns=("amount",),
            check=between("amount", high=10_000_000_000),
            text_id="NILAI di atas sepuluh miliar rupiah",
            text_en="NILAI is above ten thousand million rupiah",
            bad={"NILAI": "10.000.000.001"},
            good={"NILAI": "10.000.000.000"},
        ),
        Rule(
            code="PAID_ON_MISSING",
            severity=REJECT,
            columns=("paid_on",),
            check=filled("paid_on"),
            text_id="TANGGAL_BAYAR kosong",
            text_en="TANGGAL_BAYAR is missing",
            bad={"TANGGAL_BAYAR": ""},
        ),
        Rule(
            code="PAID_ON_UNREADABLE",
            severity=REJECT,
            columns=("paid_on",),
            check=readable("paid_on"),
            text_id="TANGGAL_BAYAR tidak terbaca; tulis HH/BB/TTTT",
            text_en="TANGGAL_BAYAR cannot be read; write DD/MM/YYYY",
            bad={"TANGGAL_BAYAR": "31/02/2025"},
            good={"TANGGAL_BAYAR": "1-Mei-2025"},
        ),
        Rule(
            code="PAID_ON_AFTER_POSITION",
            severity=REJECT,
            columns=("paid_on",),
            check=not_after("paid_on", "position_date"),
            text_id="TANGGAL_BAYAR sesudah tanggal posisi berkas",
            text_en="TANGGAL_BAYAR is after the position date of the file",
            bad={"TANGGAL_BAYAR": "01/01/2026"},
            good={"TANGGAL_BAYAR": "31/12/2025"},
        ),
        NIK_DISTRICT,
        time_of_day_rule(FIELDS),
    ),
    key=("claim",),
    agrees=("nik", "programme", "amount", "paid_on"),
    lake=LAKE,
    example={
        "NO_KLAIM": "KLM-2025-000123",
        "NIK": "7205011708900003",
        "PROGRAM": "JKM",
        "NILAI": "42.000.000",
        "TANGGAL_BAYAR": "15/11/2025",
    },
)
