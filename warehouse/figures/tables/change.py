"""What changed: movement of people, and programme cohorts."""

from dataclasses import replace

import polars as pl

from warehouse.dimensions.closed_lists import COMPARISONS, NIK_BASES, SINCE
from warehouse.figures.columns import (
    AS_OF,
    BASIS,
    CATEGORY,
    COMPARED_WITH,
    COMPARISON,
    COVERAGE_PCT,
    ELIGIBLE,
    FUNDER,
    HISTORY_FROM,
    LEVEL,
    REGION,
    flags_column,
    people,
    points,
)
from warehouse.figures.schema import Column, FactTable, Text
from warehouse.figures.tables.breakdown import KEY, REGION_ROW

NIK_BASIS = replace(BASIS, values=NIK_BASES)

COMPARISON_FLAGS = flags_column(
    Text(
        id="Kode menurut abjad, dipisahkan titik koma: apakah kedua tanggal dapat dibandingkan (branch_without_then, "
        "eligible_changed, history_short, now_on_older_positions, then_incomplete, then_on_older_positions).",
        en="Codes in alphabetical order, joined by semicolons: whether the two dates compare (branch_without_then, "
        "eligible_changed, history_short, now_on_older_positions, then_incomplete, then_on_older_positions).",
    )
)

MOVEMENT = FactTable(
    name="ucj_movement",
    stored_as="fact_movement",
    title=Text(id="Perubahan peserta", en="Movement of people"),
    description=Text(
        id="Peserta baru, kembali, menunggak lewat tenggang, berakhir dan hilang terhadap tiga tanggal pembanding; "
        "kedua "
        "keadaan dihitung dengan aturan hari ini. net = new + returned - lapsed - ended - gone.",
        en="People new, returned, lapsed, ended and gone against three dates; both states under today's rules. "
        "net = new + returned - lapsed - ended - gone.",
    ),
    primary_key=(*KEY, "comparison"),
    foreign_keys=REGION_ROW,
    with_status=("new", "returned", "lapsed", "ended", "gone", "left_on_older_positions"),
    columns=(
        AS_OF,
        LEVEL,
        REGION,
        NIK_BASIS,
        COMPARISON,
        COMPARED_WITH,
        people(
            "active_then",
            title=Text(id="Aktif saat itu", en="Active then"),
            description=Text(id="Orang aktif pada tanggal pembanding.", en="People active on the date compared with."),
        ),
        people(
            "active_now",
            title=Text(id="Aktif sekarang", en="Active now"),
            description=Text(
                id="Orang aktif sekarang, tanpa tenaga konstruksi tanpa NIK.",
                en="People active now, without construction heads that have no NIK.",
            ),
        ),
        people(
            "new",
            title=Text(id="Baru", en="New"),
            description=Text(
                id="Aktif sekarang, belum pernah sebelumnya; kosong bila riwayat belum mencapai satu tahun atau kantor "
                "cabang wilayah ini belum memiliki data saat itu (lihat flags).",
                en="Active now and never before in our history; empty while the history does not go back a year, or "
                "where a branch of the region had no data then (see flags).",
            ),
            required=False,
        ),
        people(
            "returned",
            title=Text(id="Kembali", en="Returned"),
            description=Text(
                id="Aktif sekarang, tidak saat itu, tetapi pernah sebelumnya.",
                en="Active now, not then, but earlier.",
            ),
        ),
        people(
            "lapsed",
            title=Text(id="Gugur karena tunggakan", en="Lapsed"),
            description=Text(
                id="Aktif saat itu, kini melewati masa tenggang.", en="Active then, now beyond the grace period."
            ),
        ),
        people(
            "ended",
            title=Text(id="Berakhir", en="Ended"),
            description=Text(id="Aktif saat itu, kini dinonaktifkan.", en="Active then, ended now."),
        ),
        people(
            "gone",
            title=Text(id="Hilang dari data", en="Gone"),
            description=Text(id="Aktif saat itu, kini tidak ada dalam data.", en="Active then, without a row now."),
        ),
        people(
            "net",
            title=Text(id="Perubahan bersih", en="Net change"),
            description=Text(id="active_now dikurangi active_then.", en="active_now less active_then."),
            signed=True,
        ),
        people(
            "unlinked_then",
            title=Text(id="Tanpa NIK saat itu", en="Without NIK then"),
            description=Text(
                id="Tenaga konstruksi tanpa NIK saat itu; di luar active_then.",
                en="Construction heads without NIK then; not in active_then.",
            ),
        ),
        people(
            "unlinked_now",
            title=Text(id="Tanpa NIK sekarang", en="Without NIK now"),
            description=Text(
                id="Tenaga konstruksi tanpa NIK sekarang; di luar active_now.",
                en="Construction heads without NIK now; not in active_now.",
            ),
        ),
        replace(
            ELIGIBLE,
            name="eligible_then",
            description=Text(
                id="Pekerja yang berhak untuk tanggal pembanding.", en="Eligible workers for the date compared with."
            ),
        ),
        replace(
            COVERAGE_PCT,
            name="coverage_then_pct",
            description=Text(
                id="100 x (active_then + unlinked_then) / eligible_then.",
                en="100 x (active_then + unlinked_then) / eligible_then.",
            ),
        ),
        points(
            "change_points",
            title=Text(id="Perubahan poin", en="Change in points"),
            description=Text(
                id="Cakupan sekarang dikurangi coverage_then_pct, tepat, dibulatkan satu kali; kosong bila kantor "
                "cabang wilayah ini belum memiliki data saat itu (branch_without_then).",
                en="Coverage now less coverage_then_pct, exact, rounded once; empty where a branch of the region had "
                "no data then (branch_without_then).",
            ),
        ),
        COMPARISON_FLAGS,
        people(
            "left_on_older_positions",
            title=Text(id="Keluar menurut posisi lama", en="Left by older positions"),
            description=Text(
                id="Bagian dari lapsed dan ended: orang yang kini hanya ada dalam posisi yang melewati batas umur; "
                "tunggakannya bertambah karena kantor cabangnya belum mengirim.",
                en="Part of lapsed and ended: people who now stand only in positions that are too old to be in; they "
                "fall behind since their branch has not delivered.",
            ),
        ),
        HISTORY_FROM,
    ),
)
COHORT = FactTable(
    name="ucj_cohort",
    stored_as="fact_cohort",
    title=Text(id="Sumbangan peserta baru", en="Contribution of new people"),
    description=Text(
        id="Orang yang aktif sekarang dan belum pernah sampai tanggal pembanding, menurut sumber dana dan kategori, "
        "dengan "
        "sumbangannya pada cakupan.",
        en="People active now and never up to the date compared with, by funder and category, and what they add to "
        "coverage.",
    ),
    primary_key=(*KEY, "comparison", "since", "funder", "category"),
    foreign_keys=REGION_ROW,
    with_status=("active", "share_points"),
    columns=(
        AS_OF,
        LEVEL,
        REGION,
        NIK_BASIS,
        replace(
            COMPARISON,
            values=(*COMPARISONS, SINCE),
            description=Text(
                id=f"{COMPARISON.description.id[:-1]}, since = sehari sebelum bulan yang diminta pengelola.",
                en=f"{COMPARISON.description.en[:-1]}, since = the day before a month that the operator asked for.",
            ),
        ),
        COMPARED_WITH,
        FUNDER,
        CATEGORY,
        people(
            "active",
            title=Text(id="Peserta baru aktif", en="New active people"),
            description=Text(
                id="Orang baru menurut sumber dana dan kategori pendaftaran terakhirnya; kosong bila `new` dalam "
                "ucj_movement kosong.",
                en="New people by funder and category of their latest registration; empty where `new` of ucj_movement "
                "is.",
            ),
            required=False,
        ),
        points(
            "share_points",
            title=Text(id="Sumbangan poin", en="Contribution in points"),
            description=Text(id="100 x active / eligible.", en="100 x active / eligible."),
        ),
        COMPARISON_FLAGS,
        HISTORY_FROM,
        Column(
            name="since",
            dtype=pl.Date(),
            title=Text(id="Sejak", en="Since"),
            description=Text(
                id="Hari sesudah tanggal pembanding: sejak hari ini orang-orang itu pertama kali terhitung.",
                en="The day after the date compared with: since then these people have first been counted.",
            ),
        ),
    ),
)
