"""What refuses or holds a whole file: stable codes with their texts; each text says what to do."""

from expectations.contracts.held_files import HOLDS
from expectations.contracts.schema import FileRule, Severity

REFUSALS: tuple[FileRule, ...] = (
    FileRule(
        code="NAME_INVALID",
        text_id="Nama berkas tidak sesuai; pakai JENIS_CABANG_TANGGAL dengan tanggal posisi TTTTBBHH, misalnya "
        "PESERTA_K01_20260131.csv (revisi pertama: PESERTA_K01_20260131_R1.csv); akhiran csv, csv.gz, xlsx, parquet "
        "atau zip",
        text_en="The file name is not of the form FEED_BRANCH_DATE with the position date as YYYYMMDD, for example "
        "PESERTA_K01_20260131.csv (first revision: PESERTA_K01_20260131_R1.csv); endings csv, csv.gz, xlsx, parquet "
        "or zip",
    ),
    FileRule(
        code="POSITION_IN_FUTURE",
        text_id="Tanggal posisi pada nama berkas sesudah hari ini",
        text_en="The position date in the file name is after today",
    ),
    FileRule(
        code="BRANCH_NOT_LISTED",
        text_id="Kode cabang tidak ada di daftar cabang; hubungi pengelola",
        text_en="The branch code is not in the branch list; ask the operator",
    ),
    FileRule(
        code="BRANCH_MISMATCH",
        text_id="Kode cabang pada nama berkas berbeda dengan folder pengirim",
        text_en="The branch code in the file name differs from the folder of the sender",
    ),
    FileRule(
        code="FEED_NOT_ALLOWED",
        text_id="Cabang ini tidak mengirim jenis berkas ini menurut daftar cabang",
        text_en="This branch does not deliver this kind of file according to the branch list",
    ),
    FileRule(
        code="TOO_LARGE",
        text_id="Berkas atau isinya terlalu besar; hubungi pengelola",
        text_en="The file or what it unpacks to is too large; ask the operator",
    ),
    FileRule(code="EMPTY", text_id="Berkas kosong; ekspor ulang", text_en="The file is empty; export it again"),
    FileRule(
        code="ENCRYPTED",
        text_id="Berkas dikunci kata sandi; simpan sebagai XLSX atau CSV tanpa sandi",
        text_en="The file has a password; save it as XLSX or CSV without a password",
    ),
    FileRule(
        code="FORMAT_OTHER",
        text_id="Isi berkas bukan CSV, XLSX atau Parquet, apa pun nama berkasnya; mengganti nama saja tidak cukup,"
        " ekspor ulang seperti disebut di bawah",
        text_en="The content is not CSV, XLSX or Parquet, whatever the file is called; a new name is not enough, export"
        " it again as said below",
    ),
    FileRule(
        code="CONTAINER_METHOD",
        text_id="Arsip ZIP dipadatkan dengan metode yang tidak terbaca; padatkan ulang dengan metode Deflate, atau"
        " kirim CSV.gz atau XLSX tanpa ZIP",
        text_en="The ZIP is packed by a method that cannot be read; pack it again with Deflate, or send CSV.gz or XLSX"
        " without a ZIP",
    ),
    FileRule(
        code="MEMBER_NAME_DIFFERS",
        text_id="Nama berkas di dalam arsip menyebut jenis, cabang atau tanggal lain dari nama arsipnya; periksa apakah"
        " isinya benar, lalu padatkan ulang",
        text_en="The name of the file inside the archive says another feed, branch or date than the archive's own name;"
        " look whether the content is the right one, then pack it again",
    ),
    FileRule(
        code="CONTAINER_BROKEN",
        text_id="Berkas arsip rusak atau terpotong; kirim ulang",
        text_en="The compressed file is broken or cut off; send it again",
    ),
    FileRule(
        code="CONTAINER_MEMBERS",
        text_id="Arsip ZIP harus berisi tepat satu berkas tanpa folder; padatkan ulang hanya berkas datanya",
        text_en="A ZIP must hold exactly one file and no folders; pack only the data file again",
    ),
    FileRule(
        code="NOT_READABLE",
        text_id="Isi berkas tidak terbaca sebagai CSV, XLSX atau Parquet; ekspor ulang",
        text_en="The content cannot be read as CSV, XLSX or Parquet; export it again",
    ),
    FileRule(
        code="FILE_UNREADABLE_BY_LIMITS",
        text_id="Membaca berkas memerlukan memori atau waktu jauh melebihi ukurannya, atau berkas rusak; ekspor ulang"
        " dari sistem asal, atau salin tabelnya saja ke buku kerja baru, lalu kirim ulang",
        text_en="Reading the file takes far more memory or time than its size allows, or it is damaged; export it again"
        " from the source, or copy only its table into a new workbook, and send it again",
    ),
    FileRule(
        code="HEADER_NOT_FOUND",
        text_id="Baris judul kolom tidak ditemukan pada 50 baris pertama; pakai judul kolom dari templat",
        text_en="No header row was found in the first 50 rows; use the headers of the template",
    ),
    FileRule(code="COLUMN_MISSING", text_id="Kolom wajib tidak ada", text_en="A required column is missing"),
    FileRule(code="COLUMN_TWICE", text_id="Kolom yang sama ada dua kali", text_en="The same column is there twice"),
    FileRule(
        code="SHEETS_DIFFER",
        text_id="Beberapa lembar memuat baris data, tetapi kolomnya tidak sama; satukan semua baris di satu lembar di"
        " bawah judul kolom templat, atau samakan judul kolom semua lembar, lalu kirim ulang",
        text_en="Several sheets hold rows of data, but not with the same columns; put all rows on one sheet under the"
        " headers of the template, or give all sheets the same headers, then send the file again",
    ),
    FileRule(
        code="SHEETS_OVERLAP",
        text_id="Dua lembar memuat sebagian besar data yang sama, mungkin dari dua tanggal; sisakan satu lembar dengan"
        " posisi tanggal pada nama berkas, lalu kirim ulang",
        text_en="Two sheets hold mostly the same records, perhaps of two dates; keep the one sheet with the position of"
        " the date in the file name, then send the file again",
    ),
    FileRule(
        code="SHEET_WITHOUT_HEADER",
        text_id="Sebuah lembar memuat baris seperti data tanpa judul kolom; satukan semua baris di satu lembar di bawah"
        " satu judul kolom, atau hapus lembar itu, lalu kirim ulang",
        text_en="A sheet holds rows that look like data without a header; put all rows on one sheet under one header,"
        " or delete that sheet, then send the file again",
    ),
    FileRule(
        code="COLUMN_UNCERTAIN",
        text_id="Judul kolom mirip dengan kolom templat yang tidak ada di berkas ini; bila itu kolomnya, tulis judulnya"
        " seperti di templat; bila bukan, hapus kolom itu; lalu kirim ulang",
        text_en="A header is near one of the template that the file lacks; if it is that column, write its header as in"
        " the template; if it is not, delete the column; then send the file again",
    ),
    FileRule(
        code="SECOND_TABLE",
        text_id="Pada baris yang disebut ada tabel lain yang mungkin memuat peserta, tanpa semua kolom wajib; satukan"
        " semua baris di bawah satu judul kolom seperti di templat, lalu kirim ulang",
        text_en="The rows named hold another table that may hold records, without all required columns; put all rows"
        " under one header as in the template, then send the file again",
    ),
    FileRule(
        code="ROWS_ABOVE_HEADER",
        text_id="Ada baris data di atas judul kolom; pindahkan judul kolom ke atas semua baris data, lalu kirim ulang",
        text_en="There are rows of data above the header; put the header above all rows of data, then send the file"
        " again",
    ),
    FileRule(
        code="COLUMNS_DIFFER",
        text_id="Susunan kolom berbeda dari templat; pakai judul kolom dari templat",
        text_en="The columns differ from the template; use the headers of the template",
    ),
    FileRule(
        code="TOO_MANY_COLUMNS",
        text_id="Berkas memuat lebih dari 16.384 kolom; ekspor ulang dengan kolom templat saja",
        text_en="The file has more than 16,384 columns; export it again with the columns of the template only",
    ),
    FileRule(
        code="STRAY_CELL",
        text_id="Ada sel terisi jauh di luar tabel; hapus baris di bawah dan kolom di kanan tabel, lalu simpan ulang",
        text_en="A cell far outside the table is filled; delete the rows below and the columns right of the table, then"
        " save again",
    ),
    FileRule(code="NO_ROWS", text_id="Berkas hanya berisi judul kolom", text_en="The file holds a header and no rows"),
    FileRule(
        code="NIK_EXCEL_DAMAGE",
        text_id="Digit terakhir NIK hilang karena disimpan sebagai angka di Excel; ekspor ulang dari sistem asal"
        " dengan kolom NIK berformat teks",
        text_en="The last digit of the NIKs was lost because Excel kept them as numbers; export again from the source"
        " with the NIK column as text",
    ),
    FileRule(
        code="IDENTIFIER_AS_NUMBER",
        text_id="Nomor (KPJ atau NO_KLAIM) rusak karena disimpan sebagai angka; ekspor ulang dari sistem asal"
        " dengan kolom itu berformat teks",
        text_en="Numbers (KPJ or NO_KLAIM) were damaged when they were kept as numbers; export again from the source"
        " with the column as text",
    ),
    FileRule(
        code="DATE_ORDER_UNCLEAR",
        text_id="Urutan hari dan bulan pada satu kolom tidak pasti: sebagian baris menunjukkan hari dahulu (day-first),"
        " sebagian bulan dahulu (month-first) atau tahun dahulu (year-first), atau semua tahun tinggal 19 dan 20"
        " seperti tahun yang terpotong (yy / yyyy); ekspor ulang dengan tanggal HH/BB/TTTT dan bulan BB-TTTT di semua"
        " baris",
        text_en="The order of day and month in a column is not certain: some rows show day first, some month first or"
        " year first, or all years are 19 and 20, as years that were cut off (yy / yyyy); export again with dates as"
        " DD/MM/YYYY and months as MM-YYYY in every row",
    ),
    FileRule(
        code="AMOUNT_SEPARATORS_UNCLEAR",
        text_id="Arti titik dan koma pada satu kolom angka tidak pasti (ribuan atau desimal); ekspor ulang tanpa"
        " pemisah ribuan, misalnya 3500000",
        text_en="What dots and commas mean in a column of numbers is not certain (thousands or decimals); export again"
        " without thousands separators, for example 3500000",
    ),
    FileRule(
        code="NUMBERS_IN_UNITS",
        text_id="Baris di atas, di dalam atau di bawah tabel menyebut angka dalam ribuan, jutaan atau miliaran; tulis"
        " angka penuh (555154, bukan 555), hapus keterangan satuan itu, lalu kirim ulang",
        text_en="A line above, within or below the table says that numbers stand in thousands or millions; write them"
        " in full (555154, not 555), delete the line on units, then send the file again",
    ),
    FileRule(
        code="CURRENCY_OTHER",
        text_id="Baris di atas, di dalam atau di bawah tabel menyebut mata uang selain rupiah; tulis nilai dalam"
        " rupiah, hapus keterangan itu, lalu kirim ulang",
        text_en="A line above, within or below the table names another currency than rupiah; write amounts in rupiah,"
        " delete the line, then send the file again",
    ),
    FileRule(
        code="TARGET_AS_SHARE",
        text_id="Semua target paling tinggi 1,5: apakah ini bagian (0,5215) dan bukan persen (52,15)? Tulis dalam"
        " persen; bila memang serendah itu, tulis dengan tanda %, misalnya 1,2 %",
        text_en="No target is above 1.5: are these shares (0.5215) and not percentages (52.15)? Write percentages;"
        " where they are as low as that, write them with a sign, for example 1.2 %",
    ),
    FileRule(
        code="REGION_NAMES_DIFFER",
        text_id="Kebanyakan kode wilayah tidak sesuai dengan nama wilayah di sebelahnya; kode BPS bukan kode"
        " Kemendagri. Pakai kode Kemendagri, atau beri judul KODE_BPS pada kolom berisi kode BPS, lalu kirim ulang",
        text_en="Most codes of regions do not fit the names beside them; codes of BPS are not those of Kemendagri. Use"
        " Kemendagri's, or name a column with codes of BPS KODE_BPS, and send the file again",
    ),
    FileRule(
        code="TOO_MANY_REJECTS",
        text_id="Terlalu banyak baris ditolak, maka seluruh berkas ditolak; perbaiki dan kirim ulang",
        text_en="Too many rows were rejected, so the whole file is refused; correct it and send it again",
    ),
)
OF_OPERATORS: tuple[FileRule, ...] = (  # decided by hand, or waiting for that after faults of the system
    FileRule(
        code="WITHDRAWN_BY_OPERATOR",
        text_id="Kiriman ditarik oleh pengelola; lihat catatannya. Posisi sebelumnya untuk tanggal itu berlaku lagi",
        text_en="The operator withdrew the delivery; see the note. The position before it for that date holds again",
    ),
    FileRule(
        code="MOVED_BY_OPERATOR",
        text_id="Pengelola memindahkan isi berkas ini ke tanggal posisi yang benar; lihat catatannya",
        text_en="The operator moved the content of this file to the right position date; see the note",
    ),
    FileRule(
        code="REFUSED_BY_OPERATOR",
        text_id="Berkas ditolak oleh pengelola; lihat catatannya, perbaiki dan kirim ulang",
        text_en="The operator refused the file; see the note, correct it and send it again",
    ),
    FileRule(
        code="GIVEN_UP",
        severity=Severity.HOLD_FILE,
        text_id="Berkas berulang kali gagal diproses karena gangguan sistem; menunggu pengelola,"
        " tidak perlu dikirim ulang",
        text_en="A system fault kept the file from being processed several times; it waits for the operator,"
        " not for you",
    ),
)
FILE_RULES = (*REFUSALS, *HOLDS, *OF_OPERATORS)
FILE_RULE = {rule.code: rule for rule in FILE_RULES}
