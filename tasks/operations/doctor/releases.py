"""Check published releases against the catalogue, and the pointer to the current release."""

from collections.abc import Iterator
from pathlib import Path

from settings import Settings
from tasks.operations.doctor.finding import Finding, Health
from tasks.operations.doctor.stored import catalogue_as_it_is, told
from tasks.publish.errors import PointerBlocked
from tasks.publish.release.folder import DATAPACKAGE, RELEASE_ID, hash_folder
from tasks.publish.release.pointer import read_current
from warehouse.releases.releases import Release, current_release, list_releases


def check_releases(settings: Settings, *, quick: bool) -> Iterator[Finding]:
    """Every recorded release has its folder; unless `quick` with the content that the catalogue says."""
    published = settings.path("published")
    with catalogue_as_it_is(settings) as engine:
        if engine is None:
            return
        releases, current = list_releases(engine), current_release(engine)
    folders = {published / one.id: one for one in releases}
    broken = 0
    for folder in told("releases", list(folders)):
        problem = _problem(folder, folders[folder], quick=quick)
        if problem:
            broken += 1
            yield Finding(
                check="releases",
                health=Health.FAIL,
                says=f"{folder} {problem}.",
                do=f"Move it away if it is there, then: ucj run --as-of {folders[folder].as_of}",
            )
    if not broken:
        how = "there" if quick else "there and unchanged"
        yield Finding(check="releases", health=Health.OK, says=f"{len(releases)} releases are {how}.")
    unknown = [path.name for path in sorted(published.glob("*-*")) if RELEASE_ID.match(path.name)]
    unknown = [name for name in unknown if published / name not in folders]
    if unknown:
        yield Finding(
            check="releases",
            health=Health.WARN,
            says=f"{len(unknown)} folders are no recorded releases: {', '.join(unknown[:5])}.",
            do="Held by the gate, or published after the backup that was restored.",
        )
    yield from _pointer(published, current)


def _problem(folder: Path, release: Release, *, quick: bool) -> str:
    if not (folder / DATAPACKAGE).is_file():
        return "is missing"
    return "" if quick or hash_folder(folder) == release.content_sha256 else "was changed"


def _pointer(published: Path, current: Release | None) -> Iterator[Finding]:
    try:
        shown = read_current(published)
    except PointerBlocked as blocked:
        yield Finding(check="current", health=Health.FAIL, says=str(blocked), do="Move it away, then: ucj run")
        return
    wanted = current.id if current else None
    if shown == wanted:
        yield Finding(check="current", health=Health.OK, says=f"published/current shows {wanted or 'nothing yet'}.")
    else:
        yield Finding(
            check="current",
            health=Health.FAIL,
            says=f"published/current shows {shown or 'nothing'} instead of {wanted}.",
            do="ucj run (it repairs the link)",
        )
