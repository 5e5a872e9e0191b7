"""The three forms of statistical metadata: MS-Keg (activity), MS-Var (variables), MS-Ind (indicators).

Source: Peraturan BPS Nomor 5 Tahun 2020 tentang Petunjuk Teknis Metadata Statistik, under Perpres 39/2019 (Satu Data
Indonesia). Numbers and words are those of the forms, in Indonesian as they are filed; the head of MS-Keg, which has no
numbers there, is counted from 0.1.
"""

from collections.abc import Mapping
from dataclasses import dataclass

REGULATION = "Peraturan BPS Nomor 5 Tahun 2020"
BY_AGENCY = "[DIISI PENYELENGGARA]"  # the system cannot know it; a setting of `[publisher]` fills most of them
BY_BPS = "[DIISI PETUGAS BPS]"
NOT_DUE = "Tidak ditanyakan"  # a question that another answer makes void
YES, NO = "1 - Ya", "2 - Tidak"

Entry = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class FormQuestion:
    """A question of a form. number: as the form has it, of a column or of a line; key: its name in JSON.

    required: an empty answer is not accepted; `BY_AGENCY`, `BY_BPS` and `NOT_DUE` mark who still answers, or why
    nobody does.
    """

    number: str
    key: str
    label: str
    required: bool = True


@dataclass(frozen=True, kw_only=True)
class MetadataForm:
    """One of the forms: one entry for each variable or indicator, or a single one for the activity."""

    code: str
    title: str
    questions: tuple[FormQuestion, ...]


def _questions(*rows: str) -> tuple[FormQuestion, ...]:
    """From lines `number | key | label`; a key that ends in `?` need not be answered."""
    split = [tuple(part.strip() for part in row.split("|")) for row in rows]
    return tuple(
        FormQuestion(number=number, key=key.rstrip("?"), label=label, required=not key.endswith("?"))
        for number, key, label in split
    )


