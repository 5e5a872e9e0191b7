"""Synthetic branches with their extracts, denominators and targets, laid out as the pipeline expects them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from demo.damage import make_ragged, repeat_rows, spoil_text, spoil_values
from demo.defects import DefectPlan, Defects, plan_defects
from demo.geography import Geography, Indices, load_geography
from demo.network import branch_list, found_branches
from demo.people import draw_homes, draw_people
from demo.reference_feeds import (
    claims,
    count_categories,
    ecosystems,
    eligible_workers,
    targets,
    village_targets,
    with_ecosystems_and_claims,
)
from demo.registrations import Branch, register
from demo.styles import STYLES, Style, as_cells
from demo.write import Lines, file_content, put, workbook
from expectations.written import counted

LARGEST_WORKBOOK = 10_000  # rows; larger extracts come as CSV, as from real branches
CLAIMING = 8  # the first branches deliver claims too
LAST_WORKBOOK = 64  # branches after this one write CSV: workbooks take most of the time
SHARED, SHARED_DRAWS, SECOND_SEGMENT = (
    0.02,
    0.03,
    0.03,
)  # people known to several branches; rows drawn from them; doubles


@dataclass(frozen=True, eq=False)
class Extract:
    """What one branch delivers, before it is written.

    `heads` counts its people per regency, `categories` [regency, KATEGORI, people] those of each category too.
    """

    branch: Branch
    style: Style
    frame: pl.DataFrame
    plan: DefectPlan
    heads: Indices
    categories: pl.DataFrame
    claims: pl.DataFrame


def stream(seed: int, *purpose: int) -> np.random.Generator:
    """Random numbers for one purpose, the same whatever else is drawn."""
    return np.random.default_rng([seed, *purpose])


def draw_rows(
    rng: np.random.Generator, *, branch: Branch, shared: pl.DataFrame, as_of: date, geography: Geography
) -> pl.DataFrame:
    """The people behind a branch's rows: its own, some that other branches have too, some of them twice."""
    size = branch.rows
    homes = draw_homes(rng, size=size, seat=branch.seat, reach=branch.reach, geography=geography)
    own = draw_people(rng, regency=homes, as_of=as_of, geography=geography)
    pool = pl.concat([own, shared])
    place = np.arange(size)
    twice = rng.random(size) < SECOND_SEGMENT
    place = np.where(twice, np.maximum(place - 1, 0), place)
    elsewhere = rng.random(size) < SHARED_DRAWS
    return pool[np.where(elsewhere, size + rng.integers(0, shared.height, size), place)]


def draw_extract(
    branch: Branch,
    *,
    number: int,
    seed: int,
    shared: pl.DataFrame,
    as_of: date,
    defects: Defects,
    geography: Geography,
    styles: Sequence[Style],
) -> Extract:
    """One branch's extract, its defects laid in but for those that exist only in text."""
    rng = stream(seed, 2, number)
    people = draw_rows(rng, branch=branch, shared=shared, as_of=as_of, geography=geography)
    frame = register(rng, people=people, branch=branch, geography=geography)
    weight = np.where(frame["NIK"].is_null().to_numpy(), 0, 1)
    heads = np.bincount(people["regency"].to_numpy(), weights=weight, minlength=len(geography.codes))
    categories = count_categories(frame, regency=people["regency"])
    paid = claims(stream(seed, 5, number), frame=frame, branch=branch.code, position_date=branch.position_date)
    plan = plan_defects(rng, rows=frame.height, defects=defects)
    frame = repeat_rows(frame, plan=plan)
    frame = spoil_values(frame, plan=plan, rng=rng, position_date=branch.position_date)
    style = styles[number % len(styles)]
    if style.extension == "xlsx" and (branch.rows > LARGEST_WORKBOOK or number >= LAST_WORKBOOK):
        style = replace(style, extension="csv")
    return Extract(branch, style, frame, plan, heads.astype(np.int64), categories, paid)


def title_lines(branch: Branch) -> tuple[str, ...]:
    """What some branches put above their header."""
    return (f"DATA PESERTA {branch.name.upper()}", f"POSISI {branch.position_date:%d-%m-%Y}", "")


