"""Decide whether a header or sheet name has only known words; other words may be names of people."""

import re

from expectations.contracts import FEEDS
from expectations.contracts.codes import code_lists
from expectations.contracts.month_names import ENGLISH

PLAIN_WORDS = """
    agama aktif alamat anak ayah bank baru berkas bidang bpjs bulan cabang catatan codes column contoh daftar data
    desa divisi dokumen email enrolment file final golongan grafik guide handphone hp ibu id istri iuran jabatan
    jamsostek januari jenis juli jumlah juni kab kabupaten kandung kantor kawin kec kecamatan kelamin kelas
    kelurahan kerja ket ketenagakerjaan keterangan kewarganegaraan kode kolom kota lahir lain lainnya lama laporan
    lembar lokasi maret mei nama nik no nomor npwp pekerja pekerjaan pendidikan penjelasan pensiun perkawinan
    perusahaan peserta petunjuk pos posisi program prov provinsi rekap rekening rt rw sektor sheet status suami suku
    tabel table tahun tanggal telepon telp tempat templat tgl tipe total umur unit upah urut usaha usia versi warga
    wilayah
"""
WORDS = frozenset(PLAIN_WORDS.split()) | {
    word
    for text in (
        *(text for feed in FEEDS.values() for field in feed.fields for text in (field.header, *field.aliases)),
        *(feed.file_prefix for feed in FEEDS.values()),
        *(code.code for listed in code_lists().values() for code in listed.codes),  # sheets are named after segments
        *ENGLISH,
        *ENGLISH.values(),
    )
    for word in re.findall(r"[^\W\d_]+", text.lower())
}
MOST_DIGITS = 8  # a date; a KPJ has 11
LONGEST = 40


def is_known_text(text: str) -> bool:
    """Whether it may be shown: known words, single letters, and no more digits than a date has."""
    words, digits = re.findall(r"[^\W\d_]+", text.lower()), re.findall(r"\d", text)
    return len(text) <= LONGEST and len(digits) <= MOST_DIGITS and all(len(w) == 1 or w in WORDS for w in words)