MS_KEG = MetadataForm(
    code="MS-Keg",
    title="Metadata Statistik Kegiatan",
    questions=_questions(
        "0.1 | judul_kegiatan | Judul Kegiatan",
        "0.2 | tahun | Tahun",
        "0.3 | kode_kegiatan | Kode Kegiatan (diisi oleh petugas)",
        "0.4 | cara_pengumpulan_data | Cara Pengumpulan Data",
        "0.5 | sektor_kegiatan | Sektor Kegiatan",
        "0.6 | jenis_kegiatan_statistik | Jenis Kegiatan Statistik",
        "0.7 | rekomendasi_bps | Jika statistik sektoral, apakah mendapatkan rekomendasi kegiatan statistik dari BPS?",
        "0.8 | identitas_rekomendasi? | Jika ya, Identitas Rekomendasi",
        "1.1 | instansi_penyelenggara | Instansi Penyelenggara",
        "1.2 | alamat_penyelenggara | Alamat Lengkap Instansi Penyelenggara",
        "1.2a | telepon_penyelenggara | Telepon",
        "1.2b | surel_penyelenggara | E-mail",
        "1.2c | faksimile_penyelenggara? | Faksimile",
        "2.1a | unit_eselon_1 | Unit Eselon Penanggung Jawab: Eselon 1",
        "2.1b | unit_eselon_2 | Unit Eselon Penanggung Jawab: Eselon 2",
        "2.2 | jabatan_penanggung_jawab | Penanggung Jawab Teknis (setingkat Eselon 3): Jabatan",
        "3.1 | latar_belakang | Latar Belakang Kegiatan",
        "3.2 | tujuan | Tujuan Kegiatan",
        "3.3 | jadwal | Rencana Jadwal Kegiatan",
        "3.4 | variabel | Variabel (Karakteristik) yang Dikumpulkan",
        "4.1 | kegiatan_dilakukan | Kegiatan Ini Dilakukan",
        "4.2 | frekuensi | Frekuensi Penyelenggaraan",
        "4.3 | tipe_pengumpulan_data | Tipe Pengumpulan Data",
        "4.4 | cakupan_wilayah | Cakupan Wilayah Pengumpulan Data",
        "4.5 | wilayah_kegiatan | Jika sebagian wilayah Indonesia, Wilayah Kegiatan",
        "4.6 | metode_pengumpulan_data | Metode Pengumpulan Data",
        "4.7 | sarana_pengumpulan_data | Sarana Pengumpulan Data",
        "4.8 | unit_pengumpulan_data | Unit Pengumpulan Data",
        "5.1 | rancangan_sampel | Jenis Rancangan Sampel (5.1 sampai 5.8 diisi jika survei)",
        "5.2 | pemilihan_sampel | Metode Pemilihan Sampel Tahap Terakhir",
        "5.3 | metode_sampel | Metode yang Digunakan",
        "5.4 | kerangka_sampel | Kerangka Sampel Tahap Terakhir",
        "5.5 | fraksi_sampel | Fraksi Sampel Keseluruhan",
        "5.6 | sampling_error | Nilai Perkiraan Sampling Error Variabel Utama",
        "5.7 | unit_sampel | Unit Sampel",
        "5.8 | unit_observasi | Unit Observasi",
        "6.1 | uji_coba | Apakah Melakukan Uji Coba (Pilot Survey)?",
        "6.2 | pemeriksaan_kualitas | Metode Pemeriksaan Kualitas Pengumpulan Data",
        "6.3 | penyesuaian_nonrespon | Apakah Melakukan Penyesuaian Nonrespon?",
        "6.4 | petugas | Petugas Pengumpulan Data",
        "6.5 | pendidikan_petugas | Persyaratan Pendidikan Terendah Petugas Pengumpulan Data",
        "6.6 | jumlah_petugas | Jumlah Petugas",
        "6.7 | pelatihan_petugas | Apakah Melakukan Pelatihan Petugas?",
        "7.1 | tahapan_pengolahan | Tahapan Pengolahan Data",
        "7.2 | metode_analisis | Metode Analisis",
        "7.3 | unit_analisis | Unit Analisis",
        "7.4 | tingkat_penyajian | Tingkat Penyajian Hasil Analisis",
        "8.1 | produk_kegiatan | Produk Kegiatan yang Tersedia untuk Umum",
        "8.2 | rencana_rilis | Judul dan Rencana Rilis Produk Kegiatan",
    ),
)
MS_VAR = MetadataForm(
    code="MS-Var",
    title="Metadata Statistik Variabel",
    questions=_questions(
        "1 | nomor | No.",
        "2 | nama_variabel | Nama Variabel",
        "3 | alias | Alias",
        "4 | konsep | Konsep",
        "5 | definisi | Definisi",
        "6 | referensi_pemilihan | Referensi Pemilihan",
        "7 | referensi_waktu | Referensi Waktu",
        "8 | tipe_data | Tipe Data",
        "9 | klasifikasi_isian | Klasifikasi Isian",
        "10 | aturan_validasi | Aturan Validasi",
        "11 | kalimat_pertanyaan | Kalimat Pertanyaan",
        "12 | akses_umum | Apakah Kolom (2) Dapat Diakses Umum?",
    ),
)
MS_IND = MetadataForm(
    code="MS-Ind",
    title="Metadata Statistik Indikator",
    questions=_questions(
        "1 | nomor | No.",
        "2 | nama_indikator | Nama Indikator",
        "3 | konsep | Konsep",
        "4 | definisi | Definisi",
        "5 | interpretasi | Interpretasi",
        "6 | rumus | Metode/Rumus Penghitungan",
        "7 | ukuran | Ukuran",
        "8 | satuan | Satuan",
        "9 | klasifikasi_penyajian | Klasifikasi Penyajian",
        "10 | indikator_komposit | Apakah Indikator Komposit?",
        "11 | publikasi_indikator_pembangun | Jika komposit, Indikator Pembangun: Publikasi Ketersediaan",
        "12 | nama_indikator_pembangun | Jika komposit, Indikator Pembangun: Nama",
        "13 | kegiatan_penghasil | Jika bukan komposit, Variabel Pembangun: Kegiatan Penghasil",
        "14 | kode_kegiatan | Kode Kegiatan (diisi oleh petugas)",
        "15 | nama_variabel_pembangun | Jika bukan komposit, Variabel Pembangun: Nama",
        "16 | level_estimasi | Level Estimasi",
        "17 | akses_umum | Apakah Kolom (2) Dapat Diakses Umum?",
        "- | kode_metrik | Kode metrik dalam rilis ini (di luar formulir)",
        "- | kode_indikator_nasional? | Kode indikator nasional dan TPB/SDG (di luar formulir)",
    ),
)
FORMS = (MS_KEG, MS_VAR, MS_IND)
