"""A release of a date that has one takes over what is the same, and is to the byte the one made from nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import polars as pl
import pytest

from tasks.publish.editions.edition import RESTRICTED
from tasks.publish.files.workbook.planned import PlannedWorkbook
from tasks.publish.files.workbook.workbooks import plan_workbooks
from tasks.publish.release import taken_over
from tasks.publish.release.folder import BuiltRelease, render_files, render_tables, write_release
from tasks.publish.release.taken_over import workbooks_of
from tests.counted import counted
from tests.unit.publish.made_facts import AS_OF, PROVENANCE, made_tables
from warehouse.dimensions.regions import load_regions
from warehouse.files.folders import make_folder, write_folder
from warehouse.lake.cache import Cache

BUOL = "72.05"
JOINED = 600  # of 160,000 or so
Tables = Mapping[str, pl.DataFrame]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


def made(tables: Tables, home: Path, *, earlier: Sequence[Path] = (), cache: str = "derived") -> BuiltRelease:
    """A whole release, written as the publish stage does it."""
    planned = plan_workbooks(tables, as_of=AS_OF, provenance=PROVENANCE)
    books = workbooks_of(planned, as_of=AS_OF, folders=earlier, cache=Cache(home / cache))
    rendered = render_tables(tables, workbooks=books, as_of=AS_OF)
    files = render_files(tables, rendered=rendered, as_of=AS_OF, provenance=PROVENANCE)
    return write_release(files, as_of=AS_OF, published=home / "published", alike=earlier)


@pytest.fixture(scope="module")
def before(home: Path) -> BuiltRelease:
    return made(made_tables(), home)


@pytest.fixture(scope="module")
def after_tables() -> Tables:
    return made_tables(joined={BUOL: JOINED})


@pytest.fixture(scope="module")
def from_nothing(after_tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> BuiltRelease:
    return made(after_tables, tmp_path_factory.mktemp("elsewhere"))


def files_of(release: Path) -> dict[str, Path]:
    return {path.relative_to(release).as_posix(): path for path in release.rglob("*") if path.is_file()}


def touched_regions(one: Tables, other: Tables) -> set[str]:
    """Regions with another row in any table, whatever basis."""
    found: set[str] = set()
    for name, frame in one.items():
        if "region_code" in frame.columns:
            place = frame.columns.index("region_code")
            found |= {row[place] for row in set(frame.rows()) ^ set(other[name].rows())}
    return found


def test_one_changed_regency_rewrites_what_shows_it_and_nothing_else(
    home: Path, before: BuiltRelease, after_tables: Tables, from_nothing: BuiltRelease
) -> None:
    with counted(PlannedWorkbook, "write") as written:
        after = made(after_tables, home, earlier=[before.path])
    there, whole = files_of(after.path), files_of(from_nothing.path)
    assert {name: path.read_bytes() for name, path in there.items()} == {
        name: path.read_bytes() for name, path in whole.items()
    }
    assert after.id == from_nothing.id != before.id

    earlier = files_of(before.path)
    changed = {name for name, path in whole.items() if path.read_bytes() != earlier[name].read_bytes()}
    assert {name for name, path in there.items() if not path.samefile(earlier[name])} == changed
    touched = touched_regions(made_tables(), after_tables)
    assert {"ID", "72", BUOL} <= touched
    assert 0 < len(touched - {"ID", "72", BUOL}) < 30  # regions whose rank it took, on one of the bases
    provinces = {code[:2] for code in touched} - {"ID"}
    books = {f"workbooks/ucj_{AS_OF}_{code}.xlsx" for code in provinces} | {f"ucj_{AS_OF}.xlsx"}
    assert {name for name in changed if name.endswith(".xlsx")} == books
    assert len(written) == len(books)
    pages = {name for name in changed if name.startswith("wilayah/")}
    beside = {
        one for one in load_regions().regencies["code"] if one[:2] in touched
    }  # they show its province's coverage
    shown = {f"wilayah/{one}.html" for one in touched | provinces | beside}
    assert {f"wilayah/{BUOL}.html", "wilayah/72.html"} <= pages <= shown


def test_what_was_damaged_is_not_taken_over(before: BuiltRelease, tmp_path: Path) -> None:
    path, planned = list(islice(plan_workbooks(made_tables(), as_of=AS_OF, provenance=PROVENANCE), 2))[1]
    files = {"page.html": b"<!doctype html>", path: planned.write()}
    first = write_release(files, as_of=AS_OF, published=tmp_path)
    cache = Cache(tmp_path / "derived")
    workbooks_of([(path, planned)], as_of=AS_OF, folders=[], cache=cache)
    for name, content in files.items():
        (first.path / name).write_bytes(bytes([content[0] ^ 1]) + content[1:])  # of the same size
    with counted(PlannedWorkbook, "write") as written:
        books = workbooks_of([(path, planned)], as_of=AS_OF, folders=[first.path], cache=cache)
    assert (len(written), books) == (1, {path: (before.path / path).read_bytes()})
    second = write_release({**files, "other": b""}, as_of=AS_OF, published=tmp_path, alike=[first.path])
    assert {name: (second.path / name).read_bytes() for name in files} == files


def test_without_a_cache_or_earlier_releases_all_workbooks_are_written(before: BuiltRelease, home: Path) -> None:
    planned = dict(islice(plan_workbooks(made_tables(), as_of=AS_OF, provenance=PROVENANCE), 3))
    known = Cache(home / "derived")

    def written(*, folders: Sequence[Path], cache: Cache) -> int:
        with counted(PlannedWorkbook, "write") as calls:
            books = workbooks_of(planned.items(), as_of=AS_OF, folders=folders, cache=cache)
        assert books == {name: (before.path / name).read_bytes() for name in planned}
        return len(calls)

    assert [written(folders=[], cache=known) for _ in range(2)] == [3, 3]
    assert written(folders=[before.path], cache=Cache(home / "empty")) == 3
    assert written(folders=[before.path], cache=Cache(home / "empty")) == 0
    assert written(folders=[home / "gone", before.path], cache=Cache(home / "empty")) == 0
    (record,) = (home / "empty" / taken_over.WORKBOOKS).glob(f"*/{taken_over.HASHES}")
    record.write_bytes(b"?" * record.stat().st_size)
    assert written(folders=[before.path], cache=Cache(home / "empty")) == 3
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(taken_over, "PROGRAM", "another version of the code")
        assert written(folders=[before.path], cache=Cache(home / "empty")) == 3


def test_a_restricted_workbook_is_taken_from_restricted_editions_alone(before: BuiltRelease, tmp_path: Path) -> None:
    planned = dict(islice(plan_workbooks(made_tables(), as_of=AS_OF, provenance=PROVENANCE, edition=RESTRICTED), 1, 3))
    cache, place = Cache(tmp_path / "derived"), tmp_path / "restricted" / before.id

    def written(folder: Path) -> tuple[int, dict[str, bytes]]:
        with counted(PlannedWorkbook, "write") as calls:
            books = workbooks_of(planned.items(), as_of=AS_OF, folders=[folder], cache=cache, edition=RESTRICTED)
        return len(calls), books

    number, books = written(before.path)
    make_folder(place.parent)
    write_folder(place, books)
    assert number == 2
    assert (written(place), written(before.path)) == ((0, books), (2, books))
    assert {one.name for one in cache.folder.iterdir()} == {"restricted-workbooks"}


def test_all_that_a_workbook_is_made_from_is_in_its_digest() -> None:
    _, planned = next(plan_workbooks(made_tables(), as_of=AS_OF, provenance=PROVENANCE))
    sheet, front = planned.sheets[0], planned.front[0]
    others = [
        replace(planned, title="x"),
        replace(planned, about_rows="x"),
        replace(planned, label="x"),
        replace(planned, front=planned.front[1:]),
        replace(planned, front=(replace(front, widths=(1,)), *planned.front[1:])),
        replace(planned, sheets=planned.sheets[1:]),
        replace(planned, sheets=(planned.sheets[1], sheet, *planned.sheets[2:])),
        *(
            replace(planned, sheets=(one, *planned.sheets[1:]))
            for one in (
                replace(sheet, name="x"),
                replace(sheet, title=sheet.description),
                replace(sheet, description=sheet.title),
                replace(sheet, columns=sheet.columns[1:]),
                replace(sheet, rows=sheet.rows + 1),
                replace(sheet, xml=sheet.xml.replace("<v>", "<v>1", 1)),
            )
        ),
    ]
    digests = {one.digest() for one in others}
    assert len(digests) == len(others)
    assert planned.digest() not in digests
    _, again = next(plan_workbooks(made_tables(), as_of=AS_OF, provenance=PROVENANCE))
    assert again.digest() == planned.digest()
