"""What was published of each case, word for word as the printed sheets of its regions say it."""

from dataclasses import dataclass
from datetime import date

from demo.published_cases import AFTER, BEFORE, DECEMBER, FEBRUARY, FEBRUARY_2023, JUNE_2021, MAY_2024


@dataclass(frozen=True)
class SheetText:
    """Texts that stand on the sheet of a region in one edition and language as of a day, and texts that do not."""

    as_of: date
    region: str
    says: tuple[str, ...]
    language: str = "id"
    edition: str = "public"
    never: tuple[str, ...] = ()


SHEETS: dict[str, tuple[SheetText, ...]] = {
    "sulawesi-tengah-2021": (
        SheetText(
            JUNE_2021,
            "72",
            (
                "16,05 % pekerja yang berhak terlindungi: 231.146 dari 1.440.162 orang",
                "Belum terlindungi 1.209.016",
                "Kabupaten Morowali 73.500 75.000 98,00 % 1",
            ),
        ),
        SheetText(
            JUNE_2021,
            "72",
            ("16.05 % of eligible workers are covered: 231,146 of 1,440,162 people", "Not covered 1,209,016"),
            language="en",
        ),
        SheetText(JUNE_2021, "72.06", ("98,00 % pekerja yang berhak terlindungi: 73.500 dari 75.000 orang",)),
    ),
    "sarolangun-2024": (
        SheetText(
            BEFORE, "15.03", ("41,02 % pekerja yang berhak terlindungi: 44.546 dari 108.595 orang",), never=("27.214",)
        ),
        SheetText(
            AFTER,
            "15.03",
            (
                "66,08 % pekerja yang berhak terlindungi: 71.760 dari 108.595 orang",
                "Peringkat dalam provinsi 1 (perubahan +3)",
                "27.214 peserta baru sejak 31 Oktober 2024 yang dibiayai APBD kabupaten/kota menaikkan cakupan",
                "cakupan dari 41,02 % menjadi 66,08 %",
                "APBD kabupaten/kota Pekerja rentan 20.000 18,42",
                "APBD kabupaten/kota Petugas pemilu 7.214 6,64",
            ),
        ),
    ),
    "sijunjung-2022": (
        SheetText(FEBRUARY, "13.03", ("18,18 % pekerja yang berhak terlindungi",)),
        SheetText(
            DECEMBER,
            "13.03",
            (
                "20,00 % pekerja yang berhak terlindungi: 23.218 dari 116.090 orang",
                "basis NIK",
                "Penerima upah 12.318 ",
                "Bukan penerima upah 10.900 ",
                "APBD kabupaten/kota Pekerja rentan 1.333 ",
                "sejak 28 Februari 2022",
            ),
        ),
    ),
    "muna-barat-2023": (
        SheetText(
            FEBRUARY_2023,
            "74.13",
            (
                "12.694 pekerja terlindungi; jumlah pekerja yang berhak tidak tersedia",
                "Pegawai non-ASN 2.270 2.270 100,00 %",
                "Pekerja rentan 10.424 ",
            ),
        ),
    ),
    "buol-2024": (
        SheetText(
            MAY_2024,
            "72.05",
            (
                "Pegawai non-ASN 1.860 1.860 100,00 %",
                "Perangkat desa 1.000 878 87,80 %",
                "60 dari 115 desa mencapai target 100 pekerja rentan per desa",
                "Jaminan kematian [c] [c]",
            ),
            never=("42.000.000", "78.000.000", "TERBATAS"),
        ),
        SheetText(
            MAY_2024,
            "72.05",
            (
                "TERBATAS",
                "Rp78.000.000 dibayarkan sejak 1 Mei 2024",
                "Jaminan kematian 1 42.000.000",
                "Beasiswa anak 1 36.000.000",
            ),
            edition="restricted",
        ),
    ),
}
