"""Hold the codes of regions against the names beside them: codes of BPS are not those of Kemendagri."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import polars as pl

from expectations.contracts.schema import Feed, Field
from tasks.read.regions import region_of
from tasks.refusal import Refusal
from warehouse.dimensions.bps_codes import load_bps_codes
from warehouse.dimensions.regions import PROVINCE, Regions

CODES_AND_NAMES_DIFFER = "REGION_NAMES_DIFFER"
KINDS = re.compile(r"^(KABUPATEN|KAB|KOTAMADYA|KOTA|PROVINSI|PROPINSI|PROV)\b[.\s]*(ADMINISTRASI\b|ADM\b)?[.\s]*")
KIND_OF = {"KABUPATEN": "KAB", "KAB": "KAB", "KOTAMADYA": "KOTA", "KOTA": "KOTA"}
SAME = {"DKIJAKARTA": "DAERAHKHUSUSIBUKOTAJAKARTA", "DIYOGYAKARTA": "DAERAHISTIMEWAYOGYAKARTA"}
MOST = 0.5  # of the rows whose name is that of a region: from here on the codes are of another list


@dataclass(frozen=True)
class Name:
    """The name of a region without what does not matter; kind: KAB or KOTA, None where it is not said."""

    kind: str | None
    text: str

    def agrees(self, other: "Name") -> bool:
        """Whether both may be the same region."""
        return self.text == other.text and (None in (self.kind, other.kind) or self.kind == other.kind)


def settle_codes(frame: pl.DataFrame, *, bps: Sequence[str], feed: Feed, regions: Regions) -> pl.DataFrame | Refusal:
    """The frame without the columns of names, its codes Kemendagri's; a refusal when most names say other regions.

    bps: fields whose column says that it holds codes of BPS. A code that the list of BPS does not have, and one whose
    name beside it is that of another region, cannot be read.
    """
    for name in bps:
        frame = _from_bps(frame, feed.field(name))
    for field in feed.beside:
        if field.names is None or field.name not in frame.columns:
            continue
        coded = feed.field(field.names)
        other = _named_otherwise(frame, coded, field, regions)
        named = frame.filter(other.is_not_null()).height
        wrong = int(other.sum())
        if wrong > MOST * named:
            return _refusal(frame, coded, field, regions, wrong=wrong, named=named, is_bps=coded.name in bps)
        frame = _unread(frame, coded, other.fill_null(value=False)) if wrong else frame
    return frame.drop(field.name for field in feed.beside if field.names is not None and field.name in frame.columns)


def _from_bps(frame: pl.DataFrame, field: Field) -> pl.DataFrame:
    codes = load_bps_codes()
    code = pl.col(field.name)
    known = code.replace_strict(list(codes), list(codes.values()), default=None, return_dtype=pl.String)
    today = pl.when(code == "ID").then(code).otherwise(known)
    return frame.with_columns(
        today.alias(field.name),
        (pl.col(field.unreadable) | (code.is_not_null() & today.is_null())).alias(field.unreadable),
    )


def _unread(frame: pl.DataFrame, field: Field, rows: pl.Series) -> pl.DataFrame:
    return frame.with_columns(
        pl.when(~rows).then(pl.col(field.name)).alias(field.name),
        (pl.col(field.unreadable) | rows).alias(field.unreadable),
    )


def _named_otherwise(frame: pl.DataFrame, coded: Field, field: Field, regions: Regions) -> pl.Series:
    """For each row whether the name beside the code is another region's; null where it is no region's name."""
    resolved = region_of(frame[coded.name], width=coded.width, regions=regions)["region"].alias("code")
    pairs = frame.select(pl.col(field.name).alias("name")).with_columns(resolved)
    distinct = pairs.unique().drop_nulls()
    compared = [_other(code, name, regions, of_province=field.is_province) for name, code in distinct.iter_rows()]
    verdicts = distinct.with_columns(pl.Series("other", compared, dtype=pl.Boolean))
    return pairs.join(verdicts, on=["name", "code"], how="left", maintain_order="left")["other"]


def _other(code: str, written: str, regions: Regions, *, of_province: bool) -> bool | None:
    """Whether a name is that of another region than the code's; a regency may stand under its province's name."""
    names = region_names(regions)
    name = name_of(written)
    own = names.get(code[:PROVINCE] if of_province else code)
    if own is None or not any(name.agrees(one) for one in _known(regions).get(name.text, ())):
        return None
    if own.agrees(name):
        return False
    return not (code[:PROVINCE] != code and name.kind is None and names[code[:PROVINCE]].agrees(name))


def name_of(written: str) -> Name:
    """`Kab. Toli-Toli` -> KAB, TOLITOLI; `KOTA ADM. JAKARTA PUSAT` -> KOTA, JAKARTAPUSAT."""
    text = " ".join(written.upper().split())
    found = KINDS.match(text)
    plain = re.sub(r"[^A-Z]", "", text[found.end() :] if found else text)
    return Name(KIND_OF.get(found[1]) if found else None, SAME.get(plain, plain))


@cache
def region_names(regions: Regions) -> Mapping[str, Name]:
    """Dotted code -> name, of provinces and regencies."""
    listed = pl.concat([regions.provinces.select("code", "name"), regions.regencies.select("code", "name")])
    return {code: name_of(name) for code, name in listed.iter_rows()}


@cache
def _known(regions: Regions) -> Mapping[str, tuple[Name, ...]]:
    found: dict[str, tuple[Name, ...]] = {}
    for name in region_names(regions).values():
        found[name.text] = (*found.get(name.text, ()), name)
    return found


def _refusal(
    frame: pl.DataFrame, coded: Field, field: Field, regions: Regions, *, wrong: int, named: int, is_bps: bool
) -> Refusal:
    """Both lists, each with the rows in which code and name agree by it."""
    rows = f"{field.header} / {coded.header}: {named - wrong} / {named} baris/rows"
    if is_bps:
        return Refusal(code=CODES_AND_NAMES_DIFFER, detail=f"{rows} = BPS")
    by_bps = _named_otherwise(_from_bps(frame, coded), coded, field, regions)
    agreeing = int((~by_bps).sum())
    return Refusal(code=CODES_AND_NAMES_DIFFER, detail=f"{rows} = Kemendagri; {agreeing} / {by_bps.count()} = BPS")
