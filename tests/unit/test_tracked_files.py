"""What is in the repository was written here: no package, archive or program that somebody built."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BUILT = (".whl", ".egg", ".tar", ".gz", ".tgz", ".zip", ".7z", ".jar", ".so", ".dll", ".exe", ".pyc", ".pyd")


def tracked() -> list[str]:
    """Paths of all files that git knows."""
    asked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if asked.returncode:
        pytest.skip("FILES OF THE REPOSITORY NOT LOOKED AT: this is no checkout of git")
    return asked.stdout.splitlines()


def test_nothing_that_is_built_is_tracked() -> None:
    assert "pyproject.toml" in tracked()
    assert [name for name in tracked() if name.lower().endswith(BUILT)] == []


def test_a_wheel_that_is_left_in_the_root_is_ignored() -> None:
    tracked()
    names = ["some-1.0-py3-none-any.whl", "dist/some-1.0.tar.gz"]
    asked = subprocess.run(["git", "check-ignore", *names], cwd=ROOT, capture_output=True, text=True, check=False)
    assert asked.stdout.splitlines() == names
