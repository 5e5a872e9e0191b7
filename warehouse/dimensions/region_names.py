"""Find a region of today by its code, or by its name as people write it."""

import re
from difflib import get_close_matches

from warehouse.dimensions.closed_lists import NATION
from warehouse.dimensions.regions import load_regions
from warehouse.errors import OperatorError

NATION_NAME = "Indonesia"
KIND = re.compile(r"^(provinsi|prov|kabupaten|kab|kota)\b\.?\s*((administrasi|adm)\b\.?\s*)?")
CLOSE_NAMES = 4


class RegionUnknown(OperatorError):
    """No region, or more than one, has this code or name; the message lists those that may be meant."""


def region_named(text: str) -> tuple[str, str]:
    """Code and name of the nation, a province or a regency; raises `RegionUnknown`.

    text: a code such as 72 or 72.05, or a name with or without its kind: "Kabupaten Buol", "Kab. Buol", "buol". A name
    that a province, a kabupaten or a kota share is refused. What fits nothing is not repeated: it may be a person's.
    """
    regions = load_regions()
    names = {NATION: NATION_NAME, **dict(regions.provinces.select("code", "name").iter_rows())}
    names |= dict(regions.regencies.select("code", "name").iter_rows())
    wanted = " ".join(text.split())
    if wanted.upper() in names:
        return wanted.upper(), names[wanted.upper()]
    same = _full if _kind(wanted) else _bare
    found = [code for code, name in names.items() if same(name) == same(wanted)]
    if len(found) == 1:
        return found[0], names[found[0]]
    if found:
        raise RegionUnknown(f"{wanted} may be {_listed(found, names)}: give the code.")
    today = regions.successors.filter(old_code=wanted)["new_code"].to_list()
    if today:
        raise RegionUnknown(f"{wanted} is the earlier code of {_listed(today, names)}: give the code of today.")
    alike = set(get_close_matches(_bare(wanted), {_bare(name) for name in names.values()}, n=CLOSE_NAMES))
    close = [code for code, name in names.items() if _bare(name) in alike]
    hint = f" Is it {_listed(close, names)}?" if close else ""
    raise RegionUnknown(f"No region of today has this code or name: give a code of Kemendagri such as 72.05.{hint}")


def _kind(name: str) -> str:
    """How a name says what kind of region it is: p, b (kabupaten) or k (kota); nothing when it does not."""
    found = KIND.match(name.casefold())
    return "" if not found else "p" if found[1].startswith("prov") else "b" if found[1].startswith("kab") else "k"


def _bare(name: str) -> str:
    return re.sub(r"[^a-z]", "", KIND.sub("", name.casefold()))


def _full(name: str) -> str:
    return f"{_kind(name) or 'p'} {_bare(name)}"


def _listed(codes: list[str], names: dict[str, str]) -> str:
    return ", ".join(f"{code} {names[code]}" for code in codes)
