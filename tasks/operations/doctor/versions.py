"""Compare installed libraries with the versions that this program was made for."""

import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata, requires, version

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from settings import Settings
from tasks.operations.doctor.finding import Finding, Health

INSTALL = "Install again from the lock: `make install`, or pip install --require-hashes -r requirements.lock"


def check_versions(settings: Settings) -> Iterator[Finding]:  # noqa: ARG001 - all checks look alike
    """Python and every library against the ranges that the package declares."""
    wanted = SpecifierSet(metadata("ucj")["Requires-Python"])
    running = platform.python_version()
    if running not in wanted:
        yield Finding(
            check="versions",
            health=Health.FAIL,
            says=f"Python {running} runs this; it was made for {wanted}.",
            do="Make the environment again with such a Python: `make clean install PYTHON=python3.12`",
        )
    needed = [one for text in requires("ucj") or () if not (one := Requirement(text)).marker or one.marker.evaluate()]
    wrong = [problem for requirement in needed if (problem := _problem(requirement))]
    for problem in wrong:
        yield Finding(check="versions", health=Health.FAIL, says=problem, do=INSTALL)
    if not wrong:
        shown = ", ".join(f"{name} {version(name)}" for name in ("prefect", "polars", "great-expectations"))
        yield Finding(check="versions", health=Health.OK, says=f"Python {running}, {shown}, {len(needed)} as declared.")


def _problem(requirement: Requirement) -> str | None:
    try:
        installed = version(requirement.name)
    except PackageNotFoundError:
        return f"{requirement.name} is not installed; {requirement.specifier} is needed."
    if requirement.specifier.contains(installed, prereleases=True):
        return None
    return f"{requirement.name} {installed} is installed; {requirement.specifier} is needed."
