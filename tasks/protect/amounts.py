"""Hide sums of money that rest on few claims, and further sums from which they could be computed.

What can be worked out from a table: where a province is shown, the sum of its regencies that are not; where the nation
is shown, the sum of all that lies in provinces that are not shown, with the claims of no known region. These groups
share no region, so each is made safe by itself, and nothing else follows from the table.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import polars as pl

from warehouse.dimensions.closed_lists import NATION
from warehouse.figures.tables.benefit import FEW_CLAIMS, FEWEST_CLAIMS, SHOWN, WITHHELD

Sum = tuple[int, int]  # claims, rupiah
TREE = ("basis", "period", "programme")


def protect_amounts(benefits: pl.DataFrame) -> pl.DataFrame:
    """`ucj_benefit` with its `amount_status`, and without the amounts that are not shown."""
    trees: dict[tuple[object, ...], dict[str, Sum]] = defaultdict(dict)
    rows = benefits.select(*TREE, "region_code", "claims", "amount_rupiah").rows()
    for *tree, region, claims, amount in rows:
        trees[tuple(tree)][region] = (claims, amount)
    empty = {(*tree, region) for tree, sums in trees.items() for region in regions_withheld(sums)}
    told = [_status(claims, withheld=(*key, region) in empty) for *key, region, claims, _ in rows]
    return benefits.with_columns(amount_status=pl.Series(told, dtype=pl.String)).with_columns(
        pl.when(pl.col("amount_status") == SHOWN).then("amount_rupiah").alias("amount_rupiah")
    )


def regions_withheld(sums: Mapping[str, Sum]) -> frozenset[str]:
    """Regions whose amount is not to be shown, of one month and programme.

    sums: of the nation, provinces and regencies by code; a province is the sum of its regencies, the nation at least
    that of its provinces. Withheld are all of 1 to 4 claims, then in each group that is not safe the further region of
    the fewest claims. A total gives way only where nothing below it does.
    """
    withheld = {code for code, (claims, _) in sums.items() if 0 < claims < FEWEST_CLAIMS}
    parts = {province: [code for code in sums if code.startswith(f"{province}.")] for province in _provinces(sums)}
    for province, regencies in parts.items():
        shown = (code for code in _rising(regencies, sums) if code not in withheld)
        for further in (*shown, province):
            if province in withheld or _is_safe(sums[code] for code in regencies if code in withheld):
                break
            withheld.add(further)
    shown = (code for code in _rising(parts, sums) if code not in withheld)
    for further in (*shown, NATION):
        if NATION in withheld or _is_safe(_left_over(sums, parts, withheld)):
            break
        withheld.add(further)
        if further in parts and not withheld.intersection(parts[further]):
            withheld.add(_rising(parts[further], sums)[0])
    return frozenset(withheld)


def _left_over(sums: Mapping[str, Sum], parts: Mapping[str, list[str]], withheld: set[str]) -> Iterator[Sum]:
    """What the nation's sum less all that is shown consists of."""
    claims, amount = sums[NATION]
    yield claims - sum(sums[province][0] for province in parts), amount - sum(sums[province][1] for province in parts)
    for province in withheld.intersection(parts):
        yield from (sums[code] for code in parts[province] if code in withheld)


def _is_safe(group: Iterable[Sum]) -> bool:
    """Nothing, or enough claims and some money: of parts that together are 0 each is known to be 0."""
    sums = list(group)
    claims, amount = sum(claims for claims, _ in sums), sum(amount for _, amount in sums)
    return claims == 0 or (claims >= FEWEST_CLAIMS and amount > 0)


def _provinces(sums: Mapping[str, Sum]) -> list[str]:
    return [code for code in sums if code != NATION and "." not in code]


def _rising(codes: Iterable[str], sums: Mapping[str, Sum]) -> list[str]:
    """Sort order: claims, then code."""
    return sorted(codes, key=lambda code: (sums[code][0], code))


def _status(claims: int, *, withheld: bool) -> str:
    if not withheld:
        return SHOWN
    return FEW_CLAIMS if claims < FEWEST_CLAIMS else WITHHELD
