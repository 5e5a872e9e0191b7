"""What a drop folder may be set to: nothing without a pinned server, nothing with a password in it."""

import pytest
from pydantic import ValidationError

from settings import DropFolderSettings, Settings

PINNED = ("SHA256:" + "a" * 43,)


def folder(**given: object) -> DropFolderSettings:
    defaults: dict[str, object] = {"name": "kanwil", "branches": ("K01",), "host_keys": PINNED}
    return DropFolderSettings.model_validate({**defaults, "url": "sftp://ucj@host/ucj", **given})


def test_nothing_is_visited_unless_it_is_set() -> None:
    assert Settings.model_fields["drop_folders"].default == ()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"url": "sftp://ucj:sangat-rahasia@host/ucj"}, "holds a password"),
        ({"url": "sftp://host/ucj"}, "needs a user and a host"),
        ({"url": "sftp://ucj@host:99999/ucj"}, "is no address"),
        ({"url": "sftp://ucj@host/ucj/../etc"}, "may not hold"),
        ({"url": "ftp://ucj@host/ucj"}, "must begin with sftp:// or s3://"),
        ({"url": "/srv/ucj"}, "must begin with sftp:// or s3://"),
        ({"host_keys": ()}, "must list fingerprints"),
        ({"host_keys": ("MD5:aa:bb",)}, "must list fingerprints"),
        ({"branches": ()}, "at least 1"),
        ({"name": "../x"}, "pattern"),
        ({"url": "s3://"}, "needs the name of a bucket"),
        ({"url": "s3://key:sangat-rahasia@bucket"}, "holds a password"),
        ({"url": "s3://bucket", "endpoint": "http://minio.example.go.id"}, "must be https"),
        ({"url": "s3://bucket", "endpoint": "https://a:sangat-rahasia@host"}, "must be https"),
    ],
)
def test_what_is_not_safe_is_refused_without_repeating_it(given: dict[str, object], says: str) -> None:
    with pytest.raises(ValidationError, match=says) as refused:
        folder(**given)
    assert "sangat-rahasia" not in str(refused.value)


def test_a_refused_address_does_not_show_in_errors_of_all_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    given = '[{"name": "kanwil", "url": "sftp://ucj:sangat-rahasia@host", "branches": ["K01"]}]'
    monkeypatch.setenv("UCJ_DROP_FOLDERS", given)
    with pytest.raises(ValidationError) as refused:
        Settings()
    assert "sangat-rahasia" not in f"{refused.value} {refused.value!r}"


def test_two_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    one = folder().model_dump_json()
    monkeypatch.setenv("UCJ_DROP_FOLDERS", f"[{one}, {one}]")
    with pytest.raises(ValidationError, match="two have the same name"):
        Settings()


def test_a_drop_folder_serves_the_branches_that_are_set() -> None:
    assert [folder().serves(code) for code in ("K01", "k01", "K02")] == [True, True, False]
    assert folder(branches=("*",)).serves("K02")
    assert folder(name="kanwil-6").secret_name == "ucj_drop_folder_kanwil_6"


def test_on_this_machine_a_service_may_do_without_tls() -> None:
    assert not folder(url="s3://bucket/prefix", endpoint="http://127.0.0.1:9000", host_keys=()).is_sftp
