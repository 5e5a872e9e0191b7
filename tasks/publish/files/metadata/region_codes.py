"""Kemendagri's codes of regions beside those of BPS, where the bridge between them is known and licensed."""

import polars as pl

from warehouse.dimensions.bps_codes import load_bps_codes
from warehouse.dimensions.regions import PROVINCE, Regions

BPS_YEAR = 2018
RENUMBERED_SINCE = ("92", "93", "94", "95", "96")  # provinces founded in 2022, whose regencies BPS has numbered anew
COLUMNS = {
    "code": "Kode Kementerian Dalam Negeri / Code of the Ministry of Home Affairs",
    "name": "Nama wilayah / Name of the region",
    f"bps_code_{BPS_YEAR}": f"Kode BPS tahun {BPS_YEAR}, kosong bila tidak diketahui / Code of BPS in {BPS_YEAR}, "
    "empty where not known",
}


def region_codes(regions: Regions) -> bytes:
    """Provinces and regencies as CSV [code, name, bps_code_2018], by code.

    Empty for provinces founded since then and for their regencies: BPS has given them other codes, and no source with a
    clear licence has these. Source and licence of the bridge: `warehouse/reference/README.md`.
    """
    bridge = pl.DataFrame(
        [(code, bps) for bps, code in load_bps_codes().items() if code[:PROVINCE] not in RENUMBERED_SINCE],
        schema=["code", f"bps_code_{BPS_YEAR}"],
        orient="row",
    )
    listed = pl.concat([regions.provinces.select("code", "name"), regions.regencies.select("code", "name")])
    return listed.join(bridge, on="code", how="left").sort("code").write_csv().encode()
