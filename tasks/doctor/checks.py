"""All checks, in the order in which they are shown."""

from collections.abc import Iterator, Sequence

from settings import Settings
from tasks.doctor.clock import check_clock
from tasks.doctor.configuration import check_branches, check_secrets, check_variables
from tasks.doctor.database import check_database
from tasks.doctor.disk import check_disk
from tasks.doctor.finding import Check, Finding, Health, of_error
from tasks.doctor.home import check_home
from tasks.doctor.runs import check_runs
from tasks.doctor.versions import check_versions
from warehouse.errors import UcjError

CHECKS: tuple[Check, ...] = (
    check_home,
    check_variables,
    check_secrets,
    check_branches,
    check_versions,
    check_clock,
    check_disk,
    check_database,
    check_runs,
)


def examine(settings: Settings, checks: Sequence[Check] = CHECKS) -> Iterator[Finding]:
    """Every finding of every check; one that cannot be made does not keep the others."""
    for check in checks:
        name = check.__name__.removeprefix("check_")
        try:
            yield from check(settings)
        except UcjError as error:
            yield of_error(name, error)
        except Exception as error:
            says = f"could not be checked ({type(error).__name__})."
            yield Finding(check=name, health=Health.FAIL, says=says, do="Correct what the other checks say first.")
