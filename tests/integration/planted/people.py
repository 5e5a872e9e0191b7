"""The planted person, in every form in which a value may survive."""

import base64
import hashlib
import struct
from collections.abc import Iterator

NIK, KPJ = "7205015503917391", "80317264951"
RARE = "WULANDARI"  # no other text of the system holds it
NAME = f"SRI {RARE} KENCANA"
FAULT = f"could not convert {NIK} ({NAME}), card {KPJ}"
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")


def needles() -> dict[bytes, str]:
    """Bytes to look for in lower-cased data, with the form that they are."""
    texts = {RARE: "name", NIK[:12]: "NIK without serial", NIK[6:]: "NIK without region"}
    for number, of in ((NIK, "NIK"), (KPJ, "KPJ")):
        texts |= {text: f"{of}, {how}" for text, how in written(number)}
    found = {text.encode(encoding): f"{how} in {encoding}" for text, how in texts.items() for encoding in ENCODINGS}
    for value, of in ((NIK, "NIK"), (KPJ, "KPJ"), (NAME, "name")):
        found |= dict.fromkeys(base64_pieces(value), f"{of} in base64")
        found[value.encode().hex().encode()] = f"{of} in hexadecimal"
        found |= {digest: f"{of} under {how}" for digest, how in unkeyed(value)}
    for number, of in ((NIK, "NIK"), (KPJ, "KPJ")):
        found |= dict.fromkeys(as_number(int(number)), f"{of} as a number")
    return {needle.lower(): how for needle, how in found.items()}


def written(number: str) -> Iterator[tuple[str, str]]:
    """A number as people and spreadsheets write it."""
    yield number, "plain"
    for sign, how in ((" ", "spaces"), (".", "dots"), ("-", "dashes"), ("'", "apostrophes")):
        yield sign.join(number[i : i + 4] for i in range(0, len(number), 4)), how
        yield sign.join((number[:6], number[6:12], number[12:])), how
    yield f"{int(number):,}", "thousands"
    yield f"{int(number):,}".replace(",", "."), "thousands with dots"
    for digits in range(9, len(number)):
        yield f"{int(number):.{digits}E}".partition("E")[0], "scientific"


def base64_pieces(text: str) -> Iterator[bytes]:
    """What of a text does not depend on its neighbours, at each of three places, for both kinds of text."""
    for encoding in ("utf-8", "utf-16-le"):
        for shift in range(3):
            coded = base64.b64encode(b"\0" * shift + text.encode(encoding)).rstrip(b"=")
            yield coded[4 if shift else 0 : -2]


def unkeyed(text: str) -> Iterator[tuple[bytes, str]]:
    """Hashes that anyone can make of every NIK there is."""
    for name in ("md5", "sha1", "sha256", "blake2b"):
        digest = hashlib.new(name, text.encode())
        yield digest.digest()[:16], name
        yield digest.hexdigest()[:32].encode(), name


def as_number(number: int) -> Iterator[bytes]:
    """Whole and floating numbers of eight bytes, as Parquet and SQLite keep them."""
    for form in ("<q", ">q", "<d", ">d"):
        yield struct.pack(form, number)
