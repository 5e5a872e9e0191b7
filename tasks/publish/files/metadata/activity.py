"""MS-Keg: the activity from which the figures come, a compilation of administrative data."""

from datetime import date

from tasks.publish.files.metadata.forms import BY_AGENCY, BY_BPS, MS_KEG, NO, NOT_DUE, YES, Entry
from tasks.publish.files.metadata.publisher import Publisher

ACTIVITY = "Kompilasi Data Kepesertaan Jaminan Sosial Ketenagakerjaan untuk Cakupan UCJ"
BACKGROUND = (
    "Universal Coverage Jamsostek (UCJ) mengukur berapa dari pekerja yang berhak telah terlindungi jaminan sosial "
    "ketenagakerjaan. Pemerintah pusat dan daerah menetapkan target cakupan, sehingga memerlukan angka yang sama cara "
    "hitungnya untuk setiap provinsi dan kabupaten/kota."
)
PURPOSE = (
    "Menyediakan jumlah peserta aktif, cakupan terhadap pekerja yang berhak, selisih terhadap target, dan kelengkapan "
    "data untuk Indonesia, 38 provinsi, dan 514 kabupaten/kota."
)
SAMPLE = "5."  # the part of the form on samples, which a compilation has none of
CHECKS = (
    "8 - Lainnya: setiap baris diperiksa dengan aturan tertulis, berkas yang menyimpang ditahan, dan rilis diperiksa "
    "sebelum terbit"
)


def activity_entry(*, as_of: date, variables: int, publisher: Publisher) -> Entry:
    """The answers of the form; `variables`: how many MS-Var lists."""
    answers = {
        **{question.key: NOT_DUE for question in MS_KEG.questions if question.number.startswith(SAMPLE)},
        "judul_kegiatan": ACTIVITY,
        "tahun": f"{as_of.year}",
        "kode_kegiatan": BY_BPS,
        "cara_pengumpulan_data": "3 - Kompilasi Produk Administrasi",
        "sektor_kegiatan": "21 - Perlindungan Sosial dan Kesejahteraan",
        "jenis_kegiatan_statistik": "2 - Statistik Sektoral",
        "rekomendasi_bps": BY_AGENCY,
        "identitas_rekomendasi": "",
        "instansi_penyelenggara": publisher.agency,
        "alamat_penyelenggara": publisher.address,
        "telepon_penyelenggara": publisher.phone,
        "surel_penyelenggara": publisher.email,
        "faksimile_penyelenggara": "",
        "unit_eselon_1": publisher.directorate,
        "unit_eselon_2": publisher.unit,
        "jabatan_penanggung_jawab": publisher.officer,
        "latar_belakang": BACKGROUND,
        "tujuan": PURPOSE,
        "jadwal": BY_AGENCY,
        "variabel": f"{variables} variabel, lihat MS-Var",
        "kegiatan_dilakukan": "2 - Berulang",
        "frekuensi": "3 - Bulanan",
        "tipe_pengumpulan_data": "3 - Longitudinal Cross Sectional",
        "cakupan_wilayah": "1 - Seluruh Wilayah Indonesia",
        "wilayah_kegiatan": NOT_DUE,
        "metode_pengumpulan_data": "8 - Pengumpulan data sekunder",
        "sarana_pengumpulan_data": "32 - Lainnya: berkas kantor cabang (CSV, XLSX, Parquet)",
        "unit_pengumpulan_data": "1 - Individu",
        "uji_coba": NO,
        "pemeriksaan_kualitas": CHECKS,
        "penyesuaian_nonrespon": f"{NO} (kantor cabang yang belum mengirim disebut pada ucj_completeness)",
        "petugas": "1 - Staf instansi penyelenggara",
        "pendidikan_petugas": BY_AGENCY,
        "jumlah_petugas": BY_AGENCY,
        "pelatihan_petugas": BY_AGENCY,
        "tahapan_pengolahan": f"Penyuntingan: {YES}; Penyandian: {YES}; Data Entry: {NO}; Penyahihan: {YES}",
        "metode_analisis": "1 - Deskriptif",
        "unit_analisis": "1 - Individu",
        "tingkat_penyajian": "1 - Nasional; 2 - Provinsi; 3 - Kabupaten/Kota",
        "produk_kegiatan": f"Tercetak: {NO}; Digital: {YES}; Data Mikro: {NO}",
        "rencana_rilis": f"Cakupan UCJ, keadaan {as_of.isoformat()} (digital)",
    }
    return {question.key: answers[question.key] for question in MS_KEG.questions}
