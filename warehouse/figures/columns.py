"""Columns that several tables of figures share, each with its texts, declared once."""

import polars as pl

from expectations.contracts.codes import code_lists
from settings import SEGMENTS
from warehouse.dimensions.closed_lists import BASES, CLASSES, COMPARISONS, FUNDER_NOT_STATED, LEVELS, PROGRAMMES
from warehouse.figures.schema import Column, Percent, Text

FUNDERS = (*(entry.code for entry in code_lists()["SUMBER_DANA"].codes), FUNDER_NOT_STATED)
CATEGORIES = tuple(entry.code for entry in code_lists()["KATEGORI"].codes)
REGION_CODE = r"^(ID|[0-9]{2}(\.[0-9]{2})?)$"

AS_OF = Column(
    name="as_of",
    dtype=pl.Date(),
    title=Text(id="Per tanggal", en="As-of date"),
    description=Text(
        id="Tanggal keadaan yang diukur, bukan tanggal penghitungan.",
        en="The date whose state is measured, not the date of computation.",
    ),
)
LEVEL = Column(
    name="level",
    dtype=pl.String(),
    title=Text(id="Tingkat wilayah", en="Level of the region"),
    description=Text(
        id="national = Indonesia, province = provinsi, regency = kabupaten/kota.",
        en="national = Indonesia, province, regency = regency or city.",
    ),
    values=LEVELS,
)
REGION = Column(
    name="region_code",
    dtype=pl.String(),
    title=Text(id="Kode wilayah", en="Region code"),
    description=Text(
        id="Kode Kemendagri bertitik (72, 72.05); Indonesia = ID.",
        en="Dotted code of the Ministry of Home Affairs (72, 72.05); Indonesia = ID.",
    ),
    pattern=REGION_CODE,
    length=5,
)
BASIS = Column(
    name="basis",
    dtype=pl.String(),
    title=Text(id="Basis wilayah", en="Basis of the region"),
    description=Text(
        id="Wilayah seseorang menurut NIK (nik), menurut NIK dengan kabupaten pemekaran dipisahkan (nik_adjusted), "
        "menurut "
        "domisili (domicile) atau tempat kerja (workplace). Angka dari basis yang berbeda tidak boleh dijumlahkan "
        "atau dibandingkan.",
        en="A person's region by NIK (nik), by NIK with split regencies set apart (nik_adjusted), by home (domicile) "
        "or by "
        "place of work (workplace). "
        "Figures on different bases must not be added or compared.",
    ),
    values=BASES,
)
SEGMENT = Column(
    name="segment",
    dtype=pl.String(),
    title=Text(id="Segmen", en="Segment"),
    description=Text(
        id="PU = penerima upah, BPU = bukan penerima upah, JAKON = jasa konstruksi, PMI = pekerja migran Indonesia.",
        en="PU = wage earners, BPU = self-employed, JAKON = construction projects, PMI = migrant workers.",
    ),
    values=SEGMENTS,
)
ACTIVE = Column(
    name="active",
    dtype=pl.Int64(),
    title=Text(id="Peserta aktif", en="Active people"),
    description=Text(
        id="Orang yang terlindungi pada tanggal ini, termasuk yang menunggak dalam masa tenggang. "
        "Satu NIK dihitung satu kali.",
        en="People protected on this date, those in arrears within the grace period included. One NIK counts once.",
    ),
    unit="people",
    minimum=0,
)
ACTIVE_STRICT = Column(
    name="active_strict",
    dtype=pl.Int64(),
    title=Text(id="Aktif tanpa tunggakan", en="Active without arrears"),
    description=Text(
        id="Hanya orang yang iurannya lunas sampai tanggal ini.",
        en="Only people whose contributions are paid up to this date.",
    ),
    unit="people",
    minimum=0,
)
ELIGIBLE = Column(
    name="eligible",
    dtype=pl.Int64(),
    title=Text(id="Pekerja yang berhak", en="Eligible workers"),
    description=Text(
        id="Angka perencanaan resmi; kosong bila tidak tersedia (bukan 0). Sama pada setiap basis.",
        en="Official planning number; empty where not available (not 0). The same on every basis.",
    ),
    unit="people",
    required=False,
    minimum=0,
)
ELIGIBLE_YEAR = Column(
    name="eligible_year",
    dtype=pl.Int32(),
    title=Text(id="Tahun pekerja yang berhak", en="Year of eligible workers"),
    description=Text(id="Tahun angka pekerja yang berhak.", en="The year the number of eligible workers is of."),
    unit="year",
    required=False,
)
ELIGIBLE_VERSION = Column(
    name="eligible_version",
    dtype=pl.String(),
    title=Text(id="Versi pekerja yang berhak", en="Version of eligible workers"),
    description=Text(
        id="Versi menurut penerbitnya; angka dari versi berbeda tidak dapat dibandingkan begitu saja.",
        en="The version its issuer states; figures of different versions do not simply compare.",
    ),
    required=False,
)
COVERAGE_PCT = Column(
    name="coverage_pct",
    dtype=Percent,
    title=Text(id="Cakupan", en="Coverage"),
    description=Text(
        id="100 x active / eligible, dua desimal, setengah ke atas; kosong tanpa eligible. Dapat melebihi 100.",
        en="100 x active / eligible, two decimals, half up; empty without eligible. May exceed 100.",
    ),
    unit="percent",
    required=False,
    minimum=0,
)
PROGRAMME = Column(
    name="programme",
    dtype=pl.String(),
    title=Text(id="Program", en="Programme"),
    description=Text(
        id="JKK = kecelakaan kerja, JKM = kematian, JHT = hari tua, JP = pensiun, JKP = kehilangan pekerjaan.",
        en="JKK = work accident, JKM = death, JHT = old-age savings, JP = pension, JKP = loss of work.",
    ),
    values=PROGRAMMES,
)
FUNDER = Column(
    name="funder",
    dtype=pl.String(),
    title=Text(id="Sumber dana", en="Funder"),
    description=Text(
        id="Siapa yang membayar iuran, menurut daftar kode SUMBER_DANA; TIDAK_DIISI = tidak disebutkan.",
        en="Who pays the contributions, by code list SUMBER_DANA; TIDAK_DIISI = not stated.",
    ),
    values=FUNDERS,
)
CATEGORY = Column(
    name="category",
    dtype=pl.String(),
    title=Text(id="Kategori pekerja", en="Worker category"),
    description=Text(
        id="Kategori pekerja menurut daftar kode KATEGORI.", en="Category of workers by code list KATEGORI."
    ),
    values=CATEGORIES,
)
COMPARISON = Column(
    name="comparison",
    dtype=pl.String(),
    title=Text(id="Pembanding", en="Comparison"),
    description=Text(
        id="previous_month = akhir bulan lalu, december = 31 Desember tahun lalu, year_ago = akhir bulan yang sama "
        "tahun "
        "lalu.",
        en="previous_month = last day of the previous month, december = 31 December last year, year_ago = last day "
        "of the "
        "same month a year ago.",
    ),
    values=COMPARISONS,
)
HISTORY_FROM = Column(
    name="history_from",
    dtype=pl.Date(),
    title=Text(id="Awal riwayat", en="Start of the history"),
    description=Text(
        id="Tanggal posisi pertama yang dimiliki; sebelum itu tidak ada yang diketahui.",
        en="Date of the first position there is; nothing is known from before.",
    ),
    required=False,
)
COMPARED_WITH = Column(
    name="compared_with",
    dtype=pl.Date(),
    title=Text(id="Tanggal pembanding", en="Compared with"),
    description=Text(id="Tanggal keadaan pembanding.", en="The date of the state compared with."),
)
SHARE_PCT = Column(
    name="share_pct",
    dtype=Percent,
    title=Text(id="Bagian dari peserta aktif", en="Share of active people"),
    description=Text(
        id="100 x active baris ini / active wilayah; jumlahnya dapat melebihi 100 karena seseorang dapat masuk "
        "beberapa "
        "baris.",
        en="100 x active of this row / active of the region; may add up to more than 100, since a person may be in "
        "several "
        "rows.",
    ),
    unit="percent",
    required=False,
    minimum=0,
)
CLASS = Column(
    name="coverage_class",
    dtype=pl.String(),
    title=Text(id="Kelas cakupan", en="Class of coverage"),
    description=Text(
        id="very_low = sangat rendah, low = rendah, medium = sedang, high = tinggi, menurut batas dalam pengaturan.",
        en="very_low, low, medium, high by the bounds in the settings.",
    ),
    required=False,
    values=CLASSES,
)


