"""Whoever asks for the folder of archive or lake gets it bound to its store; nobody can ask in another way."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from settings import Settings, StorageSettings
from tasks.execution.places import archive_of, bind_place, bind_stores, lake_of, place_of_lake, store_at, stores_of
from warehouse.errors import StoreUnfit
from warehouse.stores.bound_folders import bound_to, keep, unbind

ROOT = Path(__file__).parents[3]
KEYS = "access_key_id=AKIA\nsecret_access_key=geheim\n"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    monkeypatch.setenv("UCJ_HOME", str(tmp_path))
    settings = Settings(storage={"archive": "s3://bucket/archive", "lake": f"file://{tmp_path}/disk"})
    yield settings
    for name in ("archive", "lake", "copies"):
        unbind(tmp_path / name)


def test_both_are_bound_as_the_settings_say(settings: Settings) -> None:
    bind_stores(settings)
    bound = [bound_to(settings.path(name, "ab", "file")) for name in ("archive", "lake", "inbox")]
    assert [one and one.place.url for one in bound] == [settings.storage.archive, settings.storage.lake, None]
    assert list(stores_of(settings)) == ["archive", "lake"]
    on_disk = settings.model_copy(update={"storage": StorageSettings()})
    assert lake_of(on_disk) == settings.path("lake")
    assert bound_to(archive_of(on_disk)) is bound_to(settings.path("lake")) is None


def test_each_machine_may_have_copies_of_its_own(settings: Settings, tmp_path: Path) -> None:
    elsewhere = settings.storage.model_copy(update={"copies": "copies"})
    assert lake_of(settings.model_copy(update={"storage": elsewhere})) == tmp_path / "copies"


def test_a_process_elsewhere_is_given_the_place_and_no_credentials(settings: Settings, tmp_path: Path) -> None:
    place = place_of_lake(settings)
    assert place is not None
    (tmp_path / "disk").mkdir()
    (tmp_path / "made").write_bytes(b"rows")
    bind_place(place)
    digest = "14fe7f7ee4c4bd3d45dc0a0f0a3d1b5b1b1ce85ca5a3c8b0e4f9b6d0f1a2b3c4"
    assert keep(tmp_path / "lake" / "a", tmp_path / "made", sha256=digest)
    assert (tmp_path / "disk" / "a").read_bytes() == b"rows"


@pytest.mark.parametrize(
    ("text", "mode", "says"),
    [
        (None, 0o600, "There are no credentials of the buckets of \\[storage\\]. Write lines"),
        ("access_key_id=AKIA\n", 0o600, "does not hold the keys of a bucket"),
        (KEYS, 0o644, "may be read by others and is not used. chmod 600"),
    ],
)
def test_keys_that_may_not_be_used_are_told_without_them(
    settings: Settings, tmp_path: Path, text: str | None, mode: int, says: str
) -> None:
    if text is not None:
        (tmp_path / "secret").mkdir()
        (tmp_path / "secret" / "ucj_bucket_keys").write_text(text)
        (tmp_path / "secret" / "ucj_bucket_keys").chmod(mode)
    with pytest.raises(StoreUnfit, match=says) as unfit:
        store_at(stores_of(settings)["archive"])
    assert "AKIA" not in str(unfit.value)


def test_keys_come_from_a_variable_or_a_file(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UCJ_BUCKET_KEYS", KEYS)
    assert store_at(stores_of(settings)["archive"]).where == "bucket at https://s3.us-east-1.amazonaws.com"
    monkeypatch.delenv("UCJ_BUCKET_KEYS")
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "ucj_bucket_keys").touch(mode=0o600)
    (tmp_path / "secret" / "ucj_bucket_keys").write_text(KEYS)
    monkeypatch.setenv("UCJ_HOME", str(tmp_path / "another"))
    assert store_at(stores_of(settings)["archive"]).where.startswith("bucket at ")


def test_nothing_else_asks_the_settings_for_these_folders() -> None:
    looked_at, found = 0, []
    for path in sorted(path for room in ("flows", "tasks") for path in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "path":
                looked_at += 1
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and first.value in {"archive", "lake"}:
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert looked_at > 50
    assert found == []