def write_extract(extract: Extract, *, home: Path, spoilt: str = "") -> Path:
    """Write the extract into the branch's inbox; `spoilt` is '', 'excel' (NIK as numbers) or 'unreadable'."""
    branch, style, plan = extract.branch, extract.style, extract.plan
    if spoilt:
        style = replace(style, extension="xlsx", typed=False, total=False)
        limit = LARGEST_WORKBOOK
        extract = replace(extract, frame=extract.frame.head(limit), plan=DefectPlan(plan.kind[:limit]))
    cells = spoil_text(as_cells(extract.frame, style=style), plan=extract.plan)
    title = title_lines(branch) if style.title else ()
    if spoilt == "excel":
        content = workbook(cells, style=style, title=title, numeric=("NIK", "KPJ"))
    else:

        def change_lines(lines: Lines) -> Lines:
            return make_ragged(lines, plan=extract.plan, separator=style.separator)

        content = file_content(cells, style=style, title=title, change_lines=change_lines)
    if spoilt == "unreadable":
        content = content[: len(content) // 2]
    name = f"PESERTA_{branch.code}_{branch.position_date:%Y%m%d}.{style.extension}"
    return put(home / "inbox" / branch.code / name, content)


def simulate(
    *,
    home: Path,
    as_of: date,
    rows: int,
    branches: int,
    seed: int,
    defects: Defects,
    progress: Callable[[str], None] | None = None,
    styles: Sequence[Style] = STYLES,
) -> list[Path]:
    """Write branches.csv and a full inbox below `home`; the same arguments give the same bytes.

    The branches take the `styles` of writing in turn.

    `rows` registrations are shared out over the branches. The last branches are the spoilt ones, unreadable files
    at the very end. Returns what was written. ValueError for sizes that cannot be.
    """
    if branches < 1 or rows < branches or seed < 0:
        raise ValueError("Simulate at least one branch, one row a branch, and a seed that is not negative.")
    tell = progress or (lambda _: None)
    geography = load_geography()
    network = found_branches(stream(seed, 0), branches=branches, rows=rows, as_of=as_of, geography=geography)
    rng = stream(seed, 1)
    everywhere = rng.integers(0, len(geography.codes), int(rows * SHARED) + 1)
    shared = draw_people(rng, regency=everywhere, as_of=as_of, geography=geography)
    heads = np.zeros(len(geography.codes), dtype=np.int64)
    categories: list[pl.DataFrame] = []
    unreadable = branches - defects.unreadable_branches
    damaged = unreadable - defects.excel_damaged_branches
    written: list[Path] = []
    for number, branch in enumerate(network):
        extract = draw_extract(
            branch,
            number=number,
            seed=seed,
            shared=shared,
            as_of=as_of,
            defects=defects,
            geography=geography,
            styles=styles,
        )
        heads += extract.heads
        categories.append(extract.categories)
        spoilt = "" if number < damaged else "excel" if number < unreadable else "unreadable"
        written.append(write_extract(extract, home=home, spoilt=spoilt))
        tell(f"{written[-1].name}: {counted(branch.rows, 'row')}")
        if number < CLAIMING:
            written.append(write_claims(extract, home=home))
    enrolled = pl.concat(categories)
    return [
        *write_reference(home=home, network=network, heads=heads, enrolled=enrolled, seed=seed, year=as_of.year),
        *written,
    ]


def write_claims(extract: Extract, *, home: Path) -> Path:
    """Write the claims that a branch paid, beside its extract."""
    branch = extract.branch
    name = f"KLAIM_{branch.code}_{branch.position_date:%Y%m%d}.csv"
    return put(home / "inbox" / branch.code / name, extract.claims.write_csv(separator=";").encode())


def write_reference(
    *, home: Path, network: list[Branch], heads: Indices, enrolled: pl.DataFrame, seed: int, year: int
) -> list[Path]:
    """Write branches.csv and the files of the three issuers."""
    geography = load_geography()
    eligible = eligible_workers(stream(seed, 3), people=heads, geography=geography, year=year)
    day = date(year, 1, 1)
    populations = ecosystems(stream(seed, 4), enrolled=enrolled, geography=geography, day=day)
    ecosystem = pl.concat([populations, village_targets(geography=geography, day=day)])
    branches = with_ecosystems_and_claims(branch_list(network, geography=geography))
    tables = {
        home / "branches.csv": branches.write_csv(),
        home / "inbox" / "BPS" / f"PEKERJA_BPS_{year}0101.csv": eligible.write_csv(separator=";"),
        home / "inbox" / "KEMNAKER" / f"TARGET_KEMNAKER_{year}0101.csv": targets().write_csv(separator=";"),
        home / "inbox" / "KEMENDAGRI" / f"EKOSISTEM_KEMENDAGRI_{year}0101.csv": ecosystem.write_csv(separator=";"),
    }
    return [put(path, text.encode()) for path, text in tables.items()]
