"""Check the archive against the catalogue: every delivered file is there, unless it was purged."""

from collections.abc import Iterator
from pathlib import Path

from expectations.written import counted
from settings import Settings
from tasks.execution.places import archive_of
from tasks.operations.doctor.finding import Health, HealthFinding
from tasks.operations.doctor.stored.looking import catalogue_as_it_is, in_threads, listed, told
from tasks.receive.archive import archive_path
from warehouse.lake.inventory import DeliveredFile, delivered_files
from warehouse.stores.bound_folders import files_below, hash_where_kept, size_where_kept


def check_archive(settings: Settings, *, quick: bool) -> Iterator[HealthFinding]:
    """Existence and size of every delivered file that was not purged; unless `quick` also its SHA-256."""
    archive = archive_of(settings)
    with catalogue_as_it_is(settings) as engine:
        if engine is None:
            return
        delivered = delivered_files(engine)
    expected = {archive_path(archive, one.sha256): one for one in delivered if not one.purged}
    sizes = dict(zip(expected, in_threads(size_where_kept, expected), strict=True))
    missing = [expected[path].label for path, size in sizes.items() if size is None and not path.is_file()]
    there = [path for path in expected if sizes[path] is not None]
    right = in_threads(lambda path: _is_right(path, expected[path], size=sizes[path], quick=quick), there)
    changed = [expected[path].label for path, good in zip(told("archive", there), right, strict=True) if not good]
    here = [expected[path].label for path, size in sizes.items() if size is None and path.is_file()]
    if here:
        yield HealthFinding(
            check="archive",
            health=Health.WARN,
            says=f"The delivered files of {counted(len(here), 'submission')} lie here, and not in the "
            f"store: {listed(here)}.",
            do="ucj storage move",
        )
    for labels, what in ((missing, "are missing"), (changed, "were changed")):
        if labels:
            yield HealthFinding(
                check="archive",
                health=Health.FAIL,
                says=f"The delivered files of {counted(len(labels), 'submission')} {what}: {listed(labels)}.",
                do="Restore them from the backup; what is not there cannot be judged again (`ucj explain` says more).",
            )
    if not missing and not changed and not here:
        purged = sum(one.purged for one in delivered)
        yield HealthFinding(
            check="archive",
            health=Health.OK,
            says=f"{counted(len(expected), 'delivered file is', 'delivered files are')} there"
            f"{'' if quick else ' and unchanged'}; purged: {purged}.",
        )
    known = {archive_path(archive, one.sha256) for one in delivered}
    unknown = [path.name[:12] for path in files_below(archive) if path not in known]
    if unknown:
        yield HealthFinding(
            check="archive",
            health=Health.WARN,
            says=f"{counted(len(unknown), 'delivered file is', 'delivered files are')} in no row of the "
            f"catalogue: {listed(unknown)}.",
            do="Left by a killed run (the next one takes them), or delivered after the backup that was restored: then "
            "ask the branches to deliver again.",
        )


def _is_right(path: Path, one: DeliveredFile, *, size: int | None, quick: bool) -> bool:
    return size == one.bytes and (quick or hash_where_kept(path) == one.sha256)
