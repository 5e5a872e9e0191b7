"""Write the extracts behind the published cases; nothing is random, every person is made up."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from demo.geography import Geography, Indices, load_geography
from demo.people import FIRST_NAMES, LAST_NAMES, compose_niks
from demo.published_cases import CASES
from demo.published_model import Case, Claim, Delivery, Group, Population, PublishedCase
from demo.styles import STYLES, as_cells
from demo.write import file_content, put

BIRTHS = (np.datetime64("1960-01-01"), 14_600)  # first day, number of days
STEP = 7_919  # prime: steps through all birth days before one comes again
LAPSED_FROM = 900_000  # numbers of people who stopped paying
PACKED_FROM = 20_000  # rows; larger extracts are compressed
ISSUER = "KEMENDAGRI"  # of populations and targets


def numbered_people(numbers: Indices, *, regency: str, card: int, geography: Geography) -> pl.DataFrame:
    """Person number n of a regency, always the same one: [NIK, KPJ, NAMA_LENGKAP, TANGGAL_LAHIR, JENIS_KELAMIN].

    Numbers below 10 million give different NIKs; `card` (1-9) tells the branch that issued the card.
    """
    place = geography.codes.index_of(regency)
    if place is None:
        raise ValueError(f"{regency} is no regency of today.")
    first, count = geography.districts.first[place], geography.districts.count[place]
    birth = pl.Series(BIRTHS[0] + (numbers * STEP % BIRTHS[1]).astype("timedelta64[D]"))
    female = numbers % 5 < 2
    cards = card * 10**10 + int(regency.replace(".", "")) * 10**6 + numbers
    names = pl.Series(FIRST_NAMES).gather(numbers % len(FIRST_NAMES))
    return pl.DataFrame(
        {
            "NIK": compose_niks(
                district=geography.districts.codes.gather(first + numbers % count).to_numpy(),
                birth=birth,
                female=female,
                serial=1 + numbers // BIRTHS[1],
            ),
            "KPJ": pl.Series(cards).cast(pl.String),
            "NAMA_LENGKAP": names + " " + pl.Series(LAST_NAMES).gather(numbers // 20 % len(LAST_NAMES)),
            "TANGGAL_LAHIR": birth,
            "JENIS_KELAMIN": pl.select(pl.when(pl.Series(female)).then(pl.lit("P")).otherwise(pl.lit("L"))).to_series(),
        }
    )


def homes(group: Group, *, numbers: Indices, geography: Geography) -> pl.Series:
    """Villages of a group: its own ones in turn, or all of the regency's."""
    place = geography.codes.index_of(group.regency) or 0
    count = group.villages or geography.villages.count[place]
    return geography.villages.codes.gather(geography.villages.first[place] + group.first_village + numbers % count)


