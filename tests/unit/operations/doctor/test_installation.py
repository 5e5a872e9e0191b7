"""Versions, clock and disk, each broken for real."""

import os
import shutil
import subprocess
import time
import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from pydantic import SecretStr

from flows.runtime.home import ensure_home
from settings import Settings
from tasks.operations.doctor.finding import Health
from tasks.operations.doctor.installation.clock import check_clock, skewed
from tasks.operations.doctor.installation.disk import check_disk, file_systems
from tasks.operations.doctor.installation.home import check_home
from tasks.operations.doctor.installation.versions import check_versions
from tests.unit.operations.doctor.conftest import Failing


def test_doctor_finds_nothing_in_a_sound_installation(failing: Failing) -> None:
    assert [failing(check) for check in (check_home, check_versions, check_clock, check_disk)] == [[]] * 4


@pytest.mark.parametrize(("name", "version"), [("fastapi", "0.151.0"), ("sqlalchemy", "2.1.0"), ("polars", "0.20.1")])
def test_a_library_of_another_version(
    failing: Failing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, version: str
) -> None:
    installed = tmp_path / "site" / f"{name}-{version}.dist-info"
    installed.mkdir(parents=True)
    (installed / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    monkeypatch.syspath_prepend(str(installed.parent))
    (found,) = failing(check_versions)
    assert found.health is Health.FAIL
    assert f"{name} {version} is installed" in found.says


def test_libraries_that_every_command_compiles_again(
    failing: Failing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site" / "great_expectations"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(package.parent))
    (found,) = failing(check_versions)
    assert found.health is Health.WARN
    asked = found.do.partition(": ")[2].split()
    subprocess.run(asked, check=True)
    assert failing(check_versions) == []


@pytest.fixture
def zones(tmp_path: Path) -> Iterator[Path]:
    """A time zone database of its own."""
    yield tmp_path / "zones" / "Asia"
    zoneinfo.reset_tzpath()
    zoneinfo.ZoneInfo.clear_cache()


def test_a_time_zone_that_is_wrong(failing: Failing, zones: Path) -> None:
    zones.mkdir(parents=True)
    from importlib.resources import files

    (zones / "Jakarta").write_bytes((files("tzdata") / "zoneinfo" / "UTC").read_bytes())
    zoneinfo.reset_tzpath([zones.parent])
    zoneinfo.ZoneInfo.clear_cache()
    (found,) = failing(check_clock)
    assert (found.health, "not seven hours" in found.says) == (Health.FAIL, True)


def test_doctor_finds_clocks_that_differ(failing: Failing, monkeypatch: pytest.MonkeyPatch) -> None:
    true_time = time.time
    monkeypatch.setattr(time, "time", lambda: true_time() - 90)
    (found,) = failing(check_clock)
    assert "+90 s" in found.says
    assert [len(list(skewed("it", seconds))) for seconds in (-6.0, -4.0, 0.0, 4.0, 6.0)] == [1, 0, 0, 0, 1]


def test_doctor_finds_that_there_is_no_room(failing: Failing, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free = shutil.disk_usage(home).free
    for largest, health in ((free // 5, Health.WARN), (free, Health.FAIL)):
        monkeypatch.setenv("UCJ_MAX_FILE_BYTES", str(largest))
        (found,) = failing(check_disk)
        assert found.health is health


@contextmanager
def mounted(place: Path, options: str) -> Iterator[None]:
    """A small disk of its own at a folder."""
    command = ["mount", "-t", "tmpfs", "-o", f"mode=700,{options}", "tmpfs", str(place)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        missing = "no right to mount a small disk: a full one and a read-only one were not tried"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    try:
        yield
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_of_its_own(failing: Failing, home: Path) -> None:
    lake = home / "lake"
    with mounted(lake, "size=64k,nr_inodes=30"):
        for number in range(29):
            (lake / f"{number}").touch()
        found = failing(check_disk)
        assert list(file_systems(Settings()))[1] == lake
    assert [one.health for one in found] == [Health.FAIL, Health.FAIL]
    assert "0.0 GB free for lake" in found[0].says
    assert "more files fit on the disk of lake" in found[1].says


@pytest.mark.parametrize(
    ("kind", "options", "catalogue", "told"),
    [
        ("ext4", "rw", "", []),
        ("nfs4", "rw,vers=4.2,local_lock=none", "postgresql://there", ["Prefect's own tables"]),
        ("nfs", "rw,vers=3,nolock,local_lock=all", "", ["the home lies", "the home is mounted"]),
        ("cifs", "rw,nobrl", "postgresql://there", ["Prefect's own tables", "the home is mounted"]),
    ],
)
def test_doctor_warns_of_a_network_file_system(
    home: Path, monkeypatch: pytest.MonkeyPatch, kind: str, options: str, catalogue: str, told: list[str]
) -> None:
    """As the system tells of its mounts; a real one is in tests/integration/test_several_machines.py."""
    (home / "prefect").mkdir(exist_ok=True)
    (home / "prefect" / "prefect.db").touch()
    told_by_system = [("/", "ext4", "rw"), (str(home.parent), kind, options)]
    mounts = [SimpleNamespace(mountpoint=place, fstype=fs, opts=how) for place, fs, how in told_by_system]
    monkeypatch.setattr("psutil.disk_partitions", lambda *, all: mounts)  # noqa: A006
    found = [one.says for one in check_disk(Settings(home=home, database_url=SecretStr(catalogue)))]
    others = [says for says in found if "free for" not in says]
    assert [says.startswith(start) for says, start in zip(others, told, strict=True)] == [True] * len(told)


def test_a_folder_that_cannot_be_written_to(failing: Failing, home: Path) -> None:
    with mounted(home / "archive", "ro,size=100g"):
        assert [one.says for one in failing(check_disk)] == [f"{home / 'archive'} cannot be written to."]


def test_what_a_run_could_not_close_to_others(failing: Failing, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "warehouse.db").touch()
    for place in (home / "archive", home / "warehouse.db"):
        place.chmod(0o755)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "chmod", not_the_owner)
        ensure_home(Settings())
    assert [one.do for one in failing(check_home)] == [f"chmod -R go= {home}/archive", f"chmod go= {home}/warehouse.db"]
    ensure_home(Settings())
    assert failing(check_home) == []


def not_the_owner(*_: object) -> None:
    raise PermissionError(1, "Operation not permitted")


def test_folders_that_others_may_enter(failing: Failing, home: Path) -> None:
    for name in ("archive", "prefect", "secret"):
        (home / name).chmod(0o755)
    assert [one.do for one in failing(check_home)] == [
        f"chmod -R go= {home}/{name}" for name in ("archive", "prefect", "secret")
    ]
