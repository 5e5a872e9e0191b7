"""A past date measured again is what was published, or its notes say which positions changed and because of what."""

from datetime import date
from pathlib import Path

import pytest

from tests.integration.upkeep.conftest import Run
from tests.integration.upkeep.months import deliver, deliver_eligible

NOVEMBER, DECEMBER, MID_JANUARY, JANUARY = date(2025, 11, 30), date(2025, 12, 31), date(2026, 1, 15), date(2026, 1, 31)
MONTH_ENDS = (NOVEMBER, DECEMBER, JANUARY)


def notes(home: Path, release: str) -> str:
    file = home / "published" / release / "release-notes.md"
    return file.read_text() if file.is_file() else ""


def test_months_again_are_the_same_to_the_byte_until_one_is_restated(home: Path, run: Run) -> None:
    deliver_eligible(home, NOVEMBER, year=2025, eligible=100)
    published = {}
    for number, day in enumerate(MONTH_ENDS):
        deliver(home, day, range(1 + number, 41 + number))
        published[day] = run(day)["release"]["id"]
    texts = [notes(home, release) for release in published.values()]
    assert [
        f"Dibandingkan dengan rilis {one}" in text for one, text in zip(published.values(), texts[1:], strict=False)
    ]
    assert "Rilis pertama: tidak ada pembanding." in texts[0]
    assert not any("Menggantikan" in text for text in texts)
    assert "| Kabupaten Buol (72.05) | 40 | 40 |" not in texts[1]  # nobody came or went
    deliver_eligible(home, date(2026, 2, 1), year=2027, eligible=500)  # of no matter for these dates
    assert {day: run(day)["release"]["id"] for day in MONTH_ENDS} == published

    deliver(home, NOVEMBER, range(1, 31), revision=1)
    summary = run(JANUARY)
    assert summary["release"]["restates"] is None  # its own position stands; who is new has not changed
    assert [note for note in summary["notes"] if note.startswith("restated")] == [
        f"restated: the release as of {NOVEMBER} rests on older positions; `ucj run --as-of {NOVEMBER}` republishes it."
    ]
    restated = run(NOVEMBER)
    assert restated["release"]["restates"] == published[NOVEMBER]
    assert any(published[NOVEMBER] in note for note in restated["notes"])
    text = notes(home, restated["release"]["id"])
    assert f"Menggantikan rilis {published[NOVEMBER]}" in text
    assert (
        "| K01 | enrolment | 2025-11-30 S000002 `PESERTA_K01_20251130.csv` "
        "| 2025-11-30 S000006 `PESERTA_K01_20251130_R1.csv` | koreksi / correction |"
    ) in text
    assert "(72.05) | 40 | 30 | −10 | 40,00" in text
    again = run(NOVEMBER)
    assert (again["ending"], again["release"]["id"]) == ("nothing_new", restated["release"]["id"])

    december = run(DECEMBER)  # movement since November and the series rest on what was corrected
    text = notes(home, december["release"]["id"])
    assert "position of an earlier month: 2025-11-30 S000006 `PESERTA_K01_20251130_R1.csv`" in text
    assert "figures of 30 November 2025 were measured again" in text
    assert "Basis NIK: 0" in text  # coverage itself stands


def test_a_date_within_a_month_is_thinned_and_says_so(home: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UCJ_RETENTION__THIN_AFTER_DAYS", "100000")
    for day, people in ((DECEMBER, 40), (MID_JANUARY, 30), (JANUARY, 20)):
        deliver(home, day, range(1, people + 1))
        published = run(day)
    middle = run(MID_JANUARY)
    assert (middle["ending"], middle["release"]["thinned"]) == ("nothing_new", [])
    monkeypatch.setenv("UCJ_RETENTION__THIN_AFTER_DAYS", "90")
    assert run(JANUARY)["release"]["id"] == published["release"]["id"]
    thinned = run(MID_JANUARY)
    assert thinned["release"]["restates"] == middle["release"]["id"]
    assert thinned["release"]["nation"]["active"] == 40  # of December
    assert any("no longer kept for K01" in note for note in thinned["notes"])
    text = notes(home, thinned["release"]["id"])
    assert "position within the month no longer kept" in text
    assert "- K01 2026-01-15" in text
    assert (
        '"thinned": {\n      "K01": "2026-01-15"'
        in (home / "published" / thinned["release"]["id"] / "datapackage.json").read_text()
    )
    assert not [note for note in run(JANUARY)["notes"] if note.startswith("restated")]


def test_what_returns_to_what_was_published_is_that_release_again(home: Path, run: Run) -> None:
    deliver(home, JANUARY, range(1, 41))
    first = run(JANUARY)["release"]
    deliver(home, JANUARY, range(1, 31), revision=1)
    assert run(JANUARY)["release"]["nation"]["active"] == 30
    deliver(home, JANUARY, range(1, 41), revision=2)
    back = run(JANUARY)["release"]
    assert (back["id"], back["nation"]["active"]) == (first["id"], 40)
