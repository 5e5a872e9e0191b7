"""What a release says of its pages of regions."""

from collections.abc import Iterator, Mapping
from functools import cache

from warehouse.dimensions.closed_lists import NATION
from warehouse.dimensions.regions import load_regions
from warehouse.figures.schema import Text

FOLDER = "wilayah"
SHARED = {"wilayah.css": "text/css", "wilayah.js": "text/javascript"}


def page_path(code: str) -> str:
    """The path of a region's page in a release."""
    return f"{FOLDER}/{code}.html"


@cache
def site_files() -> Mapping[str, tuple[str, str, Text]]:
    """Every page of a region, and what they share, by path: its name, type and title in the datapackage."""
    return dict(_described())


def _described() -> Iterator[tuple[str, tuple[str, str, Text]]]:
    regions = load_regions()
    names = [(NATION, "Indonesia"), *regions.provinces.rows(), *regions.regencies.select("code", "name").rows()]
    for code, name in names:
        title = Text(id=f"Halaman {name}", en=f"Page of {name}")
        yield page_path(code), (f"page-{code.lower().replace('.', '-')}", "text/html", title)
    for file, mediatype in SHARED.items():
        title = Text(id="Bagian bersama halaman wilayah", en="Shared part of the pages of regions")
        yield f"{FOLDER}/{file}", (file.replace(".", "-"), mediatype, title)
