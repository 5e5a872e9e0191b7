"""What the page says of each basis: its name, what it means, and whether it is the official one."""

from collections.abc import Collection
from dataclasses import dataclass

from warehouse.dimensions.closed_lists import BASES
from warehouse.figures.schema import FactTable

OFFICIAL_BASIS = "nik"


@dataclass(frozen=True, kw_only=True)
class BasisView:
    """A basis in words. `name`: as on its button and in captions. `id`, `en`: where a person counts, in sentences."""

    code: str
    name: str
    name_en: str
    id: str
    en: str

    @property
    def official(self) -> bool:
        """Whether this is the published basis; the page opens with it."""
        return self.code == OFFICIAL_BASIS


ALL_BASES = (
    BasisView(
        code="nik",
        name="NIK",
        name_en="NIK",
        id="Orang dihitung di kabupaten/kota yang tercantum dalam NIK, di mana pun ia tinggal atau bekerja.",
        en="People count in the regency that stands in their NIK, wherever they live or work.",
    ),
    BasisView(
        code="nik_adjusted",
        name="NIK, disesuaikan dengan pemekaran",
        name_en="NIK, adjusted for split regencies",
        id="Seperti basis NIK, tetapi orang dari kabupaten yang sudah dimekarkan dihitung di kabupaten baru bila kode "
        "kecamatan dalam NIK menunjukkannya. Orang yang tidak dapat dipisahkan tetap dihitung di kabupaten induk.",
        en="As by NIK, but people of a regency that was split count in the newer regency where the district code in "
        "the NIK tells. Those who cannot be told apart stay with the parent regency.",
    ),
    BasisView(
        code="domicile",
        name="Domisili",
        name_en="Home",
        id="Orang dihitung di desa/kelurahan tempat tinggalnya menurut data kepesertaan. Orang tanpa kode desa hanya "
        "dihitung secara nasional.",
        en="People count in the village of residence of their enrolment. People without a village code count in the "
        "nation only.",
    ),
    BasisView(
        code="workplace",
        name="Tempat kerja",
        name_en="Workplace",
        id="Orang dihitung di kabupaten/kota tempat bekerja menurut data kepesertaan. Orang tanpa kode tempat kerja "
        "hanya dihitung secara nasional.",
        en="People count in the regency of work of their enrolment. People without a code of work count in the nation "
        "only.",
    ),
)


def basis_views(held: Collection[str]) -> tuple[BasisView, ...]:
    """The bases that a release holds, in the order of `BASES`: the official one first."""
    by_code = {basis.code: basis for basis in ALL_BASES}
    return tuple(by_code[code] for code in BASES if code in held)


def basis_shown(table: FactTable, *, page: str = OFFICIAL_BASIS) -> str:
    """The basis on which a page shows a table: its own; that of the official one the one which the table has."""
    held = next((column.values for column in table.columns if column.name == "basis"), ())
    return held[0] if held and page == OFFICIAL_BASIS and page not in held else page
