"""A wheel that is installed somewhere else has one import name and does what a checkout does."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from hatch_build import PACKAGES, TOP

ROOT = Path(__file__).parents[2]
NOT_THERE = "import importlib.util as u; print([n for n in {names} if u.find_spec(n)])"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built without the network, by the build tools of this environment."""
    place = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(place)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (made,) = place.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment with the wheel and the locked libraries, and without the checkout."""
    place = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    python = place / "bin" / "python"
    (site,) = place.glob("lib/python*/site-packages")
    with zipfile.ZipFile(wheel) as content:
        content.extractall(site)
    # a path in a .pth file is searched for modules; the .pth file there that names the checkout is not read
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib"))
    return python


def test_the_wheel_has_one_import_name(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as content:
        names = content.namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {TOP}
    assert f"{TOP}/py.typed" in names
    assert [name for name in names if name.endswith((".pyc", ".whl", "prefect.yaml"))] == []
    assert [name for name in names if name.endswith("region.html.j2")] != []


def test_the_demo_runs_from_a_wheel(python: Path, tmp_path: Path) -> None:
    names = subprocess.run(
        [python, "-c", NOT_THERE.format(names=PACKAGES)], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert names.stdout.strip() == "[]"
    home = tmp_path / "home"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "UCJ_", "PYTHON"))}
    done = subprocess.run(
        [python, "-m", TOP, "demo", "--branches", "2", "--rows", "300"],
        cwd=ROOT,  # nor is anything of a checkout imported, where one is called from within it
        env={**kept, "UCJ_HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "published" in done.stdout
    assert (home / "published" / "current" / "ucj_coverage.csv").is_file()
