"""Against populations and targets: ecosystems, villages, targets."""

from dataclasses import replace

import polars as pl

from warehouse.dimensions.closed_lists import LEVELS
from warehouse.figures.columns import (
    ACTIVE,
    AS_OF,
    BASIS,
    CATEGORY,
    CLASS,
    COVERAGE_PCT,
    ELIGIBLE,
    ELIGIBLE_VERSION,
    ELIGIBLE_YEAR,
    LEVEL,
    RATE_FLAGS,
    REGION,
    people,
    people_later,
    points,
)
from warehouse.figures.schema import Column, FactTable, FinePercent, Percent, Text
from warehouse.figures.tables.breakdown import KEY, REGION_ROW

PLACE_CODE = r"^(ID|[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?)$"

ECOSYSTEM = FactTable(
    name="ucj_ecosystem",
    stored_as="fact_ecosystem",
    title=Text(id="Cakupan ekosistem", en="Coverage of ecosystems"),
    description=Text(
        id="Peserta aktif suatu kategori pekerja terhadap populasinya sendiri; hanya bila populasinya diketahui.",
        en="Active people of a worker category against its own population; only where the population is known.",
    ),
    primary_key=(*KEY, "category"),
    foreign_keys=REGION_ROW,
    with_status=("active", "coverage_pct", "gap_people"),
    columns=(
        AS_OF,
        LEVEL,
        REGION,
        BASIS,
        CATEGORY,
        people(
            "population",
            title=Text(id="Populasi", en="Population"),
            description=Text(
                id="Jumlah orang dalam kategori ini menurut penerbitnya; provinsi dan nasional: angka sendiri, atau "
                "jumlah "
                "bila seluruh wilayahnya ada.",
                en="People in this category as its issuer states; province and nation: their own number, or the sum "
                "if all "
                "their regions have one.",
            ),
        ),
        people(
            "target",
            title=Text(id="Target orang", en="Target of people"),
            description=Text(
                id="Target jumlah orang; kosong bila tidak ditetapkan.", en="Target of people; empty if none is set."
            ),
            required=False,
        ),
        ACTIVE,
        replace(
            COVERAGE_PCT,
            description=Text(
                id="100 x active / population, dua desimal, setengah ke atas; kosong bila populasinya 0.",
                en="100 x active / population, two decimals, half up; empty where the population is 0.",
            ),
        ),
        people(
            "gap_people",
            title=Text(id="Belum terlindungi", en="Not yet covered"),
            description=Text(
                id="Populasi dikurangi active, paling sedikit 0.", en="Population less active, at least 0."
            ),
        ),
        Column(
            name="population_date",
            dtype=pl.Date(),
            title=Text(id="Tanggal populasi", en="Date of the population"),
            description=Text(id="Tanggal keadaan populasi.", en="The date the population is of."),
        ),
        Column(
            name="issuer",
            dtype=pl.String(),
            title=Text(id="Penerbit", en="Issuer"),
            description=Text(
                id="Kode pengirim berkas populasi; kosong bila dijumlahkan dari beberapa pengirim.",
                en="Code of who delivered the population; empty where it is summed from several.",
            ),
            required=False,
        ),
        RATE_FLAGS,
    ),
)
VILLAGE = FactTable(
    name="ucj_village",
    stored_as="fact_village",
    title=Text(id="Pekerja rentan per desa", en="Vulnerable workers per village"),
    description=Text(
        id="Pekerja rentan aktif menurut domisili terhadap target desanya; kecamatan, kabupaten/kota, provinsi dan "
        "nasional "
        "menghitung desa yang mencapainya. Desa dan kecamatan tanpa peserta dan tanpa target khusus tidak dimuat.",
        en="Active vulnerable workers by home against the target of their village; districts, regencies, provinces "
        "and the "
        "nation count the villages that reach it. Villages and districts without people or a target of their own are "
        "left "
        "out.",
    ),
    primary_key=KEY,
    with_status=("active", "villages_reached", "unplaced", "nation_only"),
    columns=(
        AS_OF,
        replace(
            LEVEL,
            values=(*LEVELS, "district", "village"),
            description=Text(
                id="national, province, regency, district = kecamatan, village = desa/kelurahan.",
                en="national, province, regency, district, village.",
            ),
        ),
        replace(REGION, pattern=PLACE_CODE, length=13),
        replace(BASIS, values=("domicile",)),
        people(
            "active",
            title=Text(id="Pekerja rentan aktif", en="Active vulnerable workers"),
            description=Text(
                id="Orang aktif dengan kategori pekerja rentan yang berdomisili di sini; nasional: jumlah provinsi.",
                en="Active people of a vulnerable category who live here; nation: the sum of the provinces.",
            ),
        ),
        people(
            "target",
            title=Text(id="Target", en="Target"),
            description=Text(
                id="Target pekerja rentan: dari berkas ekosistem, atau nilai baku per desa.",
                en="Target of vulnerable workers: from the ecosystem file, else the standard one of a village.",
            ),
        ),
        Column(
            name="villages",
            dtype=pl.Int64(),
            title=Text(id="Desa", en="Villages"),
            description=Text(id="Jumlah desa/kelurahan.", en="Number of villages."),
            unit="villages",
            minimum=0,
        ),
        Column(
            name="villages_reached",
            dtype=pl.Int64(),
            title=Text(id="Desa yang mencapai target", en="Villages that reached the target"),
            description=Text(id="Desa dengan active >= target.", en="Villages with active >= target."),
            unit="villages",
            minimum=0,
        ),
        people_later(
            "unplaced",
            title=Text(id="Tanpa kabupaten/kota domisili", en="Without a home regency"),
            description=Text(
                id="Hanya baris nasional, selain itu 0: pekerja rentan aktif yang kabupaten/kota domisilinya tidak "
                "diketahui; di luar active.",
                en="Row of the nation only, else 0: active vulnerable workers whose home regency is not known; not in "
                "active.",
            ),
        ),
        people_later(
            "nation_only",
            title=Text(id="Hanya nasional", en="Nation only"),
            description=Text(
                id="Hanya baris nasional, selain itu 0: pekerja rentan aktif yang hanya memiliki segmen nasional "
                "(PMI); di luar active.",
                en="Row of the nation only, else 0: active vulnerable workers who hold national segments only (PMI); "
                "not in active.",
            ),
        ),
    ),
)
TARGET = FactTable(
    name="ucj_target",
    stored_as="fact_target",
    title=Text(id="Cakupan terhadap target", en="Coverage against targets"),
    description=Text(
        id="Setiap target dari setiap penerbit, berdampingan; wilayah tanpa target tidak dimuat.",
        en="Every target of every issuer, side by side; regions without a target are left out.",
    ),
    primary_key=(*KEY, "issuer", "year"),
    foreign_keys=REGION_ROW,
    columns=(
        AS_OF,
        LEVEL,
        REGION,
        BASIS,
        Column(
            name="issuer",
            dtype=pl.String(),
            title=Text(id="Penerbit target", en="Issuer of the target"),
            description=Text(
                id="Penerbit target, misalnya RPJMN atau Kemendagri.", en="Who set the target, e.g. RPJMN."
            ),
        ),
        Column(
            name="year",
            dtype=pl.Int32(),
            title=Text(id="Tahun target", en="Year of the target"),
            description=Text(id="Tahun yang dituju.", en="The year it is set for."),
            unit="year",
        ),
        Column(
            name="target_pct",
            dtype=FinePercent,
            title=Text(id="Target", en="Target"),
            description=Text(id="Target cakupan menurut penerbitnya.", en="Targeted coverage as its issuer states it."),
            unit="percent",
            minimum=0,
        ),
        ACTIVE,
        ELIGIBLE,
        COVERAGE_PCT,
        CLASS,
        points(
            "gap_points",
            title=Text(id="Selisih poin", en="Gap in points"),
            description=Text(
                id="Target dikurangi cakupan; negatif bila target terlampaui.",
                en="Target less coverage; negative where the target is exceeded.",
            ),
        ),
        people(
            "gap_people",
            title=Text(id="Selisih orang", en="Gap in people"),
            description=Text(
                id="max(0, pembulatan ke atas dari target x eligible / 100, dikurangi active).",
                en="max(0, target x eligible / 100 rounded up, less active).",
            ),
            required=False,
        ),
        Column(
            name="gap_rupiah_year",
            dtype=pl.Int64(),
            title=Text(id="Biaya setahun (Rp)", en="Cost a year (Rp)"),
            description=Text(
                id="gap_people x Rp16.800 x 12: iuran JKK dan JKM pekerja rentan.",
                en="gap_people x Rp16,800 x 12: the JKK and JKM contribution of a vulnerable worker.",
            ),
            unit="rupiah",
            required=False,
            minimum=0,
        ),
        people(
            "people_per_month",
            title=Text(id="Perlu per bulan (orang)", en="Needed a month (people)"),
            description=Text(
                id="gap_people dibagi bulan penuh sampai 31 Desember tahun target, dibulatkan ke atas; kosong bila "
                "tidak ada "
                "bulan tersisa.",
                en="gap_people over the full months to 31 December of the target's year, rounded up; empty if none "
                "is left.",
            ),
            required=False,
        ),
        Column(
            name="attainment_pct",
            dtype=Percent,
            title=Text(id="Capaian terhadap target", en="Percent of the target"),
            description=Text(
                id="100 x cakupan / target: persen dari target, bukan cakupan.",
                en="100 x coverage / target: percent of the target, not coverage.",
            ),
            unit="percent",
            required=False,
            minimum=0,
        ),
        Column(
            name="document",
            dtype=pl.String(),
            title=Text(id="Dokumen", en="Document"),
            description=Text(id="Dokumen yang menetapkan target.", en="The document that sets the target."),
            required=False,
        ),
        RATE_FLAGS,
        ELIGIBLE_YEAR,
        ELIGIBLE_VERSION,
    ),
)
