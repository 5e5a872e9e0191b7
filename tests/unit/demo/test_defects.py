"""Each defect hits its share of the rows, in the way a branch makes it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import fastexcel
import numpy as np
import polars as pl
import pytest

from demo.defects import KINDS, Defects, plan_defects
from demo.simulate import simulate
from tests.unit.demo.inbox import Row, birth_in_nik, rows_of
from warehouse.dimensions.regions import load_regions

AS_OF = date(2025, 6, 30)
NONE = Defects.none()


def simulated(home: Path, defects: Defects, branches: int = 1) -> list[Path]:
    written = simulate(home=home, as_of=AS_OF, rows=400 * branches, branches=branches, seed=5, defects=defects)
    return [path for path in written if path.name.startswith("PESERTA")]


def late(row: Row) -> bool:
    day, month, year = row["TANGGAL_KEPESERTAAN"].split("/")
    return date(int(year), int(month), int(day)) > AS_OF


def birth_differs(row: Row) -> bool:
    birth = birth_in_nik(row["NIK"]) if row["NIK"] else None
    return birth is not None and f"{birth:%d/%m/%Y}" != row["TANGGAL_LAHIR"]


def unknown_regency(row: Row) -> bool:
    return bool(row["NIK"]) and row["NIK"][:4] not in set(load_regions().nik_prefixes["prefix"])


SIGNS: dict[str, Callable[[Row], bool]] = {
    "nik_missing": lambda row: not row["NIK"] and row["SEGMEN"] != "JAKON",
    "nik_short": lambda row: len(row["NIK"]) == 15,
    "nik_impossible_date": lambda row: bool(row["NIK"]) and birth_in_nik(row["NIK"]) is None,
    "nik_serial_zero": lambda row: row["NIK"].endswith("0000"),
    "nik_unknown_regency": unknown_regency,
    "kpj_missing": lambda row: not row["KPJ"] and row["SEGMEN"] != "JAKON",
    "segment_unknown": lambda row: row["SEGMEN"] not in {"PU", "BPU", "JAKON", "PMI"},
    "date_unreadable": lambda row: row["TANGGAL_KEPESERTAAN"] == "00-XX-0000",
    "registered_after_position": late,
    "head_count_bad": lambda row: row["JUMLAH_TK"] in ({"5"} if row["NIK"] else {"0"}),
    "village_unknown": lambda row: row["KODE_DESA"].endswith("9999"),
    "birth_date_differs": birth_differs,
}


@pytest.mark.parametrize("kind", sorted(SIGNS))
def test_defect_hits_its_share_and_nothing_else(tmp_path: Path, kind: str) -> None:
    (path,) = simulated(tmp_path, replace(NONE, **{kind: 0.1}))  # type: ignore[arg-type]
    rows = rows_of(path)
    assert len(rows) == 400
    assert 15 < sum(SIGNS[kind](row) for row in rows) < 65
    for other in SIGNS.keys() - {kind, "birth_date_differs", "nik_short", "nik_impossible_date"}:
        if kind != "date_unreadable" or other != "registered_after_position":
            assert not any(SIGNS[other](row) for row in rows), other


def test_ragged_lines_have_one_field_more(tmp_path: Path) -> None:
    (path,) = simulated(tmp_path, replace(NONE, ragged_line=0.1))
    fields = [line.count(";") for line in path.read_text(encoding="utf-8-sig").splitlines()]
    assert set(fields) == {22, 23}
    assert 15 < fields.count(23) < 65


def test_repeats_copy_the_row_above(tmp_path: Path) -> None:
    (clean_path,) = simulated(tmp_path / "clean", NONE)
    (path,) = simulated(tmp_path / "repeats", replace(NONE, repeat=0.1))
    clean, rows = rows_of(clean_path), rows_of(path)
    repeated = [n for n in range(1, 400) if rows[n] == rows[n - 1]]
    assert 15 < len(repeated) < 65
    assert all(rows[n] == clean[n - 1] for n in repeated)
    assert all(rows[n] == clean[n] for n in range(400) if n not in repeated)


def test_excel_damage_turns_last_digits_into_zeros(tmp_path: Path) -> None:
    _, damaged = simulated(tmp_path, replace(NONE, excel_damaged_branches=1), branches=2)
    frame = fastexcel.read_excel(damaged).load_sheet(0, header_row=3).to_polars()
    assert frame.schema["Nik"].is_numeric()
    assert (frame["Nik"].drop_nulls().cast(pl.Int64) % 10 == 0).all()


def test_unreadable_file_comes_last(tmp_path: Path) -> None:
    paths = simulated(tmp_path, replace(NONE, excel_damaged_branches=1, unreadable_branches=1), branches=3)
    fastexcel.read_excel(paths[1])
    with pytest.raises(fastexcel.FastExcelError):
        fastexcel.read_excel(paths[2])


def test_plan_draws_each_kind_in_its_share() -> None:
    shares = {kind: (place + 1) / 1000 for place, kind in enumerate(KINDS)}
    plan = plan_defects(np.random.default_rng(1), rows=200_000, defects=Defects(**shares))  # type: ignore[arg-type]
    for kind, share in shares.items():
        assert plan.rows(kind).mean() == pytest.approx(share, abs=0.001)
    assert (plan.kind == -1).mean() == pytest.approx(1 - sum(shares.values()), abs=0.005)


def test_default_stays_below_the_refusal_share() -> None:
    rejecting = KINDS[: KINDS.index("village_unknown")]
    assert len(rejecting) == 11
    assert sum(getattr(Defects(), kind) for kind in rejecting) < 0.05
    assert sum(Defects().scaled(2).shares()) == pytest.approx(2 * sum(Defects().shares()))


@pytest.mark.parametrize("wrong", [{"nik_short": -0.1}, {"nik_short": 0.6, "repeat": 0.6}, {"unreadable_branches": -1}])
def test_impossible_shares_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must not"):
        replace(NONE, **wrong)  # type: ignore[arg-type]
