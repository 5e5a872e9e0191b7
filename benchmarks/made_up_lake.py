"""A made-up nation as positions of the lake, made branch by branch: memory stays with one of them.

What a registration is follows from its number alone, by a mixing function, so that there is no table of all people and
every position can be made by itself. Each has people of all regencies, sorted as in the lake; some registrations lie in
two branches. No real person's data: ids are mixed numbers.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from expectations.contracts import ENROLMENT
from settings import SEGMENTS
from warehouse.dimensions.regions import Regions

ROWS_PER_PERSON = 1.15
SHARE_MOVED = 0.02  # registrations that lie in two branches
SHARE_ELSEWHERE = 0.1  # homes and places of work outside the regency of the NIK
SHARE_JOINED = 0.01  # of the rows of a position that were not there a month before
FUNDERS = ("PEMBERI_KERJA", "MANDIRI", "APBD_KAB", "APBDES", None)
CATEGORIES = ("UMUM", "NON_ASN", "PERANGKAT_DESA", "PEKERJA_RENTAN", "NELAYAN")
SEGMENT_SHARES = (0.6, 0.3, 0.07, 0.03)
FUNDER_SHARES = (0.05, 0.5, 0.25, 0.1, 0.1)  # of all but wage earners
CATEGORY_SHARES = (0.75, 0.05, 0.05, 0.1, 0.05)
PEOPLE_PER_EMPLOYER = 60
SEX_SHARES = (0.6, 0.4)

Numbers = npt.NDArray[np.uint64]
Shares = npt.NDArray[np.float64]


def mixed(numbers: npt.NDArray[np.integer], purpose: int) -> Numbers:
    """64 bits for each number and purpose, as if drawn at random."""
    bits = numbers.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(purpose * 0xD1342543DE82EF95 % 2**64)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        bits = (bits ^ (bits >> np.uint64(shift))) * np.uint64(factor)
    return bits ^ (bits >> np.uint64(31))


def shares(numbers: npt.NDArray[np.integer], purpose: int) -> Shares:
    """A number from 0 up to 1 for each."""
    return (mixed(numbers, purpose) >> np.uint64(11)) / 2.0**53


def places(numbers: npt.NDArray[np.integer], purpose: int, weights: tuple[float, ...]) -> npt.NDArray[np.intp]:
    """A place in the weights for each."""
    return np.searchsorted(np.cumsum(weights[:-1]), shares(numbers, purpose), side="right")


def ids(high: Numbers, low: Numbers) -> pl.Series:
    """Ids of 16 bytes, which sort as their numbers do."""
    whole = np.column_stack([high, low]).astype(">u8").tobytes()
    array = pa.FixedSizeBinaryArray.from_buffers(pa.binary(16), len(high), [None, pa.py_buffer(whole)])
    return pl.Series(array)


@dataclass(frozen=True, kw_only=True)
class MadeUpLake:
    """`rows` registrations in positions of `branches` branches, as they stand on `as_of` and stood before."""

    rows: int
    branches: int
    as_of: date
    regions: Regions

    @cached_property
    def _regencies(self) -> pl.Series:
        return self.regions.regencies["code"].sort()

    @cached_property
    def _districts(self) -> pl.Series:
        return self._regencies.str.replace(".", "", literal=True) + "01"

    @cached_property
    def _villages(self) -> pl.DataFrame:
        return self.regions.villages.sort("regency", "code")

    def _village_of(self, home: npt.NDArray[np.intp], chance: Shares) -> pl.Series:
        """One of the villages of each regency, which stand by its place in the list."""
        first, count = np.unique(self._villages["regency"], return_index=True, return_counts=True)[1:]
        return self._villages["code"].gather(first[home] + (chance * count[home]).astype(np.intp))

    def position(self, branch: int, day: date) -> pl.DataFrame:
        """The conformed rows of one branch on a date, in the schema and order of the lake."""
        return next(self.positions(branch, [day]))

    def positions(self, branch: int, days: Iterable[date]) -> Iterator[pl.DataFrame]:
        """Those of several dates; most of the work is what does not change from one to the next."""
        numbers, registrations = self._registrations(branch)
        since = shares(numbers, 21)
        for day in days:
            unpaid = (mixed(numbers, day.toordinal()) % np.uint64(6)).astype(np.int64) - 1
            paid = (np.datetime64(day, "M") - unpaid).astype("datetime64[D]")
            months = (self.as_of.year - day.year) * 12 + self.as_of.month - day.month
            then = registrations.with_columns(last_paid=pl.Series(paid).cast(pl.Date))
            yield then.filter(pl.Series(since >= SHARE_JOINED * months)) if months else then

    def _registrations(self, branch: int) -> tuple[Numbers, pl.DataFrame]:
        """Every registration that the branch ever reports, and its number; `last_paid` is left open."""
        numbers = self._numbers(branch)
        people = int(self.rows / ROWS_PER_PERSON)
        person = np.where(numbers < people, numbers, mixed(numbers, 1) % np.uint64(people)).astype(np.int64)
        regencies = self._regencies
        home = (shares(person, 2) * shares(person, 3) * len(regencies)).astype(np.int64)  # some are large, most small
        high = mixed(person, 4)
        order = np.lexsort((high, home))
        numbers, person, home, high = numbers[order], person[order], home[order], high[order]
        domicile, workplace = (
            np.where(shares(numbers, use) < SHARE_ELSEWHERE, shares(numbers, use + 1) * len(regencies), home).astype(
                int
            )
            for use in (5, 7)
        )
        segment = places(numbers, 9, SEGMENT_SHARES)
        contract, wage_earner = segment >= 2, segment == 0
        left = (mixed(numbers, 19) % np.uint64(250)).astype(np.int64) - 50
        columns = {
            "row_no": order,
            "person_id": ids(high, mixed(person, 10)),
            "registration_id": ids(mixed(numbers, 11), mixed(numbers, 12)),
            "employer_id": self._employers(person, home, wage_earner),
            "segment": pl.Series(SEGMENTS).gather(segment),
            "category": pl.Series(CATEGORIES).gather(places(numbers, 13, CATEGORY_SHARES)),
            "funder": pl.Series(FUNDERS).gather(np.where(wage_earner, 0, places(numbers, 14, FUNDER_SHARES))),
            "head_count": np.ones(len(numbers), dtype=np.int32),
            "birth_year": 1945 + (shares(person, 22) * 65).astype(np.int16),
            "sex": pl.Series(("L", "P")).gather(places(person, 23, SEX_SHARES)),
            "jkk": np.ones(len(numbers), dtype=bool),
            "jkm": np.ones(len(numbers), dtype=bool),
            "jht": wage_earner | (shares(numbers, 15) < 0.3),
            "jp": wage_earner,
            "jkp": wage_earner & (shares(numbers, 16) < 0.5),
            "region_nik": regencies.gather(home),
            "district_nik": self._districts.gather(home),
            "region_domicile": regencies.gather(domicile),
            "village": self._village_of(domicile, shares(numbers, 17)),
            "region_workplace": regencies.gather(workplace),
            "registered_on": np.datetime64(self.as_of) - 30 - (mixed(numbers, 18) % np.uint64(3000)).astype(np.int64),
            "ends_on": np.where(contract, np.datetime64(self.as_of) + left, np.datetime64("NaT")),
        }
        missing = {
            name: pl.lit(None, dtype=kind) for name, kind in ENROLMENT.lake.schema.items() if name not in columns
        }
        made = pl.DataFrame(columns).with_columns(**missing)
        return numbers, made.select(pl.col(name).cast(kind) for name, kind in ENROLMENT.lake.schema.items())

    def _employers(
        self, person: npt.NDArray[np.int64], home: npt.NDArray[np.int64], wage_earner: npt.NDArray[np.bool_]
    ) -> pl.Series:
        """The employer of each wage earner, one of his regency; some are large and most small."""
        each = max(1, self.rows // PEOPLE_PER_EMPLOYER // len(self._regencies))
        employer = home * each + (shares(person, 24) * shares(person, 25) * each).astype(np.int64)
        named = ids(mixed(employer, 26), mixed(employer, 27)).to_frame("id").with_columns(earns=pl.Series(wage_earner))
        return named.select(pl.when("earns").then("id")).to_series()

    def _numbers(self, branch: int) -> Numbers:
        size = self.rows // self.branches
        own = np.arange(branch * size, (branch + 1) * size, dtype=np.uint64)
        moved = np.unique(mixed(own[: int(size * SHARE_MOVED)], 20) % np.uint64(self.rows))
        return np.concatenate([own, moved[(moved < own[0]) | (moved > own[-1])]])