def rows_of(
    group: Group, *, start: int, card: int, last_paid: date, position_date: date, geography: Geography
) -> pl.DataFrame:
    """Registrations of a group, whose people are numbered from `start`; those who hold two come twice."""
    numbers = np.arange(start, start + group.heads)
    people = numbered_people(numbers, regency=group.regency, card=card, geography=geography)
    segment = pl.col("SEGMEN")
    count = pl.Series(numbers)
    rows = people.with_columns(
        SEGMEN=pl.lit(group.segment),
        KATEGORI=pl.lit(group.category),
        SUMBER_DANA=pl.lit(group.funder),
        KODE_DESA=homes(group, numbers=np.arange(group.heads), geography=geography),
        KODE_KAB_KERJA=pl.lit(group.regency),
        TANGGAL_KEPESERTAAN=pl.lit(group.registered_on),
        BLTH_AKHIR=pl.lit(last_paid.replace(day=1)),
        TANGGAL_NONAKTIF=pl.lit(None, pl.Date),
        JUMLAH_TK=pl.lit(1, pl.Int64),
        employer=(10_000_000 + count // 50).cast(pl.String),
        project=(3_000_000_000_000 + count // 200).cast(pl.String),
    )
    second = rows.head(group.doubled).with_columns(SEGMEN=pl.lit(group.also))
    ends = position_date + timedelta(days=180)
    earns_wage = segment == "PU"
    return pl.concat([rows, second]).with_columns(
        UPAH=pl.when(earns_wage).then(pl.lit(3_000_000, pl.Int64)).otherwise(pl.lit(None, pl.Int64)),
        NPP=pl.when(earns_wage).then("employer"),
        NO_PROYEK=pl.when(segment == "JAKON").then("project"),
        TANGGAL_AKHIR=pl.when(segment == "JAKON").then(pl.lit(ends)),
        JKK=pl.lit("Y"),
        JKM=pl.lit("Y"),
        JHT=pl.when(earns_wage).then(pl.lit("Y")).otherwise(pl.lit("T")),
        JP=pl.lit("T"),
        JKP=pl.lit("T"),
    )


def delivered(delivery: Delivery, *, geography: Geography) -> pl.DataFrame:
    """All rows of a delivery; people of a regency are numbered through its groups in their order."""
    card = int(delivery.branch[1:])
    day = delivery.position_date
    following: dict[str, int] = {}
    parts: list[pl.DataFrame] = []
    for group in delivery.groups:
        start = following.get(group.regency, 0)
        following[group.regency] = start + group.heads
        parts.append(rows_of(group, start=start, card=card, last_paid=day, position_date=day, geography=geography))
    for regency in following if delivery.lapsed else ():
        group = Group(regency, delivery.lapsed)
        parts.append(
            rows_of(
                group,
                start=LAPSED_FROM,
                card=card,
                last_paid=day.replace(day=1, year=day.year - 1),
                position_date=day,
                geography=geography,
            )
        )
    return pl.concat(parts)


def write_case(case: Case, *, home: Path) -> PublishedCase:
    """Lay a case out: branch list, denominators, populations, claims, every delivery of every day, settings."""
    geography = load_geography()
    for delivery in case.deliveries:
        frame = delivered(delivery, geography=geography)
        style = STYLES[2] if frame.height >= PACKED_FROM else STYLES[0]
        name = f"PESERTA_{delivery.branch}_{delivery.position_date:%Y%m%d}.{style.extension}"
        put(home / "inbox" / delivery.branch / name, file_content(as_cells(frame, style=style), style=style))
    codes = sorted({delivery.branch for delivery in case.deliveries})
    lines = ["code,name,regional_office,feeds,regions"]
    feeds = "enrolment;benefit" if case.claims else "enrolment"
    lines += [f"{code},Cabang contoh {code},,{feeds}," for code in codes]
    if case.eligible:
        year = case.as_of[0].year
        lines.append("BPS,Badan Pusat Statistik,,eligible,")
        rows = [(code, year, "TOTAL", heads, "Publikasi", f"{year}") for code, heads in case.eligible.items()]
        columns = ["KODE_WILAYAH", "TAHUN", "SEGMEN", "JUMLAH", "SUMBER", "VERSI"]
        put(home / "inbox" / "BPS" / f"PEKERJA_BPS_{year}0101.csv", semicolons(columns, rows))
    first = case.as_of[0]
    if case.populations:
        lines.append(f"{ISSUER},Kementerian Dalam Negeri,,ecosystem,")
        put(
            home / "inbox" / ISSUER / f"EKOSISTEM_{ISSUER}_{first:%Y%m%d}.csv",
            ecosystem(case.populations, on=first, geography=geography),
        )
    if case.claims:
        branch = codes[0]
        content = claims(case.claims, branch=branch, geography=geography)
        put(home / "inbox" / branch / f"KLAIM_{branch}_{first:%Y%m%d}.csv", content)
    if case.cohort_since:
        put(home / "ucj.toml", f"cohort_since = [{', '.join(map(str, case.cohort_since))}]\n".encode())
    put(home / "branches.csv", ("\n".join(lines) + "\n").encode())
    return PublishedCase(case.name, case.title, case.sources, home, case.as_of, case.expected)


def ecosystem(populations: Iterable[Population], *, on: date, geography: Geography) -> bytes:
    """The file of populations and targets."""
    rows = [
        (place, one.category, one.people, one.target, f"{on:%d/%m/%Y}")
        for one in populations
        for place in (geography.villages_of(one.regency) if one.each_village else [one.regency])
    ]
    return semicolons(["KODE_WILAYAH", "KATEGORI", "POPULASI", "TARGET", "TANGGAL"], rows)


def claims(paid: Iterable[Claim], *, branch: str, geography: Geography) -> bytes:
    """The file of claims of a branch."""
    card = int(branch[1:])
    rows = []
    for number, claim in enumerate(paid, start=1):
        person = numbered_people(np.array([claim.person]), regency=claim.regency, card=card, geography=geography)
        name = f"KLM-{branch}-{claim.paid_on.year}-{number:06}"
        rows.append((name, person["NIK"][0], claim.programme, claim.rupiah, f"{claim.paid_on:%d/%m/%Y}"))
    return semicolons(["NO_KLAIM", "NIK", "PROGRAM", "NILAI", "TANGGAL_BAYAR"], rows)


def semicolons(columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> bytes:
    """A small CSV file with semicolons; None is an empty cell."""
    return pl.DataFrame(rows, schema=list(columns), orient="row").write_csv(separator=";").encode()


def write_published(*, home: Path) -> list[PublishedCase]:
    """Write each published case into a folder of its own below `home`, ready to run there."""
    return [write_case(case, home=home / case.name) for case in CASES]
