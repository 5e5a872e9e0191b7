"""Rebuilding the regions refuses what is not the pinned package, and reads archive and folder alike."""

import json
import tarfile
from pathlib import Path

import polars as pl
import pytest

from warehouse.reference import rebuild


def package(folder: Path, *, version: str = "4.0.1", villages: str = "code,name\n11.01.01.2001,A\n") -> Path:
    (folder / "data").mkdir(parents=True)
    (folder / "package.json").write_text(json.dumps({"name": "idn-area-data", "version": version}))
    (folder / "data" / "provinces.csv").write_text("code,name\n11,Aceh\n")
    (folder / "data" / "regencies.csv").write_text("code,province_code,name\n11.01,11,Kabupaten Aceh Selatan\n")
    (folder / "data" / "districts.csv").write_text("code,regency_code,name\n11.01.01,11.01,Bakongan\n")
    (folder / "data" / "villages.csv").write_text(villages)
    return folder


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuild, "COUNTS", dict.fromkeys(rebuild.COUNTS, 1))


@pytest.mark.usefixtures("tiny")
def test_folder_and_archive_give_the_same(tmp_path: Path) -> None:
    folder = package(tmp_path / "package")
    archive = tmp_path / "idn-area-data-4.0.1.tgz"
    with tarfile.open(archive, "w:gz") as file:
        file.add(folder, arcname="package")
    frame = rebuild.build(archive)
    assert frame.equals(rebuild.build(folder))
    assert frame.equals(rebuild.build(tmp_path))
    assert frame.rows() == [
        ("11", "Aceh"),
        ("11.01", "Kabupaten Aceh Selatan"),
        ("11.01.01", "Bakongan"),
        ("11.01.01.2001", "A"),
    ]


def test_other_edition_is_refused(tmp_path: Path) -> None:
    with pytest.raises(rebuild.WrongPackageError, match=r"npm pack idn-area-data@4\.0\.1"):
        rebuild.build(package(tmp_path / "package", version="4.0.0"))


@pytest.mark.usefixtures("tiny")
@pytest.mark.parametrize(
    "villages",
    [
        "code,name\n11.02.01.2001,A\n",  # no parent
        "code,name\n11.01.01.2001,A\n11.01.01.2002,B\n",  # count
        "code,name\n1101012001,A\n",  # shape of the code
        "code,name\n11.01.01.2001,\n",  # no name
    ],
)
def test_broken_content_is_refused(tmp_path: Path, villages: str) -> None:
    with pytest.raises(rebuild.WrongPackageError, match="villages"):
        rebuild.build(package(tmp_path / "package", villages=villages))


def test_command_writes_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tiny: None
) -> None:
    target = tmp_path / "regions.parquet"
    monkeypatch.setattr(rebuild, "REGIONS_FILE", target)
    folder = package(tmp_path / "package")
    assert rebuild.main([str(folder)]) == 0
    first = target.read_bytes()
    assert pl.read_parquet(target).height == 4
    assert rebuild.main([str(folder)]) == 0
    assert target.read_bytes() == first
    assert rebuild.main([]) == 2
    assert rebuild.main([str(tmp_path / "missing.tgz")]) == 1
    assert "missing.tgz" in capsys.readouterr().err


def test_a_regency_does_not_vanish_unexplained() -> None:
    before = pl.DataFrame({"code": ["11", "11.01", "11.02"], "name": ["Aceh", "A", "B"]})
    after = pl.DataFrame({"code": ["11", "11.01", "11.03"], "name": ["Aceh", "A", "B"]})
    rebuild.check_predecessors(after, before=before, changes=pl.DataFrame({"old_code": ["11.02"]}))
    with pytest.raises(rebuild.WrongPackageError, match=r"^11\.02: no longer"):
        rebuild.check_predecessors(after, before=before, changes=pl.DataFrame({"old_code": ["64.73"]}))
