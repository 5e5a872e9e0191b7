"""What holds a whole file until an operator approves it: it differs as a whole from what came before."""

from expectations.contracts.schema import FileRule, Severity

HOLDS: tuple[FileRule, ...] = (
    FileRule(
        code="ROW_COUNT_JUMP",
        severity=Severity.HOLD_FILE,
        text_id="Jumlah baris jauh berbeda dari posisi sebelumnya; berkas ditahan sampai disetujui pengelola",
        text_en="The number of rows is far from the earlier position; the file is held until the operator approves",
    ),
    FileRule(
        code="ENDED_SHARE",
        severity=Severity.HOLD_FILE,
        text_id="Bagian kepesertaan yang berakhir (TANGGAL_NONAKTIF) jauh berbeda dari posisi sebelumnya atau hampir"
        " seluruh berkas; periksa kolom itu, lalu kirim berkas yang benar atau minta persetujuan pengelola",
        text_en="The share of registrations that ended (TANGGAL_NONAKTIF) is far from the earlier position, or is"
        " almost the whole file; check the column, then send the right file or ask the operator to approve",
    ),
    FileRule(
        code="LAPSED_SHARE",
        severity=Severity.HOLD_FILE,
        text_id="Bagian peserta yang menunggak terlalu lama jauh berbeda dari posisi sebelumnya atau hampir seluruh"
        " berkas; periksa BLTH_AKHIR dan TANGGAL_AKHIR, lalu kirim berkas yang benar atau minta persetujuan pengelola",
        text_en="The share of registrations that lapsed is far from the earlier position, or is almost the whole file;"
        " check BLTH_AKHIR and TANGGAL_AKHIR, then send the right file or ask the operator to approve",
    ),
    FileRule(
        code="NOT_BEGUN_SHARE",
        severity=Severity.HOLD_FILE,
        text_id="Banyak kepesertaan baru mulai sesudah tanggal posisi; periksa TANGGAL_KEPESERTAAN dan tanggal pada"
        " nama berkas, lalu kirim berkas yang benar atau minta persetujuan pengelola",
        text_en="Many registrations begin after the position date only; check TANGGAL_KEPESERTAAN and the date in the"
        " file name, then send the right file or ask the operator to approve",
    ),
    FileRule(
        code="WARNED_SHARE",
        severity=Severity.HOLD_FILE,
        text_id="Satu peringatan mengenai jauh lebih banyak baris daripada biasanya; lihat aturan itu di tanda terima,"
        " lalu kirim berkas yang benar atau minta persetujuan pengelola",
        text_en="One warning concerns far more rows than is usual; look at that rule in the receipt, then send the"
        " right file or ask the operator to approve",
    ),
    FileRule(
        code="COLUMN_UNIFORM",
        severity=Severity.HOLD_FILE,
        text_id="Satu kolom berisi nilai yang sama atau kosong di semua baris, padahal pada posisi sebelumnya tidak;"
        " periksa kolom itu, lalu kirim berkas yang benar atau minta persetujuan pengelola",
        text_en="A column holds the same value, or nothing, in every row, and did not in the earlier position; check"
        " the column, then send the right file or ask the operator to approve",
    ),
    FileRule(
        code="REGENCIES_FAR",
        severity=Severity.HOLD_FILE,
        text_id="NIK dalam berkas berasal dari kabupaten/kota lain daripada posisi sebelumnya; periksa apakah ini"
        " berkas cabang yang benar, lalu kirim berkas yang benar atau minta persetujuan pengelola",
        text_en="The NIKs in the file come from other regencies than in the earlier position; check that it is the file"
        " of this branch, then send the right file or ask the operator to approve",
    ),
    FileRule(
        code="RECAP_DIFFERS",
        severity=Severity.HOLD_FILE,
        text_id="Baris JUMLAH atau TOTAL tidak sama dengan jumlah kolomnya atau dengan jumlah baris; mungkin ada baris"
        " yang hilang atau angka yang salah tulis; periksa, lalu kirim berkas yang benar atau minta persetujuan"
        " pengelola",
        text_en="The JUMLAH or TOTAL row is not the sum of its column, or not the number of rows; rows may be missing"
        " or numbers written wrongly; check, then send the right file or ask the operator to approve",
    ),
    FileRule(
        code="ROWS_AT_LIMIT",
        severity=Severity.HOLD_FILE,
        text_id="Tabel berakhir tepat di baris terakhir yang dapat dimuat lembar kerja (65.536 atau 1.048.576); baris"
        " sesudahnya mungkin hilang. Ekspor ulang sebagai CSV langsung dari sistem asal, atau minta persetujuan"
        " pengelola",
        text_en="The table ends in the very last row that a spreadsheet can hold (65,536 or 1,048,576); rows after it"
        " may be lost. Export again as CSV straight from the source, or ask the operator to approve",
    ),
    FileRule(
        code="DATE_DIFFERS",
        severity=Severity.HOLD_FILE,
        text_id="Isi berkas (TANGGAL_KEPESERTAAN, BLTH_AKHIR, judul tabel, atau kolom periode) menunjukkan tanggal"
        " posisi lain daripada nama berkas. Tanggal mana yang benar?",
        text_en="The content (TANGGAL_KEPESERTAAN, BLTH_AKHIR, the title, or a column of the period) shows another"
        " position date than the file name. Which date is right?",
    ),
    FileRule(
        code="WITHDRAWN_BEFORE",
        severity=Severity.HOLD_FILE,
        text_id="Isi yang sama untuk tanggal posisi ini sudah ditarik oleh pengelola; berkas ditahan sampai disetujui",
        text_en="The operator withdrew the same content for this position date; the file is held until he approves",
    ),
)
