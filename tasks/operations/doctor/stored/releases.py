"""Check published releases against the catalogue, and the pointer to the current release."""

from collections.abc import Iterator
from pathlib import Path

from expectations.written import counted
from settings import Settings
from tasks.operations.doctor.finding import Health, HealthFinding
from tasks.operations.doctor.stored.looking import catalogue_as_it_is, told
from tasks.publish.errors import PointerBlocked
from tasks.publish.release.folder import DATAPACKAGE, RELEASE_ID, hash_folder
from tasks.publish.release.pointer import read_current
from tasks.publish.release.settle import is_shown
from tasks.publish.release.tombstone import is_tombstone
from warehouse.records import ReleaseDecision
from warehouse.releases.decisions import Decided, decisions_of
from warehouse.releases.releases import Release, current_release, list_releases

ENDED_BY_A_RUN = "ucj run (it ends what a killed command left half done)"


def check_releases(settings: Settings, *, quick: bool) -> Iterator[HealthFinding]:
    """Every recorded release has its folder; unless `quick` with the content that the catalogue says."""
    published = settings.path("published")
    with catalogue_as_it_is(settings) as engine:
        if engine is None:
            return
        releases, current = list_releases(engine), current_release(engine)
        withdrawn = {one.release_id: one for one in decisions_of(engine) if one.decision is ReleaseDecision.WITHDRAWN}
    folders = {published / one.id: one for one in releases}
    broken = 0
    for folder in told("releases", list(folders)):
        problem, do = _problem(folder, folders[folder], withdrawn.get(folder.name), quick=quick)
        if problem:
            broken += 1
            yield HealthFinding(check="releases", health=Health.FAIL, says=f"{folder} {problem}.", do=do)
    if not broken:
        how = "there" if quick else "there and unchanged"
        yield HealthFinding(
            check="releases", health=Health.OK, says=f"{counted(len(releases), 'release is', 'releases are')} {how}."
        )
    unknown = [path.name for path in sorted(published.glob("*-*")) if RELEASE_ID.match(path.name)]
    unknown = [name for name in unknown if published / name not in folders]
    if unknown:
        yield HealthFinding(
            check="releases",
            health=Health.WARN,
            says=f"{counted(len(unknown), 'folder is no recorded release', 'folders are no recorded releases')}: "
            f"{', '.join(unknown[:5])}.",
            do="Held by the gate, or published after the backup that was restored.",
        )
    yield from _pointer(published, current)


def _problem(folder: Path, release: Release, withdrawn: Decided | None, *, quick: bool) -> tuple[str, str]:
    """What is wrong with a folder and what to do; empty when all is well."""
    if withdrawn is not None:
        return ("", "") if is_tombstone(folder, withdrawn) else ("was withdrawn, and does not say so", ENDED_BY_A_RUN)
    again = f"Move it away if it is there, then: ucj run --as-of {release.as_of}"
    if not (folder / DATAPACKAGE).is_file():
        return "is missing", again
    if release.is_draft and is_shown(folder):
        return "is a draft, and others may read it", ENDED_BY_A_RUN
    return ("", "") if quick or hash_folder(folder) == release.content_sha256 else ("was changed", again)


def _pointer(published: Path, current: Release | None) -> Iterator[HealthFinding]:
    try:
        shown = read_current(published)
    except PointerBlocked as blocked:
        yield HealthFinding(check="current", health=Health.FAIL, says=str(blocked), do="Move it away, then: ucj run")
        return
    wanted = current.id if current else None
    if shown == wanted:
        yield HealthFinding(
            check="current", health=Health.OK, says=f"published/current shows {wanted or 'nothing yet'}."
        )
    else:
        yield HealthFinding(
            check="current",
            health=Health.FAIL,
            says=f"published/current shows {shown or 'nothing'} instead of {wanted}.",
            do="ucj run (it repairs the link)",
        )
