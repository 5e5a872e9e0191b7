"""Rules that only warn about a row of the enrolment extract; the row is loaded.

`bad` and `good` are raw cells laid over the example row of the contract.
"""

from expectations.contracts.checks import between, matches, not_after, readable, satisfies
from expectations.contracts.conditions import PROGRAMMES
from expectations.contracts.feeds.enrolment.fields import FIELDS
from expectations.contracts.feeds.enrolment.rejections import PERIODS
from expectations.contracts.feeds.shared_rules import NIK_DISTRICT, time_of_day_rule
from expectations.contracts.schema import Rule, Severity

WARN = Severity.WARN

WARNING = (
    Rule(
        code="NIK_BIRTH_DATE",
        severity=WARN,
        columns=("nik", "birth_date"),
        check=satisfies("nik_agrees_with_birth_date", "birth_date", "nik_birth_date"),
        text_id="TANGGAL_LAHIR tidak sama dengan tanggal di dalam NIK",
        text_en="TANGGAL_LAHIR differs from the date inside the NIK",
        bad={"TANGGAL_LAHIR": "18/08/1990"},
        good={"TANGGAL_LAHIR": "1990-08-17"},
    ),
    Rule(
        code="NIK_SEX",
        severity=WARN,
        columns=("nik", "sex"),
        check=satisfies("nik_agrees_with_sex", "sex", "nik_sex"),
        text_id="JENIS_KELAMIN tidak sama dengan yang tersirat di dalam NIK",
        text_en="JENIS_KELAMIN differs from what the NIK says",
        bad={"JENIS_KELAMIN": "P"},
    ),
    NIK_DISTRICT,
    Rule(
        code="KPJ_LENGTH",
        severity=WARN,
        columns=("kpj",),
        check=matches("kpj", r"^[0-9]{11}$"),
        text_id="KPJ bukan 11 digit",
        text_en="KPJ is not 11 digits",
        bad={"KPJ": "123456789012"},
        good={"KPJ": "2345678901"},
    ),
    *(
        Rule(
            code=f"{code}_LENGTH",
            severity=WARN,
            columns=(column,),
            check=matches(column, rf"^[0-9]{{{width}}}$"),
            text_id=f"{header} bukan {width} digit; dipakai apa adanya",
            text_en=f"{header} is not {width} digits; used as it is",
            bad={header: "1" * (width + 1)},
            good={header: "1" * (width - 1)},
        )
        for code, column, header, width in (("EMPLOYER", "employer", "NPP", 8), ("PROJECT", "project", "NO_PROYEK", 13))
    ),
    Rule(
        code="AGE_RANGE",
        severity=WARN,
        columns=("birth_date", "nik"),
        check=satisfies("age_plausible", "birth_date", "nik_birth_date", "position_date"),
        text_id="Umur di bawah 15 atau di atas 100 tahun",
        text_en="Age below 15 or above 100",
        bad={"NIK": "7205011708120003", "TANGGAL_LAHIR": "17/08/2012"},
    ),
    Rule(
        code="BPU_AGE",
        severity=WARN,
        columns=("birth_date", "registered_on"),
        check=satisfies("bpu_below_65", "birth_date", "nik_birth_date", "registered_on", "segment"),
        text_id="BPU pertama kali terdaftar pada umur 65 tahun atau lebih",
        text_en="Self-employed person first registered at 65 or later",
        bad={"SEGMEN": "BPU", "NIK": "7205011708500003", "TANGGAL_LAHIR": "17/08/1950"},
        good={"SEGMEN": "BPU"},
    ),
    Rule(
        code="PAID_AFTER_END",
        severity=WARN,
        columns=("last_paid", "ends_on", "ended_on"),
        check=satisfies("not_paid_after_end", "last_paid", "ends_on", "ended_on"),
        text_id="Iuran dibayar untuk bulan sesudah kepesertaan berakhir",
        text_en="A month after the end was paid",
        bad={"TANGGAL_NONAKTIF": "15/10/2025"},
        good={"TANGGAL_NONAKTIF": "15/12/2025"},
    ),
    Rule(
        code="PAID_BEFORE_REGISTRATION",
        severity=WARN,
        columns=("last_paid", "registered_on"),
        check=satisfies("not_paid_before_registration", "last_paid", "registered_on"),
        text_id="BLTH_AKHIR sebelum TANGGAL_KEPESERTAAN",
        text_en="BLTH_AKHIR is before TANGGAL_KEPESERTAAN",
        bad={"BLTH_AKHIR": "02-2020"},
        good={"BLTH_AKHIR": "03-2020"},
    ),
    Rule(
        code="PAID_AHEAD",
        severity=WARN,
        columns=("last_paid",),
        check=not_after("last_paid", "position_date"),
        text_id="Iuran sudah dibayar untuk bulan sesudah tanggal posisi",
        text_en="A month after the position date has been paid",
        bad={"BLTH_AKHIR": "01-2026"},
    ),
    Rule(
        code="PERIOD_SEGMENT",
        severity=WARN,
        columns=("last_paid", "segment"),
        check=satisfies("period_fits_segment", *PERIODS),
        text_id="PU/BPU tanpa BLTH_AKHIR: tidak dihitung aktif",
        text_en="PU/BPU without BLTH_AKHIR: not counted as active",
        bad={"BLTH_AKHIR": "", "TANGGAL_AKHIR": "31/12/2026"},
        good={"BLTH_AKHIR": "", "TANGGAL_AKHIR": "31/12/2026", "SEGMEN": "PMI"},
    ),
    Rule(
        code="PROGRAMME_SEGMENT",
        severity=WARN,
        columns=("segment", *PROGRAMMES),
        check=satisfies("programmes_fit", "segment", *PROGRAMMES),
        text_id="Program tidak sesuai dengan segmen",
        text_en="Programmes do not fit the segment",
        bad={"SEGMEN": "BPU", "JP": "Y"},
        good={"JP": "Y"},
    ),
    Rule(
        code="CATEGORY_UNKNOWN",
        severity=WARN,
        columns=("category",),
        check=readable("category"),
        text_id="KATEGORI tidak dikenal; dicatat sebagai LAINNYA",
        text_en="KATEGORI is unknown; recorded as LAINNYA",
        bad={"KATEGORI": "ASTRONAUT"},
        good={"KATEGORI": "rt/rw"},
    ),
    Rule(
        code="FUNDER_UNKNOWN",
        severity=WARN,
        columns=("funder",),
        check=readable("funder"),
        text_id="SUMBER_DANA tidak dikenal; dicatat sebagai LAINNYA",
        text_en="SUMBER_DANA is unknown; recorded as LAINNYA",
        bad={"SUMBER_DANA": "TIDAK TAHU"},
        good={"SUMBER_DANA": "APBD"},
    ),
    Rule(
        code="VILLAGE_UNKNOWN",
        severity=WARN,
        columns=("village",),
        check=satisfies("region_known", "village", "village_region", "village__unreadable", column="village"),
        text_id="KODE_DESA tidak dikenal; dikosongkan",
        text_en="KODE_DESA is unknown; left empty",
        bad={"KODE_DESA": "72.05.01.9999"},
        good={"KODE_DESA": "7205012001"},
    ),
    Rule(
        code="WORKPLACE_UNKNOWN",
        severity=WARN,
        columns=("workplace",),
        check=satisfies("region_known", "workplace", "workplace_region", "workplace__unreadable", column="workplace"),
        text_id="KODE_KAB_KERJA tidak dikenal, atau nama di sebelahnya milik wilayah lain; dikosongkan",
        text_en="KODE_KAB_KERJA is unknown, or the name beside it is another region's; left empty",
        bad={"KODE_KAB_KERJA": "72.99"},
        good={"KODE_KAB_KERJA": "7205"},
    ),
    Rule(
        code="WAGE_RANGE",
        severity=WARN,
        columns=("wage",),
        check=between("wage", low=0, high=1_000_000_000),
        text_id="UPAH negatif atau di atas satu miliar rupiah",
        text_en="UPAH is negative or above a thousand million rupiah",
        bad={"UPAH": "2.000.000.000"},
        good={"UPAH": "Rp3.500.000,00"},
    ),
    *(
        Rule(
            code=f"{code}_UNREADABLE",
            severity=WARN,
            columns=(column,),
            check=readable(column),
            text_id=f"{header} tidak terbaca; dikosongkan",
            text_en=f"{header} cannot be read; left empty",
            bad={header: bad},
        )
        for code, column, header, bad in (
            ("BIRTH_DATE", "birth_date", "TANGGAL_LAHIR", "???"),
            ("SEX", "sex", "JENIS_KELAMIN", "???"),
            ("WAGE", "wage", "UPAH", "???"),
            ("HEAD_COUNT", "head_count", "JUMLAH_TK", "???"),
            ("EMPLOYER", "employer", "NPP", "1,50710E+07"),
            ("PROJECT", "project", "NO_PROYEK", "2,02501E+12"),
        )
    ),
    Rule(
        code="PROGRAMME_UNREADABLE",
        severity=WARN,
        columns=PROGRAMMES,
        check=satisfies("programmes_readable", *(f"{name}__unreadable" for name in PROGRAMMES)),
        text_id="JKK, JKM, JHT, JP dan JKP diisi Y atau T",
        text_en="JKK, JKM, JHT, JP and JKP are Y or T",
        bad={"JKK": "mungkin"},
        good={"JKK": "ya", "JKM": "tidak"},
    ),
    time_of_day_rule(FIELDS),
)
