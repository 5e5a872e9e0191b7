import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import Any

import polars as pl
import pytest

from tasks.publish.files.hashes import FileFacts
from tasks.publish.files.page.page import build_page, file_size
from tests.unit.publish.made_facts import AS_OF, PROVENANCE, made_tables

FILES = {"ucj_coverage.csv": FileFacts(bytes=281_539, sha256="0" * 64)}
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)> & 'v\"1"


class Page(HTMLParser):
    """Elements, texts and scripts of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.text: list[str] = []
        self.inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.inside = tag
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.inside == "script":
            self.scripts[-1] += data
        elif self.inside != "style":
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def attributes(self, name: str) -> list[str]:
        return [value for _, attributes in self.elements if (value := attributes.get(name)) is not None]

    @property
    def data(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads(self.scripts[0])
        return read

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.text).replace("\u00a0", " ").split())


def render(tables: dict[str, pl.DataFrame]) -> Page:
    return Page(build_page(tables, as_of=AS_OF, provenance=PROVENANCE, files=FILES).decode())


@pytest.fixture(scope="module")
def page(tables: dict[str, pl.DataFrame]) -> Page:
    return render(tables)


def test_nation_and_date_are_readable_without_a_script(page: Page, tables: dict[str, pl.DataFrame]) -> None:
    nation = tables["ucj_coverage"].row(0, named=True)
    spoken = f"{nation['active']:,} orang terlindungi dari {nation['eligible']:,} pekerja".replace(",", ".")
    assert spoken in page.words
    assert str(nation["coverage_pct"]).replace(".", ",") + " %" in page.words
    assert "Keadaan 30 Juni 2021" in page.words
    assert "9 dari 12" in page.words
    assert "Sakernas Agustus 2020, rev. 2" in page.words


def test_every_region_has_a_row_and_every_branch(page: Page) -> None:
    places = [int(place) for place in page.attributes("data-i")]
    assert places == list(range(1, 553))
    assert all(f"K{number:02d}" in page.words for number in range(1, 13))


def test_flags_of_all_rows_are_said_once(page: Page) -> None:
    letters = {entry["code"]: letter for letter, entry in page.data["flags"].items()}
    assert page.data["common"]["nik"] == letters["carried_forward"] + letters["missing_branches"]
    links = [link for link in page.attributes("href") if link.startswith("#catatan-")]
    assert set(links) == {f"#catatan-{letters[code]}" for code in ("eligible_summed", "no_eligible", "over_100")}


def test_page_stands_alone(page: Page) -> None:
    assert page.attributes("src") == []
    assert [a["href"] for tag, a in page.elements if tag == "link"] == ["data:,"]
    policy = next(a["content"] for _, a in page.elements if a.get("http-equiv") == "Content-Security-Policy") or ""
    digest = base64.b64encode(hashlib.sha256(page.scripts[1].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")


def test_page_links_what_lies_beside_it(page: Page) -> None:
    beside = [link for link in page.attributes("href") if not re.match(r"#|https:|data:", link)]
    assert beside == ["wilayah/ID.html", "ucj_coverage.csv", "datapackage.json"]
    assert "ODbL 1.0" in page.words


def test_page_is_not_too_large(tables: dict[str, pl.DataFrame]) -> None:
    assert len(build_page(tables, as_of=AS_OF, provenance=PROVENANCE, files=FILES)) < 650_000


def test_nation_without_eligible_workers_says_so() -> None:
    page = render(made_tables(national_eligible=False))
    assert "Tidak tersedia" in page.words
    assert "jumlah pekerja yang berhak tidak tersedia" in page.words


def test_text_of_an_issuer_stays_text(tables: dict[str, pl.DataFrame]) -> None:
    coverage = tables["ucj_coverage"].with_columns(eligible_version=pl.lit(HOSTILE))
    page = render(tables | {"ucj_coverage": coverage})
    assert page.data["versions"] == [HOSTILE]
    assert len(page.scripts) == 2
    assert "img" not in {tag for tag, _ in page.elements}
    assert " ".join(HOSTILE.split()) in page.words


def test_facts_with_holes_still_make_a_page(tables: dict[str, pl.DataFrame]) -> None:
    empty = {name: frame.clear() for name, frame in tables.items()}
    assert render(empty).data["regions"] == []


def test_provenance_is_shown(page: Page) -> None:
    assert "settings.grace_months.PU 3" in page.words
    assert "Masa tenggang dalam bulan: Grace in months: PU 3, BPU 3, JAKON 0, PMI 1." in page.words


@pytest.mark.parametrize(("size", "text"), [(439, "1 KB"), (281_539, "282 KB"), (1_440_162, "1,4 MB")])
def test_the_page_tells_the_sizes_of_files(size: int, text: str) -> None:
    assert file_size(size) == text
