"""What a reader must know before he compares a figure: the closed set of flag codes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import polars as pl


class Flag(StrEnum):
    """Codes as published, joined by `;` in alphabetical order."""

    BRANCH_WITHOUT_THEN = "branch_without_then"
    CARRIED_FORWARD = "carried_forward"
    ELIGIBLE_AMBIGUOUS = "eligible_ambiguous"
    ELIGIBLE_CHANGED = "eligible_changed"
    ELIGIBLE_DIFFERS_FROM_SUM = "eligible_differs_from_sum"
    ELIGIBLE_EARLIER_YEAR = "eligible_earlier_year"
    ELIGIBLE_LATER_POSITION = "eligible_later_position"
    ELIGIBLE_SUMMED = "eligible_summed"
    HISTORY_SHORT = "history_short"
    IN_DOUBT = "in_doubt"
    MISSING_BRANCHES = "missing_branches"
    NO_ELIGIBLE = "no_eligible"
    NOW_ON_OLDER_POSITIONS = "now_on_older_positions"
    OVER_100 = "over_100"
    POPULATION_CHANGED = "population_changed"
    POPULATION_EARLIER_YEAR = "population_earlier_year"
    POPULATION_LATER_POSITION = "population_later_position"
    RANK_NATIONAL_MIXED_VERSIONS = "rank_national_mixed_versions"
    RANK_PROVINCE_MIXED_VERSIONS = "rank_province_mixed_versions"
    RESTS_ON_OLDER_POSITIONS = "rests_on_older_positions"
    TARGET_LATER_POSITION = "target_later_position"
    TARGET_PAST_YEAR = "target_past_year"
    THEN_INCOMPLETE = "then_incomplete"
    THEN_ON_OLDER_POSITIONS = "then_on_older_positions"
    UNPLACED = "unplaced"


OF_DENOMINATOR = (
    Flag.ELIGIBLE_AMBIGUOUS,
    Flag.ELIGIBLE_DIFFERS_FROM_SUM,
    Flag.ELIGIBLE_EARLIER_YEAR,
    Flag.ELIGIBLE_LATER_POSITION,
    Flag.ELIGIBLE_SUMMED,
    Flag.NO_ELIGIBLE,
    Flag.OVER_100,
)


@dataclass(frozen=True)
class FlagText:
    """What a flag says, in Indonesian and in English."""

    id: str
    en: str


FLAG_TEXTS: dict[Flag, FlagText] = {
    Flag.BRANCH_WITHOUT_THEN: FlagText(
        "Kantor cabang yang kini memiliki data peserta wilayah ini belum memiliki data pada tanggal pembanding; "
        "perubahan poin dan jumlah peserta baru tidak dinyatakan.",
        "A branch that has data on people of this region now had none on the date compared with; the change in points "
        "and the number of new people are not stated.",
    ),
    Flag.CARRIED_FORWARD: FlagText(
        "Sebagian kantor cabang belum mengirim data baru; posisi lamanya tetap dihitung.",
        "Some branches have sent nothing new; their older position is still counted.",
    ),
    Flag.ELIGIBLE_AMBIGUOUS: FlagText(
        "Ada beberapa angka pekerja yang berhak bertanggal sama; dipakai kode penerbit pertama, baris terakhir.",
        "Several numbers of eligible workers bear the same date; the first issuer code, its last row is used.",
    ),
    Flag.ELIGIBLE_CHANGED: FlagText(
        "Tahun atau versi pekerja yang berhak berbeda antara kedua tanggal; perubahan poin sebagian berasal dari situ.",
        "Year or version of the eligible workers differ between the two dates; part of the change stems from that.",
    ),
    Flag.ELIGIBLE_DIFFERS_FROM_SUM: FlagText(
        "Pekerja yang berhak wilayah ini berbeda dari jumlah wilayah di bawahnya untuk tahun yang sama.",
        "The eligible workers of this region are not the sum of those of the regions within for the same year.",
    ),
    Flag.ELIGIBLE_EARLIER_YEAR: FlagText(
        "Pekerja yang berhak tahun berjalan belum ada; dipakai tahun sebelumnya yang terbaru.",
        "No eligible workers of this year yet; those of the newest earlier year are used.",
    ),
    Flag.ELIGIBLE_LATER_POSITION: FlagText(
        "Pekerja yang berhak berasal dari berkas yang terbit setelah tanggal data.",
        "The eligible workers come from a file issued after the as-of date.",
    ),
    Flag.ELIGIBLE_SUMMED: FlagText(
        "Pekerja yang berhak dijumlahkan dari wilayah di bawahnya.",
        "The eligible workers are the sum of those of the regions within.",
    ),
    Flag.HISTORY_SHORT: FlagText(
        "Riwayat data belum mencapai satu tahun ke belakang; peserta baru belum dapat dibedakan dari yang kembali.",
        "The history of data does not go back a year yet; new people cannot be told from those who return.",
    ),
    Flag.IN_DOUBT: FlagText(
        "Sebagian orang mungkin termasuk wilayah lain: awalan kecamatan NIK-nya tidak menunjukkan kabupaten mana "
        "setelah pemekaran.",
        "Some people may belong to another region: their NIK does not tell which regency they are of since the split.",
    ),
    Flag.MISSING_BRANCHES: FlagText(
        "Data sebagian kantor cabang belum ada (belum dikirim, atau ditolak); angka belum lengkap.",
        "Data of some branches are not there yet (not sent, or refused); the figures are incomplete.",
    ),
    Flag.NO_ELIGIBLE: FlagText(
        "Jumlah pekerja yang berhak tidak tersedia; cakupan tidak dihitung.",
        "The number of eligible workers is not available; coverage is not computed.",
    ),
    Flag.NOW_ON_OLDER_POSITIONS: FlagText(
        "Sebagian data wilayah ini berasal dari posisi yang lebih tua daripada batas umur; iurannya tampak semakin "
        "menunggak sampai kantor cabangnya mengirim lagi.",
        "Some data of this region come from a position older than the greatest age; contributions in it look more and "
        "more unpaid until its branch delivers again.",
    ),
    Flag.OVER_100: FlagText(
        "Peserta aktif melebihi pekerja yang berhak; angka ditampilkan apa adanya.",
        "More active people than eligible workers; the figure is shown as it is.",
    ),
    Flag.POPULATION_CHANGED: FlagText(
        "Populasi kategori ini pada tanggal pembanding lain angkanya, tanggalnya atau penerbitnya; perubahan poin "
        "tidak dinyatakan.",
        "On the date compared with the population of this category was of another number, date or issuer; the change "
        "in points is not stated.",
    ),
    Flag.POPULATION_EARLIER_YEAR: FlagText(
        "Populasi kategori ini berasal dari tahun sebelumnya.",
        "The population of this category is of an earlier year.",
    ),
    Flag.POPULATION_LATER_POSITION: FlagText(
        "Populasi kategori ini berasal dari berkas yang terbit setelah tanggal data.",
        "The population of this category comes from a file issued after the as-of date.",
    ),
    Flag.RANK_NATIONAL_MIXED_VERSIONS: FlagText(
        "Peringkat nasional membandingkan pekerja yang berhak dari tahun atau versi yang berbeda.",
        "The national rank compares eligible workers of different years or versions.",
    ),
    Flag.RANK_PROVINCE_MIXED_VERSIONS: FlagText(
        "Peringkat dalam provinsi membandingkan pekerja yang berhak dari tahun atau versi yang berbeda.",
        "The rank in the province compares eligible workers of different years or versions.",
    ),
    Flag.RESTS_ON_OLDER_POSITIONS: FlagText(
        "Sebagian peserta di wilayah ini berasal dari posisi lama kantor cabang yang belum mengirim data baru.",
        "Some people of this region come from older positions of branches that have sent nothing new.",
    ),
    Flag.TARGET_LATER_POSITION: FlagText(
        "Target ini berasal dari berkas yang terbit setelah tanggal data.",
        "The target comes from a file issued after the as-of date.",
    ),
    Flag.TARGET_PAST_YEAR: FlagText(
        "Target tahun lalu dibandingkan dengan pekerja yang berhak saat ini, bukan dengan angka tahun targetnya.",
        "A target of a past year stands against the eligible workers of now, not against those of its year.",
    ),
    Flag.THEN_INCOMPLETE: FlagText(
        "Pada tanggal pembanding sebagian kantor cabang belum memiliki data.",
        "On the date compared with some branches had no data yet.",
    ),
    Flag.THEN_ON_OLDER_POSITIONS: FlagText(
        "Pada tanggal pembanding sebagian data wilayah ini berasal dari posisi yang lebih tua daripada batas umur.",
        "On the date compared with some data of this region came from a position older than the greatest age.",
    ),
    Flag.UNPLACED: FlagText(
        "Termasuk orang yang wilayahnya tidak diketahui pada basis ini; mereka hanya dihitung secara nasional.",
        "Includes people whose region is unknown on this basis; they are counted in the nation only.",
    ),
}


def join_flags(flags: Iterable[Flag]) -> str:
    """The codes, each once, in alphabetical order, joined by `;`."""
    return ";".join(sorted(set(flags)))


def flags_where(conditions: Mapping[Flag, pl.Expr | str]) -> pl.Expr:
    """The codes whose condition a row fulfils, as `join_flags` writes them; a condition that is not known is none."""
    told = [pl.when(conditions[flag]).then(pl.lit(flag.value)) for flag in sorted(conditions)]
    return pl.concat_str(told, separator=";", ignore_nulls=True)


def bears(flag: Flag, *, column: str = "flags") -> pl.Expr:
    """Whether the codes in a column have this one among them."""
    return pl.col(column).str.split(";").list.contains(flag.value)
