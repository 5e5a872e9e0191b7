"""What is read is what was written: any changed bit of an object is found before its rows are used."""

import hashlib
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.measure.lake_rows import registration, write_position
from warehouse.errors import LakeObjectCorrupt
from warehouse.lake.integrity import require_intact, scan_object


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = [registration(person) for person in range(200)]
    return write_position(tmp_path_factory.mktemp("lake"), "K01", date(2026, 1, 31), rows, row_group=50).path


@given(data=st.data())
@settings(max_examples=200)
def test_any_changed_bit_is_found(written: Path, data: st.DataObject) -> None:
    content = bytearray(written.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= 1 << data.draw(st.integers(0, 7))
    damaged = written.parent / "damaged" / written.name
    damaged.parent.mkdir(exist_ok=True)
    damaged.write_bytes(content)
    with pytest.raises(LakeObjectCorrupt, match=f"{written.name} was changed after it was written"):
        scan_object(damaged)


READ_DAMAGED = """
import sys
from pathlib import Path
import polars as pl
written, damaged, places = Path(sys.argv[1]), Path(sys.argv[2]), [int(place) for place in sys.argv[3:]]
right = pl.read_parquet(written)
for place in places:
    print(place, flush=True)
    content = bytearray(written.read_bytes())
    content[place] ^= 1
    damaged.write_bytes(content)
    try:
        if not pl.read_parquet(damaged).equals(right):
            print("wrong", flush=True)
            break
    except BaseException:
        continue
"""


def test_polars_alone_would_read_another_figure(written: Path, tmp_path: Path) -> None:
    """Why bytes are compared: neither pages nor their compression tell. Damage may end the process that reads it."""
    size = written.stat().st_size
    places = list(range(100, size, size // 50))
    while places:
        command = [
            sys.executable,
            "-c",
            READ_DAMAGED,
            f"{written}",
            f"{tmp_path / 'object.parquet'}",
            *map(str, places),
        ]
        said = subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()
        if said[-1:] == ["wrong"]:
            return
        places = places[max(len(said), 1) :]
    pytest.fail("every damage was noticed")


@pytest.mark.parametrize(
    "harm",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(path.read_bytes() + b"\0"),
    ],
    ids=["missing", "empty", "shorter", "longer"],
)
def test_other_damage_is_found_too(written: Path, tmp_path: Path, harm: Callable[[Path], Any]) -> None:
    path = tmp_path / written.name
    path.write_bytes(written.read_bytes())
    assert scan_object(path).collect().height == 200
    harm(path)
    with pytest.raises(LakeObjectCorrupt, match="reprocess its submission"):
        scan_object(path)


def test_a_file_whose_name_tells_nothing_is_no_object(written: Path, tmp_path: Path) -> None:
    (tmp_path / "rows.parquet").write_bytes(written.read_bytes())
    with pytest.raises(LakeObjectCorrupt):
        scan_object(tmp_path / "rows.parquet")


def test_a_file_is_compared_once_until_it_changes(
    written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    digest = hashlib.file_digest

    def counted(file: Any, kind: str) -> Any:
        seen.append(file.name)
        return digest(file, kind)

    monkeypatch.setattr("warehouse.files.compared.file_digest", counted)
    paths = [tmp_path / "a" / written.name, tmp_path / "b" / written.name]
    for path in paths:
        path.parent.mkdir()
        path.write_bytes(written.read_bytes())
    require_intact([*paths, *paths])
    require_intact(paths)
    assert len(seen) == 2
    paths[0].write_bytes(written.read_bytes())
    require_intact(paths)
    assert len(seen) == 3


def test_all_that_measures_reads_by_scan_object() -> None:
    """Whatever reads rows of the lake compares them first: nothing else may scan Parquet."""
    import ast

    root = Path(__file__).parents[3]
    own = {
        "warehouse/lake/integrity.py",
        "warehouse/lake/rewrite.py",
        "tasks/operations/doctor/stored/lake.py",
        "tasks/read/tables/parquet_table.py",  # what branches deliver, in a process that knows no lake
    }  # rewrite and doctor compare in full
    found = {
        path.relative_to(root).as_posix()
        for package in ("flows", "tasks", "warehouse", "deployments")
        for path in (root / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in {"scan_parquet", "ParquetFile", "read_table", "ParquetDataset"}
    }
    assert found == own
