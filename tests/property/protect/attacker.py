"""An attacker who has the published files and nothing else, and knows how the figures are made.

He writes down every equation and inequality that he knows of the cells that are not shown, and asks a linear program
(HiGHS) for the least and the greatest value of each. Nothing here is taken from the code that protects.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from scipy import sparse
from scipy.optimize import linprog

HIDDEN = "confidential"
COUNTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {  # by table: columns of counts, and columns of the key
    "ucj_programme": (("active",), ("programme",)),
    "ucj_funder": (("active",), ("funder",)),
    "ucj_segment_funder": (("active",), ("segment", "funder")),
    "ucj_category": (("active", "active_strict"), ("category",)),
    "ucj_sex_age": (("active",), ("sex", "age_group")),
    "ucj_employer": (("employers",), ()),
    "ucj_ecosystem": (("active",), ("category",)),
    "ucj_ecosystem_movement": (("active_then", "active_now"), ("category", "compared_with")),
    "ucj_ecosystem_trend": (("active",), ("category", "series_date")),
    "ucj_village": (("active", "unplaced", "nation_only"), ()),
    "ucj_arrears": (("active",), ("unpaid_months",)),
    "ucj_movement": (("new", "returned", "lapsed", "ended", "gone", "left_on_older_positions"), ("compared_with",)),
    "ucj_cohort": (("active",), ("compared_with", "funder", "category")),
    "ucj_expiry": (("active",), ("expires_month", "funder", "payment")),
    "ucj_benefit": (("claims",), ("period", "programme")),
    "ucj_benefit_year": (("claims",), ("year", "programme")),
}
AMOUNTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "ucj_benefit": (("amount_rupiah",), ("period", "programme")),
    "ucj_benefit_year": (("amount_rupiah",), ("year", "programme")),
}
ABOVE = {"province": 0, "regency": 2, "district": 5, "village": 8}  # characters of the region that one is within
NOT_OF_NOW = ("ucj_movement", "ucj_ecosystem_movement", "ucj_ecosystem_trend", "ucj_benefit", "ucj_benefit_year",
              "ucj_employer")  # fmt: skip
Name = tuple[Any, ...]
Terms = dict[Name, float]


@dataclass
class Attacker:
    """`tables`: published tables by name, as read from files. `split`: regencies that are in two places by NIK.

    kept: what he has of ucj_benefit_year from releases of earlier ends of months. counts: what he is after, by table.
    least: what he knows a hidden number to be at least. enough: a range that is wider may be told as narrower.
    """

    tables: Mapping[str, pl.DataFrame]
    split: frozenset[str] = frozenset()
    kept: Sequence[pl.DataFrame] = ()
    counts: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=lambda: COUNTS)
    least: float = 1.0
    enough: float = 5.0
    values: dict[Name, int | None] = field(default_factory=dict)  # None = hidden
    equal: list[tuple[Terms, float]] = field(default_factory=list)
    at_most: list[tuple[Terms, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for table, (columns, keys) in self.counts.items():
            for row in self.tables[table].iter_rows(named=True):
                for column in columns:
                    name = self.name(table, column, row, keys)
                    hidden = row[f"{column}_status"] == HIDDEN
                    if hidden or row[column] is not None:
                        self.values[name] = None if hidden else row[column]
        self.totals = {
            (row["basis"], row["region_code"]): row for row in self.tables["ucj_coverage"].iter_rows(named=True)
        }
        for set_up in (self.regions, self.same_numbers, self.within_regions, self.wholes, self.derived, self.years):
            set_up()

    @staticmethod
    def name(table: str, column: str, row: Mapping[str, Any], keys: Iterable[str]) -> Name:
        return (table, column, row["basis"], row["level"], row["region_code"], *(row[key] for key in keys))

    def say(self, terms: Terms, right: float, *, at_most: bool = False) -> None:
        """One thing that he knows: a sum is, or is at most, a number. What is shown is put in; what is absent is 0."""
        left: Terms = defaultdict(float)
        for name, factor in terms.items():
            value = self.values.get(name, 0)
            if name[0] == "?" or value is None:
                left[name] += factor
            else:
                right -= factor * value
        if left:
            (self.at_most if at_most else self.equal).append((dict(left), right))

    def regions(self) -> None:
        """Provinces are their regencies; a nation has the people of its provinces and perhaps more."""
        inside: dict[Name, list[Name]] = defaultdict(list)
        for name in self.values:
            table, column, basis, level, region, *key = name
            if level == "national" or column in ("unplaced", "nation_only", "employers"):
                continue
            above = region[: ABOVE[level]] or "ID"
            levels = {0: "national", 2: "province", 5: "regency", 8: "district"}
            inside[(table, column, basis, levels[ABOVE[level]], above, *key)].append(name)
        for whole, parts in inside.items():
            terms: Terms = {whole: 1.0, **dict.fromkeys(parts, -1.0)}
            may_have_more = whole[3] == "national" or (whole[0] == "ucj_village" and whole[3] == "regency")
            if may_have_more and whole[0] == "ucj_movement":
                continue
            if may_have_more and whole[0] != "ucj_village":
                beyond = self.beyond(whole[2]) if whole[0] not in NOT_OF_NOW else np.inf
                terms[("?", *whole)] = -1.0
                if np.isfinite(beyond):
                    self.at_most.append(({("?", *whole): 1.0}, beyond))
            if whole[0] == "ucj_village" and whole[3] == "regency":
                terms[("?", *whole)] = -1.0
            self.say(terms, 0.0)

    def beyond(self, basis: str) -> float:
        """How many people the nation has in all more than its provinces."""
        provinces = sum(row["active"] for key, row in self.totals.items() if key[0] == basis and len(key[1]) == 2
                        and key[1] != "ID")  # fmt: skip
        return float(self.totals[basis, "ID"]["active"] - provinces)

    def same_numbers(self) -> None:
        """The nation is the same on every basis, a region that was not split by NIK and by adjusted NIK."""
        by_place: dict[Name, list[Name]] = defaultdict(list)
        for name in self.values:
            table, column, basis, level, region, *key = name
            split = any(code.startswith(region) for code in self.split)
            if level == "national" or (basis in ("nik", "nik_adjusted") and not split):
                by_place[(table, column, region, *key)].append(name)
        for first, *others in by_place.values():
            for other in others:
                self.say({first: 1.0, other: -1.0}, 0.0)
        for name in list(self.values):
            if name[0] in ("ucj_ecosystem", "ucj_ecosystem_movement", "ucj_ecosystem_trend"):
                self.same_category(name)

    def same_category(self, name: Name) -> None:
        """Ecosystems are categories; people of a date compared with are those of the series."""
        table, column, basis, level, region, *key = name
        place, today = (basis, level, region), self.tables["ucj_coverage"]["as_of"][0]
        if table == "ucj_ecosystem" or column == "active_now" or key[1:] == [today]:
            self.say({name: 1.0, ("ucj_category", "active", *place, key[0]): -1.0}, 0.0)
        elif column == "active_then":
            trend = ("ucj_ecosystem_trend", "active", *place, *key)
            if trend in self.values and self.series_agree:
                self.say({name: 1.0, trend: -1.0}, 0.0)

    @cached_property
    def series_agree(self) -> bool:
        """Whether what is shown of a date compared with is what the series shows of it, wherever both are shown."""
        for name, then in self.values.items():
            if name[:2] == ("ucj_ecosystem_movement", "active_then"):
                series = self.values.get(("ucj_ecosystem_trend", "active", *name[2:]))
                if None not in (then, series) and then != series:
                    return False
        return True

    def within_regions(self) -> None:
        """Arrears, movement and cohorts add up within a region; vulnerable workers are a category."""
        months: dict[Name, list[Name]] = defaultdict(list)
        groups: dict[Name, list[Name]] = defaultdict(list)
        for name in self.values:
            if name[0] == "ucj_arrears":
                months[name[2:5]].append(name)
            if name[0] == "ucj_cohort":
                groups[name[2:6]].append(name)
        for (basis, _, region), names in months.items():
            total = self.totals[basis, region]
            linked = total["active"] - total["active_unlinked"]
            self.say(dict.fromkeys(names, 1.0), linked)
            paid_up = [name for name in names if name[5] == 0]
            self.say(dict.fromkeys(paid_up, 1.0), total["active_strict"] - total["active_unlinked"])
        self.sexes_and_ages()
        self.employers()
        for row in self.tables["ucj_movement"].iter_rows(named=True):
            if row["new"] is None and row["new_status"] != HIDDEN:
                continue
            of = {o: self.name("ucj_movement", o, row, ["compared_with"]) for o in COUNTS["ucj_movement"][0]}
            signs = {"new": 1.0, "returned": 1.0, "lapsed": -1.0, "ended": -1.0, "gone": -1.0}
            self.say({of[outcome]: sign for outcome, sign in signs.items()}, row["net"])
            older = {of["left_on_older_positions"]: 1.0, of["lapsed"]: -1.0, of["ended"]: -1.0}
            self.say(older, 0.0, at_most=True)
            cohort = groups.get((row["basis"], row["level"], row["region_code"], row["compared_with"]), [])
            self.say({of["new"]: 1.0, **dict.fromkeys(cohort, -1.0)}, 0.0)
        for name in list(self.values):
            if name[0] == "ucj_village" and name[1] == "active" and name[3] in ("national", "province", "regency"):
                category = ("ucj_category", "active", *name[2:5], "PEKERJA_RENTAN")
                beside = [("ucj_village", one, *name[2:5]) for one in ("unplaced", "nation_only")]
                heads = ("?", "heads", *name)
                terms = {category: 1.0, name: -1.0, heads: -1.0, **dict.fromkeys(beside, -1.0)}
                self.say(terms, 0.0)
                self.at_most.append(({heads: 1.0}, float(self.totals[name[2], name[4]]["active_unlinked"])))

    def sexes_and_ages(self) -> None:
        """Everyone has one sex and one age group; of whom neither is known is a head without NIK."""
        groups: dict[Name, list[Name]] = defaultdict(list)
        for name in self.values:
            if name[0] == "ucj_sex_age":
                sex, age = name[5:]
                if sex != "TOTAL" and age != "TOTAL":
                    groups[(*name[:5], sex, "TOTAL")].append(name)
                    groups[(*name[:5], "TOTAL", age)].append(name)
                elif age == "TOTAL":
                    groups[("sexes", *name[2:5])].append(name)
                if (sex, age) == ("TIDAK_DIKETAHUI", "TOTAL"):
                    self.say({name: 1.0}, self.totals[name[2], name[4]]["active_unlinked"])
        for whole, parts in groups.items():
            if whole[0] == "sexes":
                self.say(dict.fromkeys(parts, 1.0), self.totals[whole[1], whole[3]]["active"])
            else:
                self.say({whole: 1.0, **dict.fromkeys(parts, -1.0)}, 0.0)

    def employers(self) -> None:
        """A region has as many as any region within, and a province no more than all of its regencies."""
        regencies: dict[Name, list[Name]] = defaultdict(list)
        for name in self.values:
            if name[0] == "ucj_employer" and name[3] != "national":
                above = ("national", "ID") if name[3] == "province" else ("province", name[4][:2])
                whole = (*name[:3], *above)
                self.say({name: 1.0, whole: -1.0}, 0.0, at_most=True)
                if name[3] == "regency":
                    regencies[whole].append(name)
        for whole, parts in regencies.items():
            self.say({whole: 1.0, **dict.fromkeys(parts, -1.0)}, 0.0, at_most=True)

    def wholes(self) -> None:
        """Parts are within wholes, and cover them."""
        covering: dict[Name, list[Name]] = defaultdict(list)
        for name, value in self.values.items():
            table, column, basis, level, region, *key = name
            if table in ("ucj_funder", "ucj_category") and column == "active":
                covering[(table, basis, region)].append(name)
            if column == "active_strict":
                self.say({name: 1.0, ("ucj_category", "active", basis, level, region, *key): -1.0}, 0.0, at_most=True)
            if value is None and table not in NOT_OF_NOW:
                total = self.totals.get((basis, region[:5]))
                if total is not None:
                    self.at_most.append(({name: 1.0}, float(total["active"])))
        for (_, basis, region), names in covering.items():
            self.say(dict.fromkeys(names, -1.0), -self.totals[basis, region]["active"], at_most=True)

    def years(self) -> None:
        """A year of benefits is its months, all programmes are each of them; an earlier release tells of the months."""
        months: dict[Name, list[Name]] = defaultdict(list)
        programmes: dict[Name, list[Name]] = defaultdict(list)
        for name in self.values:
            if name[0] == "ucj_benefit":
                _, column, *place, month, programme = name
                months[(column, *place, month.year, programme)].append(name)
            if name[0] == "ucj_benefit_year" and name[-1] != "TOTAL":
                programmes[name[1:-1]].append(name)
        for name in self.values:
            if name[0] == "ucj_benefit_year":
                parts = programmes[name[1:-1]] if name[-1] == "TOTAL" else months[name[1:]]
                self.say({name: 1.0, **dict.fromkeys(parts, -1.0)}, 0.0)
        for earlier in self.kept:
            (column,), _ = self.counts["ucj_benefit_year"]
            for row in earlier.filter(pl.col("year") == pl.col("as_of").dt.year()).iter_rows(named=True):
                if row[column] is not None:
                    of = self.name("ucj_benefit", column, row, [])[1:]
                    parts = [name for key, names in months.items() for name in names
                             if key[:4] == of and name[5].year == row["year"] and name[5] <= row["as_of"]
                             and row["programme"] in (name[6], "TOTAL")]  # fmt: skip
                    self.say(dict.fromkeys(parts, 1.0), row[column])

    def derived(self) -> None:
        """Whatever is shown beside a hidden count and is computed from it."""
        for table, (columns, keys) in self.counts.items():
            for row in self.tables[table].iter_rows(named=True):
                hidden = {c: self.name(table, c, row, keys) for c in columns if row[f"{c}_status"] == HIDDEN}
                total = self.totals.get((row["basis"], row["region_code"]))
                if not hidden:
                    continue
                wholes = {"share_pct": total and total["active"], "coverage_pct": row.get("population") or (
                    total and total["eligible"])}  # fmt: skip
                for rate, whole in wholes.items():
                    if row.get(rate) is not None and "active" in hidden and whole:
                        for sign in (1.0, -1.0):
                            right = sign * float(row[rate]) * whole / 100 + 0.00501 * whole / 100
                            self.at_most.append(({hidden["active"]: sign}, right))
                if row.get("gap_people"):
                    self.say({hidden["active"]: 1.0}, row["population"] - row["gap_people"])
                if row.get("change_people") is not None:
                    now, then = (self.name(table, c, row, keys) for c in ("active_now", "active_then"))
                    self.say({now: 1.0, then: -1.0}, row["change_people"])

    def ranges(self) -> Iterator[tuple[Name, float, float]]:
        """Every hidden cell with its least and greatest value; one that is wide enough may be told as narrower."""
        hidden = [name for name, value in self.values.items() if value is None]
        others = {name for terms, _ in (*self.equal, *self.at_most) for name in terms} - set(hidden)
        names = [*hidden, *sorted(others, key=str)]
        place = {name: n for n, name in enumerate(names)}
        equal, right = self._matrix(self.equal, place), np.array([r for _, r in self.equal])
        at_most, most = self._matrix(self.at_most, place), np.array([r for _, r in self.at_most])
        joined = sparse.vstack([equal, at_most]).tocsr()
        _, part = sparse.csgraph.connected_components(joined.T @ joined if joined.nnz else sparse.eye(len(names)))
        for one in np.unique(part[: len(hidden)]):
            columns = np.flatnonzero(part == one)
            rows, below = (np.flatnonzero(np.diff(m.tocsr()[:, columns].indptr)) for m in (equal, at_most))
            problem = {
                "A_eq": equal[rows][:, columns] if len(rows) else None,
                "b_eq": right[rows] if len(rows) else None,
                "A_ub": at_most[below][:, columns] if len(below) else None,
                "b_ub": most[below] if len(below) else None,
                "bounds": [(self.least if n < len(hidden) else 0.0, None) for n in columns],
            }
            yield from self._of_part(names, columns[columns < len(hidden)], columns, problem)

    def _of_part(
        self, names: list[Name], wanted: np.ndarray[Any, Any], columns: np.ndarray[Any, Any], problem: dict[str, Any]
    ) -> Iterator[tuple[Name, float, float]]:
        least, most = np.full(len(columns), np.inf), np.full(len(columns), -np.inf)
        for number in wanted:
            here = int(np.flatnonzero(columns == number)[0])
            for sign in (1.0, -1.0):
                if (
                    most[here] - least[here] >= self.enough
                ):  # two solutions that he has found already are far enough apart
                    break
                goal = np.zeros(len(columns))
                goal[here] = sign
                found = linprog(goal, **problem, method="highs")
                if found.status not in (0, 3):  # presolving takes some unbounded problems for infeasible ones
                    found = linprog(goal, **problem, method="highs", options={"presolve": False})
                if found.status == 3:
                    least[here], most[here] = (least[here], np.inf) if sign < 0 else (-np.inf, most[here])
                    continue
                assert found.status == 0, f"the published figures contradict each other: {names[number]}"
                least, most = np.minimum(least, found.x), np.maximum(most, found.x)
            yield names[number], float(least[here]), float(most[here])

    @staticmethod
    def _matrix(said: list[tuple[Terms, float]], place: Mapping[Name, int]) -> sparse.csr_array:
        entries = [(row, place[name], factor) for row, (terms, _) in enumerate(said) for name, factor in terms.items()]
        rows, columns, factors = zip(*entries, strict=True) if entries else ((), (), ())
        return sparse.csr_array((factors, (rows, columns)), shape=(len(said), len(place)))
