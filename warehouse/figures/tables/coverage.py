"""Coverage per region, per region and segment, and what it rests on."""

import polars as pl

from warehouse.dimensions.closed_lists import STATUSES
from warehouse.figures.columns import (
    ACTIVE,
    ACTIVE_STRICT,
    AS_OF,
    BASIS,
    CLASS,
    COVERAGE_PCT,
    ELIGIBLE,
    ELIGIBLE_VERSION,
    ELIGIBLE_YEAR,
    LEVEL,
    NOT_COVERED,
    RATE_FLAGS,
    REGION,
    SEGMENT,
    people,
    people_later,
)
from warehouse.figures.schema import Column, FactTable, ForeignKey, Percent, Text

COVERAGE = FactTable(
    name="ucj_coverage",
    stored_as="fact_coverage",
    every_region=True,
    title=Text(id="Cakupan per wilayah", en="Coverage per region"),
    description=Text(
        id="Satu baris untuk Indonesia, 38 provinsi dan 514 kabupaten/kota pada setiap basis.",
        en="One row for Indonesia, 38 provinces and 514 regencies on every basis.",
    ),
    primary_key=("as_of", "basis", "region_code"),
    columns=(
        AS_OF,
        LEVEL,
        REGION,
        Column(
            name="region_name",
            dtype=pl.String(),
            title=Text(id="Nama wilayah", en="Name of the region"),
            description=Text(id="Nama resmi wilayah.", en="Official name of the region."),
        ),
        BASIS,
        ELIGIBLE,
        ACTIVE,
        ACTIVE_STRICT,
        Column(
            name="active_unlinked",
            dtype=pl.Int64(),
            title=Text(id="Aktif tanpa NIK", en="Active without NIK"),
            description=Text(
                id="Bagian dari active: tenaga proyek jasa konstruksi yang dilaporkan tanpa NIK.",
                en="Part of active: heads of construction projects that were reported without NIK.",
            ),
            unit="people",
            minimum=0,
        ),
        COVERAGE_PCT,
        Column(
            name="coverage_strict_pct",
            dtype=Percent,
            title=Text(id="Cakupan tanpa tunggakan", en="Coverage without arrears"),
            description=Text(
                id="100 x active_strict / eligible, dibulatkan seperti coverage_pct.",
                en="100 x active_strict / eligible, rounded as coverage_pct.",
            ),
            unit="percent",
            required=False,
            minimum=0,
        ),
        Column(
            name="rank_in_province",
            dtype=pl.Int32(),
            title=Text(id="Peringkat dalam provinsi", en="Rank in the province"),
            description=Text(
                id="Peringkat kabupaten/kota dalam provinsinya (1, 2, 2, 4); kosong untuk tingkat lain.",
                en="Rank of a regency in its province (1, 2, 2, 4); empty on other levels.",
            ),
            unit="rank",
            required=False,
            minimum=1,
        ),
        Column(
            name="rank_national",
            dtype=pl.Int32(),
            title=Text(id="Peringkat nasional", en="National rank"),
            description=Text(
                id="Peringkat di antara wilayah setingkat yang memiliki pekerja yang berhak.",
                en="Rank among the regions of the level that have eligible workers.",
            ),
            unit="rank",
            required=False,
            minimum=1,
        ),
        Column(
            name="branches_in",
            dtype=pl.Int64(),
            title=Text(id="Kantor cabang masuk", en="Branches in"),
            description=Text(
                id="Kantor cabang yang posisi terbarunya belum kedaluwarsa.",
                en="Branches whose newest position is recent enough.",
            ),
            unit="branches",
            minimum=0,
        ),
        Column(
            name="branches_expected",
            dtype=pl.Int64(),
            title=Text(id="Kantor cabang diharapkan", en="Branches expected"),
            description=Text(
                id="Kantor cabang yang seharusnya mengirim; setiap wilayah lengkap hanya bila semuanya masuk.",
                en="Branches that should deliver; no region is complete before all have.",
            ),
            unit="branches",
            minimum=0,
        ),
        ELIGIBLE_YEAR,
        ELIGIBLE_VERSION,
        Column(
            name="flags",
            dtype=pl.String(),
            title=Text(id="Catatan", en="Flags"),
            description=Text(
                id="Kode catatan menurut abjad, dipisahkan titik koma; kosong bila tidak ada.",
                en="Codes of what must be known, in alphabetical order, joined by semicolons; empty if none.",
            ),
            required=False,
        ),
        people(
            "in_doubt",
            title=Text(id="Belum dapat dipisahkan", en="In doubt"),
            description=Text(
                id="Hanya basis nik_adjusted: orang yang tidak dapat dibedakan antara kabupaten induk dan "
                "pemekarannya; dihitung "
                "di induk, disebut pada keduanya.",
                en="Basis nik_adjusted only: people who cannot be told apart between a regency and one split off it; "
                "counted in "
                "the parent, stated for both.",
            ),
        ),
        people(
            "active_carried_forward",
            title=Text(id="Dari posisi lama", en="From older positions"),
            description=Text(
                id="Bagian dari active: orang dengan pendaftaran aktif dalam posisi cabang yang sudah lewat batas "
                "umur.",
                en="Part of active: people with an active registration in a position of a branch that is too old to "
                "be in.",
            ),
        ),
        Column(
            name="branches_carried_forward",
            dtype=pl.Int64(),
            title=Text(id="Kantor cabang dengan posisi lama", en="Branches carried forward"),
            description=Text(
                id="Kantor cabang yang posisi lamanya tetap dihitung.",
                en="Branches whose older position is still counted.",
            ),
            unit="branches",
            minimum=0,
        ),
        Column(
            name="branches_missing",
            dtype=pl.Int64(),
            title=Text(id="Kantor cabang belum masuk", en="Branches missing"),
            description=Text(id="Kantor cabang tanpa posisi.", en="Branches without a position."),
            unit="branches",
            minimum=0,
        ),
        Column(
            name="oldest_position_days",
            dtype=pl.Int32(),
            title=Text(id="Umur posisi tertua", en="Age of the oldest position"),
            description=Text(
                id="Hari sejak posisi tertua yang dipakai; kosong bila tidak ada posisi.",
                en="Days since the oldest position used; empty without a position.",
            ),
            unit="days",
            required=False,
            minimum=0,
        ),
        CLASS,
        NOT_COVERED,
        people_later(
            "unplaced",
            title=Text(id="Tanpa wilayah", en="Without a region"),
            description=Text(
                id="Hanya baris nasional, selain itu 0: bagian dari active yang wilayahnya tidak diketahui pada basis "
                "ini.",
                en="Row of the nation only, else 0: part of active whose region is not known on this basis.",
            ),
        ),
    ),
)


