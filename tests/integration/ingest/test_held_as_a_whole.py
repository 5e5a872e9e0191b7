"""A file that differs as a whole is held and told; once approved, it is what the next one is compared with."""

import json
from typing import Any

from sqlalchemy import Engine

from settings import Settings
from tests.integration.ingest.home import HEADER, NOW, deliver, extract, take
from warehouse.records import Status
from warehouse.submissions.approval import approve
from warehouse.submissions.lookup import get
from warehouse.submissions.positions import live_positions, profile_before

DECEMBER, JANUARY = "PESERTA_K01_20251231.csv", "PESERTA_K01_20260131.csv"


def unpaid(people: int) -> str:
    return extract(people).replace(";01-2026", ";03-2020")


def paid(people: int) -> str:
    return extract(people).replace(";01-2026", ";12-2025")


def told(settings: Settings, label: str) -> dict[str, Any]:
    (place,) = settings.path("outbox", "K01").glob(f"{label}_*/receipt.json")
    record: dict[str, Any] = json.loads(place.read_text())
    return record


def statuses(engine: Engine, *numbers: int) -> list[tuple[Status, str | None]]:
    found = [get(engine, number) for number in numbers]
    return [(one.status, one.reason_code) for one in found]


def test_what_lapsed_in_a_month_is_held_until_an_operator_approves(settings: Settings, engine: Engine) -> None:
    deliver(settings.home, "K01", DECEMBER, paid(40))
    deliver(settings.home, "K01", JANUARY, unpaid(40))
    take(settings, engine)
    assert statuses(engine, 1, 2) == [(Status.ACCEPTED, None), (Status.HELD, "LAPSED_SHARE")]
    reason = told(settings, "S000002")["reason"]
    assert reason["code"] == "LAPSED_SHARE"
    assert reason["detail"] == "0,0% (2025-12-31) -> 100,0% > 25,0%"
    assert [one.submission_id for one in live_positions(engine, "enrolment", as_of=NOW.date())] == [1]

    approve(engine, 2, at=NOW, note="asked the branch")
    take(settings, engine)
    assert statuses(engine, 2) == [(Status.ACCEPTED, None)]
    assert [one.submission_id for one in live_positions(engine, "enrolment", as_of=NOW.date())] == [2]
    kept = profile_before(engine, "K01", feed="enrolment", position_date=NOW.date())
    assert kept is not None
    assert kept[1]["states"] == {"ended": 0, "lapsed": 40, "not_yet": 0}
    assert kept[1]["regencies"] == {"72.05": 40}

    deliver(settings.home, "K01", "PESERTA_K01_20260210.csv", unpaid(41))
    take(settings, engine)
    assert statuses(engine, 3) == [(Status.ACCEPTED, None)]


def test_a_column_that_was_lost_on_the_way_is_held(settings: Settings, engine: Engine) -> None:
    ended = paid(40).splitlines()
    head, rows = f"{HEADER};TANGGAL_NONAKTIF", ended[1:]
    body = [f"{row};{'31/12/2024' if number < 20 else ''}" for number, row in enumerate(rows)]
    deliver(settings.home, "K01", DECEMBER, "\n".join([head, *body]) + "\n")
    deliver(settings.home, "K01", JANUARY, extract(40))
    take(settings, engine)
    assert statuses(engine, 1, 2) == [(Status.ACCEPTED, None), (Status.HELD, "ENDED_SHARE")]
    detail = get(engine, 2).reason_detail
    assert detail.startswith("50,0% (2025-12-31) -> 0,0% < 25,0%")
    assert "COLUMN_UNIFORM TANGGAL_NONAKTIF 20 (2025-12-31) -> 0 < 1" in detail


def test_a_first_file_whose_people_all_lapsed_is_held_and_one_of_few_rows_is_not(
    settings: Settings, engine: Engine
) -> None:
    deliver(settings.home, "K01", JANUARY, unpaid(20))
    deliver(settings.home, "K02", "PESERTA_K02_20260131.csv", unpaid(19))
    take(settings, engine)
    assert statuses(engine, 1, 2) == [(Status.HELD, "LAPSED_SHARE"), (Status.ACCEPTED, None)]


def test_a_total_that_its_rows_do_not_reach_is_held(settings: Settings, engine: Engine) -> None:
    head = "KODE_WILAYAH;TAHUN;SEGMEN;JUMLAH;SUMBER"
    rows = [f"72.0{n};2026;TOTAL;1.000;BPS" for n in range(1, 6)]
    good = "\n".join([head, *rows, "JUMLAH;;;5.000;"]) + "\n"
    short = "\n".join([head, *rows[:4], "JUMLAH;;;5.000;"]) + "\n"
    deliver(settings.home, "BPS", "PEKERJA_BPS_20260101.csv", good)
    deliver(settings.home, "BPS", "PEKERJA_BPS_20260102.csv", short)
    take(settings, engine)
    assert statuses(engine, 1, 2) == [(Status.ACCEPTED, None), (Status.HELD, "RECAP_DIFFERS")]
    assert get(engine, 2).reason_detail == "JUMLAH JUMLAH/TOTAL 5.000 -> 4.000"


def test_a_file_that_says_more_rows_or_another_month_than_it_has_is_held(settings: Settings, engine: Engine) -> None:
    deliver(settings.home, "K01", JANUARY, extract(3) + "Jumlah baris: 4\n")
    deliver(settings.home, "K02", "PESERTA_K02_20260131.csv", f"Posisi 30 November 2025\n{extract(3)}")
    deliver(settings.home, "K03", "PESERTA_K03_20260131.csv", f"Posisi Januari 2026\n{extract(3)}Total peserta: 3\n")
    take(settings, engine)
    assert statuses(engine, 1, 2, 3) == [
        (Status.HELD, "RECAP_DIFFERS"),
        (Status.HELD, "DATE_DIFFERS"),
        (Status.ACCEPTED, None),
    ]
    assert get(engine, 1).reason_detail == "jumlah baris / rows JUMLAH/TOTAL 4 -> 3"
    assert get(engine, 2).reason_detail == "baris/row 1: 2025-11-30; nama/name 2026-01-31"
