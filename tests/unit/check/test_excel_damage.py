"""NIKs that a spreadsheet kept as numbers are told by their share in the file."""

from collections.abc import Sequence

import polars as pl
import pytest

from tasks.check.excel_damage import has_excel_damage

GOOD = [f"72050117089000{n:02d}" for n in range(1, 100)]
DAMAGED = [nik[:15] + "0" for nik in GOOD]
SCIENTIFIC = ["720501E+15", "7205E15", "7e+15"]


def damaged(niks: Sequence[str | None]) -> bool:
    return has_excel_damage(pl.Series(niks, dtype=pl.String))


def test_a_tenth_of_true_niks_ends_in_zero() -> None:
    assert sum(nik.endswith("0") for nik in GOOD) == 9
    assert not damaged([*GOOD])


def test_when_nearly_all_do_the_file_is_damaged() -> None:
    assert damaged([*DAMAGED])
    assert damaged([*DAMAGED[:91], *GOOD[:1] * 9])
    assert not damaged([*DAMAGED[:90], *GOOD[:1] * 10])


def test_scientific_notation_is_damage() -> None:
    assert damaged(SCIENTIFIC * 5)
    assert damaged([*SCIENTIFIC, *DAMAGED[:7]])


@pytest.mark.parametrize("niks", [[], [None] * 50, DAMAGED[:9], [*DAMAGED[:9], *[None] * 50]])
def test_a_few_rows_prove_nothing(niks: list[str | None]) -> None:
    assert not damaged(niks)


def test_rows_without_a_nik_do_not_count() -> None:
    assert damaged([*DAMAGED[:10], *[None] * 500])


def test_wrong_niks_are_another_matter() -> None:
    assert not damaged(["720501170890000"] * 50)
    assert not damaged(["0"] * 50)
