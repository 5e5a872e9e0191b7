"""Rules that several feeds share.

`bad` and `good` are raw cells; they fit the example row of every feed that takes a rule up.
"""

from collections.abc import Iterator, Sequence

from expectations.contracts.checks import filled, matches, matches_not, readable, satisfies, true
from expectations.contracts.conditions import NIK_SHAPE
from expectations.contracts.schema import Field, Rule, Severity

REJECT = Severity.REJECT_ROW
WARN = Severity.WARN

ROW_RAGGED = Rule(
    code="ROW_RAGGED",
    severity=REJECT,
    columns=(),
    check=true("complete_line"),
    text_id="Jumlah kolom pada baris ini tidak sama dengan judul kolom, atau berkas terputus di baris ini",
    text_en="The line has another number of fields than the header, or the file breaks off in it",
    bad={"<line>": "one field too many"},
)

ROW_TAKEN_BACK = Rule(
    code="ROW_TAKEN_BACK",
    severity=REJECT,
    columns=("row_status", "remark", "taken_back", "is_current"),
    check=true("row_holds"),
    text_id="STATUS, KETERANGAN, tanda hapus, judul, atau nama lembar menyebut baris ini batal, ditolak, ganda, belum"
    " berlaku, atau hanya sebagian (satu jenis kelamin atau kelompok umur); hapus barisnya, atau perbaiki bila"
    " tanda itu salah",
    text_en="STATUS, KETERANGAN, a mark of deletion, a title or the name of the sheet says that this row was cancelled,"
    " turned down, is a duplicate, does not hold yet or is a part only (one sex or age group); delete the row, or"
    " correct the mark where it is wrong",
    bad={"STATUS": "DIBATALKAN"},
    good={"STATUS": "AKTIF"},
)

NIK_REJECTING = (
    Rule(
        code="NIK_AS_NUMBER",
        severity=REJECT,
        columns=("nik",),
        check=readable("nik"),
        text_id="NIK pernah disimpan sebagai angka atau berisi galat rumus; digit terakhirnya tidak dapat dipercaya:"
        " ekspor ulang dari sistem asal dengan kolom NIK berformat teks",
        text_en="The NIK was kept as a number or holds an error of a formula; its last digits cannot be trusted: export"
        " again from the source with the NIK column as text",
        bad={"NIK": "7205011708900003.0"},
        good={"NIK": "7205.0117.0890.0003"},
    ),
    Rule(
        code="NIK_LENGTH",
        severity=REJECT,
        columns=("nik",),
        check=matches("nik", NIK_SHAPE),
        text_id="NIK harus 16 digit angka; simpan kolom NIK sebagai teks",
        text_en="NIK must be 16 digits; keep the column as text",
        bad={"NIK": "720501170890003"},
        good={"NIK": "'7205011708900003"},
    ),
    Rule(
        code="NIK_DATE",
        severity=REJECT,
        columns=("nik",),
        check=satisfies("nik_date_possible", "nik", "nik_birth_date"),
        text_id="Tanggal lahir di dalam NIK tidak mungkin",
        text_en="The birth date inside the NIK is impossible",
        bad={"NIK": "7205013113900003"},
        good={"NIK": "7205015708900003", "JENIS_KELAMIN": "P"},
    ),
    Rule(
        code="NIK_SERIAL",
        severity=REJECT,
        columns=("nik",),
        check=matches_not("nik", r"^[0-9]{12}0000$"),
        text_id="Nomor urut NIK tidak boleh 0000",
        text_en="The serial of a NIK cannot be 0000",
        bad={"NIK": "7205011708900000"},
    ),
    Rule(
        code="NIK_REGION",
        severity=REJECT,
        columns=("nik",),
        check=satisfies("nik_region_known", "nik", "nik_region"),
        text_id="Empat digit pertama NIK bukan kode kabupaten/kota yang pernah ada",
        text_en="The first four digits of the NIK never were a regency",
        bad={"NIK": "7299011708900003"},
        good={"NIK": "9101011708900003"},
    ),
)

NIK_DISTRICT = Rule(
    code="NIK_DISTRICT",
    severity=WARN,
    columns=("nik",),
    check=satisfies("nik_district_known", "nik", "nik_region", "nik_district_known"),
    text_id="Enam digit pertama NIK bukan kode kecamatan yang dikenal",
    text_en="The first six digits of the NIK are no known district",
    bad={"NIK": "7205991708900003"},
)


def time_of_day_rule(fields: Sequence[Field]) -> Rule:
    """The warning about a time of day beside a date that is neither midnight nor midnight in another zone."""
    timed = [field for field in fields if field.timed]
    return Rule(
        code="TIME_OF_DAY",
        severity=WARN,
        columns=tuple(field.name for field in timed),
        check=satisfies("no_time_of_day", *(str(field.timed) for field in timed), timed=[f.timed for f in timed]),
        text_id="Tanggal disertai jam yang bukan tengah malam; jamnya diabaikan, periksa apakah tanggalnya benar",
        text_en="The date has a time of day that is not midnight; the time is left out, see whether the day is right",
        bad={timed[0].header: "2020-03-01 13:05:00"},
        good={timed[0].header: "2020-03-01 00:00:00"},
    )


def region_rules(*, villages: bool = False) -> tuple[Rule, ...]:
    """What begins the rules of every feed about regions; `villages`: a village is a region too."""
    known = satisfies(
        "region_known", "region", "region_region", "region__unreadable", column="region", villages=villages
    )
    return (
        ROW_RAGGED,
        Rule(
            code="REGION_MISSING",
            severity=REJECT,
            columns=("region",),
            check=filled("region"),
            text_id="KODE_WILAYAH kosong",
            text_en="KODE_WILAYAH is missing",
            bad={"KODE_WILAYAH": ""},
        ),
        Rule(
            code="REGION_UNKNOWN",
            severity=REJECT,
            columns=("region",),
            check=known,
            text_id="KODE_WILAYAH tidak dikenal, atau nama di sebelahnya milik wilayah lain",
            text_en="KODE_WILAYAH is unknown, or the name beside it is another region's",
            bad={"KODE_WILAYAH": "72.99"},
            good={"KODE_WILAYAH": "7205012001" if villages else "7205"},
        ),
    )


def published_text_rules(fields: Sequence[Field]) -> Iterator[Rule]:
    """What holds for every free text that is published, as the release gate has it."""
    for field in fields:
        if not field.is_published_text:
            continue
        column, header = field.name, field.header
        yield Rule(
            code=f"{column.upper()}_NUMBER",
            severity=REJECT,
            columns=(column,),
            check=satisfies("has_no_long_number", column, column=column),
            text_id=f"{header} diterbitkan dan memuat 11 angka atau lebih berturut-turut, sepanjang NIK atau nomor "
            "kartu; tanda baca tidak memisahkan angka, pakai kata",
            text_en=f"{header} is published and holds 11 digits or more in a row, as many as a NIK or card number; "
            "signs do not separate digits, use words",
            bad={header: "rilis 7205.01.170890-0003"},
            good={} if field.code_list else {header: "No. 560/1234 Tahun 2025"},
        )
        yield Rule(
            code=f"{column.upper()}_FORMULA",
            severity=REJECT,
            columns=(column,),
            check=satisfies("is_no_formula", column, column=column),
            text_id=f"{header} diterbitkan dan diawali =, +, - atau @ seperti rumus lembar kerja",
            text_en=f"{header} is published and begins with =, +, - or @ like a formula of a spreadsheet",
            bad={header: "=1+1"},
            good={} if field.code_list else {header: "-1,5"},
        )
