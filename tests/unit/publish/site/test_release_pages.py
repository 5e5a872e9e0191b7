"""Pages of a release as a whole: they say what the tables say, stand alone, and lead to what is there."""

import base64
import gzip
import hashlib
import posixpath
import re

import polars as pl
import pytest

from tasks.publish.files.site.markup.environment import file_size
from tasks.publish.files.site.release.cause_words import cause_words
from tests.unit.publish.made_facts import made_tables
from tests.unit.publish.site.made_site import facts_of, moved_by, written
from tests.unit.publish.site.read_page import ReadPage
from warehouse.figures.metrics import METRICS

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)> & 'v\"1"
Tables = dict[str, pl.DataFrame]


def read(pages: dict[str, bytes]) -> dict[str, ReadPage]:
    return {path: ReadPage(page.decode()) for path, page in pages.items()}


@pytest.fixture(scope="module")
def content(tables: Tables) -> dict[str, bytes]:
    return written(tables, told=moved_by(tables, people=100))


@pytest.fixture(scope="module")
def pages(content: dict[str, bytes]) -> dict[str, ReadPage]:
    return read(content)


@pytest.mark.parametrize("basis", ["nik", "nik_adjusted", "domicile", "workplace"])
def test_a_national_page_has_the_figures_of_its_basis(pages: dict[str, ReadPage], tables: Tables, basis: str) -> None:
    page = pages["index.html" if basis == "nik" else f"basis/{basis}.html"]
    coverage = tables["ucj_coverage"].filter(basis=basis)
    nation = coverage.filter(level="national").row(0, named=True)
    of = f"{nation['active']:,} dari {nation['eligible']:,} orang".replace(",", ".")
    assert of in page.words
    assert "Keadaan 30 Juni 2021" in page.words
    for section, level in (("provinsi", "province"), ("kabupaten", "regency")):
        regions = coverage.filter(level=level).to_dicts()
        shown = page.rows[section]
        assert len(shown) == len(regions)
        for cells, row in zip(shown, regions, strict=True):
            assert cells[0].startswith(row["region_name"])
            expected = "–" if row["coverage_pct"] is None else f"{row['coverage_pct']} %".replace(".", ",")
            assert cells[1] == expected
            assert cells[4] == f"{row['active']:,}".replace(",", ".")


def test_classes_of_the_nation_are_counted(pages: dict[str, ReadPage], tables: Tables) -> None:
    regencies = tables["ucj_coverage"].filter(basis="nik", level="regency")
    rows = {cells[0].strip(): cells for cells in pages["index.html"].rows["kelas"]}
    assert list(rows) == ["tinggi", "sedang", "rendah", "sangat rendah"]
    assert rows["rendah"][1] == "15,00 % sampai di bawah 30,00 %"
    assert int(rows["rendah"][2]) == regencies.filter(coverage_class="low").height > 0
    assert int(rows["tinggi"][2]) == 0


def test_flags_of_all_rows_are_said_once(pages: dict[str, ReadPage]) -> None:
    letters = {cells[0]: cells for cells in pages["index.html"].rows["kabupaten"]}
    linked = {
        link.rpartition("-")[2] for link in pages["index.html"].attributes("href") if "metode.html#catatan-" in link
    }
    explained = {
        one.removeprefix("catatan-") for one in pages["halaman/metode.html"].attributes("id") if "catatan-" in one
    }
    assert linked
    assert linked < explained
    assert len(letters) == 514


def test_each_page_stands_alone(pages: dict[str, ReadPage]) -> None:
    assert len(pages) == 4 + 5
    for path, page in pages.items():
        assert page.attributes("src") == [], path
        assert [a["href"] for tag, a in page.elements if tag == "link"] == ["data:,"]
        policy = next(a["content"] for _, a in page.elements if a.get("http-equiv") == "Content-Security-Policy") or ""
        assert len(page.scripts) == 1
        digest = base64.b64encode(hashlib.sha256(page.scripts[0].encode()).digest()).decode()
        assert f"script-src 'sha256-{digest}'" in policy
        assert policy.startswith("default-src 'none'")


def test_every_link_leads_to_a_file_of_the_release_or_to_another_release(
    pages: dict[str, ReadPage], tables: Tables
) -> None:
    known = facts_of(tables).keys() | pages.keys() | {"datapackage.json", "release-notes.md", "changes.csv"}
    outside = set()
    for path, page in pages.items():
        for link in page.attributes("href"):
            if re.match(r"https:|data:|\?kelas=", link):
                continue
            file, _, fragment = link.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), file)) if file else path
            if target.startswith("../"):
                outside.add(target)
                continue
            assert target in known, (path, link)
            if fragment and target in pages:
                assert fragment in pages[target].attributes("id"), (path, link)
    releases = {"2021-06-30-0123456789ab", "2021-05-31-abcdefabcdef", "current"}
    assert {one.split("/")[1] for one in outside if not one.startswith("../../")} == releases
    assert {one for one in outside if one.startswith("../../")} == {"../../docs/site/index.html"}


def test_the_first_page_is_light(content: dict[str, bytes]) -> None:
    assert len(gzip.compress(content["index.html"])) < 300_000