LATER = Text(
    id="Kosong untuk tanggal yang diukur sebelum kolom ini ada.", en="Empty for dates measured before this column came."
)


def people(name: str, *, title: Text, description: Text, signed: bool = False, required: bool = True) -> Column:
    """A number of people."""
    return Column(
        name=name,
        dtype=pl.Int64(),
        title=title,
        description=description,
        unit="people",
        required=required,
        minimum=None if signed else 0,
    )


def people_later(name: str, *, title: Text, description: Text) -> Column:
    """A number of people in a column that came later: what was measured before has none."""
    told = Text(id=f"{description.id} {LATER.id}", en=f"{description.en} {LATER.en}")
    return people(name, title=title, description=told, required=False)


def points(name: str, *, title: Text, description: Text) -> Column:
    """A signed difference of rates; empty where one of them is not available."""
    return Column(name=name, dtype=Percent, title=title, description=description, unit="points", required=False)


def flags_column(description: Text) -> Column:
    """Codes of what must be known of a row."""
    title = Text(id="Catatan", en="Flags")
    return Column(name="flags", dtype=pl.String(), title=title, description=description, required=False)


NOT_COVERED = people(
    "not_covered",
    title=Text(id="Belum terlindungi", en="Not covered"),
    description=Text(
        id="eligible dikurangi active, paling sedikit 0 (dengan catatan over_100 bila active lebih); kosong "
        "bila cakupan kosong.",
        en="eligible less active, at least 0 (with the flag over_100 where active is more); empty where coverage is.",
    ),
    required=False,
)
RATE_FLAGS = flags_column(
    Text(
        id="Kode catatan tentang penyebut cakupan menurut abjad, dipisahkan titik koma; kosong bila tidak ada.",
        en="Codes of what must be known of the denominator, in alphabetical order, joined by semicolons; empty if "
        "none.",
    )
)
