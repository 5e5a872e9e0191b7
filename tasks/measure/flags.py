"""What a reader must know before he compares a figure: the closed set of flag codes of `ucj_coverage`."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Flag(StrEnum):
    """Codes as published, joined by `;` in alphabetical order."""

    CARRIED_FORWARD = "carried_forward"
    ELIGIBLE_AMBIGUOUS = "eligible_ambiguous"
    ELIGIBLE_EARLIER_YEAR = "eligible_earlier_year"
    ELIGIBLE_LATER_POSITION = "eligible_later_position"
    ELIGIBLE_SUMMED = "eligible_summed"
    MISSING_BRANCHES = "missing_branches"
    NO_ELIGIBLE = "no_eligible"
    OVER_100 = "over_100"
    RANK_NATIONAL_MIXED_VERSIONS = "rank_national_mixed_versions"
    RANK_PROVINCE_MIXED_VERSIONS = "rank_province_mixed_versions"
    UNPLACED = "unplaced"


@dataclass(frozen=True)
class FlagText:
    """What a flag says, in Indonesian and in English."""

    id: str
    en: str


FLAG_TEXTS: dict[Flag, FlagText] = {
    Flag.CARRIED_FORWARD: FlagText(
        "Sebagian kantor cabang belum mengirim data baru; posisi lamanya tetap dihitung.",
        "Some branches have sent nothing new; their older position is still counted.",
    ),
    Flag.ELIGIBLE_AMBIGUOUS: FlagText(
        "Ada beberapa angka pekerja eligible bertanggal sama; dipakai kode penerbit pertama, baris terakhir.",
        "Several numbers of eligible workers bear the same date; the first issuer code, its last row is used.",
    ),
    Flag.ELIGIBLE_EARLIER_YEAR: FlagText(
        "Pekerja eligible tahun berjalan belum ada; dipakai tahun sebelumnya yang terbaru.",
        "No eligible workers of this year yet; those of the newest earlier year are used.",
    ),
    Flag.ELIGIBLE_LATER_POSITION: FlagText(
        "Pekerja eligible berasal dari berkas yang terbit setelah tanggal data.",
        "The eligible workers come from a file issued after the as-of date.",
    ),
    Flag.ELIGIBLE_SUMMED: FlagText(
        "Pekerja eligible dijumlahkan dari wilayah di bawahnya.",
        "The eligible workers are the sum of those of the regions within.",
    ),
    Flag.MISSING_BRANCHES: FlagText(
        "Sebagian kantor cabang belum pernah mengirim data; angka belum lengkap.",
        "Some branches have never delivered; the figures are incomplete.",
    ),
    Flag.NO_ELIGIBLE: FlagText(
        "Jumlah pekerja eligible tidak tersedia; cakupan tidak dihitung.",
        "The number of eligible workers is not available; coverage is not computed.",
    ),
    Flag.OVER_100: FlagText(
        "Peserta aktif melebihi pekerja eligible; angka ditampilkan apa adanya.",
        "More active people than eligible workers; the figure is shown as it is.",
    ),
    Flag.RANK_NATIONAL_MIXED_VERSIONS: FlagText(
        "Peringkat nasional membandingkan pekerja eligible dari tahun atau versi yang berbeda.",
        "The national rank compares eligible workers of different years or versions.",
    ),
    Flag.RANK_PROVINCE_MIXED_VERSIONS: FlagText(
        "Peringkat dalam provinsi membandingkan pekerja eligible dari tahun atau versi yang berbeda.",
        "The rank in the province compares eligible workers of different years or versions.",
    ),
    Flag.UNPLACED: FlagText(
        "Termasuk orang yang wilayahnya tidak diketahui pada basis ini; mereka hanya dihitung secara nasional.",
        "Includes people whose region is unknown on this basis; they are counted in the nation only.",
    ),
}


def join_flags(flags: Iterable[Flag]) -> str:
    """The codes, each once, in alphabetical order, joined by `;`."""
    return ";".join(sorted(set(flags)))
