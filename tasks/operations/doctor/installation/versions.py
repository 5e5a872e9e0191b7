"""Compare installed libraries with the versions that this program was made for."""

import platform
import sys
from collections.abc import Iterator
from importlib.machinery import PathFinder
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from settings import Settings
from tasks.operations.doctor.finding import Health, HealthFinding

INSTALL = "Install again from the lock: `make install`, or pip install --require-hashes -r requirements.lock"
LARGEST = "great_expectations"


def check_versions(settings: Settings) -> Iterator[HealthFinding]:  # noqa: ARG001 - all checks look alike
    """Python and every library against the ranges that the package declares."""
    wanted = SpecifierSet(metadata("ucj")["Requires-Python"])
    running = platform.python_version()
    if running not in wanted:
        yield HealthFinding(
            check="versions",
            health=Health.FAIL,
            says=f"Python {running} runs this; it was made for {wanted}.",
            do="Make the environment again with such a Python: `make clean install PYTHON=python3.12`",
        )
    needed = [one for text in requires("ucj") or () if not (one := Requirement(text)).marker or one.marker.evaluate()]
    wrong = [problem for requirement in needed if (problem := _problem(requirement))]
    for problem in wrong:
        yield HealthFinding(check="versions", health=Health.FAIL, says=problem, do=INSTALL)
    if not wrong:
        shown = ", ".join(f"{name} {version(name)}" for name in ("prefect", "polars", "great-expectations"))
        yield HealthFinding(
            check="versions", health=Health.OK, says=f"Python {running}, {shown}, {len(needed)} as declared."
        )
    yield from _compiled()


def _compiled() -> Iterator[HealthFinding]:
    """Whether bytecode lies beside the largest library: uv leaves it to the first import, which may not write there."""
    spec = PathFinder.find_spec(LARGEST)
    if spec is None or spec.origin is None or spec.cached is None or Path(spec.cached).exists():
        return
    libraries = Path(spec.origin).parents[1]
    yield HealthFinding(
        check="versions",
        health=Health.WARN,
        says="Libraries are not compiled: each command compiles them again, which takes half of its time.",
        do=f"As who may write there: {sys.executable} -m compileall -q {libraries}",
    )


def _problem(requirement: Requirement) -> str | None:
    try:
        installed = version(requirement.name)
    except PackageNotFoundError:
        return f"{requirement.name} is not installed; {requirement.specifier} is needed."
    if requirement.specifier.contains(installed, prereleases=True):
        return None
    return f"{requirement.name} {installed} is installed; {requirement.specifier} is needed."
