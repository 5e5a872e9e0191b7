"""What a release that readers still have has told of the same numbers binds the next one."""

import polars as pl

from tasks.protect.protect import protect
from tests.property.protect.small_nation import Group, tables_of
from tests.property.protect.test_nobody_is_found_out import RULES


def people(number: int, regency: str, funder: str) -> Group:
    return Group(people=number, regency=regency, home=None, funders=(funder,), category="UMUM", segment="PU",
                 unpaid=0, outcome="stayed", heads=False)  # fmt: skip


BEFORE = [
    people(number, regency, funder)
    for number, regency, funder in (
        (3, "11.01", "APBDES"), (60, "11.01", "MANDIRI"), (50, "11.02", "APBDES"), (70, "11.02", "MANDIRI"),
        (80, "11.03", "APBDES"), (90, "11.03", "MANDIRI"), (70, "12.01", "APBDES"), (90, "12.02", "MANDIRI"))
]  # fmt: skip
CORRECTED = [people(8, "11.01", "APBDES"), *BEFORE[1:]]


def hidden(table: pl.DataFrame) -> set[tuple[str, ...]]:
    """Cells of funders that are hidden."""
    found = table.filter(pl.col("active_status") == "confidential")
    return set(found.select("basis", "region_code", "funder").rows())


def test_what_an_earlier_release_of_the_date_hid_stays_hidden() -> None:
    earlier = protect(tables_of(BEFORE), rules=RULES).tables["ucj_funder"]
    assert hidden(protect(tables_of(CORRECTED), rules=RULES).tables["ucj_funder"]) == set()
    later = protect(tables_of(CORRECTED), rules=RULES, kept={"ucj_funder@2024-05-31-0": earlier})
    assert hidden(earlier)
    assert hidden(later.tables["ucj_funder"]) >= hidden(earlier)


def test_what_an_earlier_release_showed_is_no_company() -> None:
    chosen = hidden(protect(tables_of(BEFORE), rules=RULES).tables["ucj_funder"])
    small = {cell for cell in chosen if cell[1:] == ("11.01", "APBDES")}
    company = min(cell[1:] for cell in chosen - small if cell[0] == "nik")
    full = protect(tables_of(BEFORE), rules=RULES).full["ucj_funder"].with_columns(active_status=pl.lit("value"))
    only_that = full.filter(pl.col("region_code") == company[0], pl.col("funder") == company[1])
    again = protect(tables_of(BEFORE), rules=RULES, kept={"ucj_funder@2024-05-31-0": only_that})
    assert company not in {cell[1:] for cell in hidden(again.tables["ucj_funder"])}


def test_the_same_release_again_hides_the_same() -> None:
    once = protect(tables_of(BEFORE), rules=RULES).tables
    twice = protect(tables_of(BEFORE), rules=RULES, kept={f"{n}@2024-05-31-0": once[n] for n in ("ucj_funder",)})
    assert all(twice.tables[name].equals(frame) for name, frame in once.items())
