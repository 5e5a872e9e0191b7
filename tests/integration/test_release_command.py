"""`ucj release` and `ucj publish` on a home: what they print, and what later runs make of a decision."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.chromium import CHROMIUM
from tests.forked import forked_ucj
from tests.integration.disturbed import run_route
from tests.integration.home_state import run_states
from tests.integration.homes import SQLITE
from tests.integration.inbox import DECEMBER, JANUARY

ON_SQLITE = pytest.mark.parametrize("homes", [SQLITE], indirect=True)


def ucj(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "UCJ_HOME": str(home)}
    if arguments[0] != "publish":
        return forked_ucj(*arguments, environment=environment)
    command = [sys.executable, "-c", "from deployments.cli import main; main()", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def asked(home: Path, *arguments: str) -> Any:
    """What a command prints as JSON."""
    done = ucj(home, *arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def listed(home: Path) -> list[tuple[str, str, bool]]:
    return [(one["as_of"], one["standing"], one["is_current"]) for one in asked(home, "release", "list")]


def test_a_home_without_releases_says_so_and_refuses_what_names_one(tmp_path: Path) -> None:
    assert ucj(tmp_path, "init").returncode == 0
    assert "Nothing was published yet" in ucj(tmp_path, "release", "list").stdout
    for arguments in (("show", "current"), ("withdraw", "2026-01-31-0123456789ab", "--why", "x"), ("promote", "2026")):
        refused = ucj(tmp_path, "release", *arguments)
        assert (refused.returncode, refused.stdout) == (3, "")
        assert "`ucj release list` shows those there are" in refused.stderr
    assert ucj(tmp_path, "release", "rollback", "--why", "x").returncode == 3


@ON_SQLITE
def test_a_sheet_is_printed_of_either_edition_and_refusals_say_why(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_route(home, JANUARY)
    if CHROMIUM.exists():
        made = asked(home, "release", "sheet", "Kabupaten Buol", "--out", str(tmp_path / "new" / "buol.pdf"))
        assert (made["region"], made["edition"], made["language"]) == ("72.05", "public", "id")
        assert (tmp_path / "new" / "buol.pdf").read_bytes().startswith(b"%PDF")
        closed = str(tmp_path / "closed.pdf")
        asked(home, "release", "sheet", "72.05", "--edition", "restricted", "--release", "2025-12", "--out", closed)
        assert Path(closed).stat().st_mode & 0o077 == 0
    refusals: tuple[tuple[tuple[str, ...], str], ...] = (
        (("Bogor",), "32.01 Kabupaten Bogor, 32.71 Kota Bogor"),
        (("72.05", "--edition", "all"), "There is no edition all"),
        (("72.05", "--release", "2024"), "There is no release 2024"),
        (("72.05", "--browser", str(home / "chromium")), "is no program"),
    )
    for arguments, says in refusals:
        refused = ucj(home, "release", "sheet", *arguments)
        assert (refused.returncode, refused.stdout) == (3, "")
        assert says in refused.stderr
    exported = ucj(home, "release", "export", "current", "--region", "Sulawesi Tengah", "--to", str(tmp_path / "out"))
    assert "Sulawesi Tengah (72), restricted edition of 2026-01-31" in exported.stdout
    monkeypatch.chdir(tmp_path)
    shortest = ucj(home, "release", "export", "--edition", "restricted", "--region", "72.05")
    (folder,) = tmp_path.glob("restricted-72.05-2026-01-31-*")
    assert shortest.stdout.rstrip().endswith(f", in {folder.name}")
    assert folder.stat().st_mode & 0o077 == 0
    refusals = (
        (("--region", "ID", "--to", "x"), "no province or regency"),
        (("--region", "72.05", "--edition", "all", "--to", "x"), "There is no edition all"),
        (("--region", "72.05", "--to", str(tmp_path / "out")), "is there already"),
    )
    for arguments, says in refusals:
        refused = ucj(home, "release", "export", "current", *arguments)
        assert (refused.returncode, refused.stdout) == (3, "")
        assert says in refused.stderr


@ON_SQLITE
def test_figures_that_were_withdrawn_do_not_come_back_by_themselves(home: Path) -> None:
    run_route(home, JANUARY)
    assert listed(home) == [("2026-01-31", "published", True), ("2025-12-31", "published", False)]
    without = ucj(home, "release", "withdraw", "current")
    assert (without.returncode, "--why" in without.stderr) == (3, True)
    done = asked(home, "release", "withdraw", "current", "--why", "Berkas K01 salah", "--by", "Pusat Data")
    folder = home / "published" / done["release_id"]
    assert sorted(file.name for file in folder.iterdir()) == ["index.html", "withdrawn.json"]
    assert listed(home) == [("2026-01-31", "withdrawn", False), ("2025-12-31", "published", True)]
    shown = ucj(home, "release", "show", done["release_id"])
    assert "withdrawn" in shown.stdout
    assert "by Pusat Data: Berkas K01 salah" in shown.stdout
    run_route(home, JANUARY)
    assert run_states(home)[-1] == "gated"
    assert listed(home) == [("2026-01-31", "withdrawn", False), ("2025-12-31", "published", True)]
    assert (home / "published" / "current").readlink().name.startswith("2025-12-31")
    assert sorted(file.name for file in folder.iterdir()) == ["index.html", "withdrawn.json"]


@ON_SQLITE
def test_a_rolled_back_release_stays_so_when_a_run_finds_nothing_new(home: Path) -> None:
    run_route(home, JANUARY)
    back = asked(home, "release", "rollback", "--why", "diperiksa lagi")
    assert back["after_release_id"].startswith("2025-12-31")
    run_route(home, JANUARY)
    assert listed(home) == [("2026-01-31", "rolled_back", False), ("2025-12-31", "published", True)]
    assert asked(home, "release", "promote", back["release_id"])["after_release_id"] == back["release_id"]
    assert listed(home)[0] == ("2026-01-31", "published", True)


@pytest.mark.nightly  # five commands, three of them with a server of their own
@ON_SQLITE
def test_a_draft_is_published_by_promoting_it(home: Path) -> None:
    (home / "inbox" / "K01" / "data januari.csv").unlink()
    made = asked(home, "publish", "--draft", "--as-of", JANUARY.isoformat())
    assert made["ending"] == "drafted"
    draft = Path(made["release"]["path"])
    assert draft.stat().st_mode & 0o777 == 0o700
    assert listed(home) == [("2026-01-31", "drafted", False), ("2025-12-31", "published", True)]
    again = asked(home, "publish", "--as-of", JANUARY.isoformat())
    assert (again["ending"], again["release"]["standing"]) == ("nothing_new", "drafted")
    assert any("ucj release promote" in note for note in again["notes"])
    assert asked(home, "release", "promote", draft.name, "--why", "diperiksa")["after_release_id"] == draft.name
    assert draft.stat().st_mode & 0o777 == 0o755
    assert asked(home, "publish", "--as-of", DECEMBER.isoformat())["ending"] == "nothing_new"


@ON_SQLITE
def test_two_releases_are_compared_figure_by_figure(undisturbed: Path, tmp_path: Path) -> None:
    january, december = (one["id"] for one in asked(undisturbed, "release", "list"))
    told = asked(undisturbed, "release", "diff", december, "current", "--csv", str(tmp_path / "all.csv"))
    assert (told["before"], told["after"]) == (december, january)
    rows = list(csv.DictReader((tmp_path / "all.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) == told["figures_changed"] == sum(told["by_table"].values())
    (buol,) = [one for one in told["largest"] if one["region_code"] == "72.05"]
    (row,) = [
        row
        for row in rows
        if (row["table"], row["region_code"], row["basis"], row["column"]) == ("ucj_coverage", "72.05", "nik", "active")
    ]
    assert (int(row["old"]), int(row["new"])) == (buol["active_before"], buol["active"])
    assert int(row["difference"]) == buol["active_change"] == int(row["new"]) - int(row["old"])
    assert row["cause"].startswith("enrolment:K0")
    assert told["major"] == told["minor"] == []
    gone = ucj(undisturbed, "release", "diff", december, "2020-01-01-000000000000")
    assert (gone.returncode, "no release" in gone.stderr) == (3, True)


@ON_SQLITE
def test_notes_and_changes_of_every_release_are_there(undisturbed: Path) -> None:
    january, december = (Path(one["path"]) for one in asked(undisturbed, "release", "list"))
    assert "Rilis pertama: tidak ada pembanding." in (december / "release-notes.md").read_text()
    notes = (january / "release-notes.md").read_text()
    assert f"Dibandingkan dengan rilis {december.name}, keadaan 31 Desember 2025." in notes
    assert "## Keterbatasan / Known limits" in notes
    assert (january / "changes.csv").read_text().splitlines()[0] == (
        "table,region_code,basis,key,column,old,new,difference,cause"
    )
    assert len(list((january / "workbooks").iterdir())) == 38
