"""An attacker who sets up every equation of the published table finds out no amount that was withheld.

He knows which regions have how many claims, that a province is the sum of its regencies, that the nation is the sum of
the provinces and of what has no region, and that no amount is negative.
"""

from collections.abc import Mapping
from itertools import combinations

import numpy as np
import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from tasks.protect.amounts import protect_amounts, regions_withheld
from tasks.publish.gate.amounts import amount_problems
from tests.property.protect.benefit_trees import LEAVES, NOWHERE, Sum, all_sums, rows_of
from warehouse.figures.tables.benefit import FEWEST_CLAIMS

Vector = np.ndarray[tuple[int], np.dtype[np.float64]]
PARAMETERS = settings(max_examples=60, deadline=None)


class Attacker:
    """Unknown are the amounts of regencies and of what has no region; each amount that is shown is one equation."""

    def __init__(self, leaves: Mapping[str, Sum], withheld: frozenset[str]) -> None:
        self.leaves = list(leaves)
        sums = all_sums(leaves)
        shown = [region for region in sums if region not in withheld]
        self.left = np.array([self.sum_of(region) for region in shown]).reshape(len(shown), len(self.leaves))
        self.right = np.array([sums[region][1] for region in shown], dtype=float)

    def sum_of(self, region: str) -> Vector:
        """A region as a sum of unknowns."""
        inside = [region == "ID" or (code != NOWHERE and code.startswith(region)) for code in self.leaves]
        return np.array(inside, dtype=float)

    def follows(self, wanted: Vector) -> bool:
        """Whether this sum of unknowns is a combination of the equations, whatever the amounts are."""
        rank = np.linalg.matrix_rank(self.left) if len(self.left) else 0
        return bool(np.linalg.matrix_rank(np.vstack([self.left, wanted])) == rank)

    def finds_out(self, wanted: Vector) -> bool:
        """Whether this sum of unknowns has one value only, since no amount is negative."""
        known = {"A_eq": self.left, "b_eq": self.right} if len(self.left) else {}
        least, most = (linprog(sign * wanted, **known, bounds=(0, None)) for sign in (1, -1))
        if most.status == 3:  # nothing bounds it
            return False
        assert least.status == most.status == 0
        return bool(-most.fun - least.fun < 0.5)


@PARAMETERS
@given(LEAVES)
@example({"11.01": (1, 42), "11.02": (9, 60), "12.01": (9, 50)})  # one amount in a sum
@example({"11.01": (1, 42), "12.01": (9, 50), "12.02": (7, 30), "13.01": (6, 20)})  # one province of few claims
@example({"11.01": (5, 42), "12.01": (9, 50), "12.02": (7, 30), NOWHERE: (1, 9)})  # one claim of no region
@example({"11.01": (2, 0), "11.02": (9, 0), "12.01": (9, 0), "12.02": (1, 5)})  # amounts of nothing
@example({NOWHERE: (9, 60)})
@example({"11.01": (2, 10), "11.02": (2, 10), "12.01": (8, 10), "12.02": (8, 10)})  # together still few
def test_no_amount_that_is_withheld_is_found_out(leaves: dict[str, Sum]) -> None:
    withheld = regions_withheld(all_sums(leaves))
    attacker = Attacker(leaves, withheld)
    assert [region for region in withheld if attacker.finds_out(attacker.sum_of(region))] == []


@PARAMETERS
@given(LEAVES)
@example({"11.01": (2, 10), "11.02": (2, 10), "12.01": (8, 10), "12.02": (8, 10)})
def test_no_sum_of_few_claims_follows(leaves: dict[str, Sum]) -> None:
    attacker = Attacker(leaves, regions_withheld(all_sums(leaves)))
    for size in range(1, FEWEST_CLAIMS):
        for some in combinations(leaves, size):
            if sum(leaves[code][0] for code in some) < FEWEST_CLAIMS:
                wanted = np.array([code in some for code in attacker.leaves], dtype=float)
                assert not attacker.follows(wanted), some


@PARAMETERS
@given(LEAVES)
def test_what_is_shown_rests_on_enough_claims(leaves: dict[str, Sum]) -> None:
    sums = all_sums(leaves)
    withheld = regions_withheld(sums)
    assert all(sums[region][0] >= FEWEST_CLAIMS for region in sums.keys() - withheld)
    if all(claims >= FEWEST_CLAIMS for claims, _ in [*leaves.values(), *sums.values()]):
        assert withheld == frozenset()
    if sums["ID"][0] >= FEWEST_CLAIMS and min(amount for _, amount in leaves.values()) > 0:
        assert "ID" not in withheld, "the nation gives way only where there is no money"


@PARAMETERS
@given(LEAVES, LEAVES)
def test_months_and_programmes_do_not_mix_and_shown_amounts_are_the_facts(
    deaths: dict[str, Sum], accidents: dict[str, Sum]
) -> None:
    facts = pl.concat([rows_of(deaths), rows_of(accidents, programme="JKK")])
    shown = protect_amounts(facts)
    assert shown.drop("amount_rupiah", "amount_status").equals(facts.drop("amount_rupiah"))
    for programme, leaves in (("JKM", deaths), ("JKK", accidents)):
        sums, withheld = all_sums(leaves), regions_withheld(all_sums(leaves))
        for row in shown.filter(programme=programme).iter_rows(named=True):
            claims, amount = sums[row["region_code"]]
            if row["region_code"] in withheld:
                few = "fewer_than_5_claims" if claims < FEWEST_CLAIMS else "withheld_to_protect"
                assert (row["amount_rupiah"], row["amount_status"]) == (None, few)
            else:
                assert (row["amount_rupiah"], row["amount_status"]) == (amount, "published")


@PARAMETERS
@given(LEAVES, st.data())
def test_the_gate_tells_what_follows(leaves: dict[str, Sum], data: st.DataObject) -> None:
    sums = all_sums(leaves)
    assert amount_problems(protect_amounts(rows_of(leaves))) == []
    few = {region for region, (claims, _) in sums.items() if claims < FEWEST_CLAIMS}
    emptied = few | data.draw(st.sets(st.sampled_from(sorted(sums))))
    amount = pl.when(~pl.col("region_code").is_in(sorted(emptied))).then("amount_rupiah").alias("amount_rupiah")
    told = amount_problems(rows_of(leaves).with_columns(amount))
    attacker = Attacker(leaves, frozenset(emptied))
    one_by_one = np.eye(len(leaves))
    if any(attacker.follows(one_by_one[n]) for n, code in enumerate(leaves) if leaves[code][0] < FEWEST_CLAIMS):
        assert told != []
