"""What a layout is made from: which regencies share a border on land, where each one lies, and what is one land."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations, pairwise

from tasks.publish.files.map.boundaries import Boundaries
from tasks.publish.files.map.geometry import Point, centre
from warehouse.dimensions.regions import PROVINCE

Border = tuple[str, str]  # two codes, the lower first


def land_borders(found: Boundaries) -> frozenset[Border]:
    """Pairs of regencies that have a piece of line in common; a border in water is none.

    The file has to be clean: neighbours have the same points along their border.
    """
    sides: dict[frozenset[Point], set[str]] = defaultdict(set)
    for code, polygons in found.shapes.items():
        for ring in (ring for polygon in polygons for ring in polygon):
            for a, b in pairwise(ring):
                if a != b:
                    sides[frozenset((a, b))].add(code)
    return frozenset(pair for codes in sides.values() for pair in combinations(sorted(codes), 2))


def centres(found: Boundaries) -> Mapping[str, Point]:
    """Longitude and latitude of the middle of each regency's largest part."""
    return {code: centre(polygons) for code, polygons in found.shapes.items()}


def lands(codes: Iterable[str], borders: Iterable[Border]) -> list[tuple[str, ...]]:
    """Regencies in groups of provinces that are joined by land: Java, Sumatra, Bali, ...; codes of each in order."""
    ordered = sorted(codes)
    group = {code[:PROVINCE]: {code[:PROVINCE]} for code in ordered}
    for a, b in borders:
        one, other = group[a[:PROVINCE]], group[b[:PROVINCE]]
        if one is not other:
            one |= other
            group |= dict.fromkeys(other, one)
    members: dict[int, list[str]] = defaultdict(list)
    for code in ordered:
        members[id(group[code[:PROVINCE]])].append(code)
    return sorted(map(tuple, members.values()))
