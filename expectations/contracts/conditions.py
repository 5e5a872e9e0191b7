"""Conditions over several columns of a typed frame, by name: Polars expressions that are true for good rows.

Each takes the parameters of its rule. A condition is true wherever it does not apply: one fault breaks one rule.
"""

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from expectations.contracts.listed_names import listed_name
from expectations.published_text import has_no_long_number, is_no_formula

Condition = Callable[[Mapping[str, Any]], pl.Expr]

NIK_SHAPE = r"^[0-9]{16}$"
REGENCY_CHARS = 5  # of a dotted code
PROGRAMMES_OF_SEGMENT = {
    "PU": ("jkk", "jkm", "jht", "jp", "jkp"),
    "BPU": ("jkk", "jkm", "jht"),
    "JAKON": ("jkk", "jkm"),
    "PMI": ("jkk", "jkm", "jht"),
}
PROGRAMMES = PROGRAMMES_OF_SEGMENT["PU"]

c = pl.col
is_jakon = (c("segment") == "JAKON").fill_null(value=False)
has_nik = c("nik").is_not_null()
well_formed_nik = c("nik").str.contains(NIK_SHAPE).fill_null(value=False)
pays_by_contract = c("segment").is_in(["JAKON", "PMI"]).fill_null(value=False)
is_heads = is_jakon & ~has_nik & ~c("nik__unreadable")


def implies(premise: pl.Expr, conclusion: pl.Expr) -> pl.Expr:
    """True where the premise is false or unknown, or the conclusion true."""
    return ~premise.fill_null(value=False) | conclusion.fill_null(value=False)


def filled(parameters: Mapping[str, Any]) -> pl.Expr:
    """The cell `column` is not empty."""
    column = parameters["column"]
    return c(column).is_not_null() | c(f"{column}__unreadable")


def period_unreadable() -> pl.Expr:
    """The month or end date that decides the state of this registration is there but cannot be read."""
    no_end = c("ends_on").is_null() & ~c("ends_on__unreadable")
    by_month = ~pays_by_contract | no_end
    return (by_month & c("last_paid__unreadable")) | (pays_by_contract & c("ends_on__unreadable"))


def age_on(day: str) -> pl.Expr:
    """Full years from the birth date (the column's, else the one in the NIK) to a date column."""
    born = pl.coalesce("birth_date", "nik_birth_date")
    had_birthday = (c(day).dt.month() * 100 + c(day).dt.day()) >= (born.dt.month() * 100 + born.dt.day())
    return c(day).dt.year() - born.dt.year() - (~had_birthday).cast(pl.Int32)


def programmes_fit() -> pl.Expr:
    """No programme is held that the segment does not offer."""
    misfits = [
        (c("segment") == segment) & c(programme)
        for segment, offered in PROGRAMMES_OF_SEGMENT.items()
        for programme in PROGRAMMES
        if programme not in offered
    ]
    return ~pl.any_horizontal([misfit.fill_null(value=False) for misfit in misfits])


def optional_readable(parameters: Mapping[str, Any]) -> pl.Expr:
    """A period column can be read, though it decides nothing for this segment; where it does, another rule speaks."""
    return ~c(f"{parameters['column']}__unreadable") | period_unreadable()


def region_known(parameters: Mapping[str, Any]) -> pl.Expr:
    """The code in `column` is empty or belongs to a region of the list (`column`_region, set when the file is read).

    The region is a regency or larger, unless the rule also lets `villages` pass.
    """
    column = parameters["column"]
    region = c(f"{column}_region")
    found = region.is_not_null() if parameters.get("villages") else region.str.len_chars() <= REGENCY_CHARS
    return (c(column).is_null() | found.fill_null(value=False)) & ~c(f"{column}__unreadable")


def name_listed(parameters: Mapping[str, Any]) -> pl.Expr:
    """The name in `column` is on the list `code_list` on the position date; unfit texts are another fault."""
    name = c(parameters["column"])
    listed = listed_name(name, code_list=parameters["code_list"], on=c("position_date")).is_not_null()
    return implies(has_no_long_number(name) & is_no_formula(name), listed)


CONDITIONS: dict[str, Condition] = {
    "filled": filled,
    "nik_present": lambda _: is_jakon | has_nik | c("nik__unreadable") | c("segment").is_null(),
    "nik_date_possible": lambda _: implies(well_formed_nik, c("nik_birth_date").is_not_null()),
    "nik_region_known": lambda _: implies(well_formed_nik, c("nik_region").is_not_null()),
    "nik_district_known": lambda _: implies(well_formed_nik & c("nik_region").is_not_null(), c("nik_district_known")),
    "nik_agrees_with_birth_date": lambda _: implies(
        c("birth_date").is_not_null() & c("nik_birth_date").is_not_null(),
        c("birth_date").dt.strftime("%d%m%y") == c("nik_birth_date").dt.strftime("%d%m%y"),
    ),
    "nik_agrees_with_sex": lambda _: implies(
        c("sex").is_not_null() & c("nik_sex").is_not_null(), c("sex") == c("nik_sex")
    ),
    "kpj_present": lambda _: is_jakon | c("kpj").is_not_null() | c("kpj__unreadable") | c("segment").is_null(),
    "period_present": lambda _: pl.any_horizontal(
        c("last_paid").is_not_null(),
        c("ends_on").is_not_null(),
        "last_paid__unreadable",
        "ends_on__unreadable",
    ),
    "period_readable": lambda _: ~period_unreadable(),
    "period_fits_segment": lambda _: implies(
        c("segment").is_in(["PU", "BPU"]) & c("ends_on").is_not_null() & ~c("last_paid__unreadable"),
        c("last_paid").is_not_null(),
    ),
    "optional_readable": optional_readable,
    "one_head_with_nik": lambda _: implies(has_nik & c("head_count").is_not_null(), c("head_count") <= 1),
    "heads_counted": lambda _: implies(is_heads, c("head_count").is_not_null()),
    "heads_placed": lambda _: implies(
        is_heads, c("village_region").is_not_null() | c("workplace_region").is_not_null()
    ),
    "age_plausible": lambda _: implies(
        age_on("position_date").is_not_null(), age_on("position_date").is_between(15, 100)
    ),
    "bpu_below_65": lambda _: implies(c("segment") == "BPU", age_on("registered_on").fill_null(0) < 65),
    "not_paid_after_end": lambda _: implies(
        pl.min_horizontal("ends_on", "ended_on").is_not_null(),
        (c("last_paid") <= pl.min_horizontal("ends_on", "ended_on")).fill_null(value=True),
    ),
    "not_paid_before_registration": lambda _: implies(
        c("last_paid").is_not_null() & c("registered_on").is_not_null(),
        c("last_paid") >= c("registered_on").dt.month_start(),
    ),
    "programmes_fit": lambda _: programmes_fit(),
    "programmes_readable": lambda _: ~pl.any_horizontal([f"{name}__unreadable" for name in PROGRAMMES]),
    "no_time_of_day": lambda parameters: ~pl.any_horizontal(parameters["timed"]),
    "region_known": region_known,
    "name_listed": name_listed,
    "has_no_long_number": lambda parameters: has_no_long_number(c(parameters["column"])).fill_null(value=True),
    "is_no_formula": lambda parameters: is_no_formula(c(parameters["column"])).fill_null(value=True),
    "population_or_target": lambda _: pl.any_horizontal(
        c("population").is_not_null(), "population__unreadable", c("target").is_not_null()
    ),
    "target_within_population": lambda _: (c("target") <= c("population")).fill_null(value=True),
}
