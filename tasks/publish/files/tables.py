"""The bytes of the published files: same tables, same bytes."""

import hashlib
import io
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, kw_only=True)
class FileFacts:
    """Size and hash of a file."""

    bytes: int
    sha256: str


def write_csv(frame: pl.DataFrame) -> bytes:
    """Comma, decimal point, UTF-8 without mark, LF, two decimals for percentages, nothing for null and empty text."""
    texts = pl.col(pl.String)
    return frame.with_columns(pl.when(texts != "").then(texts)).write_csv(line_terminator="\n").encode()


def write_parquet(frame: pl.DataFrame) -> bytes:
    """Write a table as typed, zstd-compressed Parquet."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", compression_level=9, statistics=True)
    return buffer.getvalue()


def file_facts(content: bytes) -> FileFacts:
    """What the datapackage says of a file's content."""
    return FileFacts(bytes=len(content), sha256=hashlib.sha256(content).hexdigest())


def content_hash(files: dict[str, str]) -> str:
    """One hash for a folder, from the SHA-256 of each file by name; order of the mapping does not matter."""
    listing = "".join(f"{files[name]}  {name}\n" for name in sorted(files))
    return hashlib.sha256(listing.encode()).hexdigest()
