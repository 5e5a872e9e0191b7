"""Check the archive against the catalogue: every delivered file is there, unless it was purged."""

from collections.abc import Iterator

from settings import Settings
from tasks.operations.doctor.finding import Finding, Health
from tasks.operations.doctor.stored import catalogue_as_it_is, files_below, listed, sha256_of, told
from tasks.receive.archive import archive_path
from warehouse.lake.inventory import delivered_files


def check_archive(settings: Settings, *, quick: bool) -> Iterator[Finding]:
    """Existence and size of every delivered file that was not purged; unless `quick` also its SHA-256."""
    archive = settings.path("archive")
    with catalogue_as_it_is(settings) as engine:
        if engine is None:
            return
        delivered = delivered_files(engine)
    expected = {archive_path(archive, one.sha256): one for one in delivered if not one.purged}
    missing = [one.label for path, one in expected.items() if not path.is_file()]
    changed = [
        expected[path].label
        for path in told("archive", [path for path in expected if path.is_file()])
        if path.stat().st_size != expected[path].bytes or (not quick and sha256_of(path) != expected[path].sha256)
    ]
    for labels, what in ((missing, "are missing"), (changed, "were changed")):
        if labels:
            yield Finding(
                check="archive",
                health=Health.FAIL,
                says=f"The delivered files of {len(labels)} submissions {what}: {listed(labels)}.",
                do="Restore them from the backup; what is not there cannot be judged again (`ucj explain` says more).",
            )
    if not missing and not changed:
        purged = sum(one.purged for one in delivered)
        yield Finding(
            check="archive",
            health=Health.OK,
            says=f"{len(expected)} delivered files are there{'' if quick else ' and unchanged'}; {purged} were purged.",
        )
    known = {archive_path(archive, one.sha256) for one in delivered}
    unknown = [path.name[:12] for path in files_below(archive) if path not in known]
    if unknown:
        yield Finding(
            check="archive",
            health=Health.WARN,
            says=f"{len(unknown)} delivered files are in no row of the catalogue: {listed(unknown)}.",
            do="Left by a killed run (the next one takes them), or delivered after the backup that was restored: then "
            "ask the branches to deliver again.",
        )