SEGMENT_COVERAGE = FactTable(
    name="ucj_segment",
    stored_as="fact_participation",
    every_region=True,
    title=Text(id="Cakupan per wilayah dan segmen", en="Coverage per region and segment"),
    description=Text(
        id="Empat segmen untuk setiap wilayah dan basis. Jumlah segmen dapat melebihi total karena seseorang "
        "dapat memiliki beberapa segmen.",
        en="Four segments for each region and basis. Segments may add up to more than the total, since a person may "
        "hold several.",
    ),
    primary_key=("as_of", "basis", "region_code", "segment"),
    foreign_keys=(ForeignKey(columns=("as_of", "basis", "region_code"), table="ucj_coverage"),),
    columns=(
        AS_OF,
        LEVEL,
        REGION,
        BASIS,
        SEGMENT,
        ACTIVE,
        ACTIVE_STRICT,
        Column(
            name="active_primary",
            dtype=pl.Int64(),
            title=Text(id="Aktif, segmen utama", en="Active, primary segment"),
            description=Text(
                id="Setiap orang hanya pada segmen pertamanya menurut urutan PU, BPU, JAKON, PMI.",
                en="Everyone only in the first of his segments in the order PU, BPU, JAKON, PMI.",
            ),
            unit="people",
            minimum=0,
        ),
        ELIGIBLE,
        COVERAGE_PCT,
        RATE_FLAGS,
    ),
)

COMPLETENESS = FactTable(
    name="ucj_completeness",
    stored_as="fact_completeness",
    title=Text(id="Kelengkapan data kantor cabang", en="Data completeness of the branches"),
    description=Text(
        id="Posisi data terbaru yang dipakai dari setiap kantor cabang.",
        en="The newest position that was used of each branch.",
    ),
    primary_key=("as_of", "branch"),
    columns=(
        AS_OF,
        Column(
            name="branch",
            dtype=pl.String(),
            title=Text(id="Kantor cabang", en="Branch"),
            description=Text(id="Kode kantor cabang.", en="Code of the branch office."),
        ),
        Column(
            name="position_date",
            dtype=pl.Date(),
            title=Text(id="Tanggal posisi", en="Position date"),
            description=Text(
                id="Tanggal keadaan data terbaru; kosong bila belum ada yang diterima.",
                en="The date its newest data describe; empty if none was accepted yet.",
            ),
            required=False,
        ),
        Column(
            name="age_days",
            dtype=pl.Int32(),
            title=Text(id="Umur data", en="Age of the data"),
            description=Text(id="Hari sejak tanggal posisi.", en="Days since the position date."),
            unit="days",
            required=False,
            minimum=0,
        ),
        Column(
            name="status",
            dtype=pl.String(),
            title=Text(id="Status", en="Status"),
            description=Text(
                id="in = masuk, carried_forward = data lama tetap dihitung, missing = belum ada data yang diterima.",
                en="in = delivered, carried_forward = older data still counted, missing = none accepted yet.",
            ),
            values=STATUSES,
        ),
    ),
)
