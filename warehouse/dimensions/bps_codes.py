"""The codes that BPS gives to provinces and regencies, and Kemendagri's code of the same region today.

Of 514 regencies 199 have another code at BPS, mostly one that is another regency's at Kemendagri. Source and licence:
reference/README.md.
"""

import csv
from collections.abc import Mapping
from functools import cache

from warehouse.dimensions.regions import REFERENCE

BPS_FILE = REFERENCE / "bps_codes.csv"


@cache
def load_bps_codes() -> Mapping[str, str]:
    """Dotted BPS code ('72.05') -> dotted code of today's region at Kemendagri ('72.03'), read once a process."""
    with BPS_FILE.open(encoding="utf-8", newline="") as file:
        return {row["bps_code"]: row["code"] for row in csv.DictReader(file)}
