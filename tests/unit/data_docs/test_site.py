import re
import stat
from pathlib import Path

import pytest

from expectations.data_docs import site
from expectations.data_docs.site import build_site, page_of, site_of
from expectations.data_docs.store import keep_validation
from tests.unit.data_docs.made import BROKEN, made
from warehouse.files.durable import write_private


def links(page: Path) -> list[Path]:
    """Where the links of a page lead, each once, in their order."""
    found = re.findall(r'href="([^"]+)"', page.read_text())
    return list(dict.fromkeys((page.parent / one).resolve() for one in found if not one.startswith("data:")))


def pages(folder: Path) -> dict[str, int]:
    """When each page was written."""
    return {str(path.relative_to(folder)): path.stat().st_mtime_ns for path in folder.rglob("*.html")}


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    for number, hour in ((1, 1), (2, 3), (3, 2)):
        keep_validation(
            made(f"S00000{number}", at=f"2026-11-22T0{hour}:00:00+00:00"), folder=tmp_path, write=write_private
        )
    keep_validation(made("S000004", at="2026-11-22T18:30:00+00:00"), folder=tmp_path, write=write_private)
    return tmp_path


def test_newest_first_by_days_in_jakarta(docs: Path) -> None:
    index = build_site(docs, write=write_private)
    days = [site_of(docs) / "days" / f"2026-11-{day}.html" for day in (23, 22)]
    assert links(index) == [*(page_of(docs, f"S00000{n}") for n in (4, 2, 3, 1)), *days]
    assert links(days[1])[1:] == [page_of(docs, f"S00000{n}") for n in (2, 3, 1)]
    assert "01:30:00 WIB" in days[0].read_text()


def test_every_link_leads_to_a_page(docs: Path) -> None:
    build_site(docs, write=write_private)
    for page in site_of(docs).rglob("*.html"):
        assert [link for link in links(page) if not link.is_file()] == []


def test_only_what_is_new_is_written(docs: Path) -> None:
    build_site(docs, write=write_private)
    before = pages(docs)
    build_site(docs, write=write_private)
    assert pages(docs) == before
    keep_validation(made("S000005", rules=(BROKEN,), at="2026-11-23T05:00:00+00:00"), folder=docs, write=write_private)
    build_site(docs, write=write_private)
    after = pages(docs)
    assert {page for page in after if after[page] != before.get(page)} == {
        "site/index.html",
        "site/days/2026-11-23.html",
        "site/validations/S000005.html",
    }


def test_a_validation_that_is_judged_again_moves_to_its_new_day(docs: Path) -> None:
    build_site(docs, write=write_private)
    keep_validation(made("S000004", rules=(BROKEN,), at="2026-12-01T00:00:00+00:00"), folder=docs, write=write_private)
    index = build_site(docs, write=write_private)
    assert not (site_of(docs) / "days" / "2026-11-23.html").exists()
    assert links(index)[0] == page_of(docs, "S000004")
    assert "1.234" in page_of(docs, "S000004").read_text()


def test_a_validation_that_is_gone_leaves_the_site(docs: Path) -> None:
    build_site(docs, write=write_private)
    (docs / "validations" / "S000002.json").unlink()
    index = build_site(docs, write=write_private)
    assert not page_of(docs, "S000002").exists()
    assert "S000002" not in index.read_text() + (site_of(docs) / "days" / "2026-11-22.html").read_text()


@pytest.mark.parametrize("listing", ["", "[1]", '[{"label": "S1"}]', "{}", '{"a": '])
def test_a_spoilt_listing_is_built_anew(docs: Path, listing: str) -> None:
    index = build_site(docs, write=write_private)
    whole = index.read_bytes()
    (site_of(docs) / "listing.json").write_text(listing)
    index.unlink()
    assert build_site(docs, write=write_private).read_bytes() == whole


def test_a_build_that_is_killed_is_finished_by_the_next(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object, **__: object) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(site, "index_page", killed)
        with pytest.raises(KeyboardInterrupt):
            build_site(docs, write=write_private)
    assert len(links(build_site(docs, write=write_private))) == 6


def test_everything_in_the_site_is_private(docs: Path) -> None:
    build_site(docs, write=write_private)
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in docs.rglob("*")}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}


def test_no_validation_at_all_is_a_page_too(tmp_path: Path) -> None:
    assert "Belum ada pemeriksaan" in build_site(tmp_path / "docs", write=write_private).read_text()
