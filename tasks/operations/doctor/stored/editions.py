"""Check that no release shows small counts, and that the restricted edition is read by those only who may."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from expectations.written import counted
from settings import Settings
from tasks.operations.doctor.finding import Health, HealthFinding
from tasks.operations.doctor.stored.looking import catalogue_as_it_is
from tasks.publish.editions.edition import RESTRICTED
from tasks.publish.editions.restricted import has_group
from tasks.publish.release.folder import DATAPACKAGE
from warehouse.figures.disclosure import PROTECTED
from warehouse.figures.schema import status_name
from warehouse.releases.releases import list_releases

SAYS = 5  # names in one finding


def check_editions(settings: Settings, *, quick: bool) -> Iterator[HealthFinding]:  # noqa: ARG001 - all is quick
    """Releases from before small counts were hidden, restricted editions that are missing, and who may read them."""
    published, restricted = settings.path("published"), settings.path(RESTRICTED.folder)
    with catalogue_as_it_is(settings) as engine:
        if engine is None:
            return
        there = [one for one in list_releases(engine) if (published / one.id / DATAPACKAGE).is_file()]
    unprotected = [one for one in there if not is_protected(published / one.id)]
    if unprotected:
        yield HealthFinding(
            check="editions",
            health=Health.WARN,
            says=f"{counted(len(unprotected), 'release shows', 'releases show')} small counts of "
            "people, published before these were hidden: "
            f"{', '.join(one.id for one in unprotected[:SAYS])}{' ...' if unprotected[SAYS:] else ''}.",
            do="Publish their dates again (ucj run --as-of DATE), then take them back: ucj release withdraw ID --why.",
        )
    missing = [one.id for one in there if one not in unprotected and not (restricted / one.id).is_dir()]
    if missing:
        yield HealthFinding(
            check="editions",
            health=Health.WARN,
            says=f"{counted(len(missing), 'release has', 'releases have')} no restricted edition: "
            f"{', '.join(missing[:SAYS])}.",
            do="If it is wanted: ucj run --as-of DATE writes that of the newest release of the date.",
        )
    if there and not unprotected and not missing:
        yield HealthFinding(
            check="editions",
            health=Health.OK,
            says=f"{counted(len(there), 'release hides', 'releases hide')} small counts, with both editions.",
        )
    yield from _readers(settings, restricted)


def is_protected(release: Path) -> bool:
    """Whether the tables of a release in its folder have the columns that say what is hidden."""
    for one in PROTECTED:
        file = release / f"{one.table}.parquet"
        if file.is_file() and status_name(one.column) not in pl.read_parquet_schema(file):
            return False
    return True


def _readers(settings: Settings, restricted: Path) -> Iterator[HealthFinding]:
    group = settings.restricted_group
    if group and not has_group(group):
        yield HealthFinding(
            check="editions",
            health=Health.FAIL,
            says=f"The group {group} (restricted_group) is not on this system: nobody but the operator reads "
            "restricted/.",
            do=f"groupadd {group}, or put another into ucj.toml; from the next release on it holds.",
        )
    elif group and restricted.is_dir() and restricted.group() != group:
        yield HealthFinding(
            check="editions",
            health=Health.FAIL,
            says=f"The restricted editions do not belong to the group {group} (restricted_group): it cannot read them.",
            do=f"Make the account of this program a member (usermod -aG {group}), then: ucj run",
        )
    open_ones = [place.name for place in (restricted, *restricted.glob("*-*")) if place.is_dir() and _is_open(place)]
    if open_ones:
        yield HealthFinding(
            check="editions",
            health=Health.FAIL,
            says=f"Everyone on this system may read {', '.join(open_ones[:SAYS])} of the restricted edition.",
            do=f"chmod -R o-rwx {restricted}",
        )


def _is_open(place: Path) -> bool:
    return bool(place.stat().st_mode & 0o007)
