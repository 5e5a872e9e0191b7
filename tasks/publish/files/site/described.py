"""What a release says of its pages: those of the release as a whole, those of bases, those of regions."""

from collections.abc import Iterator, Mapping
from functools import cache

from tasks.publish.files.site.bases import ALL_BASES
from warehouse.dimensions.closed_lists import NATION
from warehouse.dimensions.regions import Regions, load_regions
from warehouse.figures.schema import Text

FOLDER = "wilayah"
SHARED = {"wilayah.css": "text/css", "wilayah.js": "text/javascript"}
INDEX, CHANGED = "index.html", "halaman/perubahan.html"
QUALITY, METHOD = "halaman/mutu-data.html", "halaman/metode.html"
DOWNLOADS, HISTORY = "halaman/unduh.html", "halaman/riwayat.html"
SITE_PAGES: Mapping[str, Text] = {  # in the order in which every page lists them
    INDEX: Text(id="Indonesia", en="Indonesia"),
    CHANGED: Text(id="Perubahan", en="What changed"),
    QUALITY: Text(id="Mutu data", en="Data quality"),
    METHOD: Text(id="Metode", en="Method"),
    DOWNLOADS: Text(id="Unduh", en="Downloads"),
    HISTORY: Text(id="Riwayat rilis", en="Release history"),
}


def page_path(code: str) -> str:
    """The path of a region's page in a release."""
    return INDEX if code == NATION else f"{FOLDER}/{code}.html"


def basis_path(code: str, *, official: bool) -> str:
    """The path of the national page on a basis."""
    return INDEX if official else f"basis/{code}.html"


def site_files() -> Mapping[str, tuple[str, str, Text]]:
    """Every page but the first, and what pages of regions share: name, type and title in the datapackage by path."""
    return _site_files_of(load_regions())


@cache
def _site_files_of(regions: Regions) -> Mapping[str, tuple[str, str, Text]]:
    return dict(_described(regions))


def _described(regions: Regions) -> Iterator[tuple[str, tuple[str, str, Text]]]:
    for path, title in SITE_PAGES.items():
        if path != INDEX:
            yield path, (f"page-{path.rpartition('/')[2].removesuffix('.html')}", "text/html", title)
    for basis in ALL_BASES:
        if not basis.official:
            title = Text(id=f"Halaman nasional, basis {basis.name}", en=f"National page, basis {basis.name_en}")
            path = basis_path(basis.code, official=False)
            yield path, (f"page-basis-{basis.code.replace('_', '-')}", "text/html", title)
    for code, name in [*regions.provinces.rows(), *regions.regencies.select("code", "name").rows()]:
        title = Text(id=f"Halaman {name}", en=f"Page of {name}")
        yield page_path(code), (f"page-{code.replace('.', '-')}", "text/html", title)
    for file, mediatype in SHARED.items():
        title = Text(id="Bagian bersama halaman wilayah", en="Shared part of the pages of regions")
        yield f"{FOLDER}/{file}", (file.replace(".", "-"), mediatype, title)
