"""What a reader of the mirror finds, looked at without the code that writes it."""

import json
import re
from collections.abc import Mapping

RELEASE = re.compile(r"\d{4}-\d\d-\d\d-[0-9a-f]{12}")


def is_whole(objects: Mapping[str, bytes], release: str, files: Mapping[str, bytes]) -> bool:
    """Whether every file of a release is there as it was published."""
    return all(objects.get(f"{release}/{name}") == content for name, content in files.items())


def assert_led_to_whole_releases(objects: Mapping[str, bytes], releases: Mapping[str, Mapping[str, bytes]]) -> None:
    """Whatever names a release, names one that is there with all its files."""
    for name in ("current.json", "index.html"):
        for release in set(RELEASE.findall(objects.get(name, b"").decode())):
            assert is_whole(objects, release, releases[release]), f"{name} leads to {release}, which is not whole"
    notes = objects.get("current/release-notes.md")
    if notes is not None:
        assert [one for one, files in releases.items() if files["release-notes.md"] == notes
                and is_whole(objects, one, files)] != []  # fmt: skip


def current_of(objects: Mapping[str, bytes]) -> str | None:
    """The release to which a reader is led, by either way."""
    if "current.json" not in objects:
        assert "index.html" not in objects
        return None
    release = str(json.loads(objects["current.json"])["release"])
    assert f'href="{release}/index.html"' in objects["index.html"].decode()
    return release


def releases_in(objects: Mapping[str, bytes]) -> dict[str, dict[str, bytes]]:
    """Files by release."""
    found: dict[str, dict[str, bytes]] = {}
    for path, content in objects.items():
        release, slash, name = path.partition("/")
        if slash and RELEASE.fullmatch(release):
            found.setdefault(release, {})[name] = content
    return found
