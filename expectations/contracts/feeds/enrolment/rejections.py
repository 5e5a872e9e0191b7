"""Rules that reject a row of the enrolment extract.

`bad` and `good` are raw cells laid over the example row of the contract.
"""

from dataclasses import replace

from expectations.contracts.checks import between, filled, not_after, readable, satisfies
from expectations.contracts.feeds.shared_rules import NIK_REJECTING, ROW_RAGGED, ROW_TAKEN_BACK
from expectations.contracts.schema import Rule, Severity

REJECT = Severity.REJECT_ROW

HEADS = {"NIK": "", "KPJ": "", "TANGGAL_LAHIR": "", "JENIS_KELAMIN": "", "SEGMEN": "JAKON", "JUMLAH_TK": "25"}
DAY_CURE = ("tulis HH/BB/TTTT atau kosongkan", "write DD/MM/YYYY or leave it empty")
PERIODS = ("last_paid", "ends_on", "last_paid__unreadable", "ends_on__unreadable", "segment")

REJECTING = (
    ROW_RAGGED,
    replace(ROW_TAKEN_BACK, columns=("row_status", "participation", "change", "remark", "taken_back", "is_current")),
    Rule(
        code="NIK_MISSING",
        severity=REJECT,
        columns=("nik",),
        check=satisfies("nik_present", "nik", "nik__unreadable", "segment"),
        text_id="NIK kosong",
        text_en="NIK is missing",
        bad={"NIK": ""},
        good=HEADS,
    ),
    *NIK_REJECTING,
    Rule(
        code="KPJ_MISSING",
        severity=REJECT,
        columns=("kpj",),
        check=satisfies("kpj_present", "kpj", "kpj__unreadable", "segment"),
        text_id="KPJ kosong",
        text_en="KPJ is missing",
        bad={"KPJ": ""},
        good={"KPJ": "", "SEGMEN": "JAKON"},
    ),
    Rule(
        code="KPJ_AS_NUMBER",
        severity=REJECT,
        columns=("kpj",),
        check=readable("kpj"),
        text_id="KPJ rusak karena disimpan sebagai angka, atau berisi galat rumus; ekspor ulang dengan kolom KPJ"
        " berformat teks",
        text_en="KPJ was damaged when it was kept as a number, or holds an error of a formula; export again with the"
        " column as text",
        bad={"KPJ": "1,23457E+10"},
        good={"KPJ": "12345678901.0"},
    ),
    Rule(
        code="SEGMENT_MISSING",
        severity=REJECT,
        columns=("segment",),
        check=filled("segment"),
        text_id="SEGMEN kosong",
        text_en="SEGMEN is missing",
        bad={"SEGMEN": ""},
    ),
    Rule(
        code="SEGMENT_UNKNOWN",
        severity=REJECT,
        columns=("segment",),
        check=readable("segment"),
        text_id="SEGMEN tidak dikenal; pakai PU, BPU, JAKON atau PMI",
        text_en="SEGMEN is unknown; use PU, BPU, JAKON or PMI",
        bad={"SEGMEN": "XYZ"},
        good={"SEGMEN": "p.u."},
    ),
    Rule(
        code="REGISTERED_ON_MISSING",
        severity=REJECT,
        columns=("registered_on",),
        check=filled("registered_on"),
        text_id="TANGGAL_KEPESERTAAN kosong",
        text_en="TANGGAL_KEPESERTAAN is missing",
        bad={"TANGGAL_KEPESERTAAN": ""},
    ),
    Rule(
        code="REGISTERED_ON_UNREADABLE",
        severity=REJECT,
        columns=("registered_on",),
        check=readable("registered_on"),
        text_id="TANGGAL_KEPESERTAAN tidak terbaca; tulis HH/BB/TTTT",
        text_en="TANGGAL_KEPESERTAAN cannot be read; write DD/MM/YYYY",
        bad={"TANGGAL_KEPESERTAAN": "31/02/2020"},
        good={"TANGGAL_KEPESERTAAN": "1-Mei-2020"},
    ),
    Rule(
        code="REGISTERED_AFTER_POSITION",
        severity=REJECT,
        columns=("registered_on",),
        check=not_after("registered_on", "position_date"),
        text_id="TANGGAL_KEPESERTAAN sesudah tanggal posisi berkas",
        text_en="TANGGAL_KEPESERTAAN is after the position date of the file",
        bad={
            "SEGMEN": "PMI",
            "TANGGAL_KEPESERTAAN": "01/01/2026",
            "BLTH_AKHIR": "",
            "TANGGAL_AKHIR": "31/12/2026",
        },
    ),
    Rule(
        code="PERIOD_MISSING",
        severity=REJECT,
        columns=("last_paid", "ends_on"),
        check=satisfies("period_present", *PERIODS),
        text_id="BLTH_AKHIR dan TANGGAL_AKHIR dua-duanya kosong",
        text_en="Both BLTH_AKHIR and TANGGAL_AKHIR are missing",
        bad={"BLTH_AKHIR": ""},
        good={"BLTH_AKHIR": "", "TANGGAL_AKHIR": "31/12/2026", "SEGMEN": "PMI"},
    ),
    Rule(
        code="PERIOD_UNREADABLE",
        severity=REJECT,
        columns=("last_paid", "ends_on"),
        check=satisfies("period_readable", *PERIODS),
        text_id="BLTH_AKHIR atau TANGGAL_AKHIR yang menentukan status tidak terbaca",
        text_en="The BLTH_AKHIR or TANGGAL_AKHIR that decides the status cannot be read",
        bad={"BLTH_AKHIR": "13-2025"},
        good={"BLTH_AKHIR": "202512"},
    ),
    *(
        Rule(
            code=f"{code}_UNREADABLE",
            severity=REJECT,
            columns=(column,),
            check=satisfies("optional_readable", *PERIODS, column=column),
            text_id=f"{header} terisi tetapi tidak terbaca; {cure[0]}",
            text_en=f"{header} is filled but cannot be read; {cure[1]}",
            bad=bad,
        )
        for code, column, header, cure, bad in (
            ("ENDS_ON", "ends_on", "TANGGAL_AKHIR", DAY_CURE, {"TANGGAL_AKHIR": "???"}),
            (
                "LAST_PAID",
                "last_paid",
                "BLTH_AKHIR",
                ("tulis BB-TTTT atau kosongkan", "write MM-YYYY or leave it empty"),
                {"SEGMEN": "PMI", "TANGGAL_AKHIR": "31/12/2026", "BLTH_AKHIR": "???"},
            ),
        )
    ),
    Rule(
        code="ENDED_ON_UNREADABLE",
        severity=REJECT,
        columns=("ended_on",),
        check=readable("ended_on"),
        text_id=f"TANGGAL_NONAKTIF terisi tetapi tidak terbaca; {DAY_CURE[0]}; atau kosong padahal STATUS,"
        " KETERANGAN, judul, nama lembar, atau TANGGAL_MENINGGAL dan sejenisnya menyebut kepesertaan berakhir; isi"
        " tanggalnya",
        text_en=f"TANGGAL_NONAKTIF is filled but cannot be read; {DAY_CURE[1]}; or it is empty though STATUS,"
        " KETERANGAN, a title, the name of the sheet, or TANGGAL_MENINGGAL and the like say that participation ended;"
        " fill in the day",
        bad={"TANGGAL_NONAKTIF": "???"},
        good={"TANGGAL_NONAKTIF": "31/12/2025 12:00:00 AM"},
    ),
    *(
        Rule(
            code=f"{code}_BEFORE_REGISTRATION",
            severity=REJECT,
            columns=(column, "registered_on"),
            check=not_after("registered_on", column),
            text_id=f"{header} sebelum TANGGAL_KEPESERTAAN",
            text_en=f"{header} is before TANGGAL_KEPESERTAAN",
            bad={"BLTH_AKHIR": "", "SEGMEN": "PMI", "TANGGAL_AKHIR": "31/12/2026", **bad},
            good={"SEGMEN": "PMI", header: "01/12/2025"},
        )
        for code, column, header, bad in (
            ("ENDS", "ends_on", "TANGGAL_AKHIR", {"TANGGAL_AKHIR": "29/02/2020"}),
            ("ENDED", "ended_on", "TANGGAL_NONAKTIF", {"TANGGAL_NONAKTIF": "29/02/2020"}),
        )
    ),
    Rule(
        code="HEAD_COUNT_BELOW_ONE",
        severity=REJECT,
        columns=("head_count",),
        check=between("head_count", low=1),
        text_id="JUMLAH_TK kurang dari 1",
        text_en="JUMLAH_TK is below 1",
        bad={"JUMLAH_TK": "0"},
        good=HEADS,
    ),
    Rule(
        code="HEAD_COUNT_WITH_NIK",
        severity=REJECT,
        columns=("head_count", "nik"),
        check=satisfies("one_head_with_nik", "head_count", "nik"),
        text_id="JUMLAH_TK lebih dari 1 padahal ada NIK",
        text_en="JUMLAH_TK is above 1 although there is a NIK",
        bad={"JUMLAH_TK": "2"},
    ),
    Rule(
        code="HEAD_COUNT_MISSING",
        severity=REJECT,
        columns=("head_count",),
        check=satisfies("heads_counted", "head_count", "nik", "nik__unreadable", "segment"),
        text_id="Baris JAKON tanpa NIK harus mengisi JUMLAH_TK",
        text_en="A construction row without NIK must give JUMLAH_TK",
        bad={**HEADS, "JUMLAH_TK": ""},
        good=HEADS,
    ),
    Rule(
        code="HEADS_WITHOUT_REGION",
        severity=REJECT,
        columns=("village", "workplace"),
        check=satisfies("heads_placed", "nik", "nik__unreadable", "segment", "village_region", "workplace_region"),
        text_id="Baris JAKON tanpa NIK harus mengisi KODE_DESA atau KODE_KAB_KERJA",
        text_en="A construction row without NIK must give KODE_DESA or KODE_KAB_KERJA",
        bad={**HEADS, "KODE_DESA": "", "KODE_KAB_KERJA": ""},
        good={**HEADS, "KODE_DESA": ""},
    ),
)