def test_every_heading_is_there_in_both_languages(content: dict[str, bytes]) -> None:
    for path, page in content.items():
        headings = re.findall(r"<h[12][^>]*>(.*?)</h[12]>", page.decode(), flags=re.DOTALL)
        assert len(headings) > 1, path
        for heading in headings:
            assert re.fullmatch(r'<span class="id">[^<]+</span><span class="en" lang="en"> [^<]+</span>', heading)


def test_what_changed_names_the_region_the_old_and_the_new_figure(pages: dict[str, ReadPage], tables: Tables) -> None:
    page = pages["halaman/perubahan.html"]
    buol = tables["ucj_coverage"].filter(region_code="72.05", basis="nik").row(0, named=True)
    [cells] = page.rows["terbesar"]
    grouped = [f"{number:,}".replace(",", ".") for number in (buol["active"] - 100, buol["active"])]
    assert cells[1:4] == [*grouped, "+100"]
    assert (cells[4], cells[7]) == ("1,00 %", "Tidak terlacak")
    assert [(row[1], row[2]) for row in page.rows["tabel"]] == [("ucj_coverage.csv", "2")]
    assert "Tidak ada koreksi." in page.words


def test_a_cause_is_told_in_words() -> None:
    words = cause_words("enrolment:S000003+S000007+2 more;rules:measure_version")
    assert words.id == "Data peserta (S000003, S000007, 2 lainnya); Aturan, versi, atau pengaturan (measure_version)"
    assert words.en.endswith("(S000003, S000007, 2 more); Rules, versions or settings (measure_version)")
    assert cause_words("something:else").id == "something (else)"


def test_a_first_release_says_that_there_is_none_to_compare_with(tables: Tables) -> None:
    pages = read(written(tables))
    for path in ("index.html", "halaman/perubahan.html"):
        assert "Rilis pertama" in pages[path].words
    assert "0 rilis sebelum rilis ini" in pages["halaman/riwayat.html"].words


def test_history_lists_the_releases_before_with_their_standing(pages: dict[str, ReadPage]) -> None:
    first, second = pages["halaman/riwayat.html"].rows["rilis"]
    assert first[:4] == ["30 Juni 2021", "2021-06-30-0123456789ab", "terbit", "2021-06-30-cccccccccccc"]
    assert second[:3] == ["31 Mei 2021", "2021-05-31-abcdefabcdef", "ditarik: salah kolom"]
    assert second[4] == "–"
    links = pages["halaman/riwayat.html"].attributes("href")
    assert "../../2021-06-30-0123456789ab/release-notes.md" in links
    assert "../../2021-05-31-abcdefabcdef/release-notes.md" not in links


def test_quality_has_every_branch_and_the_share_of_older_data(pages: dict[str, ReadPage], tables: Tables) -> None:
    page = pages["halaman/mutu-data.html"]
    assert sorted(cells[0] for cells in page.rows["cabang"]) == [f"K{number:02d}" for number in range(1, 13)]
    assert page.rows["cabang"][0][1] == "Belum ada data"
    shown = {cells[0]: cells for cells in page.rows["wilayah"]}
    buol = tables["ucj_coverage"].filter(region_code="72.05", basis="nik").row(0, named=True)
    share = f"{100 * buol['active_carried_forward'] / buol['active']:.2f} %".replace(".", ",")
    assert shown["Kabupaten Buol"][4] == share
    regencies = tables["ucj_coverage"].filter(level="regency", basis="nik")
    assert set(shown) == set(regencies.filter(regencies["active_carried_forward"] > 0)["region_name"])
    none = tables["ucj_coverage"].with_columns(active_carried_forward=pl.lit(0, dtype=pl.Int64))
    complete = ReadPage(written(tables | {"ucj_coverage": none})["halaman/mutu-data.html"].decode())
    assert complete.rows["wilayah"] == []
    assert "Tidak ada wilayah yang memakai data lama" in complete.words


def test_method_has_every_figure_and_setting(pages: dict[str, ReadPage]) -> None:
    page = pages["halaman/metode.html"]
    assert [cells[1] for cells in page.rows["indikator"]] == [f"{one.table.name}.{one.column.name}" for one in METRICS]
    assert ["settings.grace_months.PU", "3"] in page.rows["pengaturan"]
    assert "PU 3, BPU 3, JAKON 0, PMI 1." in page.words


def test_nation_without_eligible_workers_says_so() -> None:
    page = read(written(made_tables(national_eligible=False)))["index.html"]
    assert "jumlah pekerja yang berhak tidak tersedia" in page.words


def test_text_of_an_issuer_stays_text(tables: Tables) -> None:
    coverage = tables["ucj_coverage"].with_columns(eligible_version=pl.lit(HOSTILE))
    page = read(written(tables | {"ucj_coverage": coverage}))["index.html"]
    assert len(page.scripts) == 1
    assert "img" not in {tag for tag, _ in page.elements}
    assert " ".join(HOSTILE.split()) in page.words


def test_a_release_with_the_official_basis_alone_offers_no_other(tables: Tables) -> None:
    alone = {name: frame.filter(basis="nik") if "basis" in frame.columns else frame for name, frame in tables.items()}
    assert [path for path in written(alone) if path.startswith("basis/")] == []


@pytest.mark.parametrize(("size", "text"), [(439, "1 KB"), (281_539, "282 KB"), (1_440_162, "1,4 MB")])
def test_sizes_of_files_are_told(size: int, text: str) -> None:
    assert file_size(size) == text
