"""What a web server says of every kind of file that a release has."""

import pytest

from tasks.publish.files.datapackage import OTHER_FILES, XLSX
from tasks.publish.files.formats import FORMATS, file_name
from tasks.publish.files.site.described import site_files
from warehouse.stores.media_types import UNKNOWN, media_type

DESCRIBED = {
    **{path: mediatype for path, (_, mediatype, _) in {**OTHER_FILES, **site_files()}.items()},
    **{file_name("ucj_coverage", kind): kind.mediatype for kind in FORMATS},
    "ucj-00.xlsx": XLSX,
}


@pytest.mark.parametrize("path", sorted({path.rpartition(".")[2]: path for path in DESCRIBED}.values()))
def test_it_is_what_the_description_of_the_release_says(path: str) -> None:
    described = DESCRIBED[path].partition(";")[0]
    is_json = described.endswith("+json") and path.endswith(".json")
    assert media_type(path).partition(";")[0] == ("application/json" if is_json else described)
    assert (media_type(path).endswith("charset=utf-8")) is media_type(path).startswith("text/")


def test_what_is_not_known_is_opened_by_nothing() -> None:
    assert media_type("a/b.exe") == media_type("README") == UNKNOWN
