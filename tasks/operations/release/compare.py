"""What differs between two releases, whichever: for `ucj release diff`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import Engine

from tasks.publish.errors import ReleaseMissing
from tasks.publish.notes.causes import Causes
from tasks.publish.notes.changes import changed_figures
from tasks.publish.notes.declared import DeclaredChanges, declared_changes
from tasks.publish.notes.diff import diff_coverage
from tasks.publish.notes.notes import LARGEST, largest_moves
from tasks.publish.notes.restatement import changed, version_differences
from tasks.publish.release.folder import DATAPACKAGE, as_of_release, describe_folder, read_tables
from warehouse.releases.lineage import origins
from warehouse.releases.releases import objects_of


@dataclass(frozen=True, kw_only=True)
class Difference:
    """changed: as `changed_figures` gives it, with the rows of all tables. moved: the largest moves of coverage."""

    before: str
    after: str
    changed: pl.DataFrame
    moved: pl.DataFrame
    declared: DeclaredChanges

    def record(self) -> dict[str, Any]:
        """The summary as JSON-ready data."""
        by_table = self.changed.group_by("table", maintain_order=True).len()
        return {
            "before": self.before,
            "after": self.after,
            "figures_changed": self.changed.height,
            "by_table": dict(by_table.iter_rows()),
            "major": list(self.declared.major),
            "minor": list(self.declared.minor),
            "largest": [
                {name: value if isinstance(value, int | str | None) else str(value) for name, value in row.items()}
                for row in self.moved.to_dicts()
            ],
        }


def compare_releases(engine: Engine, published: Path, before: str, after: str) -> Difference:
    """Compare the folders of two releases, by id. Rows of different dates are those of the same region and key.

    Raises `ReleaseMissing` where a folder is gone, or holds a tombstone.
    """
    same_date = as_of_release(before) == as_of_release(after)
    packages = _package(published / before), _package(published / after)
    said = tuple(one["provenance"] for one in packages)
    objects = tuple(origins(engine, object_ids=objects_of(engine, one)) for one in (before, after))
    versions = tuple(version_differences(*said))
    causes = Causes(same_date=same_date, changes=tuple(changed(*objects, thinned=set())), versions=versions)
    then, now = read_tables(published / before), read_tables(published / after)
    moved = diff_coverage(then["ucj_coverage"], now["ucj_coverage"])
    return Difference(
        before=before,
        after=after,
        changed=changed_figures(then, now, causes=causes, same_date=True),
        moved=largest_moves(moved, number=LARGEST),
        declared=declared_changes(packages[0], now=packages[1], versions=versions),
    )


def _package(folder: Path) -> Mapping[str, Any]:
    if not (folder / DATAPACKAGE).is_file():
        raise ReleaseMissing(f"{folder} holds no release: it was withdrawn or moved away.")
    found: Mapping[str, Any] = describe_folder(folder)
    return found
