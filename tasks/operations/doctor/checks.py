"""List all checks of the doctor, in the order in which they are shown."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial, update_wrapper

from settings import Settings
from tasks.operations.doctor.deliveries.drop_folders import check_drop_folders
from tasks.operations.doctor.deliveries.inbox import check_inbox
from tasks.operations.doctor.deliveries.runs import check_runs
from tasks.operations.doctor.finding import Check, Health, HealthFinding, of_error
from tasks.operations.doctor.installation.boundaries import check_boundaries
from tasks.operations.doctor.installation.clock import check_clock
from tasks.operations.doctor.installation.configuration import check_branches, check_secrets, check_variables
from tasks.operations.doctor.installation.disk import check_disk
from tasks.operations.doctor.installation.home import check_home
from tasks.operations.doctor.installation.key import check_key
from tasks.operations.doctor.installation.versions import check_versions
from tasks.operations.doctor.stored.archive import check_archive
from tasks.operations.doctor.stored.database import check_database
from tasks.operations.doctor.stored.editions import check_editions
from tasks.operations.doctor.stored.erasures import check_erasures
from tasks.operations.doctor.stored.lake import check_lake
from tasks.operations.doctor.stored.regions import check_regions
from tasks.operations.doctor.stored.releases import check_releases
from tasks.operations.doctor.stored.storage import check_storage
from warehouse.errors import UcjError

CHECKS: tuple[Check, ...] = (
    check_home,
    check_variables,
    check_secrets,
    check_branches,
    check_boundaries,
    check_versions,
    check_clock,
    check_disk,
    check_key,
    check_regions,
    check_inbox,
    check_drop_folders,
    check_storage,
    check_database,
    check_erasures,
    check_runs,
)
STORED: tuple[Callable[..., Iterator[HealthFinding]], ...] = (check_lake, check_archive, check_releases, check_editions)


def stored_checks(*, quick: bool) -> tuple[Check, ...]:
    """The checks of what is stored; `quick`: whether it is there, without reading it."""
    return tuple(update_wrapper(partial(check, quick=quick), check) for check in STORED)


def examine(settings: Settings, checks: Sequence[Check] = CHECKS) -> Iterator[HealthFinding]:
    """Every finding of every check; one that cannot be made does not keep the others."""
    for check in checks:
        name = check.__name__.removeprefix("check_")
        try:
            yield from check(settings)
        except UcjError as error:
            yield of_error(name, error)
        except Exception as error:
            says = f"could not be checked ({type(error).__name__})."
            yield HealthFinding(
                check=name, health=Health.FAIL, says=says, do="Correct what the other checks say first."
            )
